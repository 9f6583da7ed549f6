// The model: the case's formulas, translated to functions of columns of draws, and what they call.

/** x to the power y as Python has it: C's pow, where 1 to any power is 1 and -1 to an infinite one too. */
const power = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y);

const clip = (x, low, high) => Math.min(Math.max(x, low), high);

/** The share of a year that something which lasts so many years still runs in year `bucket`. */
const spread = (years, bucket) => clip(years - bucket, 0, 1);

/** The present value of one euro a year, paid evenly in whole-year buckets. */
function annuity(years, rate, horizon) {
  let total = spread(years, 0);
  const last = Math.ceil(Math.min(years, horizon));
  for (let bucket = 1, factor = 1; bucket < last; bucket++) total += spread(years, bucket) * (factor /= 1 + rate);
  return total;
}

/**
 * What falls in a year of a stream: `amount(t, age)` of each bucket that does, times the part of it. Growth and decline
 * are what an amount is multiplied by each year; the intake is how many streams start in each.
 */
function flow({ start, lasting, until, growth, decline, ramp, every, intake }, amount, year) {
  const whole = Math.floor(start);
  const later = start - whole;
  const bucket = (age, part) => {
    if (age < 0 || part === 0 || (every && age % every)) return 0;
    const there = every
      ? Number(age < lasting && year <= until) // what is bought now and then is bought whole
      : spread(lasting, age) * spread(until + 1, year);
    const size = there * power(growth, age) * power(decline, age);
    return part * size * (ramp ? Math.min((age + 1) / ramp, 1) : 1) * amount(year, age);
  };
  let total = 0;
  intake.forEach((size, cohort) => {
    const age = year - whole - cohort;
    total += bucket(age, size * (1 - later)) + bucket(age - 1, size * later);
  });
  return total;
}

/** The end of the last year in which something falls: a start within a year splits every bucket over two. */
function endOf(start, years) {
  const whole = Math.floor(start);
  return whole < start ? whole + Math.ceil(years) + 1 : start + years;
}

/** What a year counts for, of rates by band: [[first year, rate], ...]. */
function discountFactors(bands, when, horizon) {
  const starts = [1];
  for (let year = 1, band = 0; year <= horizon; year++) {
    while (band + 1 < bands.length && bands[band + 1][0] <= year) band++;
    starts.push(starts[year - 1] / (1 + bands[band][1]));
  }
  if (when === "start") return starts.slice(0, horizon);
  if (when === "end") return starts.slice(1);
  return starts.slice(1).map((after, year) => Math.sqrt(starts[year] * after));
}

/** The present value of a stream, of which `falls(year)` says what falls in each year. */
const discounted = (falls, factors) => factors.reduce((total, factor, year) => total + factor * falls(year), 0);

/** What falls in a year of all of several streams, `[place, weight]`, on draw i. */
function yearTotal(flows, terms, v, i, year) {
  let total = 0;
  let size = 0;
  for (const [place, weight] of terms) {
    const part = weight * flows[place](v, i)(year);
    total += part;
    size += Math.abs(part);
  }
  return settled(total, size, 0);
}

/** A smaller share of what was added or compared is rounding; see arrays.py. */
const ROUNDING = 1e-9;

/** The same for what one formula adds. */
const LAST_DIGITS = 1e-14;

/** A value, exactly `at` where rounding alone keeps it from it; `size` is that of what was added to come to it. */
const settled = (value, size, at, rounding = ROUNDING) =>
  Number.isFinite(size) && Math.abs(value - at) < rounding * size ? at : value;

/** The sum of terms, exactly 0 where they cancel but for rounding. */
function added(...terms) {
  let [total, size] = [0, 0];
  for (const term of terms) {
    total += term;
    size += Math.abs(term);
  }
  return settled(total, size, 0, LAST_DIGITS);
}

/** Says nothing where the denominator is not above zero. */
const ratio = (above, below) => (below > 0 ? settled(above / below, Math.abs(above / below) + 1, 1) : NaN);

const STEPS = 65535;

