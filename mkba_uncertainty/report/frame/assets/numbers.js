// Numbers and sentences as people read them; the rules of texts/figures.py and texts/likelihood.py, in both languages.

const LOCALES = { nl: "nl-NL", en: "en-GB" };
const MINUS = "\u2212";

/** Amounts that round to less than `below` are shown in `unit`, in steps of 10**finest or coarser. */
const MONEY = [
  { below: 1e2, unit: "euro", finest: -2, exponent: 0 },
  { below: 1e4, unit: "euro", finest: 0, exponent: 0 },
  { below: 1e5, unit: "thousand", finest: 2, exponent: 3 },
  { below: 1e6, unit: "thousand", finest: 3, exponent: 3 },
  { below: 1e9, unit: "million", finest: 4, exponent: 6 },
  { below: Infinity, unit: "billion", finest: 7, exponent: 9 },
];

const UNITS = ["euro", "thousand", "million", "billion"];

/** The same for an amount in the unit of those beside it, however small it is itself. */
const FINEST_BESIDE = { euro: -2, thousand: 2, million: 4, billion: 7 };

/** An axis shows the first of these units that its largest tick reaches and that shows its step in full. */
const TICKS = [
  { unit: "billion", from: 1e9, finest: 7 },
  { unit: "million", from: 1e6, finest: 4 },
  { unit: "thousand", from: 1e4, finest: 3 },
];

/** The lowest probability of each word above the middle, and the highest of each below it. */
const LIKELY = [
  [0.99, "virtually_certain"],
  [0.9, "very_likely"],
  [0.66, "likely"],
];
const UNLIKELY = [
  [0.01, "exceptionally_unlikely"],
  [0.1, "very_unlikely"],
  [0.33, "unlikely"],
];

/** What the page says in one language. `low` and `high`, where given, are the interval that decides the digits. */
class Writer {
  /** `currency` has the forms of an amount in each language, and of one below zero, with # where the figures stand. */
  constructor(texts, lang, currency) {
    this.lang = lang;
    this.currency = currency;
    this.texts = new Map(texts.map(([key, nl, en]) => [key, lang === "nl" ? nl : en]));
    this.formats = new Map();
  }

  /** The sentence `key`, with {names} filled in. */
  say(key, values = {}) {
    if (!this.texts.has(key)) throw new RangeError(`no sentence ${key}`);
    const given = new Map(Object.entries(values));
    return this.texts.get(key).replace(/\{(\w+)\}/g, (_, name) => String(given.get(name)));
  }

  /** The one of two texts, Dutch and English, that is in this language. */
  of([nl, en]) {
    return this.lang === "nl" ? nl : en;
  }

  decimals(size, count) {
    const digits = Math.max(count, 0);
    if (!this.formats.has(digits)) {
      const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      this.formats.set(digits, new Intl.NumberFormat(LOCALES[this.lang], options));
    }
    return this.formats.get(digits).format(size);
  }

  figures(value, place) {
    const rounded = roundTo(value, place);
    return sign(rounded) + this.decimals(Math.abs(rounded), -place);
  }

  amount(value, low, high, unit) {
    const place = placeOf(value, low, high);
    const [scale, finest] = moneyScale(value, place, unit);
    return this.money(value, scale, Math.max(place, finest));
  }

  money(value, { unit, exponent }, place) {
    if (value === 0) [unit, exponent, place] = ["euro", 0, 0];
    const step = unit === "euro" && place < 0 ? -this.currency.minor : place;
    const rounded = roundTo(value, step);
    const figures = this.decimals(Math.abs(rounded) / 10 ** exponent, exponent - step);
    const said = unit === "euro" ? figures : this.say(`number.${unit}`, { figures });
    return this.currency.forms[this.lang][rounded < 0 ? 1 : 0].replace("#", () => said);
  }

  number(value, low, high) {
    return this.figures(value, placeOf(value, low, high));
  }

