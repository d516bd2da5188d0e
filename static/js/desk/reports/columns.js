// Weeks side by side: bars, or lines with a mark at each week.
import { largestOf, placeText, valueText } from "./models.js";
import { ticks } from "./scale.js";
import { draw, filled } from "./svg.js";

const HEIGHT = 220; // all in pixels
const LEFT = 56;
const TOP = 10;
const BOTTOM = 26;
const BETWEEN_LABELS = 40;
const WIDEST_BAR = 22;
const MARK = 4;

/** @typedef {import("./models.js").Model} Model */
/** @typedef {{width: number, height: number, parts: SVGElement[], points: SVGGElement[]}} Drawing */
/** @typedef {{model: Model, id: string, step: number, y: (value: number) => number}} Space */

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
  const space = { model, id, step: (width - LEFT) / Math.max(1, model.places.length), y };
  const points = model.places.map((_, index) => pointAt(space, index));
  const paths = model.lines ? model.series.map((_, index) => pathOf(space, index)) : [];
  return {
    width,
    height: HEIGHT,
    parts: [...lines.flatMap((value) => lineAt(space, value, width)), ...labels(space), ...paths, ...points],
    points,
  };
}

/** @param {Space} space @param {number} value @param {number} width */
function lineAt({ model, y }, value, width) {
  const at = y(value);
  const text = draw("text", { class: "axis", x: LEFT - 8, y: at, "text-anchor": "end", "dominant-baseline": "middle" });
  text.append(valueText(model, value));
  return [draw("line", { class: value ? "grid" : "base", x1: LEFT, x2: width, y1: at, y2: at }), text];
}

/** As many as there is room for; the newest week's always. @param {Space} space */
function labels({ model, step }) {
  const every = Math.ceil(BETWEEN_LABELS / step);
  const last = model.places.length - 1;
  return model.places.flatMap(({ short }, index) => {
    if ((last - index) % every) return [];
    const text = draw("text", { class: "axis", x: LEFT + step * (index + 0.5), y: HEIGHT - 8, "text-anchor": "middle" });
    text.append(short);
    return [text];
  });
}

/** What is at one week, with all that can be pointed at. @param {Space} space @param {number} index */
function pointAt(space, index) {
  const { model, step } = space;
  const band = draw("rect", { class: "band", x: LEFT + step * index, y: TOP / 2, width: step, height: HEIGHT - BOTTOM });
  const marks = model.lines ? marksAt(space, index) : barsAt(space, index);
  return draw("g", { class: "point", role: "img", "aria-label": placeText(model, index) }, band, ...marks);
}

/** @param {Space} space @param {number} index */
function barsAt({ model: { series, stacked }, id, step, y }, index) {
  const side = stacked ? 1 : series.length;
  const width = Math.min(WIDEST_BAR, (step * 0.8) / side);
  const left = LEFT + step * (index + 0.5) - (width * side) / 2;
  let below = 0;
  return series.map(({ look, values }, place) => {
    const value = values[index] ?? 0;
    const [low, high] = [y(below), y(below + value)];
    if (stacked) below += value;
    const x = left + (stacked ? 0 : place * width);
    return draw("rect", { ...filled(id, look), x, y: high, width, height: low - high });
  });
}

/** @param {Space} space @param {number} index */
function marksAt({ model: { series }, step, y }, index) {
  const x = LEFT + step * (index + 0.5);
  return series.flatMap(({ look, values }) => {
    const value = values[index];
    if (value === null || value === undefined) return [];
    const at = y(value);
    if (look === "plain") return [draw("circle", { class: "mark plain", cx: x, cy: at, r: MARK })];
    return [draw("path", { class: `mark ${look}`, d: `M${x} ${at - MARK - 1}l${MARK + 1} ${MARK + 1}l${-MARK - 1} ${MARK + 1}l${-MARK - 1} ${-MARK - 1}z` })];
  });
}

/** Broken where there is no value. @param {Space} space @param {number} place the series' */
function pathOf({ model: { series }, step, y }, place) {
  const { look = "plain", values = [] } = series[place] ?? {};
  const steps = values.map((value, index) => {
    if (value === null) return "";
    return `${index && values[index - 1] !== null ? "L" : "M"}${LEFT + step * (index + 0.5)} ${y(value)}`;
  });
  return draw("path", { class: `line ${look}`, d: steps.join("") });
}
