// Sealing a LETTER (docs/envelope.md).
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";
import { packHeader } from "./header.js";
import { ID_BYTES, KEY_BYTES, NONCE_BYTES, concat, derive, encrypt, hash, randomBytes, sign, wipe } from "./labels.js";
import { PADDED_SIZES, checkReaders, packStanza } from "./layout.js";
import { encapsulate, keyHash } from "./xwing.js";

/** Each key that wraps a content key is used once, so its nonce may be fixed. */
const WRAP_NONCE = new Uint8Array(NONCE_BYTES);

/** @typedef {{kind: number, publicKey: Uint8Array}} Recipient a stanza's kind and an X-Wing public key */

/**
 * The 16 bytes that name an X-Wing public key in a stanza.
 * @param {Uint8Array} publicKey
 */
export function keyIdOf(publicKey) {
  return keyHash(publicKey).slice(0, ID_BYTES);
}

/**
 * @param {import("./header.js").Header} header
 * @param {Uint8Array} payload
 * @param {Recipient[]} recipients
 * @param {Uint8Array} signSeed the writer's, 32 bytes
 * @param {import("./labels.js").Random} [random] asked for, in this order: the content key (32 bytes), 64 bytes per
 *   recipient, the nonce (24). The vectors alone give another than libsodium's.
 * @throws {SealError} malformed where the recipients do not fit the direction, too_long
 */
export function sealLetter(header, payload, recipients, signSeed, random = randomBytes) {
  checkReaders(
    header.direction,
    recipients.map(({ kind, publicKey }) => ({ kind, keyId: keyIdOf(publicKey) })),
  );
  const packed = packHeader(header);
  const contentKey = random(KEY_BYTES);
  const bound = concat(packed, derive(contentKey, "commit", packed));
  const stanzas = recipients.map((recipient) => wrap(bound, recipient, contentKey, random));
  const nonce = random(NONCE_BYTES);
  const padded = pad(concat(sign(signSeed, "sign", signed(bound, payload)), payload));
  const body = encrypt(derive(contentKey, "body", packed), nonce, bound, padded);
  wipe(contentKey);
  return concat(bound, Uint8Array.of(stanzas.length), ...stanzas, nonce, body);
}

/**
 * The key that wraps the content key for one reader.
 * @param {Uint8Array} secret X-Wing's
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} ciphertext
 * @param {Uint8Array} bound
 */
export function wrappingKey(secret, publicKey, ciphertext, bound) {
  return derive(secret, "kek", keyHash(publicKey), ciphertext, bound);
}

/**
 * What a stanza's wrap is bound to.
 * @param {Uint8Array} bound
 * @param {number} kind
 * @param {Uint8Array} keyId
 */
export function wrapAad(bound, kind, keyId) {
  return concat(bound, Uint8Array.of(kind), keyId);
}

/**
 * What the writer signs.
 * @param {Uint8Array} bound
 * @param {Uint8Array} payload
 */
export function signed(bound, payload) {
  return concat(bound, hash("payload", payload));
}

/**
 * The content key for one reader, as a stanza.
 * @param {Uint8Array} bound
 * @param {Recipient} recipient
 * @param {Uint8Array} contentKey
 * @param {import("./labels.js").Random} random
 */
export function wrap(bound, { kind, publicKey }, contentKey, random) {
  const { sharedSecret, ciphertext } = encapsulate(publicKey, random);
  const keyId = keyIdOf(publicKey);
  const key = wrappingKey(sharedSecret, publicKey, ciphertext, bound);
  return packStanza({
    kind,
    keyId,
    ciphertext,
    wrap: encrypt(key, WRAP_NONCE, wrapAad(bound, kind, keyId), contentKey),
  });
}

/** @param {Uint8Array} content */
function pad(content) {
  const size = PADDED_SIZES.find((each) => content.length < each);
  if (size === undefined) throw new SealError("too_long");
  return sodium.pad(content, size);
}
