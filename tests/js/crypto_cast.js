// An inbox as the door presents it, for tests of the sealing.
import sodium from "libsodium-wrappers";

import { toBase64url, toJson } from "../../static/js/crypto/encoding.js";
import { hash, ready, sign, signPublic } from "../../static/js/crypto/labels.js";
import { publicOf } from "../../static/js/crypto/xwing.js";

await ready;

export const NOW = 1_800_000_000;
const NOTHING = toBase64url(new Uint8Array(32));
const seed = (/** @type {number} */ of) => new Uint8Array(32).fill(of);
const [root, lead, epoch, replies] = [seed(1), seed(2), seed(3), seed(4)];

export const post = sodium.crypto_box_seed_keypair(seed(5));
export const notify = sodium.crypto_box_seed_keypair(seed(7));
export const inbox = new Uint8Array(16).fill(6);
export const slug = "riverside";
export const epochSeed = epoch;
export const pin = toBase64url(hash("root", signPublic(root)));
const leadId = toBase64url(hash("lead", signPublic(lead)).slice(0, 8));

/** @param {{seq?: number, notAfter?: number, sealUntil?: number, now?: number}} [changes] */
export function keysAnswer({ seq = 4, notAfter = NOW + 900, sealUntil = NOW + 5000, now = NOW } = {}) {
  const listed = { id: leadId, pk: toBase64url(signPublic(lead)), not_before: 0, not_after: NOW + 10_000 };
  const authority = { slug, kit: NOTHING, version: 1, prev: NOTHING, leads: [listed], not_after: NOW + 10_000 };
  const month = {
    n: 1,
    xwing_pk: toBase64url(publicOf(epoch)),
    sign_pk: toBase64url(signPublic(replies)),
    seal_from: NOW - 10,
    seal_until: sealUntil,
    revoked: false,
  };
  const issue = { authority_version: 1, lead: leadId, seq, prev: NOTHING, issued: NOW - 5 };
  return {
    inbox: toBase64url(inbox),
    root: toBase64url(signPublic(root)),
    authority: signed(root, "authority", authority),
    keys: signed(lead, "keys", { ...issue, not_after: notAfter, epochs: [month] }),
    post_key: { id: "unread", public: toBase64url(post.publicKey) },
    notify_key: { id: "unread", public: toBase64url(notify.publicKey) },
    now,
    kept_days: 30,
  };
}

/**
 * @param {Uint8Array} by
 * @param {string} kind
 * @param {object} value
 */
function signed(by, kind, value) {
  const bytes = toJson({ v: 1, kind, inbox: toBase64url(inbox), ...value });
  return { bytes: toBase64url(bytes), signature: toBase64url(sign(by, kind, bytes)) };
}

/**
 * What the worker opens in a compartment: PUT and its address, or nothing of one that leaves what was said before.
 * @param {Uint8Array} compartment
 */
export function addressIn(compartment) {
  if (compartment[0] === 0) return undefined;
  const packed = sodium.crypto_box_seal_open(compartment.slice(9), notify.publicKey, notify.privateKey);
  const length = new DataView(packed.buffer, packed.byteOffset).getUint16(0);
  return new TextDecoder().decode(packed.slice(2, 2 + length));
}

/** What the patient typed, planted where a leak would show. */
export const typed = {
  text: "CANARY-TEXT",
  name: "CANARY-NAME",
  contact: "CANARY-CONTACT",
  notify: "CANARY@example.org",
  topic: "billing",
  urgency: "normal",
  language: "en",
};

/**
 * What the server sees in an envelope.
 * @param {Uint8Array} envelope
 */
export function unboxed(envelope) {
  const contents = sodium.crypto_box_seal_open(envelope.slice(11), post.publicKey, post.privateKey);
  return {
    contents,
    submission: toBase64url(contents.slice(3, 19)),
    digest: toBase64url(contents.slice(19, 51)),
    slip: contents.slice(51, 563),
    compartment: contents.slice(563, 876),
    letter: contents.slice(876),
  };
}
