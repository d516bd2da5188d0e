// Marks behind a textarea: the same text in the same type, laid under it, with the marked pieces coloured.
import { make } from "./dom.js";
import { piecesOf } from "./marks.js";

const EMPTY_LINE = "\u200b"; // gives an empty last line its height, as a textarea does

/**
 * The textarea is as tall as its text, because the marks' text stretches the cell that both lie in; neither scrolls.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {import("./marks.js").Finding[]} findings
 */
export function drawMarks(element, text, findings) {
  const pieces = piecesOf(text, findings).map((piece) =>
    piece.kind ? make("mark", { "data-kind": piece.kind }, piece.text) : piece.text,
  );
  element.replaceChildren(...pieces, ...(text.endsWith("\n") ? [EMPTY_LINE] : []));
}
