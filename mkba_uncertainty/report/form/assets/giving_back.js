// The last step: what is answered, and the file that goes back.

class GivingBack extends Step {
  /** `form`: {data, draft, asked: steps with an answer, go(step)}. */
  constructor(element, form) {
    super(element);
    this.form = form;
    this.name = document.getElementById("expert");
    this.problem = document.getElementById("expert-problem");
    this.text = document.getElementById("answers-text");
    this.key = "end";
    this.name.addEventListener("input", () => this.complain(null));
    this.part("copy").addEventListener("click", () => this.copy());
    this.part("clear").addEventListener("click", () => {
      if (form.draft.kept) form.draft.clear();
      location.reload();
    });
  }

  get expert() {
    return cleaned(this.name.value).replace(/\s+/g, " ");
  }

  /** The file, as an object. */
  get answers() {
    const { data, asked } = this.form;
    const answered = (kind) => asked.filter((step) => step instanceof kind && step.answer !== null);
    const estimates = answered(Question).map((step) => [step.question.name, step.answer]);
    return {
      mkba_answers: data.mkba_answers,
      case: data.case,
      expert: this.expert,
      date: today(),
      lang: this.writer.lang,
      estimates: Object.fromEntries(estimates),
      pairs: answered(PairQuestion).map((step) => step.answer),
      seed_questions: answered(SeedQuestion).map((step) => step.answer),
    };
  }

  get file() {
    const name = this.expert.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    return `answers-${this.form.data.case}-${name}.json`;
  }

  complain(problem) {
    this.name.setAttribute("aria-invalid", String(problem !== null));
    this.problem.hidden = problem === null;
    this.problem.textContent = problem ?? "";
  }

  /** Whether there is something to give back, and a name to it. */
  isReady() {
    const answered = this.form.asked.some((step) => step.answer !== null);
    this.part("given").textContent = answered ? "" : this.writer.say("form.say.nothing");
    if (!answered) return false;
    this.complain(this.expert === "" ? this.writer.say("form.say.no_name") : null);
    if (this.expert === "") this.name.focus();
    return this.expert !== "";
  }

  get json() {
    return `${JSON.stringify(this.answers, null, 2)}\n`;
  }

  insist() {
    if (!this.isReady()) return false;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.json], { type: "application/json" }));
    link.download = this.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.part("given").textContent = this.writer.say("form.say.saved", { file: this.file });
    this.part("clear").hidden = false;
    return false;
  }

  copy() {
    if (!this.isReady()) return;
    const say = (key) => (this.part("given").textContent = this.writer.say(key));
    this.part("clear").hidden = false;
    this.text.value = this.json;
    copyText(
      this.json,
      () => say("form.say.copied"),
      () => {
        this.part("text").hidden = false;
        this.text.select();
        say("form.say.copy");
      },
    );
  }

  /** Lists what is answered and what is not. */
  arrive() {
    const { writer, form } = this;
    this.part("given").textContent = "";
    this.part("text").hidden = true;
    this.part("clear").hidden = true;
    const whole = form.asked.every((step) => step.answer !== null);
    this.part("whole").textContent = writer.say(whole ? "form.say.whole" : "form.say.partly");
    this.part("overview").replaceChildren(...form.asked.map((step) => this.item(step)));
  }

  item(step) {
    const { writer } = this;
    const label = step.heading;
    const create = (name, className, textContent) =>
      Object.assign(document.createElement(name), { className, textContent });
    const item = create("li", step.answer === null ? "left" : "done", "");
    const state = step.answer !== null ? "done" : step.isAnswered ? "not_confirmed" : "not_done";
    const words = {
      done: writer.say("form.say.done"),
      not_confirmed: writer.say("form.say.not_confirmed"),
      not_done: writer.say("form.say.not_done"),
    };
    const go = create("button", "", writer.say("form.say.go.short"));
    go.type = "button";
    go.setAttribute("aria-label", writer.say("form.say.go", { label }));
    go.addEventListener("click", () => this.form.go(step));
    const said = create("span", "", "");
    said.append(create("b", "", label), create("span", "state", words[state]));
    item.append(said, go);
    return item;
  }

  speak(writer) {
    super.speak(writer);
    if (!this.element.hidden) this.arrive();
  }

  get draft() {
    return { expert: this.name.value };
  }

  restore(draft) {
    if (typeof draft?.expert === "string") this.name.value = draft.expert;
  }
}

/** The date where the reader is: 2026-11-29. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
