// The COMPARTMENT: whom to tell by e-mail that there is an answer, sealed to a key of the worker's own (docs/envelope.md).
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";
import { KEY_BYTES, concat, hash } from "./labels.js";

export const LEAVE = 0;
export const PUT = 1;
const KEY_ID_BYTES = 8;
const MOST_ADDRESS_BYTES = 254;
const LENGTH_BYTES = 2;
const ASCII = /^[\x00-\x7f]*$/;

/**
 * What is put into a compartment: `packed` is ADDRESS, 256 bytes.
 * @typedef {{mode: typeof LEAVE | typeof PUT, packed: Uint8Array}} Wish
 */

/**
 * The 8 bytes that name a notification key.
 * @param {Uint8Array} publicKey
 */
export function notifyKeyIdOf(publicKey) {
  return hash("notify-pk", publicKey).slice(0, KEY_ID_BYTES);
}

/**
 * @param {Wish["mode"]} mode
 * @param {string} address nothing for none
 * @returns {Wish}
 * @throws {SealError} malformed
 */
export function wishFor(mode, address) {
  if (!ASCII.test(address) || address.length > MOST_ADDRESS_BYTES) throw new SealError("malformed");
  const packed = new Uint8Array(LENGTH_BYTES + MOST_ADDRESS_BYTES);
  new DataView(packed.buffer).setUint16(0, address.length);
  packed.set(new TextEncoder().encode(address), LENGTH_BYTES);
  return { mode, packed };
}

/**
 * @param {Uint8Array} notifyPublic 32 bytes
 * @param {Wish} wish
 * @throws {SealError} malformed
 */
export function sealCompartment(notifyPublic, { mode, packed }) {
  if (notifyPublic.length !== KEY_BYTES) throw new SealError("malformed");
  return concat(Uint8Array.of(mode), notifyKeyIdOf(notifyPublic), sodium.crypto_box_seal(packed, notifyPublic));
}
