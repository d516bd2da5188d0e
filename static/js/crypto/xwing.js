// X-Wing (draft-connolly-cfrg-xwing-kem), which libsodium has whole. It refuses keys whose ML-KEM half is not reduced and
// X25519 shares of zero.
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";
import { hash, wipe } from "./labels.js";

export const PUBLIC_BYTES = 1216;
export const CIPHERTEXT_BYTES = 1120;
const ENCAPSULATION_SEED_BYTES = 64;

/** @param {Uint8Array} seed 32 bytes */
export function publicOf(seed) {
  return sodium.crypto_kem_xwing_seed_keypair(seed).publicKey;
}

/**
 * A fresh shared secret of 32 bytes and its ciphertext.
 * @param {Uint8Array} publicKey
 * @param {import("./labels.js").Random} random
 * @throws {SealError} malformed
 */
export function encapsulate(publicKey, random) {
  const seed = random(ENCAPSULATION_SEED_BYTES);
  try {
    return sodium.crypto_kem_xwing_enc_deterministic(publicKey, seed);
  } catch {
    throw new SealError("malformed");
  } finally {
    wipe(seed);
  }
}

/**
 * The shared secret. A wrong key gives another secret, as the standard has it.
 * @param {Uint8Array} seed 32 bytes
 * @param {Uint8Array} ciphertext
 * @throws {SealError} malformed for a wrong length, cannot_open for a zero X25519 share
 */
export function decapsulate(seed, ciphertext) {
  if (ciphertext.length !== CIPHERTEXT_BYTES) throw new SealError("malformed");
  try {
    return sodium.crypto_kem_xwing_dec(ciphertext, seed);
  } catch {
    throw new SealError("cannot_open");
  }
}

/**
 * H32: the 32 bytes that name a public key.
 * @param {Uint8Array} publicKey
 */
export function keyHash(publicKey) {
  return hash("xwing-pk", publicKey);
}
