// A step of the form that asks about one quantity: the practice question, a seed question, or an estimate.

/** What every step has: parts, a place in the form, and what it leaves behind for later. */
class Step {
  constructor(element) {
    this.element = element;
    this.part = (name) => element.querySelector(`[data-part="${name}"]`);
    this.title = element.querySelector("h2");
  }

  /** Whether there is nothing left to do here; goes to what is left. */
  insist() {
    return true;
  }

  speak(writer) {
    this.writer = writer;
  }

  get draft() {
    return null;
  }

  /** Takes up a draft, in the language in which it was left. */
  restore() {}

  /** Called when the step comes in sight. */
  arrive() {}
}

/** Bounds and a middle alone. */
class PlainQuestion extends Step {
  constructor(element, levels, low = null) {
    super(element);
    this.quantiles = new Quantiles(element.id, new Quantity({ low, high: null }), levels, () => this.changed());
  }

  changed() {}

  insist() {
    return this.quantiles.insist();
  }

  speak(writer) {
    super.speak(writer);
    this.quantiles.speak(writer);
  }

  get draft() {
    return this.quantiles.draft;
  }

  restore(draft) {
    this.quantiles.restore(draft);
  }
}

class SeedQuestion extends PlainQuestion {
  constructor(element, question, levels) {
    super(element, levels);
    this.question = question;
    this.key = `seed ${question}`;
  }

  get heading() {
    return this.question;
  }

  get answer() {
    const quantiles = this.quantiles.answer;
    return quantiles && { question: this.question, quantiles };
  }
}

/** The practice question: when it is answered, the truth is told. */
class Practice extends PlainQuestion {
  constructor(element, truth, levels) {
    super(element, levels, 0);
    this.truth = truth;
    this.told = false;
    this.key = "practice";
  }

  insist() {
    if (!super.insist()) return false;
    if (this.told) return true;
    this.told = true;
    this.tell();
    this.part("verdict").scrollIntoView({ block: "nearest" });
    return false;
  }

  changed() {
    this.told = false;
    this.tell();
  }

  tell() {
    this.part("lesson").hidden = !this.told;
    this.part("verdict").textContent = "";
    if (!this.told) return;
    const { lower, upper } = this.quantiles;
    const within = lower.value <= this.truth && this.truth <= upper.value;
    this.part("verdict").textContent = this.writer.say(
      within ? "form.say.practice.within" : "form.say.practice.outside",
      { truth: this.writer.exact(this.truth) },
    );
  }

  speak(writer) {
    super.speak(writer);
    this.tell();
  }
}

/** An estimate: bounds or chips, what they imply, whether that is right, and why. */
class Question extends Step {
  constructor(element, question, { levels, bins }) {
    super(element);
    this.question = question;
    this.key = `${question.name} ${question.version}`;
    this.quantity = new Quantity(question);
    const changed = () => this.changed();
    this.ways = {
      quantiles: new Quantiles(element.id, this.quantity, levels, changed),
      roulette: new Roulette(element.id, this.part, this.quantity, bins, changed),
    };
    this.methods = [...element.querySelectorAll("input[type=radio]")];
    for (const method of this.methods) method.addEventListener("change", () => this.changed());
    this.reason = this.part("reason");
    this.confirmed = false;
    this.part("confirm").addEventListener("click", () => this.confirm());
    this.part("change").addEventListener("click", () => {
      this.settle(false);
      this.way.go();
    });
  }

  get heading() {
    return this.writer.of(this.question.label);
  }

  get method() {
    return this.methods.find((method) => method.checked).value;
  }

  get way() {
    return this.ways[this.method];
  }

  /** The distribution that the answer implies, or null. */
  get family() {
    const { answer } = this.way;
    if (answer === null) return null;
    const points = this.method === "quantiles" ? pointsOfQuantiles(answer) : pointsOfChips(answer);
    return distributionOf(points, this.quantity.low, this.quantity.high);
  }

