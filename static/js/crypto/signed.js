// What all signed statements share: how they travel, what names a key, and the members that each of them has.
import { fromBase64url, fromJson, members, toBase64url, toJson, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { HASH_BYTES, ID_BYTES, SIGNATURE_BYTES, hash, sign } from "./labels.js";

const VERSION = 1;
export const LEAD_ID_BYTES = 8;
const MOST_STATEMENT_CHARACTERS = 256 * 1024;

/** @typedef {{data: Uint8Array, signature: Uint8Array}} Signed the bytes as they were signed, never written anew */
/**
 * What a lead says of every statement: for which inbox, under which authority, and where in its line it stands.
 * @typedef {{inbox: Uint8Array, authorityVersion: number, lead: Uint8Array, seq: number, prev: Uint8Array,
 *   issued: number}} Issue
 */

/**
 * The 8 bytes that name a lead's signing key.
 * @param {Uint8Array} publicKey
 */
export function leadIdOf(publicKey) {
  return hash("lead", publicKey).slice(0, LEAD_ID_BYTES);
}

/**
 * What the next statement of its kind has as `prev`.
 * @param {Signed} statement
 */
export function statementHash({ data }) {
  return hash("statement", data);
}

/**
 * @param {Uint8Array} seed the lead's, 32 bytes
 * @param {string} kind
 * @param {object} value all members but `v` and `kind`
 * @returns {Signed}
 */
export function signStatement(seed, kind, value) {
  const data = toJson({ v: VERSION, kind, ...value });
  return { data, signature: sign(seed, kind, data) };
}

/**
 * As it travels.
 * @param {Signed} statement
 */
export function packSigned({ data, signature }) {
  return { bytes: toBase64url(data), signature: toBase64url(signature) };
}

/**
 * A statement as it travels.
 * @param {unknown} value
 * @returns {Signed}
 * @throws {SealError} malformed
 */
export function parseSigned(value) {
  const { bytes, signature } = members(value);
  if (typeof bytes !== "string" || bytes.length > MOST_STATEMENT_CHARACTERS) throw new SealError("malformed");
  return { data: fromBase64url(bytes), signature: fromBase64url(signature, SIGNATURE_BYTES) };
}

/**
 * @param {Uint8Array} data
 * @param {string} kind
 */
export function readStatement(data, kind) {
  const value = fromJson(data);
  if (wholeNumber(value.v) !== VERSION) throw new SealError("wrong_version");
  if (value.kind !== kind) throw new SealError("malformed");
  return value;
}

/**
 * @param {import("./encoding.js").Members} value
 * @returns {Issue}
 */
export function parseIssue(value) {
  return {
    inbox: fromBase64url(value.inbox, ID_BYTES),
    authorityVersion: wholeNumber(value.authority_version),
    lead: fromBase64url(value.lead, LEAD_ID_BYTES),
    seq: wholeNumber(value.seq),
    prev: fromBase64url(value.prev, HASH_BYTES),
    issued: wholeNumber(value.issued),
  };
}

/** @param {Issue} issue */
export function packIssue({ inbox, authorityVersion, lead, seq, prev, issued }) {
  return {
    inbox: toBase64url(inbox),
    authority_version: authorityVersion,
    lead: toBase64url(lead),
    seq,
    prev: toBase64url(prev),
    issued,
  };
}
