// Figures: the values behind their marks, and how to take them along.

/** Pixels across a saved PNG: 16 cm in print at 300 dots an inch. */
const PRINTED = 1890;

/** How near a pointer has to come to a mark, in pixels. */
const NEAR = 48;

/** Pixels at the top of the window where the contents stand. */
const BAR = 56;

/** What needs its heading to be understood, such as a year. */
const FIGURES_ALONE = /^[\d.,%]+$/;

const NAME_LENGTH = 110;
const FORMULA_SIGNS = /^[=+\-@\t\r]/;

/** What of the page's style an SVG needs to look the same elsewhere. */
const LOOKS = [
  ...["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "opacity"],
  ...["font-size", "font-weight", "font-family"],
];

const shownLanguage = () => document.documentElement.lang;

/** The text of an element in the language that is shown, whether it is seen or not. */
function textOf(element) {
  const own = element.cloneNode(true);
  for (const part of own.querySelectorAll("[lang]")) if (part.lang !== shownLanguage()) part.remove();
  return own.textContent.replaceAll("\u2060", "").replaceAll(/\s+/g, " ").trim();
}

/** The one of two texts as an attribute holds them that is in the language that is shown. */
const ofPair = (pair) => (pair ? JSON.parse(pair)[shownLanguage() === "nl" ? 0 : 1] : "");

/** What the page holds for all figures: sentences, and the name of its case. */
const sayings = () => document.getElementById("figure-says");

// --- values at the pointer

/** Tells the row of a table that is nearest to the pointer, or that the arrow keys come to. */
function tellValues(figure, table, title) {
  const tip = Object.assign(document.createElement("div"), { className: "tip" });
  const bar = Object.assign(document.createElement("div"), { className: "pointed", hidden: true });
  tip.setAttribute("role", "status");
  figure.append(bar, tip);
  figure.tabIndex = 0;
  let shown = null;

  const picture = () => [...figure.querySelectorAll("img, svg")].find((image) => image.getClientRects().length > 0);
  const hide = () => {
    shown = null;
    tip.replaceChildren();
    bar.hidden = true;
  };
  const show = (mark, at) => {
    if (mark === undefined) return hide();
    const image = picture();
    const frame = frameOf(image, figure);
    const [left, top, width, height] = boxOf(mark, frame);
    if (shown !== mark.row) tip.replaceChildren(...rowInWords(table, mark.row));
    shown = mark.row;
    bar.hidden = false;
    bar.classList.toggle("point", width === 0);
    Object.assign(bar.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    const x = clip(at?.x ?? left + width / 2, tip.offsetWidth / 2, figure.offsetWidth - tip.offsetWidth / 2);
    const above = top - tip.offsetHeight - 8;
    const below = height > 100 ? (at?.y ?? 0) + 16 : top + height + 8;
    const hidden = Math.max(0, BAR - figure.getBoundingClientRect().top);
    const y = height > 100 || above < hidden ? below : above;
    Object.assign(tip.style, { left: `${Math.max(0, x - tip.offsetWidth / 2)}px`, top: `${y}px` });
  };
  const point = (event) => {
    const [image, { left, top }] = [picture(), figure.getBoundingClientRect()];
    const at = { x: event.clientX - left, y: event.clientY - top };
    const nearest = nearestOf(marksOf(image), frameOf(image, figure), at);
    if (event.type === "click" && nearest?.row === shown && shown !== null && event.pointerType === "touch") hide();
    else show(nearest, at);
  };
  figure.addEventListener("pointermove", (event) => event.pointerType === "mouse" && point(event));
  figure.addEventListener("click", point);
  figure.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  figure.addEventListener("focus", () => {
    const keys = marksOf(picture()).length ? textOf(sayings().querySelector("[data-says=keys]")) : "";
    figure.ariaLabel = `${ofPair(title)} ${keys}`.trim();
  });
  figure.addEventListener("blur", hide);
  figure.addEventListener("keydown", (event) => {
    const marks = marksOf(picture());
    const place = marks.findIndex(({ row }) => row === shown);
    const to = new Map([
      ...["ArrowDown", "ArrowRight"].map((key) => [key, Math.min(place + 1, marks.length - 1)]),
      ...["ArrowUp", "ArrowLeft"].map((key) => [key, Math.max(place - 1, 0)]),
      ["Home", 0],
      ["End", marks.length - 1],
      ["Escape", -1],
    ]).get(event.key);
    if (to === undefined || event.target !== figure) return;
    event.preventDefault();
    show(marks[to]);
  });
}

/** Where the rows of the table are in a drawing, as marks.py wrote it: {row, ends}, in thousandths of its size. */
function marksOf(picture) {
  const [, inImage] = (picture.src && /^<svg[^>]* data-marks="([^"]*)"/.exec(sourceOf(picture))) ?? [null, ""];
  return (picture.dataset.marks ?? inImage)
    .split(";")
    .filter(Boolean)
    .map((mark) => mark.split(" ").map(Number))
    .map(([row, ...ends]) => ({ row, ends }));
}

const SOURCES = new WeakMap();

/** The SVG in an image. */
function sourceOf(image) {
  if (!SOURCES.has(image)) {
    const bytes = Uint8Array.from(atob(image.src.split(",")[1]), (letter) => letter.charCodeAt(0));
    SOURCES.set(image, new TextDecoder().decode(bytes));
  }
  return SOURCES.get(image);
}

/** Where a drawing is in its figure, in pixels. */
function frameOf(picture, figure) {
  const [inner, outer] = [picture, figure].map((element) => element.getBoundingClientRect());
  return { x: inner.left - outer.left, y: inner.top - outer.top, across: inner.width / 1000, down: inner.height / 1000 };
}

/** Left, top, width and height of a mark in its figure, in pixels. */
function boxOf({ ends: [left, upper, right, lower] }, { x, y, across, down }) {
  return [x + left * across, y + upper * down, (right - left) * across, (lower - upper) * down];
}

function nearestOf(marks, frame, { x, y }) {
  const far = (mark) => {
    const [left, top, width, height] = boxOf(mark, frame);
    return Math.hypot(x - clip(x, left, left + width), y - clip(y, top, top + height));
  };
  const nearest = marks.reduce((best, mark) => (best && far(best) <= far(mark) ? best : mark), undefined);
  return nearest && far(nearest) <= NEAR ? nearest : undefined;
}

/** What a row of a table says: its name, and each figure with what it is called. */
function rowInWords(table, place) {
  const heads = [...table.tHead.rows[0].cells].map(textOf);
  const cells = [...table.tBodies[0].rows[place].cells];
  const said = cells.map((cell, column) => {
    const isName = column === 0 && !FIGURES_ALONE.test(textOf(cell));
    const textContent = isName ? textOf(cell) : `${heads[column]}: ${textOf(cell)}`;
    return textOf(cell) && Object.assign(document.createElement(column === 0 ? "strong" : "span"), { textContent });
  });
  return said.filter(Boolean);
}

// --- taking a figure along

/** What a figure is: its drawing as {svg, width, height}, the rows of its numbers, and what stands around it. */
function contentsOf(root, bar) {
  return {
    title: ofPair(bar.dataset.title),
    subtitle: ofPair(bar.dataset.subtitle),
    source: textOf(root.querySelector(".source")),
    drawing: () => drawingOf(root),
    rows: () => rowsOf(root.querySelector("table")),
    ...root.tells?.(),
  };
}

function drawingOf(root) {
  const image = root.querySelector(`img[lang="${shownLanguage()}"]:not(.narrow)`);
  const svg = image ? sourceOf(image) : styledSource(root.querySelector("svg"));
  const [, width, height] = /^<svg[^>]* viewBox="\S+ \S+ (\S+) (\S+)"/.exec(svg);
  return { svg, width: Number(width), height: Number(height) };
}

/** An SVG of the page as text, with what the style sheet says of it written in it. */
function styledSource(svg) {
  const copy = svg.cloneNode(true);
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [place, element] of [svg, ...svg.querySelectorAll("*")].entries()) {
    const look = getComputedStyle(element);
    for (const name of LOOKS) copies[place].setAttribute(name, look.getPropertyValue(name));
    copies[place].removeAttribute("class");
  }
  for (const element of copies) if (element.matches("[lang]") && element.lang !== shownLanguage()) element.remove();
  return new XMLSerializer().serializeToString(copy);
}

