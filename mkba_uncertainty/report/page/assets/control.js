// One control: an estimate, lever or value choice, with a slider, a field for its exact value, and a button to let go.

class Control {
  /**
   * input: {name, unit, group, value, low, high, scale, decimals}
   * draws: its draws, whose shape is drawn behind the slider
   * reader: what its actions are for: {pin(name, value), unpin(name), release(name)}
   */
  constructor(element, input, draws, reader) {
    this.element = element;
    this.input = input;
    this.slide = element.querySelector("input[type=range]");
    this.field = element.querySelector("input[type=text]");
    this.problem = element.querySelector(".problem");
    const { name, scale, low, high, group } = input;
    const { slide, field } = this;
    slide.addEventListener("input", () => reader.pin(name, Number((slide.value / scale).toPrecision(12))));
    field.addEventListener("focus", () => (this.found = { fixed: this.fixed, text: field.value }));
    field.addEventListener("input", () => {
      const { figures, times, percent } = partsTyped(field.value, this.writer);
      const problem = doubt(figures, this.found?.text, this.writer);
      if (problem !== null) {
        // what was typed on the way to this was read as a number, and is taken back
        if (this.found?.fixed?.by === "reader") reader.pin(name, this.found.fixed.value);
        else reader.unpin(name);
        this.complain(problem);
        return;
      }
      const fits = scale === 100 || !percent;
      const value = fits ? (readTyped(figures, this.writer.lang) * (times ?? 1)) / scale : NaN;
      if (isWithin(value, low, high)) reader.pin(name, value);
      else this.complain(field.value.trim() !== "" ? this.outside() : null);
    });
    field.addEventListener("change", () => {
      if (field.value.trim() === "") reader.release(name);
    });
    field.addEventListener("blur", () => this.write());
    element.querySelector("button").addEventListener("click", () => {
      reader.release(name);
      slide.focus();
    });
    if (group === "uncertain") drawShape(element.querySelector("svg"), draws, low, high);
  }

  /** Shows what it is fixed at, if it is: {value, by}, or null. Does nothing where that is what it shows already. */
  show(fixed, writer) {
    const same = this.writer === writer && this.fixed?.value === fixed?.value && this.fixed?.by === fixed?.by;
    this.fixed = fixed;
    this.writer = writer;
    if (!same) this.write();
  }

  write() {
    const { input, writer, fixed, field } = this;
    const text = this.inWords(fixed);
    const state = writer.say(`explorer.state.${fixed?.by ?? input.group}`);
    this.slide.value = (fixed?.value ?? input.value) * input.scale;
    this.slide.setAttribute("aria-valuetext", `${text} ${writer.of(input.unit)}, ${state}`);
    this.element.classList.toggle("fixed", fixed !== null);
    this.complain(null);
    if (field !== document.activeElement || (fixed && fixed.by !== "reader")) field.value = text;
    field.size = Math.max(field.size, text.length);
  }

  /** The number it shows, as people read it: of what is uncertain no finer than a step of the slider. */
  inWords(fixed) {
    const { value, scale, decimals, group } = this.input;
    const shown = Number(((fixed?.value ?? value) * scale).toPrecision(9));
    const isMean = fixed ? fixed.draws : group === "uncertain";
    return this.writer.exact(isMean ? roundTo(shown, -decimals) : shown);
  }

  outside() {
    const { low, high, scale } = this.input;
    const ends = { low: this.writer.exact(low * scale), high: this.writer.exact(high * scale) };
    return this.writer.say("explorer.between", ends);
  }

  /** Shows why what was typed is refused; null if it is not. */
  complain(problem) {
    this.field.setAttribute("aria-invalid", String(problem !== null));
    this.problem.hidden = problem === null;
    this.problem.textContent = problem ?? "";
  }
}
