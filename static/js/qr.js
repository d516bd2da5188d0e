// Draws a QR code. A file of its own, fetched when somebody asks for one.
import qrcode from "qrcode-generator";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules of white around, as scanners need
const ANY_VERSION = 0;
const CORRECTION = "M";

/**
 * Black on white, whatever the page's colours are: that is what scanners read.
 * @param {string} text
 * @param {string} label what it is, for those who do not see it
 * @returns {SVGElement}
 */
export function drawQr(text, label) {
  const code = qrcode(ANY_VERSION, CORRECTION);
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET;
  const picture = element("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, class: "qr" });
  picture.append(element("rect", { width: String(size), height: String(size), fill: "#fff" }));
  picture.append(element("path", { d: dark(code, count), fill: "#000" }));
  return picture;
}

/**
 * @param {{isDark: (row: number, column: number) => boolean}} code
 * @param {number} count
 */
function dark(code, count) {
  const at = [...Array(count).keys()];
  const squares = at.flatMap((row) => at.filter((column) => code.isDark(row, column)).map((column) => [column, row]));
  return squares.map(([x = 0, y = 0]) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`).join("");
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function element(name, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
