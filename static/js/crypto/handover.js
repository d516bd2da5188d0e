// HANDOVER: an inbox's signed word that a conversation is another's from now on (docs/envelope.md).
import { SealError } from "./errors.js";
import { HASH_BYTES, ID_BYTES, concat, sign, verify } from "./labels.js";

const MARK = [0x53, 0x48]; // "SH"
const VERSION = 1;
const AT = { conversation: 3, origin: 19, from: 35, to: 51, seq: 67, at: 71, epoch: 79, last: 83 };
const RECORD_BYTES = AT.last + HASH_BYTES;

/**
 * Ids of 16 bytes; seq from 1; `at` in Unix seconds; `epoch` is the number of the one that signs; `last` the hash of the
 * newest letter.
 * @typedef {{conversation: Uint8Array, origin: Uint8Array, from: Uint8Array, to: Uint8Array, seq: number, at: number,
 *   epoch: number, last: Uint8Array}} Handover
 */

/** @param {Handover} handover */
export function packHandover({ conversation, origin, from, to, seq, at, epoch, last }) {
  const ids = [conversation, origin, from, to];
  if (ids.some((id) => id.length !== ID_BYTES) || last.length !== HASH_BYTES) throw new SealError("malformed");
  const packed = new Uint8Array(RECORD_BYTES);
  packed.set(concat(Uint8Array.of(...MARK, VERSION), ...ids));
  const view = new DataView(packed.buffer);
  view.setUint32(AT.seq, seq);
  view.setBigUint64(AT.at, BigInt(at));
  view.setUint32(AT.epoch, epoch);
  packed.set(last, AT.last);
  return packed;
}

/**
 * @param {Uint8Array} data
 * @returns {Handover}
 * @throws {SealError} malformed or wrong_version
 */
export function parseHandover(data) {
  if (data.length !== RECORD_BYTES || data[0] !== MARK[0] || data[1] !== MARK[1]) throw new SealError("malformed");
  if (data[2] !== VERSION) throw new SealError("wrong_version");
  const view = new DataView(data.buffer, data.byteOffset);
  const at = view.getBigUint64(AT.at);
  if (at > Number.MAX_SAFE_INTEGER) throw new SealError("malformed");
  return {
    conversation: data.slice(AT.conversation, AT.origin),
    origin: data.slice(AT.origin, AT.from),
    from: data.slice(AT.from, AT.to),
    to: data.slice(AT.to, AT.seq),
    seq: view.getUint32(AT.seq),
    at: Number(at),
    epoch: view.getUint32(AT.epoch),
    last: data.slice(AT.last),
  };
}

/**
 * @param {Uint8Array} signSeed
 * @param {Uint8Array} record
 */
export function signHandover(signSeed, record) {
  return sign(signSeed, "handover", record);
}

/**
 * @param {Uint8Array} signPublic
 * @param {Uint8Array} record
 * @param {Uint8Array} signature
 * @throws {SealError} bad_signature
 */
export function verifyHandover(signPublic, record, signature) {
  verify(signPublic, "handover", record, signature);
}
