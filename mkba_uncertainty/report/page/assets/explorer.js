// The explorer: what the reader chooses, and what the model then says.

const LEVELS = { low: 0.05, middle: 0.5, high: 0.95 };
const SPEAK_AFTER = 700;
const LINK_AFTER = 250;
const NARROWEST = 240;

/** From here on a bare number in a field of thousands or millions is an amount in full. */
const IN_FULL = { thousand: 1e3, million: 1e4 };

/** Chances of more at which the numbers of the curve are told: 97.5%, 95%, ..., 2.5%. */
const TOLD = Array.from({ length: 39 }, (_, place) => (39 - place) / 40);

/** What is kept of the untouched model: copies, for the model computes in place. */
const copied = (model, outcome, design) => new Sample(Float64Array.from(model.column(outcome)), design);

/** What a scenario does: a map of inputs to {value}, or to {value, draws} for what experts' answers come to. */
const changesOf = ({ values, draws }) =>
  new Map([
    ...values.map(([name, value]) => [name, { value }]),
    ...draws.map((column) => [column.input, { value: column.mean, draws: decodeDraws(column) }]),
  ]);

class Explorer {
  constructor(root, data, nodes) {
    this.root = root;
    this.data = data;
    this.model = new Model(data, nodes);
    this.design = data.draws;
    this.inputs = new Map(data.inputs.map((input) => [input.name, input]));
    this.views = new Map(data.views.map((view) => [view.outcome, view]));
    this.scenarios = new Map(data.scenarios.map((scenario) => [scenario.name, changesOf(scenario)]));
    this.known = { views: [...this.views.keys()], scenarios: [...this.scenarios.keys()], inputs: this.inputs };
    this.state = freshState(this.known);
    this.width = NARROWEST;
    this.axes = new Map();
    const outcomes = data.views.flatMap(({ outcome, ratio }) => (ratio ? [outcome, ratio] : [outcome]));
    this.before = new Map(outcomes.map((outcome) => [outcome, copied(this.model, outcome, this.design)]));
    this.controls = [...root.querySelectorAll("[data-input]")].map((element) => {
      const input = this.inputs.get(element.dataset.input);
      return new Control(element, input, this.model.column(input.name), this);
    });
    this.listen();
    this.part("figure").tells = () => this.told();
    root.hidden = false;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  /** The unit in which the view that is shown reads best, and how much one of it is. */
  get money() {
    const { low, high } = domain([this.before.get(this.state.view)], []);
    const largest = Math.max(Math.abs(low), Math.abs(high));
    return [
      ["billion", 1e9, 1e9],
      ["million", 1e6, 2e5],
      ["thousand", 1e3, 200],
      ["euro", 1, 0],
    ].find(([, , from]) => largest >= from);
  }

  /** Writes an amount in the unit of the view; no line ends within it. */
  amount({ value, low, high }) {
    return unbroken(this.writer.amount(value, low, high, this.money[0]));
  }

  /** Writes a range in the unit of the view; lines end within it only between its ends. */
  spread(low, high, kind) {
    const between = this.writer.say("number.range", { low: "", high: "" });
    return unbroken(this.writer.range(low, high, kind, this.money[0])).replace(unbroken(between), between);
  }

  // --- what the reader does

  listen() {
    this.part("view").addEventListener("change", (event) => this.change((state) => (state.view = event.target.value)));
    this.part("scenario").addEventListener("change", (event) => this.choose(event.target.value || null));
    this.part("threshold").addEventListener("input", (event) => this.ask(Number(event.target.value)));
    this.listenToField(this.part("threshold-field"));
    this.listenToMoves();
    for (const name of ["reset", "undo"]) this.part(name).addEventListener("click", () => this.reset());
    this.part("copy").addEventListener("click", () => this.copyLink());
    const chart = this.part("chart");
    const drag = (event) => {
      if (!event.buttons || !this.scale) return;
      const x = event.clientX - chart.getBoundingClientRect().left;
      this.ask(clip(this.scale.amount(x), this.range.low, this.range.high));
    };
    chart.addEventListener("pointerdown", drag);
    chart.addEventListener("pointermove", drag);
    const fit = (room) => {
      const width = Math.max(Math.floor(room), NARROWEST);
      if (room === 0 || width === this.width) return;
      this.width = width;
      this.render();
    };
    new ResizeObserver(([{ contentRect }]) => fit(contentRect.width)).observe(chart.parentElement);
    addEventListener("beforeprint", () => fit(PAPER.width)); // on paper a curve that was folded has a size at last
    addEventListener("afterprint", () => fit(chart.parentElement.clientWidth));
  }

  /** Takes the threshold that is typed; what is none is refused, with what is wrong beside it. */
  listenToField(field) {
    field.addEventListener("focus", () => (this.found = { threshold: this.state.threshold, text: field.value }));
    field.addEventListener("input", () => {
      const { value, problem, later } = this.typed(field.value);
      if (!Number.isNaN(value)) this.change((state) => (state.threshold = value));
      field.setAttribute("aria-invalid", String(problem !== null));
      if (later) this.complaining = setTimeout(() => this.complain(problem), SPEAK_AFTER);
      else this.complain(problem);
    });
    field.addEventListener("change", () => {
      this.complain(this.typed(field.value).problem);
      this.render();
    });
    field.addEventListener("blur", () => {
      field.setAttribute("aria-invalid", "false");
      this.render();
    });
  }

  /** What is typed for a threshold: its value, NaN if it is none, and why not; said `later` if more may be coming. */
  typed(text) {
    const { figures, times, percent } = partsTyped(text, this.writer);
    const problem = doubt(figures, this.found?.text, this.writer);
    if (problem !== null) return { value: this.found.threshold, problem };
    const number = percent ? NaN : readTyped(figures, this.writer.lang);
    const value = number * (times ?? this.unitOf(number));
    if (Math.abs(value) <= LARGEST) return { value, problem: null };
    const unit = this.part("threshold-unit").textContent;
    const said = { typed: text.trim(), unit, example: this.writer.exact(1.5) };
    return { value: NaN, problem: text.trim() && this.writer.say("explorer.threshold.refused", said), later: true };
  }

  /** How much one of a bare number is: that of the unit beside the field, unless it was clearly typed in full. */
  unitOf(number) {
    const [unit, one] = this.money;
    return Math.abs(number) >= IN_FULL[unit] ? 1 : one;
  }

  complain(problem) {
    clearTimeout(this.complaining);
    this.part("threshold-problem").textContent = problem ?? "";
  }

  /** Keeps axes still while a slider, or the threshold on the curve, is on the move. */
  listenToMoves() {
    const { root } = this;
    const isSlide = ({ target }) => target.type === "range";
    let held = false;
    const settle = () => {
      held = false;
      if (!this.moving) return;
      this.moving = false;
      this.render();
    };
    // ahead of what the sliders do themselves
    root.addEventListener("input", (event) => isSlide(event) && (this.moving = true), { capture: true });
    root.addEventListener("keydown", (event) => isSlide(event) && (held = true));
    root.addEventListener("keyup", settle);
    root.addEventListener("change", (event) => isSlide(event) && !held && settle());
    this.part("chart").addEventListener("pointerdown", () => (this.moving = true), { capture: true });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, settle);
  }

