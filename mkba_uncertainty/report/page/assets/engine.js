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

/** A smaller share of what was added or compared is rounding; see arrays.py. */
const ROUNDING = 1e-9;

/** A value, exactly `at` where rounding alone keeps it from it; `size` is that of what was added to come to it. */
const settled = (value, size, at) => (Math.abs(value - at) < ROUNDING * size ? at : value);

/** The sum of terms, exactly 0 where they cancel but for rounding. */
function added(...terms) {
  let [total, size] = [0, 0];
  for (const term of terms) {
    total += term;
    size += Math.abs(term);
  }
  return settled(total, size, 0);
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

/**
 * A graph of columns, one number a draw. Setting an input marks what depends on it; asking for a column computes what
 * is marked on the way, and nothing else.
 *
 * data.inputs: [{name, value}] in the order of their slots; a sampled input has its draws in data.draws.columns
 * data.names: the names of the nodes, in the order of their slots
 * nodes: [slot, [slots it needs], function] for each node, in an order in which they can be computed
 */
class Model {
  constructor(data, nodes) {
    const { count, columns } = data.draws;
    this.count = count;
    this.nodes = nodes;
    this.slots = new Map([...data.inputs.map((input) => input.name), ...data.names].map((name, slot) => [name, slot]));
    this.inputs = new Set(data.inputs.map((input) => input.name));
    this.free = data.inputs.map((input) => new Float64Array(count).fill(input.value));
    for (const column of columns) this.free[this.slots.get(column.input)] = decodeDraws(column);
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
    const slot = this.slots.get(name);
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
