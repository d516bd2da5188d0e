// Thousands of phrases in a few kilobytes: each is told by a number that its words give, not by its letters.
// widget/health/fingerprints.py tells what a table holds.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-";
const LAST_ASCII = 0x7f;
// FNV-1a, and the last steps of MurmurHash3.
export const START = 2166136261;
const PRIME = 16777619;

/** @typedef {{bits: number, groups: Record<string, string[]>}} Table */

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
 * @returns {Map<number, number>} number -> value
 */
export function unpack({ groups }) {
  const worth = new Uint8Array(LAST_ASCII + 1);
  for (let digit = 0; digit < DIGITS.length; digit++) worth[DIGITS.charCodeAt(digit)] = digit;
  const values = new Map();
  for (const [group, places] of Object.entries(groups)) {
    const value = Number(group);
    const count = places[0]?.length ?? 0;
    let number = 0;
    for (let at = 0; at < count; at++) {
      let gap = 0;
      for (const digits of places) gap = gap * DIGITS.length + (worth[digits.charCodeAt(at)] ?? 0);
      number += gap;
      values.set(number, value);
    }
  }
  return values;
}
