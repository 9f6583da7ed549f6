// Numbers as people type them in a field, in the language of the page.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** What somebody typed in a field, in the language of the page: 1.234,5 or 1,234.5; NaN if it is no number. */
function readTyped(text, lang) {
  const [decimal, group] = lang === "nl" ? [",", "."] : [".", ","];
  let typed = text
    .trim()
    .replace(/[\s\u00a0]/g, "")
    .replace("\u2212", "-");
  const thousands = /^[+-]?[1-9]\d{0,2}([.,]\d{3})+$/.test(typed) && !typed.includes(decimal);
  if (typed.includes(decimal) || thousands) typed = typed.replaceAll(group, "").replace(decimal, ".");
  else typed = typed.replace(group, ".");
  return NUMBER.test(typed) ? Number(typed) : NaN;
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
