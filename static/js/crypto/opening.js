// Opening a LETTER (docs/envelope.md), in the order of checks that it fixes.
import sodium from "libsodium-wrappers";

import { SealError } from "./errors.js";
import { HEADER_BYTES, PATIENT, STAFF, packHeader } from "./header.js";
import { NONCE_BYTES, SIGNATURE_BYTES, decrypt, derive, equal, verify } from "./labels.js";
import { hashOf, takeApart } from "./layout.js";
import { keyIdOf, signed, wrapAad, wrappingKey } from "./letter.js";
import { parseMessage } from "./payload.js";
import { decapsulate, publicOf } from "./xwing.js";

/**
 * `message`: what the payload of a letter of patient or staff says; null of the other directions.
 * @typedef {{header: import("./header.js").Header, payload: Uint8Array, hash: Uint8Array,
 *   message: import("./payload.js").Message | null}} OpenedLetter
 */
/** @typedef {{inbox: Uint8Array, conversation: Uint8Array}} Place where a letter has to belong, as its reader knows */

/** @typedef {{signPublic: Uint8Array | null, place: Place | null, publicKey?: Uint8Array}} Expected */

/**
 * Opens the letter through the stanza of that kind for the X-Wing seed, and checks who wrote it.
 * @param {Uint8Array} letter
 * @param {number} kind
 * @param {Uint8Array} seed 32 bytes
 * @param {Expected} expected the writer's Ed25519 key, null for a patient's letter alone, whose payload names it; where
 *   the reader found it, null if nothing is known; and the seed's public key, which takes long to derive
 * @returns {OpenedLetter}
 * @throws {SealError}
 */
export function openLetter(letter, kind, seed, expected) {
  return openLayout(takeApart(letter), kind, seed, expected);
}

/**
 * The same, of a letter that was taken apart before.
 * @param {import("./layout.js").Layout} layout
 * @param {number} kind
 * @param {Uint8Array} seed
 * @param {Expected} expected
 * @returns {OpenedLetter}
 * @throws {SealError}
 */
export function openLayout(layout, kind, seed, { signPublic, place, publicKey = publicOf(seed) }) {
  const { header, bound } = layout;
  if (place && !(equal(place.inbox, header.inbox) && equal(place.conversation, header.conversation))) {
    throw new SealError("wrong_place");
  }
  const packed = packHeader(header);
  const contentKey = unwrap(layout, kind, seed, publicKey);
  if (!equal(derive(contentKey, "commit", packed), bound.slice(HEADER_BYTES))) throw new SealError("bad_commitment");
  const content = unpad(decrypt(derive(contentKey, "body", packed), layout.nonce, bound, layout.body));
  const payload = content.slice(SIGNATURE_BYTES);
  const message = header.direction === PATIENT || header.direction === STAFF ? parseMessage(payload) : null;
  const named = header.direction === PATIENT ? (message?.patientPublic ?? null) : null;
  verify(writer(named, signPublic), "sign", signed(bound, payload), content.slice(0, SIGNATURE_BYTES));
  return { header, payload, hash: hashOf(layout), message };
}

/**
 * The content key, for the reader whose seed it is.
 * @param {import("./layout.js").Layout} layout
 * @param {number} kind
 * @param {Uint8Array} seed
 * @param {Uint8Array} publicKey the seed's
 * @throws {SealError} unknown_key or cannot_open
 */
export function unwrap({ bound, stanzas }, kind, seed, publicKey) {
  const keyId = keyIdOf(publicKey);
  const stanza = stanzas.find((each) => each.kind === kind && equal(each.keyId, keyId));
  if (!stanza) throw new SealError("unknown_key");
  const key = wrappingKey(decapsulate(seed, stanza.ciphertext), publicKey, stanza.ciphertext, bound);
  return decrypt(key, new Uint8Array(NONCE_BYTES), wrapAad(bound, kind, keyId), stanza.wrap);
}

/** @param {Uint8Array} padded */
function unpad(padded) {
  let content;
  try {
    content = sodium.unpad(padded, padded.length);
  } catch {
    throw new SealError("bad_padding");
  }
  if (content.length < SIGNATURE_BYTES) throw new SealError("bad_padding");
  return content;
}

/**
 * A patient's letter names its own key. That all of a conversation name the same is for its reader.
 * @param {Uint8Array | null} named
 * @param {Uint8Array | null} known
 */
function writer(named, known) {
  const key = named ?? known;
  if (!key || (known && !equal(key, known))) throw new SealError("bad_signature");
  return key;
}
