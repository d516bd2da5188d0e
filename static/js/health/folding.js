// Folds text to plain lower-case ASCII, remembering which UTF-16 unit each character came from.

// Stands for a character that the folding table does not know; no term or pattern contains it.
const UNKNOWN = "\0";
const LAST_ASCII = 0x7f;
// Of these the table changes capitals alone.
const PLAIN = /^[\n\r -~]*$/;

/** @typedef {[number, number]} Span first and last code point */
/** @typedef {{drop: Span[], run: [...Span, string][], into: Record<string, string>, decompose: Span[]}} FoldTable */
/** @typedef {{text: string, origins?: number[], length: number}} Folded `length` and `origins` count UTF-16 units; without
 *   `origins` each character is its own. */

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
  for (const [first, last] of table.decompose) {
    for (let code = first; code <= last; code++) {
      if (into.has(code)) continue;
      const pieces = Array.from(String.fromCodePoint(code).normalize("NFKD"), (char) => pieceOf(char, into));
      into.set(code, pieces.includes(UNKNOWN) ? UNKNOWN : pieces.join(""));
    }
  }
  return (text) => fold(text, into);
}

/** @type {(char: string, into: Map<number, string>) => string} */
function pieceOf(char, into) {
  const code = /** @type {number} */ (char.codePointAt(0));
  return into.get(code) ?? (code <= LAST_ASCII ? char : UNKNOWN);
}

/**
 * @param {string} text
 * @param {Map<number, string>} into
 * @returns {Folded}
 */
function fold(text, into) {
  if (PLAIN.test(text)) return { text: text.toLowerCase(), length: text.length };
  let folded = "";
  let at = 0;
  const origins = [];
  for (const char of text) {
    const piece = pieceOf(char, into);
    for (let i = 0; i < piece.length; i++) origins.push(at);
    folded += piece;
    at += char.length;
  }
  return { text: folded, origins, length: at };
}

/**
 * The span in the original; takes along what was dropped behind it (accents, zero-width characters), and all of a
 * character that folds to several.
 * @param {Folded} folded
 * @param {number} start
 * @param {number} end
 * @returns {{start: number, end: number}}
 */
export function originalSpan({ origins, length }, start, end) {
  if (!origins) return { start, end };
  const last = origins[end - 1] ?? 0;
  const next = origins.find((origin, at) => at >= end && origin > last);
  return { start: origins[start] ?? 0, end: next ?? length };
}
