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

/** What a question is about: its unit, and how its values are written. */
class Quantity {
  constructor({ label, unit, currency, scale, low, high }) {
    Object.assign(this, { label, unit, currency, scale, low, high });
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

/** Round values near these quantiles of a distribution, within what is possible. */
function thresholds(family, quantity, levels) {
  const wide = family.quantile(0.95) - family.quantile(0.05);
  const low = quantity.low ?? -Infinity;
  const high = quantity.high ?? Infinity;
  return levels.map((level) => {
    const exact = family.quantile(level);
    const size = Math.min(wide, 2 * Math.abs(exact) || wide) * quantity.scale;
    const { step } = niceTicks(0, size, 20);
    const steps = Math.round((exact * quantity.scale) / step);
    const value = quantity.kept(roundTo(steps * step, Math.floor(Math.log10(step) + 1e-9)));
    return value > low && value < high ? value : null;
  });
}

/** What the expert is asked to agree with: chances that were not asked, of round values. */
function statements(family, quantity, writer) {
  const [rare, low, high, likely] = thresholds(family, quantity, [0.02, 0.25, 0.75, 0.9]);
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