const escaped = (text) => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Breaks a text in lines of at most so many pixels. */
function brokenAt(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return text.split(" ").reduce((lines, word) => {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
    return lines;
  }, []);
}

/** A drawing as a sheet of its own: its title above it, where it comes from below. */
function sheetOf({ title, subtitle, source, drawing }) {
  const { svg, width, height } = drawing();
  const font = getComputedStyle(document.body).fontFamily;
  const [left, lines] = [8, []];
  let y = 0;
  const write = (text, size, weight, fill) => {
    for (const line of text ? brokenAt(text, width - 2 * left, `${weight} ${size}px ${font}`) : []) {
      y += 1.35 * size;
      lines.push(
        `<text x="${left}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(line)}</text>`,
      );
    }
  };
  write(title, 11, 700, "#1a1a1a");
  write(subtitle, 9, 400, "#595959");
  const top = y + 8;
  y = top + height;
  write(source, 7.5, 400, "#595959");
  const whole = y + 8;
  const inner = svg.replace(/^<svg[^>]*>|<\/svg>$/g, "");
  const [, look] = /^<svg[^>]* (style="[^"]*")/.exec(svg) ?? [null, ""];
  return {
    width,
    height: whole,
    svg:
      `<svg xmlns="${SVG}" viewBox="0 0 ${width} ${whole}" width="${width}pt" height="${whole}pt" ` +
      `font-family="${escaped(font)}" lang="${shownLanguage()}"><rect width="${width}" height="${whole}" fill="#fff"/>` +
      `${lines.join("")}<g transform="translate(0 ${top})" ${look}>${inner}</g></svg>`,
  };
}

