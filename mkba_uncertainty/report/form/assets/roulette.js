// Chips in bins: by buttons, and by the keys of a bin that has the focus.

const ENOUGH = 20;
const MOST_CHIPS_IN_A_BIN = 40;
const FEWEST_BINS = 3;

const MORE = ["ArrowUp", "ArrowRight", "+", "="];
const LESS = ["ArrowDown", "ArrowLeft", "-"];

class Roulette {
  constructor(id, part, quantity, bins, changed) {
    Object.assign(this, { part, quantity, changed });
    this.chips = Array(bins).fill(0);
    const field = (end) =>
      new NumberField(
        `${id}-${end}`,
        quantity,
        (value) => this.refused(end, value),
        () => this.show(),
      );
    this.from = field("from");
    this.to = field("to");
    this.rows = this.chips.map((_, place) => this.row(place));
    part("bins").replaceChildren(...this.rows.map(({ element }) => element));
  }

  row(place) {
    const create = (name, properties) => Object.assign(document.createElement(name), properties);
    const element = create("li");
    const label = create("span", { className: "bin" });
    const less = create("button", { type: "button", textContent: "\u2212", tabIndex: -1 });
    const pile = create("span", { className: "pile", tabIndex: 0 });
    const more = create("button", { type: "button", textContent: "+", tabIndex: -1 });
    pile.setAttribute("role", "spinbutton");
    pile.setAttribute("aria-valuemin", "0");
    pile.setAttribute("aria-valuemax", String(MOST_CHIPS_IN_A_BIN));
    less.addEventListener("click", () => this.lay(place, this.chips[place] - 1));
    more.addEventListener("click", () => this.lay(place, this.chips[place] + 1));
    pile.addEventListener("click", () => this.lay(place, this.chips[place] + 1));
    pile.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (MORE.includes(event.key)) this.lay(place, this.chips[place] + 1);
      else if (LESS.includes(event.key)) this.lay(place, this.chips[place] - 1);
      else if (event.key === "Home") this.lay(place, 0);
      else return;
      event.preventDefault();
    });
    element.append(label, less, pile, more);
    return { element, label, less, pile, more };
  }

  lay(place, count) {
    this.chips[place] = Math.min(Math.max(count, 0), MOST_CHIPS_IN_A_BIN);
    this.complain(null);
    this.show();
    this.changed();
  }

  refused(end, value) {
    const { quantity, writer } = this;
    const { low, high } = quantity;
    if (low !== null && value < low) return writer.say("form.say.at_least", { low: quantity.write(low, writer) });
    if (high !== null && value > high) return writer.say("form.say.at_most", { high: quantity.write(high, writer) });
    const from = end === "to" ? this.from.value : null;
    if (from !== null && !(value > from)) return writer.say("form.say.above", { low: quantity.write(from, writer) });
    return null;
  }

  /** The ends of the range, or null. */
  get range() {
    const [low, high] = [this.from.value, this.to.value];
    return low === null || high === null ? null : { low, high };
  }

  /** The answer as a file has it, or null. */
  get answer() {
    const { range, chips } = this;
    return range && chips.filter((count) => count > 0).length >= FEWEST_BINS ? { ...range, chips: [...chips] } : null;
  }

  insist() {
    if (!this.from.insist()) return false;
    if (this.to.text === "" && document.activeElement === this.from.input) {
      this.to.go();
      return false;
    }
    if (!this.to.insist()) return false;
    if (this.part("chips").hidden) {
      this.show();
      this.rows[0].pile.focus();
      return false;
    }
    if (this.answer !== null) return true;
    this.complain(this.writer.say("form.say.bins"));
    this.rows[0].pile.focus();
    return false;
  }

  complain(problem) {
    this.part("chips-problem").hidden = problem === null;
    this.part("chips-problem").textContent = problem ?? "";
  }

  /** Shows the bins, where there is a range, and the chips in them. */
  show() {
    const { range, writer, quantity, chips } = this;
    this.part("chips").hidden = range === null;
    if (range === null) return;
    const width = (range.high - range.low) / chips.length;
    const place = Math.min(leadingPlace(width * quantity.scale) - 1, 0);
    const edge = (bin) => roundTo((range.low + bin * width) * quantity.scale, place) / quantity.scale;
    this.rows.forEach(({ label, less, pile, more }, bin) => {
      const ends = { low: writer.exact(edge(bin) * quantity.scale), high: quantity.write(edge(bin + 1), writer) };
      const name = writer.say("form.say.bin", ends);
      const count = chips[bin];
      label.textContent = name;
      pile.setAttribute("aria-label", name);
      pile.setAttribute("aria-valuenow", String(count));
      pile.setAttribute("aria-valuetext", this.inWords(count));
      pile.replaceChildren(...Array.from({ length: count }, () => document.createElement("i")));
      less.setAttribute("aria-label", writer.say("form.say.less", { bin: name }));
      more.setAttribute("aria-label", writer.say("form.say.more", { bin: name }));
      less.disabled = count === 0;
    });
    const total = chips.reduce((sum, count) => sum + count, 0);
    this.part("laid").textContent = writer.say(total < ENOUGH ? "form.say.laid.few" : "form.say.laid", {
      count: this.inWords(total),
    });
  }

  inWords(count) {
    return this.writer.say(count === 1 ? "form.say.chips.one" : "form.say.chips", { count });
  }

  go() {
    if (this.range === null) this.from.go();
    else this.rows[0].pile.focus();
  }

  speak(writer) {
    const first = !this.writer;
    this.writer = writer;
    this.from.speak(writer);
    this.to.speak(writer);
    const { low, high } = this.quantity;
    if (first && low !== null && high !== null) [this.from.value, this.to.value] = [low, high];
    this.show();
    this.complain(null);
  }

  get draft() {
    return { from: this.from.draft, to: this.to.draft, chips: this.chips };
  }

  restore(draft) {
    this.from.restore(draft?.from);
    this.to.restore(draft?.to);
    const sound = (count) => Number.isInteger(count) && count >= 0 && count <= MOST_CHIPS_IN_A_BIN;
    if (Array.isArray(draft?.chips) && draft.chips.length === this.chips.length && draft.chips.every(sound)) {
      this.chips = [...draft.chips];
    }
  }
}
