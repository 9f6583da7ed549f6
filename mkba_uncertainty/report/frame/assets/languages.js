// Both languages stand on the page; one is shown.

/** Lets the reader choose. `speak` is told of each choice; gives a function that makes one. */
function startLanguages(speak) {
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll("[data-lang]")];
  const choose = (lang) => {
    root.lang = lang;
    document.title = document.querySelector("h1").innerText;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    speak(lang);
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.lang));
  document.querySelector(".languages").hidden = false;
  return choose;
}
