// A letter's HEADER (docs/envelope.md): who wrote it, where it belongs, and what it follows.
import { SealError } from "./errors.js";
import { HASH_BYTES, ID_BYTES } from "./labels.js";

export const PATIENT = 1;
export const STAFF = 2;
export const NOTE = 3;
export const GRANT = 4;
export const SAVED = 5;
export const SCORE = 6;

export const INBOX = 1;
export const RETURN = 2;
export const HOLDER = 3;

export const HEADER_BYTES = 88;
const VERSION = 1;
const MARK = [0x53, 0x4c]; // "SL"
const INBOX_AT = 4;
const CONVERSATION_AT = 20;
const LETTER_AT = 36;
const SEQ_AT = 52;
const PREV_AT = 56;
const MOST_SEQ = 0xffffffff;

/**
 * Ids of 16 bytes; seq from 1, counted per direction; prev 32 bytes.
 * @typedef {{direction: number, inbox: Uint8Array, conversation: Uint8Array, letter: Uint8Array, seq: number,
 *   prev: Uint8Array}} Header
 */

/** What the first letter of a conversation has as `prev`. */
export const noLetter = () => new Uint8Array(HASH_BYTES);

/**
 * @param {Header} header
 * @throws {SealError} malformed
 */
export function packHeader(header) {
  check(header);
  const packed = new Uint8Array(HEADER_BYTES);
  packed.set([...MARK, VERSION, header.direction]);
  packed.set(header.inbox, INBOX_AT);
  packed.set(header.conversation, CONVERSATION_AT);
  packed.set(header.letter, LETTER_AT);
  new DataView(packed.buffer).setUint32(SEQ_AT, header.seq);
  packed.set(header.prev, PREV_AT);
  return packed;
}

/**
 * From the first 88 bytes.
 * @param {Uint8Array} data
 * @returns {Header}
 * @throws {SealError} malformed or wrong_version
 */
export function parseHeader(data) {
  if (data.length < HEADER_BYTES || data[0] !== MARK[0] || data[1] !== MARK[1]) throw new SealError("malformed");
  if (data[2] !== VERSION) throw new SealError("wrong_version");
  const header = {
    direction: data[3] ?? 0,
    inbox: data.slice(INBOX_AT, CONVERSATION_AT),
    conversation: data.slice(CONVERSATION_AT, LETTER_AT),
    letter: data.slice(LETTER_AT, SEQ_AT),
    seq: new DataView(data.buffer, data.byteOffset).getUint32(SEQ_AT),
    prev: data.slice(PREV_AT, HEADER_BYTES),
  };
  check(header);
  return header;
}

/**
 * Whether it opens its conversation: the patient's first letter, which names the patient's own keys.
 * @param {Header} header
 */
export function isFirst(header) {
  return header.direction === PATIENT && header.seq === 1 && followsNone(header);
}

/** @param {Header} header */
export function followsNone({ prev }) {
  return prev.every((byte) => byte === 0);
}

/** @param {Header} header */
function check({ direction, inbox, conversation, letter, seq, prev }) {
  const idsFit = [inbox, conversation, letter].every((id) => id.length === ID_BYTES) && prev.length === HASH_BYTES;
  const seqFits = Number.isInteger(seq) && seq >= 1 && seq <= MOST_SEQ;
  if (!idsFit || !seqFits || !(direction >= PATIENT && direction <= SCORE)) throw new SealError("malformed");
}