  /** Fixes an estimate, lever or value choice. */
  pin(name, value) {
    const { low, high } = this.inputs.get(name);
    this.change((state) => state.pins.set(name, clip(value, low, high)));
  }

  /** Takes back what the reader fixed; what a scenario fixes stays. */
  unpin(name) {
    this.change((state) => state.pins.delete(name));
  }

  release(name) {
    this.change((state) => {
      state.pins.delete(name);
      if (state.scenario !== null && this.scenarios.get(state.scenario).has(name)) state.scenario = null;
    });
  }

  /** Takes a scenario; what the reader had fixed of the same estimates gives way. */
  choose(scenario) {
    this.change((state) => {
      state.scenario = scenario;
      if (scenario !== null) for (const name of this.scenarios.get(scenario).keys()) state.pins.delete(name);
    });
  }

  /** Asks for the probability of more than a threshold, rounded to what a slider can tell apart. */
  ask(threshold) {
    const step = 10 ** Math.floor(Math.log10((this.range.high - this.range.low) / 200));
    this.change((state) => (state.threshold = Number((Math.round(threshold / step) * step).toPrecision(12))));
  }

  /** Takes back all that was chosen, here or by a link, and what the page said of it. */
  reset() {
    this.ignored = [];
    this.sent = false;
    this.part("copied").textContent = "";
    this.part("link").hidden = true;
    this.change((state) => Object.assign(state, freshState(this.known)));
  }

