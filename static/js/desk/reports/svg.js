// SVG is made element by element, as everything else of the desk; what it looks like is for reports.css.

const NAMESPACE = "http://www.w3.org/2000/svg";
const STRIPES = 5; // pixels from one stripe to the next

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * The patterns that tell series apart without their colours. Each drawing has its own, under names of its own.
 * @param {string} id
 */
export function patterns(id) {
  return draw("defs", {}, pattern(`${id}-striped`, "striped", 45), pattern(`${id}-alarming`, "alarming", -45));
}

/**
 * @param {string} id of the drawing
 * @param {import("./models.js").Look} look
 * @returns {Record<string, string>} the attributes of what is filled with it
 */
export function filled(id, look) {
  return look === "plain" ? { class: "plain" } : { class: look, fill: `url(#${id}-${look})` };
}

/**
 * @param {string} id
 * @param {string} look
 * @param {number} turn in degrees
 */
function pattern(id, look, turn) {
  const attributes = { id, patternUnits: "userSpaceOnUse", width: STRIPES, height: STRIPES, patternTransform: `rotate(${turn})` };
  const ground = draw("rect", { class: `${look}-ground`, width: STRIPES, height: STRIPES });
  return draw("pattern", attributes, ground, draw("rect", { class: `${look}-stripe`, width: STRIPES / 2, height: STRIPES }));
}
