// Thousands of phrases in a few kilobytes: each is told by a number that its words give, not by its letters.
// widget/health/fingerprints.py tells what a table holds.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-";
const DIGIT_BITS = 6;
const WORTH = new Map(Array.from(DIGITS, (digit, worth) => [digit, worth]));
// FNV-1a, and the last steps of MurmurHash3.
export const START = 2166136261;
const PRIME = 16777619;

/** @typedef {{bits: number, groups: Record<string, [number, string]>}} Table */
/** @typedef {{has: (word: string) => boolean}} Words */

/** @type {(state: number, text: string) => number} the state after these further letters */
export function step(state, text) {
  let next = state;
  for (let i = 0; i < text.length; i++) next = Math.imul(next ^ text.charCodeAt(i), PRIME);
  return next;
}

/** @type {(state: number, bits: number) => number} */
export function numberOf(state, bits) {
  let mixed = state ^ (state >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return mixed >>> (32 - bits);
}

/**
 * @param {Table} table
 * @returns {Map<number, number[]>} number -> values
 */
export function unpack({ groups }) {
  const values = new Map();
  for (const [value, [shift, digits]] of Object.entries(groups)) {
    let number = 0;
    for (const gap of gapsOf(shift, digits)) {
      number += gap;
      values.set(number, [...(values.get(number) ?? []), Number(value)]);
    }
  }
  return values;
}

/**
 * @param {Table} table
 * @returns {Words} words of which it matters only that they are listed
 */
export function readWords(table) {
  const numbers = unpack(table);
  return { has: (word) => numbers.has(numberOf(step(START, word), table.bits)) };
}

/**
 * @template M
 * @param {Table} table whose values count the meanings
 * @param {M[]} meanings
 * @param {Map<number, M[]>} known number -> what is meant; is added to
 */
export function readMeanings(table, meanings, known) {
  for (const [number, values] of unpack(table)) {
    known.set(number, [...(known.get(number) ?? []), ...values.flatMap((value) => meanings[value] ?? [])]);
  }
}

/** @type {(shift: number, digits: string) => number[]} */
function gapsOf(shift, digits) {
  const gaps = [];
  let high = 0;
  let low = 0;
  let left = 0; // bits of `low` that are still to come
  for (const digit of digits) {
    const worth = /** @type {number} */ (WORTH.get(digit));
    for (let place = DIGIT_BITS - 1; place >= 0; place--) {
      const bit = (worth >> place) & 1;
      if (left) {
        low = low * 2 + bit;
        left -= 1;
        if (left) continue;
        gaps.push(high * 2 ** shift + low);
        high = low = 0;
      } else if (bit) {
        high += 1;
      } else {
        left = shift;
      }
    }
  }
  return gaps;
}
