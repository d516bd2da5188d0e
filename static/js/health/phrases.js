// Phrases of plain words, told by their fingerprints: those that mean something, and those that only add points.
// A number in a text stands in a phrase as `#`, whatever it is.

import { numberOf, readMeanings, START, step, unpack } from "./fingerprints.js";

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
 * All languages' phrases: those that tell by themselves, and those that tell what a number near them is. Of each, all
 * languages share one size of number.
 * @param {{phrases: Table, contexts: Table, meanings: Meaning[]}[]} sections
 */
export function createPhrases(sections) {
  const tables = /** @type {const} */ (["phrases", "contexts"]).map((name) => {
    /** @type {Map<number, Meaning[]>} */
    const known = new Map();
    for (const section of sections) readMeanings(section[name], section.meanings, known);
    return { bits: sections[0]?.[name].bits ?? 0, known };
  });

  return {
    /** @type {(tokens: Token[], hits: Hit[]) => void} adds to the hits */
    addHits(tokens, hits) {
      tokens.forEach(({ start, state: alone }, first) => {
        let state = alone;
        const behind = Math.min(tokens.length, first + LONGEST_PHRASE);
        for (let at = first; at < behind; at++) {
          const token = /** @type {Token} */ (tokens[at]);
          if (at > first) state = step(step(state, " "), written(token));
          for (const { bits, known } of tables) {
            const terms = known.get(numberOf(state, bits));
            if (terms) for (const term of terms) hits.push({ start, end: token.end, term });
          }
        }
      });
    },
    /** @type {(token: Token) => boolean} */
    know: ({ state }) => tables.some(({ bits, known }) => known.has(numberOf(state, bits))),
  };
}

/**
 * All languages' points. Numbers of hints are shorter than those of alarms: each is how two longer ones begin.
 * @param {{hints: Table, alarms: Table}[]} sections
 * @returns {(tokens: Token[]) => {hints: number, alarms: number}} of all signs of a sentence, each counted once
 */
export function createPoints(sections) {
  const bits = sections[0]?.alarms.bits ?? 0;
  /** @type {Map<number, {hints: number, alarms: number}>} */
  const known = new Map();
  for (const section of sections) {
    for (const kind of /** @type {const} */ (["hints", "alarms"])) {
      const spare = bits - section[kind].bits;
      for (const [number, values] of unpack(section[kind])) {
        for (let longer = number << spare; longer < (number + 1) << spare; longer += 1) {
          const points = known.get(longer) ?? { hints: 0, alarms: 0 };
          for (const value of values) points[kind] += value;
          known.set(longer, points);
        }
      }
    }
  }

  return (tokens) => {
    const sum = { hints: 0, alarms: 0 };
    for (const sign of signsOf(tokens)) {
      const points = known.get(numberOf(sign, bits));
      if (!points) continue;
      sum.hints += points.hints;
      sum.alarms += points.alarms;
    }
    return sum;
  };
}

/**
 * All that may have points in a sentence, as states of their fingerprints: words, beginnings of long words, and pairs
 * of neighbours.
 * @param {Token[]} tokens
 * @returns {Set<number>}
 */
function signsOf(tokens) {
  const signs = new Set();
  let before = step(START, SENTENCE_START);
  for (const token of tokens) {
    const word = written(token);
    signs.add(token.state).add(step(step(before, " "), word));
    if (word.length > BEGINNING) signs.add(step(step(START, word.slice(0, BEGINNING)), "*"));
    before = token.state;
  }
  return signs.add(step(step(before, " "), SENTENCE_END));
}

/** @type {(token: Token) => string} */
function written({ word, isNumber }) {
  return isNumber ? "#" : word;
}