  /** A value that somebody chose, with all its digits. */
  exact(value) {
    return this.figures(value, Math.min(typedPlace(value), 0));
  }

  ratio(value, low, high) {
    const place = low === undefined ? -2 : Math.max(placeOf(value, low, high), -2);
    return this.figures(value, placeAside(value, low ?? value, high ?? value, place, 1));
  }

  percentage(p, low, high, whole = false) {
    const plain = low === undefined;
    if (plain) [low, high] = [p, p];
    let finest = plain ? -1 : Math.max(placeOf(p, low, high) + 2, -1);
    const usual = whole || plain ? Math.max(finest, 0) : finest;
    if (!crosses(p, usual)) return this.percents(p, usual, low, high);
    if (finest > 0 && crosses(p, finest)) finest = 0;
    if (!crosses(p, finest)) return this.percents(p, finest, low, high);
    const rounded = roundTo(100 * p, finest);
    return this.percents((rounded + (rounded < 100 * p ? 1 : -1) * 10 ** finest) / 100, finest, low, high);
  }

  /** A measured probability, to whole percents at most. */
  chance({ value, low, high }) {
    return this.percentage(value, low, high, true);
  }

  percents(p, place, low, high) {
    if (low === p && high === p && (p === 0 || p === 1)) return `${100 * p}%`;
    const step = 10 ** place;
    if (roundTo(100 * p, place) <= 0) {
      return `<${this.figures(Math.max(step, step * Math.ceil(roundTo((100 * high) / step, -6))), place)}%`;
    }
    if (roundTo(100 * p, place) >= 100) {
      return `>${this.figures(Math.min(100 - step, step * Math.floor(roundTo((100 * low) / step, -6))), place)}%`;
    }
    return `${this.figures(100 * p, place)}%`;
  }

  /**
   * A range of amounts or ratios: both ends in one unit, with as many digits as it takes to move neither by more than a
   * tenth of the range, and two of their own where one is more than ten times the other.
   */
  range(low, high, kind, unit) {
    if (low === high) return kind === "money" ? this.amount(low, low, low, unit) : this.ratio(low, low, low);
    const deserved = leadingPlace((high - low) / 5);
    const [smaller, larger] = [Math.abs(low), Math.abs(high)].sort((one, other) => one - other);
    const uneven = low > 0 === high > 0 && smaller > 0 && larger > 10 * smaller;
    const ends = [low, high].map((end) => {
      const place = uneven ? Math.min(placeOf(end), deserved) : deserved;
      return [end, placeAside(end, end, end, place, kind === "money" ? 0 : 1)];
    });
    const scale = scaleOf(unit ?? unitBeside(ends));
    const write = ([end, place]) => (kind === "money" ? this.money(end, scale, place) : this.figures(end, place));
    const [from, to] = ends.map(write);
    return from === to ? from : this.say("number.range", { low: from, high: to });
  }

  /** The words for a measured probability: those of the end of its interval that is nearest to one half. */
  likelihood({ low, high }) {
    const modest = roundTo(Math.min(Math.max(low, 0.5), high), -KNOWN_DIGITS);
    const above = LIKELY.find(([lowest]) => modest >= lowest);
    const below = UNLIKELY.find(([highest]) => modest <= highest);
    return this.say(`likelihood.${(above ?? below ?? [null, "about_as_likely_as_not"])[1]}`);
  }

  /** A tick of an axis of money, with the digits that tell it from its neighbours, all ticks in one unit. */
  tick(value, step, largest) {
    if (Math.abs(value) < step / 1e6) return this.amount(0);
    const [digits, exponent] = step.toExponential(6).split("e");
    const place = Number(exponent) - digits.split(".")[1].replace(/0+$/, "").length;
    const [low, high] = [value - 10 ** place, value + 10 ** place];
    if (largest < 100) return this.amount(value, low, high);
    const found = TICKS.find(({ from, finest }) => largest >= from && place >= finest);
    return this.amount(value, low, high, found ? found.unit : "euro");
  }
}

