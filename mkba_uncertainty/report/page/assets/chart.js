// The exceedance curve: how likely an outcome is larger than any amount.

const MARGIN = { left: 46, right: 16, top: 26, bottom: 26 };
const CURVE_POINTS = 240;
const EDGE = 0.002;
const LETTER = 7;

/** Round values in words, as many as stand apart on an axis of this width. */
function ticksInWords(range, width, writer, count = Math.max(2, Math.floor(width / 80))) {
  const { ticks, step } = niceTicks(range.low, range.high, count);
  const largest = Math.max(...ticks.map(Math.abs));
  const words = ticks.map((tick) => writer.tick(tick, step, largest));
  const needed = LETTER * Math.max(...words.map((word) => word.length));
  const room = (width * step) / (range.high - range.low);
  return needed < room || count <= 2 ? { ticks, words } : ticksInWords(range, width, writer, count - 1);
}

/** The range of amounts to show: nearly all draws of all samples, zero, and the marks that are not far off. */
function domain(samples, marks) {
  let low = Math.min(0, ...samples.map((sample) => hazen(sample.ordered, EDGE)));
  let high = Math.max(0, ...samples.map((sample) => hazen(sample.ordered, 1 - EDGE)));
  const width = high - low || 1;
  for (const mark of marks.filter((mark) => mark > low - width && mark < high + width)) {
    low = Math.min(low, mark);
    high = Math.max(high, mark);
  }
  return { low: low - 0.02 * width, high: high + 0.02 * width };
}

/** Where an amount and a probability go in a drawing of this size. */
function scales({ low, high }, width, height) {
  const across = width - MARGIN.left - MARGIN.right;
  const down = height - MARGIN.top - MARGIN.bottom;
  return {
    x: (amount) => MARGIN.left + (across * (amount - low)) / (high - low),
    y: (probability) => MARGIN.top + down * (1 - probability),
    amount: (x) => low + ((high - low) * (x - MARGIN.left)) / across,
    right: width - MARGIN.right,
    bottom: height - MARGIN.bottom,
  };
}

function curvePath(sample, { x, y }, range) {
  const points = [];
  for (let place = 0; place <= CURVE_POINTS; place++) {
    const more = 1 - place / CURVE_POINTS;
    const amount = clip(hazen(sample.ordered, 1 - more), range.low, range.high);
    points.push(`${x(amount).toFixed(1)},${y(more).toFixed(1)}`);
  }
  return `M${points.join("L")}`;
}

/**
 * Draws the curve in an SVG element, whose former content goes.
 *
 * now, before: Samples; `before` is null where nothing was changed
 * threshold, published: amounts; `published` may be null
 */
function drawExceedance(svg, { now, before, threshold, published, range, width, height, writer }) {
  const at = scales(range, width, height);
  const { ticks, words } = ticksInWords(range, width - MARGIN.left - MARGIN.right, writer);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren();
  const add = (name, attributes, text) => svg.appendChild(drawn(name, attributes, text));
  const upright = (amount, look) =>
    add("line", { x1: at.x(amount), x2: at.x(amount), y1: at.y(1), y2: at.bottom, class: look });

  for (const level of [0, 0.25, 0.5, 0.75, 1]) {
    add("line", { x1: MARGIN.left, x2: at.right, y1: at.y(level), y2: at.y(level), class: "grid" });
    add("text", { x: MARGIN.left - 6, y: at.y(level) + 4, class: "tick", "text-anchor": "end" }, `${100 * level}%`);
  }
  for (const [place, tick] of ticks.entries()) {
    add(
      "text",
      { x: at.x(tick), y: at.bottom + 18, class: "tick", "text-anchor": "middle" },
      words[place],
    );
    add("line", { x1: at.x(tick), x2: at.x(tick), y1: at.bottom, y2: at.bottom + 4, class: "axis" });
  }
  upright(0, "axis");
  if (published !== null && published > range.low && published < range.high) {
    upright(published, "published");
    const text = writer.say("explorer.chart.published", { value: writer.amount(published, published, published) });
    const x = clip(at.x(published) + 5, 0, Math.max(width - LETTER * text.length, 0));
    add("text", { x, y: MARGIN.top - 10, class: "note" }, text);
  }
  if (before) add("path", { d: curvePath(before, at, range), class: "curve before" });
  add("path", { d: curvePath(now, at, range), class: "curve" });

  const shown = clip(threshold, range.low, range.high);
  const chance = now.above(threshold);
  const more = chance.value;
  upright(shown, "threshold");
  add("line", { x1: MARGIN.left, x2: at.x(shown), y1: at.y(more), y2: at.y(more), class: "threshold" });
  add("circle", { cx: at.x(shown), cy: at.y(more), r: 6, class: "handle" });
  const room = at.x(shown) < width - 90;
  const place = { x: at.x(shown) + (room ? 11 : -11), y: clip(at.y(more) - 8, MARGIN.top + 14, at.bottom - 8) };
  add("text", { ...place, class: "value", "text-anchor": room ? "start" : "end" }, writer.chance(chance));
  return at;
}

/** Draws the shape of a sample between two ends: how plausible the values along a slider are. */
function drawShape(svg, column, low, high) {
  const bins = new Array(32).fill(0);
  for (const value of column) {
    if (value >= low && value <= high)
      bins[Math.min(bins.length - 1, Math.floor((bins.length * (value - low)) / (high - low)))] += 1;
  }
  const most = Math.max(...bins, 1);
  const points = bins.map((count, place) => `${place + 0.5},${(10 * (1 - count / most)).toFixed(2)}`);
  svg.setAttribute("viewBox", `0 0 ${bins.length} 10`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.replaceChildren(drawn("path", { d: `M0,10L${points.join("L")}L${bins.length},10Z` }));
}
