// Drawing.

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and, if given, a text. */
function drawn(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Round values, about so many, that lie in a range. */
function niceTicks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough) * power;
  const ticks = [];
  for (let place = Math.ceil(low / step); place * step <= high; place++) ticks.push(place * step);
  return { ticks, step };
}