  /** The middle of the answer in words, or null: as it was typed, or that of the curve. */
  get middle() {
    const { family, quantity, writer, method, way } = this;
    if (family === null) return null;
    if (method === "quantiles") return quantity.write(way.middle.value, writer);
    return quantileInWords(family, 0.5, quantity, writer);
  }

  /** The answer as a file has it, or null where there is none that the expert agreed with. */
  get answer() {
    if (!this.confirmed) return null;
    const { question, method, way, reason } = this;
    return { version: question.version, [method]: way.answer, reason: cleaned(reason.value) };
  }

  get isAnswered() {
    return this.way.answer !== null;
  }

  insist() {
    if (!this.way.insist()) return false;
    if (this.confirmed) return true;
    if (this.seen) {
      this.part("unconfirmed").hidden = false;
      this.part("unconfirmed").textContent = this.writer.say("form.say.unconfirmed");
      this.part("confirm").focus();
    } else this.part("check").querySelector("h3").focus();
    this.seen = true;
    return false;
  }

  confirm() {
    this.settle(true);
    this.reason.focus();
  }

  changed() {
    this.settle(false);
    this.seen = false;
    this.show();
  }

  settle(confirmed) {
    this.confirmed = confirmed;
    this.part("confirm").setAttribute("aria-pressed", String(confirmed));
    this.part("unconfirmed").hidden = true;
    this.part("why").hidden = !confirmed && this.reason.value === "";
  }

  show() {
    const { family, writer, quantity } = this;
    this.part("quantiles").hidden = this.method !== "quantiles";
    this.part("roulette").hidden = this.method !== "roulette";
    this.part("check").hidden = family === null;
    if (family === null) return;
    drawDensity(this.part("picture"), family, quantity, writer);
    const bounds = boundsInWords(family, quantity, writer);
    this.part("picture").setAttribute("aria-label", writer.say("form.say.picture", bounds));
    const bent = this.isBent(family);
    this.part("bent").hidden = !bent;
    this.part("bent").textContent = bent ? writer.say("form.say.bent", bounds) : "";
    const items = statements(family, quantity, writer).map((text) =>
      Object.assign(document.createElement("li"), { textContent: text }),
    );
    this.part("statements").replaceChildren(...items);
  }

  /** Whether the curve misses the three numbers by more than a hundredth of the range, or chips by a tenth of them. */
  isBent(family) {
    const { answer } = this.way;
    if (this.method === "roulette") {
      const { levels, values } = pointsOfChips(answer);
      return levels.some((level, place) => Math.abs(family.probability(values[place]) - level) > 0.1);
    }
    const { levels, values } = pointsOfQuantiles(answer);
    const room = (values.at(-1) - values[0]) / 100;
    return levels.some((level, place) => Math.abs(family.quantile(level) - values[place]) > room);
  }

  speak(writer) {
    super.speak(writer);
    for (const way of Object.values(this.ways)) way.speak(writer);
    this.show();
  }

  get draft() {
    const { method, confirmed } = this;
    const { quantiles, roulette } = this.ways;
    return {
      method,
      quantiles: quantiles.draft,
      roulette: roulette.draft,
      confirmed,
      reason: this.reason.value,
    };
  }

  restore(draft) {
    const method = this.methods.find(({ value }) => value === draft?.method);
    if (method) method.checked = true;
    this.ways.quantiles.restore(draft?.quantiles);
    this.ways.roulette.restore(draft?.roulette);
    if (typeof draft?.reason === "string") this.reason.value = draft.reason;
    this.seen = this.isAnswered;
    this.settle(draft?.confirmed === true && this.isAnswered);
    this.show();
  }
}

/** Signs that no text of an answer may hold, such as those that turn its direction: those of texts/characters.py. */
const ODD =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g;

const cleaned = (text) => text.replace(ODD, "").trim();
