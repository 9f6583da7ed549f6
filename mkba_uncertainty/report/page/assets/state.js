// What the reader has chosen, and the link that holds it. What a link says is checked like any other input.

const LONGEST_LINK = 20000;
const LARGEST = 1e15;

/** Whether a number lies in a range, rounding aside; NaN lies in none. */
function isWithin(value, low, high) {
  const rounding = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
  return value >= low - rounding && value <= high + rounding;
}

/** A number written as such, within its limits; null for anything else. */
function readNumber(text, low, high) {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return isWithin(value, low, high) ? value : null;
}

/** A fresh state: nothing is fixed, society's view, the threshold at zero. */
const freshState = (known) => ({ view: known.views[0], scenario: null, threshold: 0, pins: new Map() });

/**
 * Reads a link's state.
 *
 * known: {views: [name], scenarios: [name], inputs: Map of name to {low, high}}; names are compared, never looked up as
 * properties, so that a name such as "constructor" is only an unknown name.
 * Returns {state, lang, ignored}: the parts that were not understood, as they stand in the link.
 */
function readState(hash, known) {
  const state = freshState(known);
  let lang = null;
  const ignored = [];
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return { state, lang, ignored };
  if (text.length > LONGEST_LINK) return { state, lang, ignored: [`${text.slice(0, 40)}...`] };
  for (const [key, value] of new URLSearchParams(text)) {
    if (key === "lang" && ["nl", "en"].includes(value)) lang = value;
    else if (key === "view" && known.views.includes(value)) state.view = value;
    else if (key === "scenario" && known.scenarios.includes(value)) state.scenario = value;
    else if (key === "above" && readNumber(value, -LARGEST, LARGEST) !== null) state.threshold = Number(value);
    else if (key !== "pin" || !readPin(value, known.inputs, state.pins)) ignored.push(`${key}=${value}`);
  }
  return { state, lang, ignored };
}

function readPin(text, inputs, pins) {
  const [name, value] = text.split(":");
  const range = inputs.get(name);
  const read = range && value !== undefined && readNumber(text.slice(name.length + 1), range.low, range.high);
  if (typeof read !== "number") return false;
  pins.set(name, clip(read, range.low, range.high));
  return true;
}

/** Writes the state as a link's hash; empty if nothing was chosen. */
function writeState(state, known, lang) {
  const fresh = freshState(known);
  const parts = new URLSearchParams();
  if (state.view !== fresh.view) parts.append("view", state.view);
  if (state.scenario !== null) parts.append("scenario", state.scenario);
  if (state.threshold !== 0) parts.append("above", String(state.threshold));
  for (const [name, value] of state.pins) parts.append("pin", `${name}:${value}`);
  if ([...parts].length === 0) return "";
  parts.append("lang", lang);
  return `#${parts}`;
}
