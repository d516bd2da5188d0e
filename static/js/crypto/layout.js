// A letter's outer structure, read without any key.
import { SealError } from "./errors.js";
import { GRANT, HEADER_BYTES, HOLDER, INBOX, NOTE, PATIENT, RETURN, SAVED, SCORE, STAFF, parseHeader } from "./header.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, NONCE_BYTES, TAG_BYTES, concat, hash } from "./labels.js";
import { CIPHERTEXT_BYTES } from "./xwing.js";

export const PADDED_SIZES = [1024, 2048, 4096, 8192, 16384, 32768];
export const MOST_STANZAS = 4;
export const STANZA_BYTES = 1 + ID_BYTES + CIPHERTEXT_BYTES + KEY_BYTES + TAG_BYTES;
const STANZAS_AT = HEADER_BYTES + HASH_BYTES + 1;

/**
 * The content key wrapped for one reader.
 * @typedef {{kind: number, keyId: Uint8Array, ciphertext: Uint8Array, wrap: Uint8Array}} Stanza
 */
/**
 * `bound` is HEADER || commit, which everything within the letter is bound to.
 * @typedef {{header: import("./header.js").Header, bound: Uint8Array, stanzas: Stanza[], nonce: Uint8Array,
 *   body: Uint8Array}} Layout
 */

/**
 * @param {Uint8Array} letter
 * @returns {Layout}
 * @throws {SealError} malformed or wrong_version
 */
export function takeApart(letter) {
  const header = parseHeader(letter);
  const count = letter[STANZAS_AT - 1] ?? 0;
  const nonceAt = STANZAS_AT + count * STANZA_BYTES;
  const bodyAt = nonceAt + NONCE_BYTES;
  const padded = letter.length - bodyAt - TAG_BYTES;
  if (count < 1 || count > MOST_STANZAS || !PADDED_SIZES.includes(padded)) throw new SealError("malformed");
  const stanzas = Array.from({ length: count }, (_, index) => stanza(letter, STANZAS_AT + index * STANZA_BYTES));
  checkReaders(header.direction, stanzas);
  return {
    header,
    bound: letter.subarray(0, STANZAS_AT - 1),
    stanzas,
    nonce: letter.subarray(nonceAt, bodyAt),
    body: letter.subarray(bodyAt),
  };
}

/**
 * The letter's 32-byte name in later letters; the same whatever stanzas are added.
 * @param {Uint8Array} letter
 * @throws {SealError} malformed or wrong_version
 */
export function letterHash(letter) {
  return hashOf(takeApart(letter));
}

/** @param {Layout} layout */
export function hashOf({ bound, nonce, body }) {
  return hash("letter", bound, nonce, body);
}

/**
 * A letter that its patient cannot read, or a note that one can, is refused by its structure.
 * @param {number} direction
 * @param {{kind: number, keyId: Uint8Array}[]} readers
 * @throws {SealError} malformed unless the direction may have these readers, each once
 */
export function checkReaders(direction, readers) {
  const count = (/** @type {number} */ kind) => readers.filter((reader) => reader.kind === kind).length;
  const [inboxes, returns, holders] = [count(INBOX), count(RETURN), count(HOLDER)];
  const twoWays = inboxes >= 1 && returns === 1 && holders === 0;
  const teamAlone = inboxes >= 1 && returns === 0 && holders === 0;
  /** @type {Record<number, boolean>} */
  const fitting = {
    [PATIENT]: twoWays,
    [STAFF]: twoWays,
    [NOTE]: teamAlone,
    [SAVED]: teamAlone,
    [SCORE]: teamAlone,
    [GRANT]: inboxes === 0 && returns === 0 && holders === 1,
  };
  const known = inboxes + returns + holders === readers.length && readers.length <= MOST_STANZAS;
  const different = new Set(readers.map(({ kind, keyId }) => `${kind} ${keyId}`)).size === readers.length;
  if (!known || !different || !fitting[direction]) throw new SealError("malformed");
}

/** @param {Stanza} stanza */
export function packStanza({ kind, keyId, ciphertext, wrap }) {
  return concat(Uint8Array.of(kind), keyId, ciphertext, wrap);
}

/**
 * @param {Uint8Array} letter
 * @param {number} start
 * @returns {Stanza}
 */
function stanza(letter, start) {
  const keyAt = start + 1;
  const ciphertextAt = keyAt + ID_BYTES;
  const wrapAt = ciphertextAt + CIPHERTEXT_BYTES;
  return {
    kind: letter[start] ?? 0,
    keyId: letter.subarray(keyAt, ciphertextAt),
    ciphertext: letter.subarray(ciphertextAt, wrapAt),
    wrap: letter.subarray(wrapAt, start + STANZA_BYTES),
  };
}
