// The distribution of an answer: computes what elicitation/drawn.py computes, with the metalog of families/metalog.py.

/** More terms would follow the ragged edge of chips. */
const MOST_TERMS = 4;

/** From a tail power of 0.5 the standard deviation is infinite. */
const HEAVIEST = 0.499;

/** Beyond this log odds a metalog is a straight line in the log odds. */
const FAR = 40;

/** The log odds of the smallest number above zero. */
const FARTHEST = 745;

const logit = (u) => Math.log(u / (1 - u));
const expit = (t) => 1 / (1 + Math.exp(-t));

/** Probabilities and values of quantiles: {"0.05": 0.15, ...}. */
function pointsOfQuantiles(quantiles) {
  const points = Object.entries(quantiles).map(([level, value]) => [Number(level), value]);
  points.sort(([one], [other]) => one - other);
  return { levels: points.map(([level]) => level), values: points.map(([, value]) => value) };
}

/** The same of chips in equal bins from low to high; the middle of a gap, which has one probability. */
function pointsOfChips({ low, high, chips }) {
  const total = chips.reduce((sum, count) => sum + count, 0);
  const edge = (place) => (place === chips.length ? high : low + (place * (high - low)) / chips.length);
  const found = new Map();
  let placed = 0;
  chips.forEach((count, place) => {
    placed += count;
    if (placed > 0 && placed < total) found.set(placed, [...(found.get(placed) ?? []), edge(place + 1)]);
  });
  const middles = [...found.values()].map((edges) => (edges[0] + edges.at(-1)) / 2);
  return { levels: [...found.keys()].map((sum) => sum / total), values: middles };
}

/** The distribution of points within a support; an end of it is null where it is open. */
function distributionOf({ levels, values }, low, high) {
  const inner = values.map((value) => inward(value, low, high));
  for (let terms = Math.min(levels.length, MOST_TERMS); terms > 1; terms--) {
    const design = levels.map((level) => basis(logit(level)).slice(0, terms));
    const coefficients = leastSquares(design, inner);
    if (isFeasible(coefficients, low, high)) return new Metalog(coefficients, low, high);
  }
  const design = levels.map((level) => [1, normalQuantile(level)]);
  return new LogNormal(...leastSquares(design, inner));
}

/** What each coefficient multiplies at log odds t. */
function basis(t) {
  const w = Math.tanh(t / 2) / 2;
  return [1, t, w * t, w];
}

/** How fast each of these rises. */
function slopes(t) {
  const w = Math.tanh(t / 2) / 2;
  const rise = 0.25 - w * w;
  return [0, 1, w + rise * t, rise];
}

const times = (coefficients, parts) =>
  coefficients.reduce((sum, coefficient, place) => sum + coefficient * parts[place], 0);

function inward(x, low, high) {
  if (low === null && high === null) return x;
  return high === null ? Math.log(x - low) : logit((x - low) / (high - low));
}

/** Whether a distribution has these coefficients: it rises everywhere, and an open tail is not too heavy. */
function isFeasible(coefficients, low, high) {
  const [, slope, skew = 0] = coefficients;
  if (low !== null && high === null && slope + skew / 2 > HEAVIEST) return false;
  return leastSlope(coefficients) > 1e-12 * Math.max(...coefficients.slice(1).map(Math.abs));
}

/** The least slope in the log odds: each dip of a fine grid is searched until it is exact. */
function leastSlope(coefficients) {
  const slope = (t) => times(coefficients, slopes(t));
  const grid = Array.from({ length: 1281 }, (_, place) => slope(-FAR + place / 16));
  let least = Infinity;
  grid.forEach((here, place) => {
    if (here >= (grid[place - 1] ?? Infinity) || here > (grid[place + 1] ?? Infinity)) return;
    let at = -FAR + place / 16;
    for (let step = 1 / 128; step > 1e-11; step /= 8) {
      const near = Array.from({ length: 17 }, (_, k) => at + (k - 8) * step).filter((t) => Math.abs(t) <= FAR);
      at = near.reduce((best, t) => (slope(t) < slope(best) ? t : best), at);
    }
    least = Math.min(least, slope(at));
  });
  return least;
}

/** Where a rising function is zero between two ends, to the last digits. */
function rootBetween(rising, low, high) {
  for (let turn = 0; turn < 200 && high - low > 1e-15 * Math.max(1, Math.abs(low), Math.abs(high)); turn++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

class Metalog {
  constructor(coefficients, low, high) {
    Object.assign(this, { coefficients, low, high });
  }

  inner(t) {
    return times(this.coefficients, basis(t));
  }

  /** The value at log odds t. */
  at(t) {
    const { low, high } = this;
    const inner = this.inner(t);
    if (low === null && high === null) return inner;
    if (high === null) return low + Math.exp(inner);
    return Math.min(Math.max(low + (high - low) * expit(inner), low), high);
  }

  quantile(u) {
    return this.at(logit(u));
  }

  probability(x) {
    const { low, high } = this;
    if (low !== null && x <= low) return 0;
    if (high !== null && x >= high) return 1;
    const wanted = inward(x, low, high);
    return expit(rootBetween((t) => this.inner(t) - wanted, -FARTHEST, FARTHEST));
  }

  density(u) {
    const { low, high } = this;
    const t = logit(u);
    const x = this.at(t);
    const stretch = low === null ? 1 : high === null ? x - low : ((x - low) * (high - x)) / (high - low);
    return (u * (1 - u)) / (stretch * times(this.coefficients, slopes(t)));
  }
}

class LogNormal {
  constructor(mu, sigma) {
    Object.assign(this, { mu, sigma });
  }

  quantile(u) {
    return Math.exp(this.mu + this.sigma * normalQuantile(u));
  }

  probability(x) {
    return x <= 0 ? 0 : normalProbability((Math.log(x) - this.mu) / this.sigma);
  }

  density(u) {
    const z = normalQuantile(u);
    return Math.exp((-z * z) / 2) / (Math.sqrt(2 * Math.PI) * this.sigma * this.quantile(u));
  }
}

/** The normal distribution by its power series: Marsaglia (2004), Journal of Statistical Software 11(4). */
function normalProbability(z) {
  if (Math.abs(z) > 8.3) return z > 0 ? 1 : 0;
  let sum = z;
  for (let term = z, odd = 3, before = 0; sum !== before; odd += 2) {
    before = sum;
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

const normalQuantile = (u) => rootBetween((z) => normalProbability(z) - u, -8.3, 8.3);

/** The coefficients of linear least squares, by Householder reflections. */
function leastSquares(design, wanted) {
  const rows = design.map((row, place) => [...row, wanted[place]]);
  const count = design[0].length;
  for (let k = 0; k < count; k++) {
    const column = rows.slice(k).map((row) => row[k]);
    const size = Math.hypot(...column);
    const mirror = [column[0] + (column[0] > 0 ? size : -size), ...column.slice(1)];
    const squared = mirror.reduce((sum, part) => sum + part * part, 0);
    for (let j = k; j <= count; j++) {
      const along = mirror.reduce((sum, part, i) => sum + part * rows[k + i][j], 0);
      mirror.forEach((part, i) => (rows[k + i][j] -= (2 * along * part) / squared));
    }
  }
  const found = Array(count).fill(0);
  for (let k = count - 1; k >= 0; k--) {
    const rest = found.reduce((sum, coefficient, j) => sum + (j > k ? rows[k][j] * coefficient : 0), 0);
    found[k] = (rows[k][count] - rest) / rows[k][k];
  }
  return found;
}
