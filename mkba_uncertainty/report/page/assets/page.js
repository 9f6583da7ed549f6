// The page: its language, and its explorer if it has one.

function startPage(explorers) {
  const data = document.getElementById("explorer-data");
  const explorer =
    data && new Explorer(document.getElementById("explorer-app"), JSON.parse(data.textContent), explorers);
  const speak = startLanguages((lang) =>
    explorer?.speak(new Writer(explorer.data.texts, lang, explorer.data.currency)),
  );
  const restore = () => {
    if (!location.hash.includes("=")) return;
    speak(explorer?.restore(location.hash) ?? document.documentElement.lang);
    if (explorer?.sent) reveal(document.getElementById("explorer"));
  };

  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => explorer?.writeLink());
  }
  speak(document.documentElement.lang);
  restore();
  addEventListener("hashchange", restore);
  startFigures();
  startContents();
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
