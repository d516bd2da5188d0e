// Phrases of plain words, told by their fingerprints: those that mean something, and those that only add points.
// A number in a text stands in a phrase as `#`, whatever it is.

import { numberOf, START, step, unpack } from "./fingerprints.js";

const LONGEST_PHRASE = 3;
// Letters of a longer word that stand for all its forms.
const BEGINNING = 5;
// Stand in pairs for the start and the end of a sentence.
const SENTENCE_START = "^";
const SENTENCE_END = "$";

/** @typedef {import("./fingerprints.js").Table} Table */
/** @typedef {import("./terms.js").Hit} Hit */
/** @typedef {import("./terms.js").Meaning} Meaning */
/** @typedef {import("./terms.js").Token} Token */

/**
 * @param {Table} table a language's `phrases`; its values count the meanings
 * @param {Meaning[]} meanings
 */
export function createPhrases({ bits, ...table }, meanings) {
  const known = unpack({ bits, ...table });

  return {
    /** @type {(tokens: Token[], hits: Hit[]) => void} adds to the hits */
    addHits(tokens, hits) {
      tokens.forEach(({ start }, first) => {
        let state = START;
        const behind = Math.min(tokens.length, first + LONGEST_PHRASE);
        for (let at = first; at < behind; at++) {
          const token = /** @type {Token} */ (tokens[at]);
          state = step(at > first ? step(state, " ") : state, written(token));
          const term = meanings[known.get(numberOf(state, bits)) ?? -1];
          if (term) hits.push({ start, end: token.end, term });
        }
      });
    },
    /** @type {(word: string) => boolean} */
    know: (word) => known.has(numberOf(step(START, word), bits)),
  };
}

/**
 * @param {Table[]} tables the languages' `hints` or `alarms`
 * @returns {(signs: Set<number>) => number} the points of a sentence's signs, each counted once
 */
export function createPoints(tables) {
  const known = tables.map((table) => ({ bits: table.bits, values: unpack(table) }));

  return (signs) => {
    let points = 0;
    for (const { bits, values } of known) {
      for (const sign of signs) points += values.get(numberOf(sign, bits)) ?? 0;
    }
    return points;
  };
}

/**
 * All that may have points in a sentence, as states of their fingerprints: words, beginnings of long words, and pairs
 * of neighbours.
 * @param {Token[]} tokens
 * @returns {Set<number>}
 */
export function signsOf(tokens) {
  const signs = new Set();
  let before = step(START, SENTENCE_START);
  for (const token of tokens) {
    const word = written(token);
    const alone = step(START, word);
    signs.add(alone).add(step(step(before, " "), word));
    if (word.length > BEGINNING) signs.add(step(START, `${word.slice(0, BEGINNING)}*`));
    before = alone;
  }
  return signs.add(step(step(before, " "), SENTENCE_END));
}

/** @type {(token: Token) => string} */
function written({ word, isNumber }) {
  return isNumber ? "#" : word;
}
