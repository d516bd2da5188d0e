// The ENVELOPE: a sealed box to the post key that holds a slip, a compartment and a letter (docs/envelope.md).
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, concat, derive, hash } from "./labels.js";
import { packSlip } from "./slip.js";

export const MAX_ENVELOPE = 64 * 1024;
const OUTER = Uint8Array.of(0x53, 0x45, 1); // "SE", version
const INNER = Uint8Array.of(0x53, 0x50, 1); // "SP", version
const POST_KEY_ID_BYTES = 8;

/**
 * The 8 bytes that name a post key.
 * @param {Uint8Array} publicKey
 */
export function postKeyIdOf(publicKey) {
  return hash("post-pk", publicKey).slice(0, POST_KEY_ID_BYTES);
}

/**
 * What the sealed box holds.
 * @param {Uint8Array} submission 16 bytes
 * @param {Uint8Array} digest 32 bytes
 * @param {import("./slip.js").Slip} slip
 * @param {Uint8Array} compartment
 * @param {Uint8Array} letter
 */
export function packContents(submission, digest, slip, compartment, letter) {
  if (submission.length !== ID_BYTES || digest.length !== HASH_BYTES) throw new SealError("malformed");
  return concat(INNER, submission, digest, packSlip(slip), compartment, letter);
}

/**
 * @param {Uint8Array} postPublic 32 bytes
 * @param {Uint8Array} contents
 * @throws {SealError} malformed
 */
export function sealEnvelope(postPublic, contents) {
  if (postPublic.length !== KEY_BYTES) throw new SealError("malformed");
  return concat(OUTER, postKeyIdOf(postPublic), sodium.crypto_box_seal(contents, postPublic));
}

/**
 * By which the server tells a repeated submission from a changed one. The key never leaves the patient, so that the
 * digest says nothing of what was written.
 * @param {Uint8Array} key 32 bytes
 * @param {import("./compartment.js").Wish} wish
 * @param {Uint8Array} payload
 */
export function submissionDigest(key, { mode, packed }, payload) {
  return derive(key, "submission", Uint8Array.of(mode), packed, payload);
}
