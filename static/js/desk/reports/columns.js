// Weeks side by side: bars, or lines with a mark at each week.
import { largestOf, placeText, valueText } from "./models.js";
import { ticks } from "./scale.js";
import { draw, filled } from "./svg.js";

const HEIGHT = 220; // all in pixels
const LEFT = { count: 36, minutes: 62 }; // for what stands at the axis
const TOP = 10;
const BOTTOM = 26;
const BETWEEN_LABELS = 40;
const HALF_A_LABEL = 16;
const WIDEST_BAR = 22;
const MARK = { most: 4, least: 1.5 };

/** @typedef {import("./models.js").Model} Model */
/** @typedef {{width: number, height: number, parts: SVGElement[], points: SVGGElement[]}} Drawing */
/** @typedef {{model: Model, id: string, width: number, left: number, step: number, y: (value: number) => number}} Space */

/**
 * @param {Model} model
 * @param {string} id of the drawing
 * @param {number} width
 * @returns {Drawing}
 */
export function drawColumns(model, id, width) {
  const lines = ticks(largestOf(model), model.unit);
  const top = lines.at(-1) ?? 1;
  const y = (/** @type {number} */ value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const left = LEFT[model.unit];
  const space = { model, id, width, left, step: (width - left) / Math.max(1, model.places.length), y };
  const points = model.places.map((_, index) => pointAt(space, index));
  const paths = model.lines ? model.series.map((_, index) => pathOf(space, index)) : [];
  return {
    width,
    height: HEIGHT,
    parts: [...lines.flatMap((value) => lineAt(space, value)), ...labels(space), ...paths, ...points],
    points,
  };
}

/** @param {Space} space @param {number} value */
function lineAt({ model, width, left, y }, value) {
  const at = y(value);
  const text = draw("text", { class: "axis", x: left - 8, y: at, "text-anchor": "end", "dominant-baseline": "middle" });
  text.append(valueText(model, value));
  return [draw("line", { class: value ? "grid" : "base", x1: left, x2: width, y1: at, y2: at }), text];
}

/** As many as there is room for; the newest week's always. @param {Space} space */
function labels({ model, width, left, step }) {
  const every = Math.ceil(BETWEEN_LABELS / step);
  const last = model.places.length - 1;
  return model.places.flatMap(({ short }, index) => {
    if ((last - index) % every) return [];
    const middle = left + step * (index + 0.5);
    const place = middle + HALF_A_LABEL > width ? { x: width, "text-anchor": "end" } : { x: middle, "text-anchor": "middle" };
    const text = draw("text", { class: "axis", y: HEIGHT - 8, ...place });
    text.append(short);
    return [text];
  });
}

/** What is at one week, with all that can be pointed at. @param {Space} space @param {number} index */
function pointAt(space, index) {
  const { model, left, step } = space;
  const band = draw("rect", { class: "band", x: left + step * index, y: TOP / 2, width: step, height: HEIGHT - BOTTOM });
  const marks = model.lines ? marksAt(space, index) : barsAt(space, index);
  return draw("g", { class: "point", role: "img", "aria-label": placeText(model, index) }, band, ...marks);
}

/** @param {Space} space @param {number} index */
function barsAt({ model: { series, stacked }, id, left, step, y }, index) {
  const side = stacked ? 1 : series.length;
  const width = Math.min(WIDEST_BAR, (step * 0.8) / side);
  const first = left + step * (index + 0.5) - (width * side) / 2;
  let below = 0;
  return series.map(({ look, values }, place) => {
    const value = values[index] ?? 0;
    const [low, high] = [y(below), y(below + value)];
    if (stacked) below += value;
    const x = first + (stacked ? 0 : place * width);
    return draw("rect", { ...filled(id, look), x, y: high, width, height: low - high });
  });
}

/** Smaller where there are many, so that none covers the next. @param {Space} space @param {number} index */
function marksAt({ model: { series }, left, step, y }, index) {
  const size = Math.max(MARK.least, Math.min(MARK.most, step / 3));
  const x = left + step * (index + 0.5);
  return series.flatMap(({ look, values }) => {
    const value = values[index];
    if (value === null || value === undefined) return [];
    return [look === "plain" ? circle(x, y(value), size) : diamond(look, x, y(value), size + 1)];
  });
}

/** @param {number} x @param {number} y @param {number} size */
function circle(x, y, size) {
  return draw("circle", { class: "mark plain", cx: x, cy: y, r: size });
}

/** @param {string} look @param {number} x @param {number} y @param {number} size */
function diamond(look, x, y, size) {
  return draw("path", { class: `mark ${look}`, d: `M${x} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z` });
}

/** Broken where there is no value. @param {Space} space @param {number} place the series' */
function pathOf({ model: { series }, left, step, y }, place) {
  const { look = "plain", values = [] } = series[place] ?? {};
  const steps = values.map((value, index) => {
    if (value === null) return "";
    return `${index && values[index - 1] !== null ? "L" : "M"}${left + step * (index + 0.5)} ${y(value)}`;
  });
  return draw("path", { class: `line ${look}`, d: steps.join("") });
}