async function pixelsOf({ svg, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = PRINTED / width;
  const canvas = Object.assign(document.createElement("canvas"), { width: PRINTED, height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** The numbers of a table, headings first: one in a cell, or both ends of a range, each in a column of its own. */
function rowsOf(table) {
  const heads = [...table.tHead.rows[0].cells].map(textOf);
  const rows = [...table.tBodies[0].rows].map((row) =>
    [...row.cells].map((cell) => cell.dataset.number?.split(" ").map(Number) ?? [textOf(cell)]),
  );
  const sizes = heads.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const ends = ["from", "to"].map((end) => textOf(sayings().querySelector(`[data-says="${end}"]`)));
  return [
    heads.flatMap((head, column) => (sizes[column] === 1 ? [head] : ends.map((end) => `${head} (${end})`))),
    ...rows.map((row) => row.flatMap((cell, column) => Array.from({ length: sizes[column] }, (_, i) => cell[i] ?? ""))),
  ];
}

/** Rows as a spreadsheet of this language opens them; a text that it would take for a formula has an apostrophe. */
function csvOf(rows, source) {
  const [comma, point] = shownLanguage() === "nl" ? [";", ","] : [",", "."];
  const write = (cell) => {
    if (typeof cell === "number") return String(Number(cell.toPrecision(10))).replace(".", point);
    const text = FORMULA_SIGNS.test(cell) ? `'${cell}` : cell;
    return `"${text.replaceAll('"', '""')}"`;
  };
  return `\ufeff${[...rows, [source]].map((row) => row.map(write).join(comma)).join("\r\n")}\r\n`;
}

/** What a file of a figure is called: the case, what it shows, and the language. */
function fileName(title, ending) {
  const name = `${ofPair(sayings().dataset.case)}, ${title}`;
  const safe = name.replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, " ").replaceAll(/\s+/g, " ");
  return `${safe.slice(0, NAME_LENGTH).trim()} (${shownLanguage()}).${ending}`;
}

function save(content, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves or copies a figure; gives what to say of it. */
async function take(contents, how) {
  const { title, source, rows } = contents;
  if (how === "csv") {
    save(csvOf(rows(), source), "text/csv;charset=utf-8", fileName(title, "csv"));
    return "saved";
  }
  const sheet = sheetOf(contents);
  if (how === "svg") {
    save(sheet.svg, "image/svg+xml", fileName(title, "svg"));
    return "saved";
  }
  const pixels = pixelsOf(sheet);
  if (how === "copy") {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": pixels })]);
      return "copied";
    } catch {
      // the browser keeps the clipboard to itself: a file serves as well
    }
  }
  save(await pixels, "image/png", fileName(title, "png"));
  return how === "copy" ? "saved_instead" : "saved";
}

function startFigures() {
  for (const root of document.querySelectorAll("[data-figure]")) {
    const [figure, table, bar] = ["figure", "table", "[data-take]"].map((part) => root.querySelector(part));
    if (table) tellValues(figure, table, bar.dataset.title);
    bar.hidden = false;
    const status = bar.querySelector("[role=status]");
    for (const button of bar.querySelectorAll("button")) {
      button.addEventListener("click", async () => {
        status.replaceChildren();
        const said = await take(contentsOf(root, bar), button.dataset.as);
        const message = sayings().querySelector(`[data-says="${said}"]`);
        status.replaceChildren(...[...message.childNodes].map((part) => part.cloneNode(true)));
      });
    }
  }
}
