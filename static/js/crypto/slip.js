// The SLIP: the few facts that the server must know, in exactly 512 bytes (docs/envelope.md).
import { SealError } from "./errors.js";
import { LANGUAGE, TOPIC, URGENCY, matching } from "./payload.js";

export const SLIP_BYTES = 512;
const AT = { inbox: 0, conversation: 16, locator: 32, tokenHash: 48, signPublic: 80, topic: 112, urgency: 145 };
const LANGUAGE_AT = 162;
const MEMO_AT = 168;
const MOST_MEMO_BYTES = 342;

/**
 * @typedef {{inbox: Uint8Array, conversation: Uint8Array, topic: string, urgency: string, language: string,
 *   locator: Uint8Array, tokenHash: Uint8Array, patientSignPublic: Uint8Array, memo: Uint8Array}} Slip
 */

/**
 * @param {Slip} slip
 * @throws {SealError} malformed
 */
export function packSlip(slip) {
  const packed = new Uint8Array(SLIP_BYTES);
  packed.set(ofLength(16, slip.inbox), AT.inbox);
  packed.set(ofLength(16, slip.conversation), AT.conversation);
  packed.set(ofLength(16, slip.locator), AT.locator);
  packed.set(ofLength(32, slip.tokenHash), AT.tokenHash);
  packed.set(ofLength(32, slip.patientSignPublic), AT.signPublic);
  packed.set(counted(matching(TOPIC, slip.topic)), AT.topic);
  packed.set(counted(matching(URGENCY, slip.urgency)), AT.urgency);
  packed.set(counted(matching(LANGUAGE, slip.language)), LANGUAGE_AT);
  if (slip.memo.length > MOST_MEMO_BYTES) throw new SealError("malformed");
  new DataView(packed.buffer).setUint16(MEMO_AT, slip.memo.length);
  packed.set(slip.memo, MEMO_AT + 2);
  return packed;
}

/**
 * @param {number} length
 * @param {Uint8Array} value
 */
function ofLength(length, value) {
  if (value.length !== length) throw new SealError("malformed");
  return value;
}

/**
 * Its length in a byte, then its ASCII.
 * @param {string} text
 */
function counted(text) {
  return Uint8Array.of(text.length, ...new TextEncoder().encode(text));
}
