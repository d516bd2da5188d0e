// Opening a conversation in the desk's worker, beside libsodium's own work on the same bytes. Run by bench/desk/opening.py
// in Chromium.
import sodium from "libsodium-wrappers";

import { fromBase64url } from "../../static/js/crypto/encoding.js";
import { INBOX } from "../../static/js/crypto/header.js";
import { concat, derive } from "../../static/js/crypto/labels.js";
import { takeApart } from "../../static/js/crypto/layout.js";
import { signed, wrapAad, wrappingKey } from "../../static/js/crypto/letter.js";
import { createKeyring } from "../../static/js/desk/keyring/keyring.js";
import { NOW, conversationWith, inboxWithLead } from "../../tests/js/desk_cast.js";

const WORDS = "I moved house last week and the pharmacy still has my old address. ";
const SIGNATURE_BYTES = 64;

/**
 * @param {number} letters
 * @param {number} rounds
 */
export function measure(letters, rounds) {
  const inbox = inboxWithLead();
  const keyring = createKeyring(() => NOW);
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(inbox.leads())], seen: {} });
  const talk = conversationWith(inbox, WORDS.repeat(8));
  for (let count = 1; count < letters; count += 1) {
    if (count % 2) {
      keyring.open({ conversation: talk.given() });
      talk.takes(keyring.seal({ reference: "7Q4M9ZTK2D", direction: 2, text: WORDS.repeat(6) }), 2);
    } else talk.adds(WORDS.repeat(5));
  }
  const conversation = talk.given();
  const parts = talk.letters.map(({ letter }) => prepared(inbox, talk, fromBase64url(letter)));
  const times = { opening: /** @type {number[]} */ ([]), bare: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round += 1) {
    times.bare.push(timed(() => parts.forEach(bareWork)));
    times.opening.push(timed(() => keyring.open({ conversation })));
  }
  const { letters: shown, trouble } = keyring.open({ conversation });
  if (shown.length !== letters || trouble) throw new Error("the conversation did not open");
  return times;
}

/** @param {() => void} act */
function timed(act) {
  const begun = performance.now();
  act();
  return performance.now() - begun;
}

/**
 * All that libsodium is given, made before the clock runs.
 * @param {ReturnType<typeof inboxWithLead>} inbox
 * @param {ReturnType<typeof conversationWith>} talk
 * @param {Uint8Array} letter
 */
function prepared(inbox, talk, letter) {
  const { header, bound, stanzas, nonce, body } = takeApart(letter);
  const halves = /** @type {import("../../static/js/crypto/grant.js").Halves} */ (inbox.halves[1]);
  const epoch = /** @type {import("../../static/js/crypto/statements.js").Epoch} */ (inbox.epochs[1]);
  const stanza = stanzas.find(({ kind }) => kind === INBOX);
  if (!stanza) throw new Error("no stanza");
  const secret = sodium.crypto_kem_xwing_dec(stanza.ciphertext, halves.xwingSeed);
  const kek = wrappingKey(secret, epoch.xwingPublic, stanza.ciphertext, bound);
  const aad = wrapAad(bound, INBOX, stanza.keyId);
  const zeros = new Uint8Array(24);
  const contentKey = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, stanza.wrap, aad, zeros, kek);
  const bodyKey = derive(contentKey, "body", bound.slice(0, 88));
  const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, body, bound, nonce, bodyKey);
  const content = sodium.unpad(padded, padded.length);
  const payload = content.slice(SIGNATURE_BYTES);
  const label = new TextEncoder().encode("sotto/1/sign\0");
  return {
    seed: halves.xwingSeed,
    ciphertext: stanza.ciphertext,
    wrap: stanza.wrap,
    aad,
    zeros,
    kek,
    bodyKey,
    nonce,
    body,
    bound,
    padded,
    hashed: concat(stanza.ciphertext, bound), // of the key that wraps
    payload,
    letter: concat(bound, nonce, body),
    signature: content.slice(0, SIGNATURE_BYTES),
    statement: concat(label, signed(bound, payload)),
    signPublic: header.direction === 1 ? talk.keys.signPublic : epoch.signPublic,
    contentKey,
  };
}

/** What opening cannot do without, and nothing else. @param {ReturnType<typeof prepared>} part */
function bareWork(part) {
  sodium.crypto_kem_xwing_dec(part.ciphertext, part.seed);
  sodium.crypto_generichash(32, part.hashed, part.contentKey);
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, part.wrap, part.aad, part.zeros, part.kek);
  sodium.crypto_generichash(32, part.bound, part.contentKey);
  sodium.crypto_generichash(32, part.bound, part.contentKey);
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, part.body, part.bound, part.nonce, part.bodyKey);
  sodium.unpad(part.padded, part.padded.length);
  sodium.crypto_generichash(32, part.payload, null);
  sodium.crypto_generichash(32, part.letter, null);
  sodium.crypto_sign_verify_detached(part.signature, part.statement, part.signPublic);
}

Object.assign(globalThis, { measureOpening: measure });
