// An answer said back in words, with chances as people count them: 1 in 20.

/** Rare chances are said as 1 in one of these. */
const RARE = [12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000];

/** About how often: {count, of}. */
function often(probability) {
  if (probability > 0.7) {
    const { count, of } = often(1 - probability);
    return { count: of - count, of };
  }
  if (probability > 0.3) return { count: Math.round(10 * probability), of: 10 };
  const times = 1 / probability;
  if (times < 11) return { count: 1, of: Math.round(times) };
  const away = (of) => Math.abs(Math.log(of / times));
  return { count: 1, of: RARE.reduce((nearest, of) => (away(of) < away(nearest) ? of : nearest)) };
}

/** What values are of: between which ends they lie (null is open), and how they are written. */
class Quantity {
  constructor({ low, high, unit = ["", ""], currency = null, scale = 1 }) {
    Object.assign(this, { low, high, unit, currency, scale });
  }

  /** A value with its unit, as typed, or rounded to the power of ten `place`. */
  write(value, writer, place) {
    const shown = value * this.scale;
    const figures = place === undefined ? writer.exact(shown) : writer.figures(shown, place);
    if (this.scale === 100) return `${figures}%`;
    if (this.currency) {
      const form = this.currency[writer.lang][shown < 0 ? 1 : 0];
      return unbroken(form.replace("#", figures.replace(MINUS, "")));
    }
    return `${figures} ${writer.of(this.unit)}`.trim();
  }

  /** The value that is typed, in the unit in which it is kept. */
  kept(typed) {
    return typed / this.scale;
  }
}

/** The range that holds nine tenths of an answer. */
const spread = (family) => family.quantile(0.95) - family.quantile(0.05);

/** How much room a value has: that range, or less near an end of what is possible. */
function room(family, value, { low, high }) {
  return Math.min(spread(family), value - (low ?? -Infinity), (high ?? Infinity) - value);
}

/** Nearer than this share of the range to an end, a value is as good as the end. */
const AT_THE_END = 1e-3;

/** A round value near the first of these quantiles that is not at an end of what is possible; null if all are. */
function threshold(family, quantity, levels) {
  const least = AT_THE_END * spread(family);
  const level = levels.find((each) => room(family, family.quantile(each), quantity) > least);
  if (level === undefined) return null;
  const exact = family.quantile(level);
  const { step } = niceTicks(0, room(family, exact, quantity) * quantity.scale, 15);
  const steps = Math.round((exact * quantity.scale) / step);
  return quantity.kept(roundTo(steps * step, Math.floor(Math.log10(step) + 1e-9)));
}

/** What the expert is asked to agree with: chances that were not asked, of round values. */
function statements(family, quantity, writer) {
  const near = (...levels) => threshold(family, quantity, levels);
  const [low, high, likely, rare] = [near(0.25, 0.35), near(0.75, 0.65), near(0.9, 0.7), near(0.02, 0.1, 0.3)];
  const write = (value) => quantity.write(value, writer);
  const said = [];
  if (low !== null && high !== null && low < high) {
    const chance = often(family.probability(high) - family.probability(low));
    said.push(writer.say("form.say.between", { low: write(low), high: write(high), ...chance }));
  }
  if (likely !== null) {
    said.push(writer.say("form.say.more_than", { value: write(likely), ...often(1 - family.probability(likely)) }));
  }
  if (rare !== null) {
    said.push(writer.say("form.say.less_than", { value: write(rare), ...often(family.probability(rare)) }));
  }
  return said;
}

/** A quantile of a distribution in words, with two digits of the room that it has. */
function quantileInWords(family, u, quantity, writer) {
  const value = family.quantile(u);
  const size = Math.max(room(family, value, quantity), spread(family) / 100);
  return quantity.write(value, writer, leadingPlace(size * quantity.scale) - 1);
}

/** The lower bound, middle and upper bound of a distribution, in words. */
function boundsInWords(family, quantity, writer) {
  const [low, middle, high] = [0.05, 0.5, 0.95].map((u) => quantileInWords(family, u, quantity, writer));
  return { low, middle, high };
}