/** Of a probability: 0.7 + 0.2 is 0.9, where words begin and end. */
const KNOWN_DIGITS = 9;

/** Whether a probability that is rounded to 10**place percent would get another word. */
function crosses(p, place) {
  const rounded = roundTo(100 * p, place) / 100;
  p = roundTo(p, -KNOWN_DIGITS);
  return (
    LIKELY.some(([lowest]) => p >= lowest !== rounded >= lowest) ||
    UNLIKELY.some(([highest]) => p <= highest !== rounded <= highest)
  );
}

/** Keeps an amount on one line, its minus too. */
const unbroken = (amount) => joined(amount.replaceAll(" ", "\u00a0"));

/** Keeps a minus with the sign of the currency behind it. */
const joined = (amount) => amount.replaceAll(/\u2212(?=[^\d\s])/g, `${MINUS}\u2060`);

const sign = (rounded) => (rounded < 0 ? MINUS : "");

/** The last of the rows of a unit. */
const scaleOf = (unit) => MONEY.filter((row) => row.unit === unit).at(-1);

const ROUNDERS = new Map();

/** Rounded to a power of ten; halves to even, as Python does. */
function roundTo(value, place) {
  if (place > 0) {
    const step = 10 ** place;
    return roundTo(value / step, 0) * step;
  }
  if (!ROUNDERS.has(place)) {
    const options = { maximumFractionDigits: -place, roundingMode: "halfEven", useGrouping: false };
    ROUNDERS.set(place, new Intl.NumberFormat("en", options));
  }
  return Number(ROUNDERS.get(place).format(value)) || 0;
}

/** The power of ten that a value deserves to be rounded to. */
function placeOf(value, low, high) {
  if (low === undefined) return value ? Number(value.toExponential(1).split("e")[1]) - 1 : 0;
  const half = high / 2 - low / 2;
  return half ? leadingPlace(half) : Math.min(typedPlace(value), 0);
}

const leadingPlace = (size) => Number(size.toExponential(9).split("e")[1]);

/** Some digits more for what would read as `turn` where it is not. */
function placeAside(value, low, high, place, turn) {
  if (low <= turn && turn <= high) return place;
  return [place, place - 1, place - 2].find((finer) => roundTo(value, finer) !== turn) ?? place;
}

/** The power of ten of the last digit that somebody typed, or of the third of a number that was computed. */
function typedPlace(value) {
  const [digits, exponent] = value.toExponential(11).split("e");
  const decimals = digits.split(".")[1].replace(/0+$/, "").length;
  return Number(exponent) - (decimals < 9 || Number.isInteger(value) ? decimals : 2);
}

/** The unit of an amount, its own if none is given, and the power of ten of the finest step in it. */
function moneyScale(value, place, unit) {
  const own = MONEY.find((row) => Math.abs(roundTo(value, Math.max(place, row.finest))) < row.below);
  if (unit === undefined) return [own, own.finest];
  const scale = scaleOf(unit);
  return [scale, Math.max(Math.min(own.finest, scale.finest), FINEST_BESIDE[unit])];
}

/** The unit of amounts, each with the power of ten that it is rounded to, that stand side by side. */
function unitBeside(amounts) {
  const seen = amounts.filter(([value, place]) => roundTo(value, place) !== 0);
  if (!seen.length) return "euro";
  const needed = Math.min(...seen.map(([value, place]) => Math.max(place, leadingPlace(Math.abs(value)) - 1)));
  const largest = seen.reduce((most, amount) => (Math.abs(amount[0]) > Math.abs(most[0]) ? amount : most));
  const units = UNITS.slice(0, UNITS.indexOf(moneyScale(...largest)[0].unit) + 1);
  return units.findLast((unit) => FINEST_BESIDE[unit] <= needed) ?? "euro";
}
