// Chapters fold: a link into one opens it, printing opens all, and the contents say which one is being read.

/** Shows a part of the page: opens what it is folded in, or what folds in it as a chapter. */
function reveal(part) {
  const inside = part.querySelector(":scope > .chapter") ?? part;
  for (let fold = inside.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  part.scrollIntoView();
}

/** Reveals what a link of the page leads to. */
function follow(hash) {
  const part = document.getElementById(hash.slice(1));
  if (part) reveal(part);
}

function startContents() {
  const contents = document.querySelector("nav details");
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    link.addEventListener("click", () => {
      if (contents) contents.open = false;
      follow(link.hash);
    });
  }
  addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash);
  unfoldOnPaper();
  if (contents) startFolding(contents);
}

/** Opens all chapters while the page is printed, and says in the contents where each begins. */
function unfoldOnPaper() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll(".chapter:not([open]), nav details:not([open])")];
    for (const fold of folded) fold.open = true;
    numberPages();
  });
  addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
  });
}

/** Lays chapters out in columns of the size of a sheet, where lines break as on paper, and counts these. */
function numberPages() {
  const nav = document.querySelector("nav");
  if (!nav) return;
  const rules = [...document.styleSheets[0].cssRules].filter((rule) => rule instanceof CSSMediaRule);
  const before = rules.map((rule) => rule.media.mediaText);
  for (const rule of rules) rule.media.mediaText = holdsOnPaper(rule.media.mediaText) ? "all" : "not all";
  document.documentElement.classList.add("counting");
  const [first, ...others] = nav.querySelectorAll("a");
  first.dataset.page = 1;
  let page = 1 + Math.ceil((nav.getBoundingClientRect().bottom + scrollY) / PAPER.height);
  for (const link of others) {
    const chapter = document.getElementById(link.hash.slice(1));
    link.dataset.page = page;
    page += Math.ceil(chapter.scrollWidth / chapter.clientWidth - 0.01);
  }
  document.documentElement.classList.remove("counting");
  rules.forEach((rule, place) => {
    rule.media.mediaText = before[place];
  });
}

const PAPER = { width: 680, height: 1001 }; // pixels between the margins of a sheet of A4

/** Whether a media query of the page's own style sheet holds on paper. */
function holdsOnPaper(query) {
  const [, end, rem] = /(min|max)-width: ([\d.]+)rem/.exec(query) ?? [];
  if (query.includes("screen") || query.includes("pointer")) return false;
  return !end || (end === "min") === rem * 16 <= PAPER.width;
}

/** Closes the contents as menus close, and names in them the chapter that is being read. */
function startFolding(contents) {
  const here = contents.querySelector("[data-part=here]");
  document.addEventListener("pointerdown", ({ target }) => {
    if (!contents.contains(target)) contents.open = false;
  });
  contents.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    contents.open = false;
    contents.querySelector("summary").focus();
  });
  const reading = new IntersectionObserver(
    (seen) => {
      const now = seen.find((each) => each.isIntersecting);
      if (!now) return;
      for (const link of contents.querySelectorAll("a")) {
        const isHere = link.hash === `#${now.target.id}`;
        link.ariaCurrent = isHere ? "true" : null;
        if (isHere) here.replaceChildren(...link.cloneNode(true).childNodes);
      }
    },
    { rootMargin: "-25% 0px -74%" },
  );
  for (const chapter of document.querySelectorAll("main > section")) reading.observe(chapter);
}
