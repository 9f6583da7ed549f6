// A field for a number: read in the language of the page, with what is wrong said beside it.

/** Signs that people type with a number, and that say nothing. */
const NEEDLESS = /[%€£$]/g;

const MOST = 1e18;

class NumberField {
  /** Reads values of a quantity; `refused(value)` says what is wrong with a value, or null. */
  constructor(id, quantity, refused, changed) {
    this.element = document.querySelector(`[data-field="${id}"]`);
    this.input = document.getElementById(id);
    this.problem = document.getElementById(`${id}-problem`);
    Object.assign(this, { quantity, refused });
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("input", () => {
      this.complain(null);
      changed();
    });
    this.input.addEventListener("change", () => this.check());
  }

  get text() {
    return this.input.value.trim();
  }

  /** What is typed, as a number in the unit that is shown; NaN if it is none. */
  get typed() {
    return readTyped(this.text.replace(NEEDLESS, ""), this.writer.lang);
  }

  /** The value, or null where it is none or refused. */
  get value() {
    return this.wrong() === null ? this.quantity.kept(this.typed) : null;
  }

  /** Shows a value, in the unit in which it is kept. */
  set value(value) {
    this.settled = this.writer.exact(value * this.quantity.scale);
    this.input.value = this.settled;
  }

  /** Why what is typed cannot be, or null. */
  wrong() {
    const { writer, text, typed } = this;
    if (text === "") return writer.say("form.say.empty");
    const twice = doubt(text.replace(NEEDLESS, ""), this.settled, writer);
    if (twice !== null) return twice;
    if (Number.isNaN(typed)) return writer.say("form.say.no_number", { typed: text });
    if (Math.abs(typed) > MOST) return writer.say("form.say.too_large");
    return this.refused(this.quantity.kept(typed));
  }

  /** Says what is wrong with what is typed, if anything is typed. */
  check() {
    const problem = this.text === "" ? null : this.wrong();
    this.complain(problem, problem === null ? this.remark() : null);
  }

  /** What deserves a second look in a sound value, or null: 0.3 where percents are asked. */
  remark() {
    const { typed, writer } = this;
    if (this.quantity.scale !== 100 || !(Math.abs(typed) > 0 && Math.abs(typed) < 1)) return null;
    return writer.say("form.say.small_share", { percent: writer.exact(100 * typed) });
  }

  complain(problem, remark = null) {
    this.input.setAttribute("aria-invalid", String(problem !== null));
    this.problem.hidden = problem === null && remark === null;
    this.problem.textContent = problem ?? remark ?? "";
  }

  /** Whether the value is sound; says what is wrong, and goes there. */
  insist() {
    const problem = this.wrong();
    this.check();
    if (this.text === "") this.complain(problem);
    if (problem !== null) this.go();
    return problem === null;
  }

  go() {
    this.input.focus();
  }

  /** Writes in another language. */
  speak(writer) {
    const typed = this.writer && this.text !== "" ? this.typed : NaN;
    this.writer = writer;
    if (!Number.isNaN(typed)) this.value = this.quantity.kept(typed);
    if (!this.problem.hidden) this.check();
  }

  get draft() {
    return this.text;
  }

  restore(text) {
    if (typeof text === "string") this.input.value = text;
  }
}

/** Why a value is not within an open range, or null. */
function outside(value, quantity, writer) {
  const { low, high } = quantity;
  if (low !== null && !(value > low)) return writer.say("form.say.above", { low: quantity.write(low, writer) });
  if (high !== null && !(value < high)) return writer.say("form.say.below", { high: quantity.write(high, writer) });
  return null;
}

/** A lower bound, an upper bound and a middle, asked one after the other. */
class Quantiles {
  constructor(id, quantity, levels, changed) {
    const names = ["lower", "upper", "middle"];
    this.levels = levels;
    this.fields = names.map(
      (name) => new NumberField(`${id}-${name}`, quantity, (value) => this.refused(name, value), changed),
    );
    [this.lower, this.upper, this.middle] = this.fields;
    this.quantity = quantity;
  }

  refused(name, value) {
    const { writer, quantity } = this;
    const beyond = outside(value, quantity, writer);
    if (beyond !== null || name === "lower") return beyond;
    const [low, high] = [this.lower.value, name === "middle" ? this.upper.value : null];
    if (low !== null && !(value > low)) {
      return writer.say("form.say.above_lower", { low: quantity.write(low, writer) });
    }
    if (high !== null && !(value < high)) {
      return writer.say("form.say.below_upper", { high: quantity.write(high, writer) });
    }
    return null;
  }

  /** The answer as a file has it, or null. */
  get answer() {
    const values = this.fields.map((field) => field.value);
    if (values.includes(null)) return null;
    return Object.fromEntries(this.levels.map((level, place) => [level, values[place]]));
  }

  /** Whether all is answered; goes to what is not. */
  insist() {
    for (const field of this.fields) {
      if (field.element.hidden) {
        field.element.hidden = false;
        field.go();
        return false;
      }
      if (!field.insist()) return false;
    }
    return true;
  }

  go() {
    this.lower.go();
  }

  speak(writer) {
    this.writer = writer;
    for (const field of this.fields) field.speak(writer);
  }

  get draft() {
    return this.fields.map((field) => field.draft);
  }

  restore(texts) {
    this.fields.forEach((field, place) => {
      field.restore(texts?.[place]);
      if (field.text !== "") field.element.hidden = false;
    });
  }
}
