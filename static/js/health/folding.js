// Folds text to plain lower-case ASCII, remembering which code point each character came from.

// Stands for a character that the folding table does not know; no term or pattern contains it.
const UNKNOWN = "\0";
const LAST_ASCII = 0x7f;

/** @typedef {{drop: [number, number][], run: [number, number, string][], into: Record<string, string>}} FoldTable */
/** @typedef {{text: string, origins: number[], length: number}} Folded `length` counts code points. */

/**
 * @param {FoldTable} table
 * @returns {(text: string) => Folded}
 */
export function createFolding(table) {
  /** @type {Map<number, string>} */
  const into = new Map();
  for (const [first, last] of table.drop) {
    for (let code = first; code <= last; code++) into.set(code, "");
  }
  for (const [first, last, target] of table.run) {
    const shift = target.charCodeAt(0) - first;
    for (let code = first; code <= last; code++) into.set(code, String.fromCharCode(code + shift));
  }
  for (const [target, sources] of Object.entries(table.into)) {
    for (const source of sources) into.set(/** @type {number} */ (source.codePointAt(0)), target);
  }
  return (text) => fold(text, into);
}

/**
 * @param {string} text
 * @param {Map<number, string>} into
 * @returns {Folded}
 */
function fold(text, into) {
  let folded = "";
  let length = 0;
  const origins = [];
  for (const char of text) {
    const code = /** @type {number} */ (char.codePointAt(0));
    const piece = into.get(code) ?? (code <= LAST_ASCII ? char : UNKNOWN);
    for (let i = 0; i < piece.length; i++) origins.push(length);
    folded += piece;
    length += 1;
  }
  return { text: folded, origins, length };
}

/**
 * The span in the original's code points; takes along what was dropped behind it (accents, zero-width characters).
 * @param {Folded} folded
 * @param {number} start
 * @param {number} end
 * @returns {[number, number]}
 */
export function originalSpan({ origins, length }, start, end) {
  const following = origins[end] ?? length;
  return [origins[start] ?? 0, Math.max(following, (origins[end - 1] ?? 0) + 1)];
}