  change(how) {
    how(this.state);
    this.complain(null);
    this.render();
    clearTimeout(this.linking);
    const here = location.hash; // whoever follows a link meanwhile goes where it leads
    this.linking = setTimeout(() => location.hash === here && this.writeLink(), LINK_AFTER);
  }

  // --- the link

  link() {
    return location.href.split("#")[0] + writeState(this.state, this.known, this.writer.lang);
  }

  writeLink() {
    const link = this.link();
    if (!link.includes("#") && !location.hash.includes("=")) return;
    try {
      history.replaceState(null, "", link);
    } catch {
      // a viewer that forbids it still shows the page
    }
  }

  copyLink() {
    const said = (key) => (this.part("copied").textContent = this.writer.say(key));
    const field = this.part("link");
    const shown = () => {
      field.hidden = false;
      field.value = this.link();
      field.focus();
      field.select();
      said("explorer.copy.self");
    };
    copyText(this.link(), () => said("explorer.copied"), shown);
  }

  /** Takes over what a link says. Gives the language it asks for, if any. */
  restore(hash) {
    const { state, lang, ignored } = readState(hash, this.known);
    this.state = state;
    this.ignored = ignored;
    this.sent = !this.isFresh || ignored.length > 0;
    return lang;
  }

  /** Whether nothing was chosen. */
  get isFresh() {
    return writeState(this.state, this.known, "") === "";
  }

  // --- what the reader sees

  speak(writer) {
    this.writer = writer;
    this.options(
      "view",
      this.data.views.map(({ outcome, label }) => [outcome, writer.of(label)]),
    );
    const scenarios = this.data.scenarios.map(({ name, label }) => [name, writer.of(label)]);
    this.options("scenario", [["", writer.say("explorer.scenario.none")], ...scenarios]);
    this.part("copied").textContent = "";
    this.render();
    // what a screen reader finds here is not left in the other language until something moves
    this.part("spoken").textContent = this.part("chart").getAttribute("aria-label");
  }

  options(part, choices) {
    const made = choices.map(([value, label]) =>
      Object.assign(document.createElement("option"), { value, textContent: label }),
    );
    this.part(part).replaceChildren(...made);
  }

  /** What an input is fixed at, if it is, and by whom; where a scenario takes experts' answers, their draws. */
  fixed(name) {
    const { pins, scenario } = this.state;
    if (pins.has(name)) return { value: pins.get(name), by: "reader" };
    if (scenario !== null && this.scenarios.get(scenario).has(name)) {
      const change = this.scenarios.get(scenario).get(name);
      return { ...change, by: change.draws ? "experts" : "scenario" };
    }
    return null;
  }

