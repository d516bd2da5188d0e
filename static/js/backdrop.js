// Marks behind a textarea: the same text in the same type, laid under it, with the marked pieces coloured.
import { make } from "./dom.js";
import { piecesOf } from "./marks.js";

const EMPTY_LINE = "\u200b"; // gives an empty last line its height, as a textarea does

/** @typedef {{text: string, kind: string}} Piece */

/**
 * The textarea is as tall as its text, because the marks' text stretches the cell that both lie in; neither scrolls.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {import("./marks.js").Finding[]} findings
 */
export function drawMarks(element, text, findings) {
  const pieces = piecesOf(text, findings);
  if (text.endsWith("\n")) pieces.push({ text: EMPTY_LINE, kind: "" });
  const nodes = [...element.childNodes];
  const most = Math.min(nodes.length, pieces.length);
  let head = 0;
  while (head < most && shows(nodes[head], pieces[head])) head += 1;
  let tail = 0;
  while (tail < most - head && shows(nodes.at(-1 - tail), pieces.at(-1 - tail))) tail += 1;
  const behind = nodes[nodes.length - tail] ?? null;
  for (const node of nodes.slice(head, nodes.length - tail)) node.remove();
  for (const piece of pieces.slice(head, pieces.length - tail)) element.insertBefore(nodeOf(piece), behind);
}

/** @type {(node: ChildNode | undefined, piece: Piece | undefined) => boolean} */
function shows(node, piece) {
  const kind = node instanceof HTMLElement ? node.dataset.kind : "";
  return node?.textContent === piece?.text && kind === piece?.kind;
}

/** @type {(piece: Piece) => Node} */
function nodeOf({ text, kind }) {
  return kind ? make("mark", { "data-kind": kind }, text) : document.createTextNode(text);
}
