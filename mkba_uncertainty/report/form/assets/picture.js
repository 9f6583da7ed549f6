// The density of an answer, with nine tenths of it shaded.

const DENSITY = { width: 340, height: 170, bottom: 26, top: 16, side: 14 };

/** Log odds between which the curve is drawn. */
const SHOWN = 6;
const STEPS = 160;

function drawDensity(svg, family, quantity, writer) {
  const { width, height, bottom, top, side } = DENSITY;
  const at = (u) => ({ u, x: family.quantile(u), y: family.density(u) });
  const levels = Array.from({ length: STEPS + 1 }, (_, place) => expit(-SHOWN + (2 * SHOWN * place) / STEPS));
  const points = levels.map(at).filter(({ y }) => Number.isFinite(y));
  const [lower, middle, upper] = [0.05, 0.5, 0.95].map((u) => family.quantile(u));
  const low = Math.max(points[0].x, lower - (upper - lower));
  const high = Math.min(points.at(-1).x, upper + (upper - lower));
  const shown = points.filter(({ x }) => x >= low && x <= high);
  // a density may have no highest value at an end
  const highest = Math.max(...shown.filter(({ u }) => u > 0.03 && u < 0.97).map(({ y }) => y));
  const across = (x) => side + ((width - 2 * side) * (x - low)) / (high - low);
  const up = (y) => height - bottom - ((height - bottom - top) * Math.min(y, highest)) / highest;
  const path = (part) => part.map(({ x, y }) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join("L");
  const ground = height - bottom;
  const filled = (part) => {
    const [first, last] = [across(part[0].x), across(part.at(-1).x)].map((x) => x.toFixed(1));
    return `M${first},${ground}L${path(part)}L${last},${ground}Z`;
  };
  const add = (name, attributes, text) => svg.appendChild(drawn(name, attributes, text));

  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren();
  add("path", { class: "tails", d: filled(shown) });
  const inside = [at(0.05), ...shown.filter(({ u }) => u > 0.05 && u < 0.95), at(0.95)];
  add("path", { class: "inside", d: filled(inside) });
  add("path", { class: "curve", d: `M${path(shown)}` });
  const x = across(middle).toFixed(1);
  add("line", { class: "middle", x1: x, x2: x, y1: up(family.density(0.5)), y2: ground });
  add("line", { class: "axis", x1: side, x2: width - side, y1: ground, y2: ground });
  const scale = quantity.scale;
  const { ticks, step } = niceTicks(low * scale, high * scale, 4);
  const place = Math.floor(Math.log10(step) + 1e-9);
  for (const tick of ticks) {
    const x = across(tick / scale);
    add("line", { class: "axis", x1: x, x2: x, y1: ground, y2: ground + 4 });
    const room = Math.min(Math.max(x, 22), width - 22);
    add("text", { x: room, y: height - 6, "text-anchor": "middle" }, quantity.write(tick / scale, writer, place));
  }
}
