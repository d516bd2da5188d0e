// A member's keys, all from one secret, and that secret at rest with the server (docs/envelope.md).
import { SealError } from "./errors.js";
import {
  HASH_BYTES,
  ID_BYTES,
  KEY_BYTES,
  NONCE_BYTES,
  TAG_BYTES,
  concat,
  decrypt,
  derive,
  encrypt,
  hash,
  randomBytes,
  signPublic,
} from "./labels.js";
import { publicOf } from "./xwing.js";

export const PASSKEY = 1;
export const WORDS = 2;

export const SALT_BYTES = 16;
const MARK = [0x53, 0x57]; // "SW"
const VERSION = 1;
const SECRET_AT = 3;
const ROOT_AT = SECRET_AT + KEY_BYTES;
const PLAIN_BYTES = ROOT_AT + HASH_BYTES;
const SEALED_AT = 1 + SALT_BYTES + NONCE_BYTES;
export const WRAP_BYTES = SEALED_AT + PLAIN_BYTES + TAG_BYTES;

/**
 * What a wrap is bound to: the member's id, 16 bytes, and the hash of the passkey's id, or `noCredential`.
 * @typedef {{member: Uint8Array, credential: Uint8Array}} Holder
 */
/**
 * @typedef {{xwingSeed: Uint8Array, xwingPublic: Uint8Array, signSeed: Uint8Array, signPublic: Uint8Array}} MemberKeys
 */

export const noCredential = () => new Uint8Array(HASH_BYTES);

/** @param {Uint8Array} credentialId */
export function credentialHash(credentialId) {
  return hash("credential", credentialId);
}

/**
 * What passkeys are asked to evaluate, the same for all members of a desk.
 * @param {string} rpId
 */
export function prfInput(rpId) {
  return hash("prf", new TextEncoder().encode(rpId));
}

/**
 * @param {Uint8Array} secret M, 32 bytes
 * @returns {MemberKeys}
 */
export function memberKeys(secret) {
  const [xwingSeed, signSeed] = [derive(secret, "member-xwing"), derive(secret, "member-sign")];
  return { xwingSeed, xwingPublic: publicOf(xwingSeed), signSeed, signPublic: signPublic(signSeed) };
}

/**
 * @param {number} kind
 * @param {Uint8Array} key what the passkey's PRF gave, or Argon2id of the words with this salt, 32 bytes
 * @param {Uint8Array} salt 16 bytes
 * @param {Holder} holder
 * @param {{secret: Uint8Array, root: Uint8Array}} content M, and the hash of the root to believe
 * @param {import("./labels.js").Random} [random]
 */
export function sealWrap(kind, key, salt, holder, { secret, root }, random = randomBytes) {
  const nonce = random(NONCE_BYTES);
  const plain = concat(Uint8Array.of(...MARK, VERSION), secret, root);
  const start = concat(Uint8Array.of(kind), salt);
  return concat(start, nonce, encrypt(wrapKey(kind, key, salt, holder), nonce, bound(start, holder), plain));
}

/**
 * @param {Uint8Array} wrap
 * @param {Uint8Array} key
 * @param {Holder} holder
 * @returns {{secret: Uint8Array, root: Uint8Array}}
 * @throws {SealError} malformed, cannot_open or wrong_version
 */
export function openWrap(wrap, key, holder) {
  const start = wrap.slice(0, 1 + SALT_BYTES);
  const opening = wrapKey(kindOf(wrap), key, saltOf(wrap), holder);
  const plain = decrypt(opening, wrap.slice(start.length, SEALED_AT), bound(start, holder), wrap.slice(SEALED_AT));
  if (plain[0] !== MARK[0] || plain[1] !== MARK[1]) throw new SealError("malformed");
  if (plain[2] !== VERSION) throw new SealError("wrong_version");
  return { secret: plain.slice(SECRET_AT, ROOT_AT), root: plain.slice(ROOT_AT) };
}

/**
 * @param {Uint8Array} wrap
 * @throws {SealError} malformed for what is no wrap
 */
export function kindOf(wrap) {
  const kind = wrap[0];
  if (wrap.length !== WRAP_BYTES || (kind !== PASSKEY && kind !== WORDS)) throw new SealError("malformed");
  return kind;
}

/**
 * What the words' Argon2id is salted with.
 * @param {Uint8Array} wrap
 */
export function saltOf(wrap) {
  return wrap.slice(1, 1 + SALT_BYTES);
}

/** @type {(start: Uint8Array, holder: Holder) => Uint8Array} */
const bound = (start, { member, credential }) => concat(start, member, credential);

/**
 * @param {number} kind
 * @param {Uint8Array} key
 * @param {Uint8Array} salt
 * @param {Holder} holder
 */
function wrapKey(kind, key, salt, { member, credential }) {
  if (member.length !== ID_BYTES || credential.length !== HASH_BYTES) throw new SealError("malformed");
  return kind === PASSKEY ? derive(key, "wrap-prf", salt, member, credential) : derive(key, "wrap-words", member);
}
