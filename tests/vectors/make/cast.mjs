// Who and what the vectors speak of. Everything is drawn from fixed names, so that the files come out the same each time.
import sodium from "libsodium-wrappers";

import { toBase64url } from "../../../static/js/crypto/encoding.js";
import { concat, hash, signPublic } from "../../../static/js/crypto/labels.js";
import { publicOf } from "../../../static/js/crypto/xwing.js";

await sodium.ready;

export const b64 = toBase64url;

/** Bytes that anyone can draw again from a name: never to be used outside of vectors. */
export function drawn(name, count) {
  return sodium.randombytes_buf_deterministic(count, sodium.crypto_generichash(32, `vectors/${name}`, null));
}

/** A source that notes what it gave. */
export function source(name) {
  const given = [];
  const random = (count) => {
    const bytes = drawn(`${name}/${given.length}`, count);
    given.push(bytes.slice());
    return bytes;
  };
  return { random, given: () => concat(...given) };
}

export function signer(name) {
  const seed = drawn(`${name}/sign`, 32);
  return { seed, publicKey: signPublic(seed) };
}

export function reader(name) {
  const seed = drawn(`${name}/xwing`, 32);
  return { seed, publicKey: publicOf(seed) };
}

export const inbox = drawn("inbox", 16);
export const slug = "riverside";
export const otherInbox = drawn("other inbox", 16);
export const conversation = drawn("conversation", 16);
export const otherConversation = drawn("other conversation", 16);

export const patient = { ...reader("patient"), sign: signer("patient") };
export const epoch = { ...reader("epoch"), sign: signer("epoch") };
export const outsider = { ...reader("outsider"), sign: signer("outsider") };
export const root = signer("root");
export const spareRoot = signer("spare root");
export const lead = signer("lead");
export const member = { ...reader("member"), sign: signer("member") };

export const pinOf = (publicKey) => b64(hash("root", publicKey));

/** `changed(bytes, at)` with one bit turned; a negative place counts from the end. */
export function changed(bytes, at) {
  const copy = bytes.slice();
  copy[at < 0 ? copy.length + at : at] ^= 1;
  return copy;
}

export function replaced(bytes, at, part) {
  const copy = bytes.slice();
  copy.set(part, at);
  return copy;
}
