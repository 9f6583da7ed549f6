// Numbers as people type them in a field, in the language of the page.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** Thousands in groups, with a fraction or without; in the other language only where both signs say which is which. */
const GROUPED = {
  nl: [/^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/, /^[+-]?[1-9]\d{0,2}(,\d{3})+\.\d*$/],
  en: [/^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/, /^[+-]?[1-9]\d{0,2}(\.\d{3})+,\d*$/],
};

/** Words for how many, of both languages. */
const MULTIPLES = [
  [/(k|dzd|duizend|thousand)$/i, 1e3],
  [/(m|mln|mio|miljoen|million)$/i, 1e6],
  [/(mld|mrd|bn|miljard|billion)$/i, 1e9],
];

const tidy = (text) => text.replace(/\s/g, "").replace("\u2212", "-");

/** What somebody typed in a field, in the language of the page: 1.234,5 or 1,234.5; NaN if it is no number. */
function readTyped(text, lang) {
  const typed = tidy(text);
  const [decimal, group] = lang === "nl" ? [",", "."] : [".", ","];
  const [own, other] = GROUPED[lang];
  let plain = typed;
  if (own.test(typed)) plain = typed.replaceAll(group, "").replace(decimal, ".");
  else if (other.test(typed)) plain = typed.replaceAll(decimal, "").replace(group, ".");
  else if (!(typed.includes(decimal) && typed.includes(group))) plain = typed.replace(/[.,]/, ".");
  return NUMBER.test(plain) ? Number(plain) : NaN;
}

/**
 * The number in what somebody typed, with what stands around it: {figures, times, percent}. 2 mln, € 500k and 40% have
 * figures 2, 500 and 40; times is what a word multiplies them by, null without one.
 */
function partsTyped(text, writer) {
  const signs = Object.values(writer.currency.forms).flatMap(([form]) => form.split("#"));
  const names = [...writer.say("typed.money").split("|"), ...signs].map(tidy).filter(Boolean);
  const bare = names.reduce((left, name) => left.replace(name, ""), tidy(text));
  const percent = bare.endsWith("%");
  const figures = bare.replace(/%$/, "");
  const [word, times] = MULTIPLES.find(([each]) => each.test(figures)) ?? [/$/, null];
  return { figures: figures.replace(word, ""), times, percent };
}

/**
 * What may be meant by a number whose one kind of sign is the decimal sign of this language, but stands before every
 * three digits, as the other language writes thousands: [100000, 100] for 100.000 in English. Null for anything else.
 */
function readTwice(text, lang) {
  const typed = text.trim().replace("\u2212", "-");
  if (!(lang === "nl" ? /^[+-]?[1-9]\d{0,2}(,\d{3})+$/ : /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/).test(typed)) return null;
  return [Number(typed.replace(/[.,]/g, "")), readTyped(typed, lang)];
}

/** Why a typed number is refused that can be read in two ways, and how to write it; null if it is not refused. */
function doubt(text, shown, writer) {
  const readings = text.trim() === shown ? null : readTwice(text, writer.lang);
  if (readings === null) return null;
  const [whole, fraction] = readings.map((value) => (Number.isNaN(value) ? null : writer.exact(value)));
  const typed = text.trim();
  if (fraction === null) return writer.say("typed.thousands", { typed, whole });
  return writer.say("typed.two_ways", { typed, whole, fraction });
}
