// A second sealer, written from docs/envelope.md alone, that can be told to break each rule.
import sodium from "libsodium-wrappers";

import { concat, derive, encrypt, hash, sign } from "../../../static/js/crypto/labels.js";
import { conversation, inbox } from "./cast.mjs";

export const sizes = [1024, 2048, 4096, 8192, 16384, 32768];

export function u16(number) {
  return Uint8Array.of(number >> 8, number & 255);
}

export function u32(number) {
  return Uint8Array.of(number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255);
}

export function u64(number) {
  return concat(u32(Math.floor(number / 2 ** 32)), u32(number % 2 ** 32));
}

export const ascii = (text) => new TextEncoder().encode(text);

/** HEADER, 88 bytes. */
export function header(fields) {
  const whole = { mark: "SL", version: 1, direction: 1, inbox, conversation, seq: 1, prev: new Uint8Array(32), ...fields };
  const start = concat(ascii(whole.mark), Uint8Array.of(whole.version, whole.direction));
  return concat(start, whole.inbox, whole.conversation, whole.letter, u32(whole.seq), whole.prev);
}

/**
 * LETTER. `break` may give: commit, wrapFor (a public key in place of the reader's own), padded (bytes in place of the
 * padded content), signature, signLabel, stanzaCount.
 */
export function letter({ packed, payload, readers, signSeed, random, broken = {} }) {
  const contentKey = random(32);
  const commit = broken.commit ?? derive(contentKey, "commit", packed);
  const bound = concat(packed, commit);
  const stanzas = readers.map(({ kind, publicKey }) => stanza(bound, kind, publicKey, contentKey, random));
  const nonce = random(24);
  const statement = concat(bound, hash("payload", payload));
  const signature = broken.signature ?? sign(signSeed, broken.signLabel ?? "sign", statement);
  const content = broken.padded?.(concat(signature, payload)) ?? pad(concat(signature, payload));
  const body = encrypt(derive(contentKey, "body", packed), nonce, bound, content);
  return concat(bound, Uint8Array.of(broken.stanzaCount ?? stanzas.length), ...stanzas, nonce, body);
}

export function letterHash(whole, readers) {
  const bodyAt = 121 + readers * 1185;
  return hash("letter", whole.slice(0, 120), whole.slice(bodyAt));
}

function stanza(bound, kind, publicKey, contentKey, random) {
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, random(64));
  const name = hash("xwing-pk", publicKey);
  const key = derive(sharedSecret, "kek", name, ciphertext, bound);
  const keyId = name.slice(0, 16);
  const aad = concat(bound, Uint8Array.of(kind), keyId);
  return concat(Uint8Array.of(kind), keyId, ciphertext, encrypt(key, new Uint8Array(24), aad, contentKey));
}

/** 0x80, then zeros up to the smallest size that holds both. */
export function pad(content, size = sizes.find((each) => content.length < each)) {
  const padded = new Uint8Array(size);
  padded.set(content);
  padded[content.length] = 0x80;
  return padded;
}

/** A sealed box whose one-time key is drawn, by libsodium's own recipe: its nonce is BLAKE2b-192(one-time || reader). */
export function sealedBox(contents, publicKey, random) {
  const oneTime = sodium.crypto_box_seed_keypair(random(32));
  const nonce = sodium.crypto_generichash(24, concat(oneTime.publicKey, publicKey), null);
  return concat(oneTime.publicKey, sodium.crypto_box_easy(contents, nonce, publicKey, oneTime.privateKey));
}
