import { createHash } from "node:crypto";

import sodium from "libsodium-wrappers";

import { concat, derive, encrypt, hash, sign } from "../../../static/js/crypto/labels.js";
import { b64, changed, conversation, drawn, epoch, inbox, lead, otherConversation, outsider, patient, replaced } from "./cast.mjs";
import { ascii, u32, u64 } from "./crafted.mjs";

const X25519_AT = 1184;
const X25519_CIPHERTEXT_AT = 1088;

export function blocks() {
  const [key, data, nonce] = [drawn("block key", 32), drawn("block data", 50), drawn("block nonce", 24)];
  const shared = { label: "commit", key: b64(key), data: b64(data) };
  return [
    { name: "HASH", outcome: "ok", label: "letter", data: b64(data), result: b64(hash("letter", data)) },
    { name: "HASH of nothing", outcome: "ok", label: "letter", data: "", result: b64(hash("letter")) },
    { name: "KDF", outcome: "ok", ...shared, result: b64(derive(key, "commit", data)) },
    { name: "AE", outcome: "ok", key: b64(key), nonce: b64(nonce), aad: b64(ascii("aad")), data: b64(data), result: b64(encrypt(key, nonce, ascii("aad"), data)) },
    { name: "signature", outcome: "ok", label: "sign", seed: b64(lead.seed), public: b64(lead.publicKey), data: b64(data), result: b64(sign(lead.seed, "sign", data)) },
  ];
}

export function xwing() {
  const { publicKey } = epoch;
  const { ciphertext } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, drawn("encapsulation", 64));
  const sealing = (name, outcome, given) => ({ name, outcome, act: "encapsulate", public: b64(given) });
  const opening = (name, outcome, given) => ({ name, outcome, act: "decapsulate", seed: b64(epoch.seed), ciphertext: b64(given) });
  const secretOf = (given) => b64(sodium.crypto_kem_xwing_dec(given, epoch.seed));
  const altered = changed(ciphertext, 0);
  return [
    ...standard(),
    { ...opening("an altered ML-KEM ciphertext gives another secret", "ok", altered), secret: secretOf(altered) },
    sealing("a key whose X25519 half is zero", "malformed", replaced(publicKey, X25519_AT, new Uint8Array(32))),
    sealing("a key whose X25519 half is one", "malformed", replaced(publicKey, X25519_AT, replaced(new Uint8Array(32), 0, [1]))),
    sealing("a key whose ML-KEM half is not reduced", "malformed", replaced(publicKey, 0, [0xff, 0xff, 0xff])),
    sealing("a key whose first number is the modulus itself", "malformed", replaced(publicKey, 0, modulusFirst(publicKey))),
    sealing("a key cut short", "malformed", publicKey.slice(0, -1)),
    sealing("no key", "malformed", new Uint8Array(0)),
    opening("a zero X25519 share", "cannot_open", replaced(ciphertext, X25519_CIPHERTEXT_AT, new Uint8Array(32))),
    opening("a ciphertext cut short", "malformed", ciphertext.slice(1)),
    opening("a ciphertext longer by one byte", "malformed", concat(ciphertext, Uint8Array.of(0))),
  ];
}

/** The first of the key's 12-bit numbers becomes 3329, the least that is not reduced. */
function modulusFirst(publicKey) {
  return [3329 & 255, (publicKey[1] & 0xf0) | (3329 >> 8)];
}

/** The three of draft-connolly-cfrg-xwing-kem-10, appendix C, whose seeds are read from SHAKE128 of nothing. */
function standard() {
  const stream = createHash("shake128", { outputLength: 3 * 96 }).digest();
  return [0, 1, 2].map((at) => {
    const [seed, eseed] = [stream.subarray(96 * at, 96 * at + 32), stream.subarray(96 * at + 32, 96 * at + 96)];
    const { publicKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, eseed);
    const name = `the draft standard's vector ${at + 1}`;
    const [ct, secret] = [b64(ciphertext), b64(sharedSecret)];
    return { name, outcome: "ok", act: "decapsulate", seed: b64(seed), public: b64(publicKey), eseed: b64(eseed), ciphertext: ct, secret };
  });
}

export function memos() {
  const { key, nonce } = { key: drawn("memo key", 32), nonce: drawn("memo nonce", 24) };
  const root = hash("root", drawn("memo root", 32));
  const first = drawn("memo letter", 32);
  const plain = (mark = "SM", version = 1, seq = 2 ** 40 + 7) =>
    concat(ascii(mark), Uint8Array.of(version), root, inbox, u64(seq), first);
  const sealed = (text, bound = conversation) => concat(nonce, encrypt(key, nonce, bound, text));
  const whole = sealed(plain());
  const of = (name, outcome, memo, changes = {}) => ({ name, outcome, key: b64(key), conversation: b64(conversation), memo: b64(memo), ...changes });
  const expected = { root: b64(root), inbox: b64(inbox), keys_seq: 2 ** 40 + 7, first_letter: b64(first) };
  return [
    { ...of("a memo", "ok", whole), nonce: b64(nonce), expected },
    of("of another conversation", "cannot_open", sealed(plain(), otherConversation)),
    of("under another code's key", "cannot_open", whole, { key: b64(drawn("other memo key", 32)) }),
    of("altered", "cannot_open", changed(whole, 40)),
    of("cut short", "malformed", whole.slice(0, -1)),
    of("another mark", "malformed", sealed(plain("SX"))),
    of("a version to come", "wrong_version", sealed(plain("SM", 2))),
    of("a count beyond what JavaScript holds", "malformed", sealed(plain("SM", 1, 2 ** 53))),
  ];
}

export function rests() {
  const [shred, row, nonce, data] = [drawn("shred key", 32), drawn("row", 16), drawn("rest nonce", 24), drawn("stored", 3600)];
  const day = 20800;
  const sealed = (bound) => concat(u32(day), nonce, encrypt(derive(shred, "rest", row), nonce, bound, data));
  const whole = sealed(concat(u32(day), row));
  const of = (name, outcome, stored, changes = {}) => ({ name, outcome, shred_key: b64(shred), row_id: b64(row), stored: b64(stored), ...changes });
  return [
    { ...of("a stored letter", "ok", whole), day, data: b64(data) },
    of("in the place of another row", "cannot_open", whole, { row_id: b64(drawn("other row", 16)) }),
    of("under the shred key of another day", "cannot_open", whole, { shred_key: b64(drawn("other shred key", 32)) }),
    of("with its day put off", "cannot_open", replaced(whole, 0, u32(day + 1))),
    of("altered", "cannot_open", changed(whole, -1)),
    of("cut short", "malformed", whole.slice(0, 43)),
    of("nothing at all", "malformed", new Uint8Array(0)),
  ];
}

export function deletions() {
  const at = 1_800_000_000;
  const statement = concat(conversation, u64(at));
  const good = sign(patient.sign.seed, "delete", statement);
  const of = (name, outcome, signature, changes = {}) => ({
    name,
    outcome,
    public: b64(patient.sign.publicKey),
    conversation: b64(conversation),
    at,
    signature: b64(signature),
    ...changes,
  });
  return [
    { ...of("a wish for deletion", "ok", good), seed: b64(patient.sign.seed) },
    of("of another conversation", "bad_signature", good, { conversation: b64(otherConversation) }),
    of("at another time", "bad_signature", good, { at: at + 1 }),
    of("signed by an outsider", "bad_signature", sign(outsider.sign.seed, "delete", statement)),
    of("signed for another purpose", "bad_signature", sign(patient.sign.seed, "sign", statement)),
    of("a signature cut short", "bad_signature", good.slice(1)),
  ];
}
