// The form: its steps one at a time, and what was filled in, kept in the browser where it lets us.

/** What is filled in, in the browser's own store, which not every browser has for a file. */
class Draft {
  constructor(name) {
    this.name = `mkba-form:${name}`;
    this.kept = true;
    this.cleared = false;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  }

  /** For the next one at this device. */
  clear() {
    this.cleared = true;
    localStorage.removeItem(this.name);
  }

  write(draft) {
    if (this.cleared) return;
    try {
      const { steps } = this.read();
      localStorage.setItem(this.name, JSON.stringify({ ...draft, steps: { ...steps, ...draft.steps } }));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
}

class Form {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    const elements = [...root.querySelectorAll(".step")];
    const of = (kind) => elements.filter((element) => element.dataset.kind === kind);
    const questions = of("question").map((element, place) => new Question(element, data.questions[place], data));
    const pairs = of("pair").map((element, place) => new PairQuestion(element, data.pairs[place], questions));
    const seeds = of("seed").map((element, place) => new SeedQuestion(element, data.seeds[place], data.levels));
    this.asked = [...questions, ...pairs, ...seeds];
    this.steps = [
      new Step(of("plain")[0]),
      new Practice(of("practice")[0], data.practice, data.levels),
      ...this.asked,
      new GivingBack(of("end")[0], this),
    ];
    this.draft = new Draft(data.case);
    this.steps.forEach((step, place) => {
      step.element.addEventListener("submit", (event) => {
        event.preventDefault();
        if (step.insist()) this.go(this.steps[place + 1]);
        this.save();
      });
      step.part("back")?.addEventListener("click", () => this.go(this.steps[place - 1]));
      step.part("skip")?.addEventListener("click", () => this.go(this.steps[place + 1]));
    });
    for (const happening of ["input", "change", "click", "keydown"]) {
      root.addEventListener(happening, () => queueMicrotask(() => this.save()));
    }
    addEventListener("beforeunload", (event) => {
      if (!this.draft.kept && this.asked.some((step) => step.answer !== null)) event.preventDefault();
    });
  }

  save() {
    const steps = this.steps.filter((step) => step.key).map((step) => [step.key, step.draft]);
    this.draft.write({
      lang: this.writer.lang,
      at: this.steps.indexOf(this.here),
      steps: Object.fromEntries(steps),
    });
    this.root.querySelector('[data-part="unkept"]').hidden = this.draft.kept;
  }

  /** Goes to a step. */
  go(step) {
    this.show(step);
    step.title.focus({ preventScroll: true });
    this.root.scrollIntoView();
    this.save();
  }

  show(step) {
    this.here = step;
    for (const each of this.steps) each.element.hidden = each !== step;
    step.arrive();
    this.place();
  }

  place() {
    const step = this.steps.indexOf(this.here) + 1;
    const steps = this.steps.length;
    this.root.querySelector('[data-part="place"]').textContent = this.writer.say("form.say.place", { step, steps });
    this.root.querySelector('[data-part="bar"]').style.width = `${(100 * step) / steps}%`;
  }

  speak(writer) {
    this.writer = writer;
    for (const step of this.steps) step.speak(writer);
    this.here?.arrive();
    if (this.here) this.place();
  }

  /** Begins, where an earlier visit ended. `speak(lang)` chooses a language. */
  begin(speak) {
    const { steps, lang, at } = this.draft.read();
    speak(["nl", "en"].includes(lang) ? lang : document.documentElement.lang);
    for (const step of this.steps) step.restore(steps?.[step.key]);
    this.show(this.steps[Number(at)] ?? this.steps[0]);
    this.root.hidden = false;
  }
}

function startForm() {
  const data = JSON.parse(document.getElementById("form-data").textContent);
  const form = new Form(document.getElementById("steps"), data);
  form.begin(startLanguages((lang) => form.speak(new Writer(data.texts, lang, data.currency))));
  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => form.save());
}
