// Topics, agents or spans below each other: under each name its bars, which grow to the right.
import { largestOf, placeText, valueText } from "./models.js";
import { draw, filled } from "./svg.js";

const LABEL = 20; // all in pixels
const BAR = 12;
const GAP = 3;
const AFTER = 12;
const FOR_VALUES = 76; // right of the longest bar
const SYMBOL = 7; // about what one takes of a label

/** @typedef {import("./models.js").Model} Model */

/**
 * @param {Model} model
 * @param {string} id of the drawing
 * @param {number} width
 * @returns {import("./columns.js").Drawing}
 */
export function drawRows(model, id, width) {
  const bars = model.stacked ? 1 : model.series.length;
  const step = LABEL + bars * (BAR + GAP) + AFTER;
  const scale = (width - FOR_VALUES) / (largestOf(model) || 1);
  const points = model.places.map((place, index) => {
    const top = index * step;
    const band = draw("rect", { class: "band", x: 0, y: top, width, height: step - AFTER / 2 });
    const label = draw("text", { class: "row-label", x: 4, y: top + LABEL - 6 });
    label.append(cut(place.short, Math.floor(width / SYMBOL)));
    const drawn = model.stacked ? stackedAt(model, id, index, top + LABEL, scale) : barsAt(model, id, index, top + LABEL, scale);
    return draw("g", { class: "point", role: "img", "aria-label": placeText(model, index) }, band, label, ...drawn);
  });
  return { width, height: Math.max(1, points.length * step), parts: points, points };
}

/** @param {Model} model @param {string} id @param {number} index @param {number} top @param {number} scale */
function barsAt(model, id, index, top, scale) {
  return model.series.flatMap(({ look, values }, place) => {
    const value = values[index] ?? null;
    const y = top + place * (BAR + GAP);
    const length = (value ?? 0) * scale;
    return [bar(id, look, 4, y, length), valueAt(4 + length, y, valueText(model, value))];
  });
}

/** @param {Model} model @param {string} id @param {number} index @param {number} y @param {number} scale */
function stackedAt(model, id, index, y, scale) {
  let x = 4;
  const bars = model.series.map(({ look, values }) => {
    const length = (values[index] ?? 0) * scale;
    x += length;
    return bar(id, look, x - length, y, length);
  });
  return [...bars, valueAt(x, y, model.series.map(({ values }) => valueText(model, values[index])).join(" + "))];
}

/** @param {string} id @param {import("./models.js").Look} look @param {number} x @param {number} y @param {number} width */
function bar(id, look, x, y, width) {
  return draw("rect", { ...filled(id, look), x, y, width, height: BAR });
}

/** @param {number} x @param {number} y @param {string} value */
function valueAt(x, y, value) {
  const text = draw("text", { class: "axis", x: x + 6, y: y + BAR / 2, "dominant-baseline": "central" });
  text.append(value);
  return text;
}

/** @param {string} text @param {number} most */
function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
