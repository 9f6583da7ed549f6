// What draws say: every figure from all draws together, its error from computing it again within each replicate.

/** Quantiles of sorted values by Hazen's rule: value i of n stands at level (i - 1/2) / n. */
function hazen(ordered, level) {
  const count = ordered.length;
  const position = clip(level * count - 0.5, 0, count - 1);
  const below = Math.min(Math.floor(position), Math.max(count - 2, 0));
  const share = position - below;
  return ordered[below] * (1 - share) + ordered[Math.min(below + 1, count - 1)] * share;
}

// Plain loops: called for every draw of every party, a callback would take most of the time of a change.

function mean(column) {
  let total = 0;
  for (let i = 0; i < column.length; i++) total += column[i];
  return total / column.length;
}

function shareAbove(column, threshold) {
  const beyond = threshold + ROUNDING * Math.abs(threshold);
  let count = 0;
  for (let i = 0; i < column.length; i++) if (column[i] > beyond) count++;
  return count / column.length;
}

/** Whether all values lie in a range; NaN lies in none. */
function allWithin(column, low, high) {
  for (let i = 0; i < column.length; i++) if (!(column[i] >= low && column[i] <= high)) return false;
  return true;
}

/** The draws of one outcome, and those of each replicate, sorted when that is needed. */
class Sample {
  constructor(column, design) {
    this.column = column;
    this.design = design;
    const size = column.length / design.replicates;
    this.sections = Array.from({ length: design.replicates }, (_, r) => column.subarray(r * size, (r + 1) * size));
  }

  get ordered() {
    return (this.sorted ??= Float64Array.from(this.column).sort());
  }

  get orderedSections() {
    return (this.sortedSections ??= this.sections.map((section) => Float64Array.from(section).sort()));
  }

  /** A ratio says nothing if it does not in every draw. */
  get meaningless() {
    return Number.isNaN(this.ordered[this.ordered.length - 1]);
  }

  quantile(level) {
    return this.measured(
      hazen(this.ordered, level),
      this.orderedSections.map((section) => hazen(section, level)),
    );
  }

  mean() {
    return this.measured(mean(this.column), this.sections.map(mean));
  }

  /** The probability of more than a threshold; of exactly 0 or 1 the bound of Clopper and Pearson. */
  above(threshold) {
    const value = shareAbove(this.column, threshold);
    const bound = 1 - this.design.tail ** (1 / this.column.length);
    if (value === 0) return { value, low: 0, high: bound };
    if (value === 1) return { value, low: 1 - bound, high: 1 };
    let { low, high } = this.measured(
      value,
      this.sections.map((section) => shareAbove(section, threshold)),
    );
    const draw = 1 / this.column.length;
    if (high - low < draw) [low, high] = [value - draw / 2, value + draw / 2];
    return { value, low: Math.max(low, 0), high: Math.min(high, 1) };
  }

  measured(value, bySection) {
    const squares = bySection.reduce((total, section) => total + (section - value) ** 2, 0);
    const { replicates, student } = this.design;
    const half = student * Math.sqrt(squares / (replicates * (replicates - 1)));
    return { value, low: value - half, high: value + half };
  }
}
