// What a reviewer says of a conversation, within the seal of a letter of direction 6 (docs/envelope.md, "Payloads").
import { fromJson, textOf, toJson, wellFormed, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";

export const LOWEST = 1;
export const HIGHEST = 5;

/** @typedef {{score: number, text: string}} Score */

/**
 * @param {Score} given
 * @throws {SealError} malformed
 */
export function packScore({ score, text }) {
  return toJson({ score: checked(score), text: wellFormed(text) });
}

/**
 * @param {Uint8Array} payload
 * @returns {Score}
 * @throws {SealError} malformed
 */
export function parseScore(payload) {
  const { score, text } = fromJson(payload);
  return { score: checked(score), text: textOf(text) };
}

/** @param {unknown} value */
function checked(value) {
  const score = wholeNumber(value);
  if (score < LOWEST || score > HIGHEST) throw new SealError("malformed");
  return score;
}