/** The draws of one input: 16-bit numbers k for low + k (high - low) / 65535, or 32-bit floats; lowest byte first. */
function decodeDraws({ values, low, high }) {
  const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  if (low === undefined) return Float64Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  const step = (high - low) / STEPS;
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) =>
    Math.min(low + view.getUint16(2 * i, true) * step, high),
  );
}

/** What an input is when nobody moves it; a share that is not fixed is no number. */
const freely = ({ value, free }) => (free === undefined ? value : (free ?? NaN));

/**
 * One of several shares that sum to 1. Each takes a part (breaks) of what earlier ones leave; those that are fixed (pins,
 * NaN where one is free) leave the rest, which the others divide as they did; where they had less than a number can be,
 * by their breaks, and the last takes what is left.
 */
function part(breaks, pins, place) {
  if (!Number.isNaN(pins[place])) return pins[place];
  let [left, rest, others, own] = [1, 1, 0, 0];
  breaks.forEach((taken, k) => {
    const share = left * taken;
    left *= 1 - taken;
    if (!Number.isNaN(pins[k])) rest -= pins[k];
    else others += share;
    if (k === place) own = share;
  });
  if (others > 0) return (own * Math.max(rest, 0)) / others;
  const last = pins.map((pin) => Number.isNaN(pin)).lastIndexOf(true);
  const taken = (k) => (Number.isNaN(pins[k]) ? (k === last ? 1 : breaks[k]) : 0);
  return Math.max(rest, 0) * breaks.slice(0, place).reduce((above, _, k) => above * (1 - taken(k)), taken(place));
}

/**
 * A graph of columns, one number a draw. Setting an input marks what depends on it; asking for a column computes what
 * is marked on the way, and nothing else.
 *
 * data.inputs: [{name, value}] in the order of their slots; a sampled input has its draws in data.draws.columns. One of
 *   several shares has {free} as well: what it is where no reader fixes it, null where it follows from the others; its
 *   name is also that of the node that gives its draws
 * data.names: the names of the nodes, in the order of their slots
 * nodes: [slot, [slots it needs], function] for each node, in an order in which they can be computed
 */
class Model {
  constructor(data, nodes) {
    const { count, columns } = data.draws;
    this.count = count;
    this.nodes = nodes;
    this.slots = new Map([...data.inputs.map((input) => input.name), ...data.names].map((name, slot) => [name, slot]));
    this.inputs = new Map(data.inputs.map((input, slot) => [input.name, slot]));
    this.free = data.inputs.map((input) => new Float64Array(count).fill(freely(input)));
    for (const column of columns) this.free[this.inputs.get(column.input)] = decodeDraws(column);
    this.columns = [...this.free, ...data.names.map(() => new Float64Array(count))];
    this.fixed = this.free.map(() => null);
    this.stale = new Uint8Array(this.columns.length).fill(1, this.free.length);
    this.users = this.columns.map(() => []);
    this.place = new Map();
    nodes.forEach(([slot, needs], place) => {
      this.place.set(slot, place);
      for (const need of needs) this.users[need].push(slot);
    });
  }

  /** Fixes an input at a value for all draws, or gives it other draws; null gives it its own value or draws back. */
  set(name, value) {
    if (!this.inputs.has(name)) throw new RangeError(`no input ${name}`);
    const slot = this.inputs.get(name);
    if (this.fixed[slot] === value) return;
    this.fixed[slot] = value;
    const filled = (number) => new Float64Array(this.count).fill(number);
    this.columns[slot] = value === null ? this.free[slot] : typeof value === "number" ? filled(value) : value;
    const ahead = [slot];
    while (ahead.length) {
      for (const user of this.users[ahead.pop()]) {
        if (!this.stale[user]) {
          this.stale[user] = 1;
          ahead.push(user);
        }
      }
    }
  }

  /** The draws of an input or an outcome. The model's own: copy before changing them. */
  column(name) {
    if (!this.slots.has(name)) throw new RangeError(`no column ${name}`);
    const wanted = this.slots.get(name);
    this.compute(wanted);
    return this.columns[wanted];
  }

  compute(slot) {
    if (!this.stale[slot]) return;
    const [, needs, run] = this.nodes[this.place.get(slot)];
    for (const need of needs) this.compute(need);
    run(this.columns, this.columns[slot], this.count);
    this.stale[slot] = 0;
  }
}
