// Numbers that are read out digit by digit: "six one four, 882, oh nine 17" is 614-882-0917.

// Fewer are "one or two", a house number, "nine one one".
const LEAST_PARTS = 4;
const BETWEEN = ["", " ", "-", " - ", ",", ", ", " , "];

/** @typedef {import("./folding.js").Folded} Folded */
/** @typedef {import("./terms.js").Token} Token */

/**
 * The text with such numbers in digits: a comma becomes a hyphen, what else stands between them goes.
 * @param {Folded} folded
 * @param {Token[]} tokens of the text
 * @param {Record<string, string>} digits words, and the digit that each names
 * @returns {Folded}
 */
export function inDigits(folded, tokens, digits) {
  const runs = runsOf(folded.text, tokens, digits);
  if (!runs.length) return folded;
  const from = folded.origins ?? Array.from(folded.text, (_, at) => at);
  /** @type {number[]} */
  const origins = [];
  let text = "";
  let done = 0;
  const keep = (/** @type {number} */ end) => {
    text += folded.text.slice(done, end);
    origins.push(...from.slice(done, end));
    done = end;
  };
  for (const run of runs) {
    keep(run[0]?.start ?? 0);
    for (const { word, start, end } of run) {
      const pause = folded.text.slice(done, start).includes(",") ? "-" : "";
      const said = pause + (digits[word] ?? word);
      for (let i = 0; i < said.length; i++) origins.push(from[start] ?? 0);
      text += said;
      done = end;
    }
  }
  keep(folded.text.length);
  return { text, origins, length: folded.length };
}

/** @type {(text: string, tokens: Token[], digits: Record<string, string>) => Token[][]} digits in a row, four parts or more and
 *   most of them words: "614-882-0917, oh one thing" is none */
function runsOf(text, tokens, digits) {
  /** @type {Token[]} */
  let run = [];
  const runs = [run];
  for (const token of tokens) {
    const isSaid = token.isNumber || Object.hasOwn(digits, token.word);
    const last = run.at(-1);
    if (!isSaid || (last && !BETWEEN.includes(text.slice(last.end, token.start)))) runs.push((run = []));
    if (isSaid) run.push(token);
  }
  return runs.filter((one) => one.length >= LEAST_PARTS && 2 * one.filter(({ isNumber }) => isNumber).length < one.length);
}