  render() {
    const { view: outcome, threshold } = this.state;
    for (const name of this.inputs.keys()) {
      const fixed = this.fixed(name);
      this.model.set(name, fixed?.draws ?? fixed?.value ?? null);
    }
    this.changes = [...this.inputs.keys()].filter((name) => this.fixed(name));
    this.choice("view", outcome);
    this.choice("scenario", this.state.scenario ?? "");
    for (const control of this.controls) control.show(this.fixed(control.input.name), this.writer);
    this.renderChanges();
    const problem = this.problem();
    this.renderNotice(problem);
    this.part("outcome").hidden = problem !== null;
    this.part("effect").textContent = "";
    if (problem !== null) return;
    const now = new Sample(this.model.column(outcome), this.design);
    const before = this.changes.length ? this.before.get(outcome) : null;
    this.renderChance(now, before, threshold);
    this.renderChart(now, before, threshold);
    this.renderFigures(now, before);
    this.renderEffect(now, before, threshold);
    this.renderActors(this.changes.length > 0);
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (this.part("spoken").textContent = this.summary(now)), SPEAK_AFTER);
  }

  /** What keeps the model from giving an outcome: nothing (null), or the sentence that says it. */
  problem() {
    for (const { column, low, high, says, label } of this.data.checks) {
      const values = this.model.column(column);
      const post = this.writer.of(label);
      if (!allWithin(values, -Number.MAX_VALUE, Number.MAX_VALUE))
        return this.writer.say("explorer.not_finite", { post });
      if (says !== null && !allWithin(values, low ?? -Infinity, high ?? Infinity))
        return this.writer.say(says, { post, longest: high });
    }
    return null;
  }

  renderNotice(problem) {
    const parts = problem === null ? [] : [problem];
    if (this.ignored?.length) {
      const shown = this.ignored.slice(0, 3).map((part) => (part.length > 60 ? `${part.slice(0, 60)}…` : part));
      parts.push(
        this.writer.say("explorer.ignored", {
          parts: [...shown, ...(this.ignored.length > 3 ? ["…"] : [])].join("; "),
        }),
      );
    }
    this.part("notice").textContent = parts.join(" ");
  }

  /** Shows what is chosen of a list, in full: the list itself would cut a long name. */
  choice(part, value) {
    const list = this.part(part);
    list.value = value;
    this.part(`${part}-chosen`).textContent = list.selectedOptions[0].textContent;
  }

  /** An amount that somebody chose. */
  exactly(amount) {
    if (amount === 0) return unbroken(this.writer.amount(0));
    return this.amount({ value: amount, low: amount, high: amount });
  }

  question(threshold) {
    const { balance, label } = this.views.get(this.state.view);
    return this.writer.say(balance ? "explorer.question" : "explorer.question.outcome", {
      threshold: this.exactly(threshold),
      label: this.writer.of(label),
    });
  }

  /** Whether nothing that is uncertain is left free: then there are no words for how likely something is. */
  get certain() {
    const moved = this.data.inputs.some(({ name }) => this.fixed(name)?.draws);
    return this.data.certain || (!moved && this.design.columns.every(({ input }) => this.fixed(input)));
  }

  renderChance(now, before, threshold) {
    const { writer } = this;
    const more = now.above(threshold);
    this.part("chance").textContent = writer.chance(more);
    this.part("words").textContent = this.certain ? "" : writer.likelihood(more);
    this.part("question").textContent = this.question(threshold);
    this.part("was").textContent = before
      ? writer.say("explorer.was", { value: writer.chance(before.above(threshold)) })
      : "";
    const half = (more.high - more.low) / 2;
    this.part("error").textContent = writer.say("explorer.error", { half: writer.number(100 * half) });
  }

  renderChart(now, before, threshold) {
    const { writer } = this;
    const chart = this.part("chart");
    const published = this.views.get(this.state.view).published;
    const samples = [this.before.get(this.state.view), now];
    this.range = this.held("chart", domain(samples, published === null ? [threshold] : [published, threshold]));
    const height = 220;
    this.scale = drawExceedance(chart, {
      now,
      before,
      threshold,
      published,
      range: this.range,
      width: this.width,
      height,
      writer,
    });
    chart.setAttribute("aria-label", this.summary(now));
    this.part("legend-before").hidden = !before;
    this.part("threshold-unit").textContent = writer.say(`explorer.threshold.${this.money[0]}`);
    const slide = this.part("threshold");
    Object.assign(slide, { min: this.range.low, max: this.range.high, step: (this.range.high - this.range.low) / 200 });
    slide.value = threshold;
    slide.setAttribute("aria-valuetext", writer.amount(threshold, threshold, threshold));
    const field = this.part("threshold-field");
    const text = this.writer.exact(threshold / this.money[1]);
    if (field !== document.activeElement) field.value = text;
    field.size = Math.max(8, text.length);
  }

  /** The range of an axis: while something moves it holds still, and widens amply where a curve would leave it. */
  held(axis, { low, high }) {
    const old = this.moving && this.axes.get(axis);
    const more = (high - low) / 4;
    const range = old
      ? { low: low < old.low ? low - more : old.low, high: high > old.high ? high + more : old.high }
      : { low, high };
    this.axes.set(axis, range);
    return range;
  }

  /** The curve as it stands, for whoever takes it along. */
  told() {
    const { writer } = this;
    const { view } = this.state;
    const now = new Sample(this.model.column(view), this.design);
    const samples = [now, ...(this.changes.length ? [this.before.get(view)] : [])];
    const columns = ["explorer.legend.now", "explorer.legend.before"].slice(0, samples.length);
    const items = [...this.part("changes").children].map((item) => item.textContent).join("; ");
    const changed = [writer.say("explorer.figure.lines"), `${writer.say("explorer.changed")}: ${items}.`];
    return {
      title: writer.say("explorer.figure", { view: writer.of(this.views.get(view).label) }),
      subtitle: [this.summary(now), ...(this.changes.length ? changed : [])].join(" "),
      rows: () => [
        [writer.say("explorer.figure.chance"), ...columns.map((key) => writer.say(key))],
        ...TOLD.map((more) => [more, ...samples.map((sample) => hazen(sample.ordered, 1 - more))]),
      ],
    };
  }

  summary(now) {
    const { writer } = this;
    const more = now.above(this.state.threshold);
    const [low, middle, high] = [LEVELS.low, LEVELS.middle, LEVELS.high].map((level) => now.quantile(level));
    return writer.say("explorer.summary", {
      view: writer.of(this.views.get(this.state.view).label),
      question: this.question(this.state.threshold),
      chance: writer.chance(more),
      words: this.certain ? "" : `, ${writer.likelihood(more)}`,
      middle: this.amount(middle),
      range: this.spread(low.value, high.value, "money"),
    });
  }

  renderFigures(now, before) {
    const { writer } = this;
    const { ratio } = this.views.get(this.state.view);
    const show = (part, sample, was, written, kind) => {
      const [low, middle, high] = Object.values(LEVELS).map((level) => sample.quantile(level));
      const range = () => writer.say("explorer.range", { range: this.spread(low.value, high.value, kind) });
      this.part(part).textContent = sample.meaningless ? writer.say("explorer.meaningless") : written(middle);
      this.part(`${part}-range`).textContent = sample.meaningless ? "" : range();
      this.part(`${part}-was`).textContent =
        was && !was.meaningless ? writer.say("explorer.was", { value: written(was.quantile(LEVELS.middle)) }) : "";
    };
    show("median", now, before, (middle) => this.amount(middle), "money");
    this.part("ratio-tile").hidden = ratio === null;
    if (ratio === null) return;
    const ratios = new Sample(this.model.column(ratio), this.design);
    const written = ({ value, low, high }) => writer.ratio(value, low, high);
    show("ratio", ratios, before && this.before.get(ratio), written, "ratio");
  }

  renderActors(changed) {
    const { writer } = this;
    this.part("legend-mark").hidden = !changed;
    const rows = this.data.actors.map(({ outcome }) => {
      const sample = new Sample(this.model.column(outcome), this.design);
      return {
        row: this.root.querySelector(`[data-actor="${CSS.escape(outcome)}"]`),
        sample,
        now: sample.mean(),
        was: this.before.get(outcome).mean(),
      };
    });
    const ends = rows.flatMap(({ now, was }) => [now.value, was.value]);
    const { low, high } = this.held("actors", { low: Math.min(0, ...ends), high: Math.max(0, ...ends) });
    const largest = Math.max(-low, high);
    const unit = largest >= 1e9 ? "billion" : largest >= 1e6 ? "million" : undefined;
    const across = (amount) => (100 * (amount - low)) / (high - low || 1);
    for (const { row, sample, now, was } of rows) {
      const bar = row.querySelector(".bar span");
      bar.className = now.value < 0 ? "pays" : "gains";
      bar.style.left = `${across(Math.min(0, now.value))}%`;
      bar.style.width = `${across(Math.abs(now.value)) - across(0)}%`;
      const mark = row.querySelector(".bar i");
      mark.hidden = !changed;
      mark.style.left = `${across(was.value)}%`;
      row.querySelector(".zero").style.left = `${across(0)}%`;
      row.querySelector(".mean").textContent = unbroken(writer.amount(now.value, now.low, now.high, unit));
      row.querySelector(".gain").textContent = writer.chance(sample.above(0));
    }
  }

  /** Says what differs from the case as it stands: on top of all if a link brought it, else below the results. */
  renderChanges() {
    const { writer, state } = this;
    const [first] = this.known.views;
    const said = (key, values) => writer.say(`explorer.change.${key}`, values);
    const items = this.changes.map((name) => this.changeInWords(name));
    const label = (view) => writer.of(this.views.get(view).label);
    if (state.scenario !== null) items.unshift(said("scenario", { value: this.part("scenario-chosen").textContent }));
    if (state.view !== first) items.push(said("view", { value: label(state.view), before: label(first) }));
    if (state.threshold !== 0) items.push(said("threshold", { value: this.exactly(state.threshold) }));
    this.part("changes").replaceChildren(
      ...items.map((textContent) => Object.assign(document.createElement("li"), { textContent })),
    );
    const box = this.part("changed");
    const home = this.part(this.sent ? "sent" : "own");
    if (box.parentElement !== home) home.append(box);
    box.hidden = items.length === 0;
    this.part("changed-title").textContent = writer.say(this.sent ? "explorer.sent" : "explorer.changed");
    this.part("reset").disabled = this.isFresh && !this.ignored?.length;
  }

  changeInWords(name) {
    const { writer } = this;
    const { label, unit, group } = this.inputs.get(name);
    const fixed = this.fixed(name);
    const control = this.controls.find(({ input }) => input.name === name);
    const words = writer.of(unit) === "%" ? "%" : `\u00a0${writer.of(unit)}`;
    const [before, value] = [null, fixed].map((at) => `${control.inWords(at)}${words}`.trim());
    const from = group === "uncertain" ? "explorer.change.uncertain" : "explorer.change";
    return writer.say(fixed.draws ? "explorer.change.experts" : from, { label: writer.of(label), before, value });
  }

  /** Says what the changes do to the answer: its chance and its median, before and after. */
  renderEffect(now, before, threshold) {
    if (before === null) return;
    const { writer } = this;
    const question = this.question(threshold);
    this.part("effect").textContent = writer.say("explorer.effect", {
      question: question[0].toUpperCase() + question.slice(1),
      chance_before: writer.chance(before.above(threshold)),
      chance: writer.chance(now.above(threshold)),
      median_before: this.amount(before.quantile(LEVELS.middle)),
      median: this.amount(now.quantile(LEVELS.middle)),
    });
  }
}
