// The few operations that every sealed format is made of (docs/envelope.md, "Building blocks").
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";

export const KEY_BYTES = 32;
export const HASH_BYTES = 32;
export const NONCE_BYTES = 24;
export const TAG_BYTES = 16;
export const SIGNATURE_BYTES = 64;
export const ID_BYTES = 16;

/** libsodium's own module; nothing here works before it has been awaited. */
export const ready = sodium.ready;

/** @typedef {(count: number) => Uint8Array} Random */

/** @type {Random} */
export const randomBytes = (count) => sodium.randombytes_buf(count);

/**
 * HASH: 32 bytes of BLAKE2b.
 * @param {string} name
 * @param {...Uint8Array} parts
 */
export function hash(name, ...parts) {
  return sodium.crypto_generichash(HASH_BYTES, concat(label(name), ...parts), null);
}

/**
 * KDF: 32 bytes of BLAKE2b keyed with 32 bytes.
 * @param {Uint8Array} key
 * @param {string} name
 * @param {...Uint8Array} parts
 */
export function derive(key, name, ...parts) {
  if (key.length !== KEY_BYTES) throw new SealError("malformed");
  return sodium.crypto_generichash(KEY_BYTES, concat(label(name), ...parts), key);
}

/**
 * AE: XChaCha20-Poly1305-IETF, the tag of 16 bytes at the end.
 * @param {Uint8Array} key
 * @param {Uint8Array} nonce
 * @param {Uint8Array} aad
 * @param {Uint8Array} plaintext
 */
export function encrypt(key, nonce, aad, plaintext) {
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key);
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} nonce
 * @param {Uint8Array} aad
 * @param {Uint8Array} sealed
 * @throws {SealError} cannot_open
 */
export function decrypt(key, nonce, aad, sealed) {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, aad, nonce, key);
  } catch {
    throw new SealError("cannot_open");
  }
}

/**
 * In constant time for equal lengths.
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function equal(one, other) {
  return one.length === other.length && sodium.memcmp(one, other);
}

/** @param {Uint8Array} seed 32 bytes */
export function signPublic(seed) {
  return sodium.crypto_sign_seed_keypair(seed).publicKey;
}

/**
 * 64 bytes of Ed25519 over label and data.
 * @param {Uint8Array} seed 32 bytes
 * @param {string} name
 * @param {Uint8Array} data
 */
export function sign(seed, name, data) {
  const { privateKey } = sodium.crypto_sign_seed_keypair(seed);
  const signature = sodium.crypto_sign_detached(concat(label(name), data), privateKey);
  wipe(privateKey);
  return signature;
}

/**
 * @param {Uint8Array} publicKey
 * @param {string} name
 * @param {Uint8Array} data
 * @param {Uint8Array} signature
 * @throws {SealError} bad_signature
 */
export function verify(publicKey, name, data, signature) {
  let good = false;
  try {
    good = sodium.crypto_sign_verify_detached(signature, concat(label(name), data), publicKey);
  } catch {
    // A wrong length is a bad signature like any other.
  }
  if (!good) throw new SealError("bad_signature");
}

/** @param {Uint8Array} secret overwritten with zeros, as far as a browser lets one */
export function wipe(secret) {
  sodium.memzero(secret);
}

/** @param {...Uint8Array} parts */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * What starts every hashed, derived or signed input, so that none can stand for another.
 * @param {string} name
 */
function label(name) {
  const found = LABELS.get(name) ?? new TextEncoder().encode(`sotto/1/${name}\0`);
  LABELS.set(name, found);
  return found;
}

/** @type {Map<string, Uint8Array>} they are few, and asked for with every letter */
const LABELS = new Map();
