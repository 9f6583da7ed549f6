// A step that asks how two estimates go together: how likely is the second above its middle, if the first is?

const CASES = 10;

class PairQuestion extends Step {
  constructor(element, pair, questions) {
    super(element);
    this.pair = pair;
    this.key = `${pair.between.join(" ")} ${pair.version}`;
    [this.first, this.second] = pair.between.map((name) => questions.find(({ question }) => question.name === name));
    this.field = new NumberField(
      `${element.id}-above`,
      new Quantity({ low: 0, high: 1, scale: 100 }),
      (value) => (value < 0 || value > 1 ? this.writer.say("form.say.percent_range") : null),
      () => this.typed(),
    );
    this.slide = this.part("slide");
    this.reason = this.part("reason");
    this.slide.addEventListener("input", () => this.choose(Number(this.slide.value) / 100));
    this.part("unrelated").addEventListener("click", () => this.choose(0.5));
  }

  get heading() {
    return this.writer.say("form.say.together", { first: this.first.heading, second: this.second.heading });
  }

  /** The probability, or null. */
  get above() {
    return this.field.value;
  }

  get answer() {
    const { pair, above, reason } = this;
    if (above === null || !this.isReady) return null;
    return { between: pair.between, version: pair.version, above, reason: cleaned(reason.value) };
  }

  /** Whether both estimates have a middle. */
  get isReady() {
    return this.first.middle !== null && this.second.middle !== null;
  }

  insist() {
    return !this.isReady || this.field.insist();
  }

  choose(above) {
    this.field.value = above;
    this.field.complain(null);
    this.show();
  }

  typed() {
    if (this.above !== null) this.slide.value = String(100 * this.above);
    this.show();
  }

  arrive() {
    const { writer, first, second, isReady } = this;
    this.part("early").hidden = isReady;
    this.part("pair").hidden = !isReady;
    if (!isReady) return;
    this.part("supposed").textContent = writer.say("form.say.supposed", {
      first: first.heading,
      second: second.heading,
      first_middle: first.middle,
      second_middle: second.middle,
    });
    this.show();
  }

  show() {
    const { above, writer } = this;
    this.element.classList.toggle("unanswered", above === null);
    this.part("why").hidden = above === null && this.reason.value === "";
    const meaning = above === null ? writer.say("form.say.unanswered") : this.meaning(above);
    this.part("meaning").textContent = meaning;
    this.slide.setAttribute("aria-valuetext", above === null ? meaning : `${writer.exact(100 * above)}%. ${meaning}`);
    this.draw(above ?? 0);
  }

  meaning(above) {
    const { writer, second } = this;
    const values = { count: writer.exact(Math.round(100 * above) / 10), second: second.heading };
    if (Math.abs(above - 0.5) < 0.005) return writer.say("form.say.meaning.unrelated");
    if (above > 0.7) return writer.say("form.say.meaning.strongly", values);
    if (above > 0.5) return writer.say("form.say.meaning.together", values);
    if (above < 0.3) return writer.say("form.say.meaning.strongly_opposed", values);
    return writer.say("form.say.meaning.opposed", values);
  }

  /** Ten cases in which the first is high; filled where the second is too. */
  draw(above) {
    const svg = this.part("dots");
    svg.setAttribute("viewBox", `0 0 ${24 * CASES} 24`);
    svg.replaceChildren(
      ...Array.from({ length: CASES }, (_, place) => {
        const share = Math.min(Math.max(above * CASES - place, 0), 1);
        const group = drawn("g", { transform: `translate(${24 * place + 12} 12)` });
        group.append(drawn("circle", { r: 9, class: "case" }));
        if (share > 0) group.append(drawn("path", { d: sector(9, share), class: "too" }));
        return group;
      }),
    );
  }

  speak(writer) {
    super.speak(writer);
    this.field.speak(writer);
    this.arrive();
  }

  get draft() {
    return { above: this.field.draft, reason: this.reason.value };
  }

  restore(draft) {
    this.field.restore(draft?.above);
    if (typeof draft?.reason === "string") this.reason.value = draft.reason;
    this.typed();
  }
}

/** The part of a circle, from the left, that is filled. */
function sector(radius, share) {
  if (share >= 1) return `M-${radius},0A${radius},${radius} 0 1 1 ${radius},0A${radius},${radius} 0 1 1 -${radius},0Z`;
  const x = radius * (2 * share - 1);
  const y = Math.sqrt(radius * radius - x * x);
  return `M${x},${-y}A${radius},${radius} 0 ${share > 0.5 ? 1 : 0} 0 ${x},${y}Z`;
}
