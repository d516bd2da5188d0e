// Base64url and JSON, read so strictly that every reader reads the same.
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";

/** @typedef {Record<string, unknown>} Members */

/**
 * Without padding.
 * @param {Uint8Array} data
 */
export function toBase64url(data) {
  return sodium.to_base64(data, sodium.base64_variants.URLSAFE_NO_PADDING);
}

/**
 * @param {unknown} text
 * @param {number} [length] in bytes; any where it is left out
 * @throws {SealError} malformed, also where unused bits are set
 */
export function fromBase64url(text, length) {
  if (typeof text !== "string") throw new SealError("malformed");
  let data;
  try {
    data = sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING);
  } catch {
    throw new SealError("malformed");
  }
  if (length !== undefined && data.length !== length) throw new SealError("malformed");
  return data;
}

/** @param {Members} value */
export function toJson(value) {
  return new TextEncoder().encode(JSON.stringify(value));
}

/**
 * @param {Uint8Array} data UTF-8 without a byte order mark
 * @returns {Members}
 * @throws {SealError} malformed
 */
export function fromJson(data) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data));
  } catch {
    throw new SealError("malformed");
  }
  return members(value);
}

/**
 * @param {unknown} value
 * @returns {Members}
 * @throws {SealError} malformed unless it is an object
 */
export function members(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SealError("malformed");
  return /** @type {Members} */ (value);
}

/**
 * @param {unknown} value
 * @returns {Members[]}
 */
export function listOfObjects(value) {
  if (!Array.isArray(value)) throw new SealError("malformed");
  return value.map(members);
}

/**
 * A string that can be written as UTF-8.
 * @param {unknown} value
 */
export function textOf(value) {
  if (typeof value !== "string" || wellFormed(value) !== value) throw new SealError("malformed");
  return value;
}

/**
 * A whole number that JavaScript holds exactly, from 0.
 * @param {unknown} value
 */
export function wholeNumber(value) {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new SealError("malformed");
  return value;
}

const DAY_SECONDS = 86400;

/**
 * The UTC day, since 1970-01-01, of a Unix time.
 * @param {number} moment
 */
export function dayOf(moment) {
  return Math.floor(moment / DAY_SECONDS);
}

/**
 * With U+FFFD in place of half a surrogate pair, which UTF-8 cannot hold and a text field can.
 * @param {string} text
 */
export function wellFormed(text) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
