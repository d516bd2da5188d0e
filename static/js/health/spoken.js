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
  const spelt = folded.text;
  /** @type {number[]} */
  const origins = [];
  let text = "";
  let done = 0;
  const put = (/** @type {string | undefined} */ char, /** @type {number} */ at) => {
    text += char;
    origins.push(folded.origins?.[at] ?? at);
  };
  const keep = (/** @type {number} */ end) => {
    for (; done < end; done++) put(spelt[done], done);
  };
  for (const run of runs) {
    keep(run[0]?.start ?? 0);
    for (const { word, start, end } of run) {
      if (spelt.slice(done, start).includes(",")) put("-", start);
      for (const digit of digits[word] ?? word) put(digit, start);
      done = end;
    }
  }
  keep(spelt.length);
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
