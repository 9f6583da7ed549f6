// The page: its language, and its explorer if it has one.

function startPage(explorers) {
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll("[data-lang]")];
  const data = document.getElementById("explorer-data");
  const explorer =
    data && new Explorer(document.getElementById("explorer-app"), JSON.parse(data.textContent), explorers);

  const speak = (lang) => {
    root.lang = lang;
    document.title = document.querySelector("h1").innerText;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    explorer?.speak(new Writer(explorer.data.texts, lang, explorer.data.currency));
  };
  const restore = () => {
    if (location.hash.includes("=")) speak(explorer?.restore(location.hash) ?? root.lang);
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      speak(button.dataset.lang);
      explorer?.writeLink();
    });
  }
  document.querySelector(".languages").hidden = false;
  speak(root.lang);
  restore();
  addEventListener("hashchange", restore);
  if (!explorer) return;

  // For a curious reader's console, and for tests.
  globalThis.mkba = Object.freeze({
    outcome: (name) => Float64Array.from(explorer.model.column(name)),
    pin: (name, value) => explorer.pin(name, value),
    choose: (scenario) => explorer.choose(scenario),
    reset: () => explorer.reset(),
    writer: (lang) => new Writer(explorer.data.texts, lang, explorer.data.currency),
  });
}
