// Every vector that speaks of something the browser does has the outcome that it names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import sodium from "libsodium-wrappers";

import { PUT, notifyKeyIdOf, sealCompartment, wishFor } from "../../static/js/crypto/compartment.js";
import { fromBase64url, toBase64url } from "../../static/js/crypto/encoding.js";
import { packContents, postKeyIdOf, submissionDigest } from "../../static/js/crypto/envelope.js";
import { SealError } from "../../static/js/crypto/errors.js";
import { packHandover, parseHandover, signHandover, verifyHandover } from "../../static/js/crypto/handover.js";
import { parseHeader } from "../../static/js/crypto/header.js";
import { decrypt, derive, encrypt, hash, randomBytes, ready, sign, verify } from "../../static/js/crypto/labels.js";
import { sealLetter } from "../../static/js/crypto/letter.js";
import { kindOf, openWrap, saltOf, sealWrap } from "../../static/js/crypto/member.js";
import { openMemo, sealMemo } from "../../static/js/crypto/memo.js";
import { openLetter } from "../../static/js/crypto/opening.js";
import { packMessage, parseMessage } from "../../static/js/crypto/payload.js";
import { deriveKeys, parseCode } from "../../static/js/crypto/returncode.js";
import { follow, followRoster } from "../../static/js/crypto/following.js";
import { invitationMac, invitationSecret } from "../../static/js/crypto/invitation.js";
import { packMember } from "../../static/js/crypto/roster.js";
import { parseSigned } from "../../static/js/crypto/signed.js";
import { parseAuthority } from "../../static/js/crypto/statements.js";
import { checkBeginning, checkThread } from "../../static/js/crypto/thread.js";
import { decapsulate, encapsulate, publicOf } from "../../static/js/crypto/xwing.js";
import { files } from "../vectors/make/files.mjs";

await ready;

test("the vectors are what their script makes", () => {
  for (const { name, text } of files()) {
    assert.ok(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8") === text, name);
  }
});

const bytes = (/** @type {string} */ text) => fromBase64url(text);

/**
 * @param {string} name
 * @returns {any[]}
 */
function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")).vectors;
}

/**
 * @param {string} format
 * @param {(vector: any) => unknown} act
 * @param {(result: any, vector: any) => void} [check] what else a good case has to show
 */
function each(format, act, check = () => {}) {
  for (const vector of vectors(format)) {
    test(`${format}: ${vector.name}: ${vector.outcome}`, () => {
      if (vector.outcome === "ok") check(act(vector), vector);
      else assert.throws(() => act(vector), (error) => error instanceof SealError && error.code === vector.outcome);
    });
  }
}

/**
 * Gives again, in order, what a vector was made of.
 * @param {Uint8Array} given
 */
function replay(given) {
  let at = 0;
  return (/** @type {number} */ count) => given.slice(at, (at += count));
}

const BLOCKS = {
  HASH: (/** @type {any} */ v) => hash(v.label, bytes(v.data)),
  KDF: (/** @type {any} */ v) => derive(bytes(v.key), v.label, bytes(v.data)),
  AE(/** @type {any} */ v) {
    const sealed = encrypt(bytes(v.key), bytes(v.nonce), bytes(v.aad), bytes(v.data));
    assert.deepEqual(decrypt(bytes(v.key), bytes(v.nonce), bytes(v.aad), sealed), bytes(v.data));
    return sealed;
  },
  signature(/** @type {any} */ v) {
    verify(bytes(v.public), v.label, bytes(v.data), bytes(v.result));
    return sign(bytes(v.seed), v.label, bytes(v.data));
  },
};

each(
  "blocks",
  (vector) => BLOCKS[/** @type {keyof typeof BLOCKS} */ (vector.name.replace(" of nothing", ""))](vector),
  (result, vector) => assert.equal(toBase64url(result), vector.result),
);

each(
  "xwing",
  (vector) =>
    vector.act === "encapsulate"
      ? encapsulate(bytes(vector.public), randomBytes)
      : decapsulate(bytes(vector.seed), bytes(vector.ciphertext)),
  (result, vector) => {
    assert.equal(toBase64url(result), vector.secret);
    if (!vector.eseed) return;
    assert.equal(toBase64url(publicOf(bytes(vector.seed))), vector.public);
    const made = encapsulate(bytes(vector.public), () => bytes(vector.eseed));
    assert.deepEqual([toBase64url(made.ciphertext), toBase64url(made.sharedSecret)], [vector.ciphertext, vector.secret]);
  },
);

each(
  "letter",
  ({ letter, kind, seed, sign_public, place }) =>
    openLetter(bytes(letter), kind, bytes(seed), {
      signPublic: sign_public && bytes(sign_public),
      place: place && { inbox: bytes(place.inbox), conversation: bytes(place.conversation) },
    }),
  (opened, { letter, payload, hash: expected, sealed_from: from }) => {
    assert.equal(toBase64url(opened.payload), payload);
    assert.equal(toBase64url(opened.hash), expected);
    assert.deepEqual(opened.header, parseHeader(bytes(from.header)));
    const readers = from.readers.map((/** @type {any} */ reader) => ({ kind: reader.kind, publicKey: bytes(reader.public) }));
    const again = sealLetter(opened.header, opened.payload, readers, bytes(from.sign_seed), replay(bytes(from.random)));
    assert.equal(toBase64url(again), letter);
  },
);

each(
  "payload",
  ({ payload }) => parseMessage(bytes(payload)),
  (letter, { payload, expected, written = true }) => {
    const { returnPublic, patientPublic, ...facts } = letter;
    const { return_pk, patient_pk, ...rest } = expected;
    assert.deepEqual(facts, rest);
    assert.deepEqual([returnPublic, patientPublic], [bytes(return_pk), bytes(patient_pk)]);
    if (written) assert.equal(toBase64url(packMessage(letter)), payload);
  },
);

each("thread", ({ letters, today }) => {
  const opened = letters.map((/** @type {any} */ { header, hash, message }) => ({
    header: parseHeader(bytes(header)),
    hash: bytes(hash),
    message: message && parseMessage(bytes(message)),
  }));
  checkThread(opened);
  checkBeginning(opened, today);
});

each(
  "statements",
  ({ pins, slug, root, authority, keys, now, seen_seq }) =>
    follow({
      pins,
      slug,
      rootPublic: bytes(root),
      authority: parseSigned(authority),
      keys: parseSigned(keys),
      now,
      seenSeq: seen_seq,
    }),
  (keys, { expected, root }) => {
    const { inbox, seq, epoch, goodUntil } = keys;
    assert.deepEqual({ inbox: toBase64url(inbox), seq, epoch: epoch.n, good_until: goodUntil }, expected);
    assert.deepEqual(keys.root, hash("root", bytes(root)));
  },
);

each(
  "returncode",
  ({ typed }) => deriveKeys(typed),
  (keys, { typed, expected }) => {
    assert.equal(parseCode(typed), expected.symbols);
    assert.equal(parseCode(expected.shown), expected.symbols);
    const { locator, token, token_hash, memo_key, xwing_seed, xwing_public, sign_seed, sign_public } = expected;
    const texts = [locator, token, token_hash, memo_key, xwing_seed, xwing_public, sign_seed, sign_public];
    const { tokenHash, memoKey, xwingSeed, xwingPublic, signSeed, signPublic } = keys;
    const found = [keys.locator, keys.token, tokenHash, memoKey, xwingSeed, xwingPublic, signSeed, signPublic];
    assert.deepEqual(found.map(toBase64url), texts);
  },
);

each(
  "memo",
  ({ key, conversation, memo }) => openMemo(bytes(key), bytes(conversation), bytes(memo)),
  (memo, { key, conversation, nonce, expected, memo: sealed }) => {
    const { root, inbox, keysSeq: keys_seq, firstLetter } = memo;
    const [rootText, inboxText, first_letter] = [root, inbox, firstLetter].map(toBase64url);
    assert.deepEqual({ root: rootText, inbox: inboxText, keys_seq, first_letter }, expected);
    assert.equal(toBase64url(sealMemo(bytes(key), bytes(conversation), memo, () => bytes(nonce))), sealed);
  },
);

test("envelope: the browser packs what the server reads", () => {
  const [vector] = vectors("envelope");
  const slip = {
    ...vector.slip,
    inbox: bytes(vector.slip.inbox),
    conversation: bytes(vector.slip.conversation),
    locator: bytes(vector.slip.locator),
    tokenHash: bytes(vector.slip.token_hash),
    patientSignPublic: bytes(vector.slip.patient_sign_public),
    memo: bytes(vector.slip.memo),
  };
  const wish = wishFor(PUT, vector.address);
  const digest = submissionDigest(bytes(vector.digest_key), wish, bytes(vector.payload));
  assert.equal(toBase64url(digest), vector.digest);
  const contents = packContents(bytes(vector.submission), digest, slip, bytes(vector.compartment), bytes(vector.letter));
  assert.equal(toBase64url(contents), vector.contents);
  assert.equal(toBase64url(postKeyIdOf(bytes(vector.public))), vector.post_key_id);
});

test("compartment: the browser seals what the worker reads", () => {
  const [vector] = vectors("compartment");
  const [publicKey, privateKey] = [bytes(vector.public), bytes(vector.private)];
  assert.equal(toBase64url(notifyKeyIdOf(publicKey)), vector.key_id);
  const open = (/** @type {Uint8Array} */ sealed) => sodium.crypto_box_seal_open(sealed.slice(8), publicKey, privateKey);
  for (const { address, sealed, outcome } of vectors("compartment")) {
    if (outcome !== "ok") continue;
    const made = sealCompartment(publicKey, wishFor(PUT, address));
    assert.deepEqual([made[0], made.length, toBase64url(made.slice(1, 9))], [PUT, 313, vector.key_id]);
    assert.deepEqual(open(made.slice(1)), open(bytes(sealed)));
  }
  for (const address of ["a".repeat(255), "añ@example.org"]) {
    assert.throws(() => wishFor(PUT, address), (/** @type {any} */ failure) => failure.code === "malformed");
  }
});

each(
  "roster",
  ({ authority, roster, now, seen_seq }) =>
    followRoster(parseAuthority(parseSigned(authority).data), parseSigned(roster), now, seen_seq),
  ({ members }, { member }) => assert.deepEqual(members.map(packMember), [member]),
);

const holderOf = (/** @type {any} */ v) => ({ member: bytes(v.member), credential: bytes(v.credential) });

each(
  "wrap",
  (vector) => openWrap(bytes(vector.wrap), bytes(vector.key), holderOf(vector)),
  (opened, vector) => {
    assert.deepEqual([toBase64url(opened.secret), toBase64url(opened.root)], [vector.secret, vector.root]);
    assert.deepEqual([kindOf(bytes(vector.wrap)), toBase64url(saltOf(bytes(vector.wrap)))], [vector.kind, vector.salt]);
    const random = () => bytes(vector.nonce);
    const again = sealWrap(vector.kind, bytes(vector.key), bytes(vector.salt), holderOf(vector), opened, random);
    assert.equal(toBase64url(again), vector.wrap);
  },
);

each(
  "invitation",
  ({ member_secret, invitation, inbox, role, text }) =>
    invitationSecret(bytes(member_secret), { id: bytes(invitation), inbox: bytes(inbox), role, name: text }),
  (secret, vector) => {
    assert.equal(toBase64url(secret), vector.secret);
    const keys = { xwingPublic: bytes(vector.xwing_pk), signPublic: bytes(vector.sign_pk) };
    const mac = invitationMac(secret, { member: bytes(vector.member), inbox: bytes(vector.inbox), ...keys });
    assert.equal(toBase64url(mac), vector.mac);
  },
);

each(
  "handover",
  ({ record, sign_public, signature }) => {
    const handover = parseHandover(bytes(record));
    verifyHandover(bytes(sign_public), bytes(record), bytes(signature));
    return handover;
  },
  (handover, { record, expected, sign_seed, signature }) => {
    const shown = (/** @type {unknown} */ value) => (value instanceof Uint8Array ? toBase64url(value) : value);
    const facts = Object.fromEntries(Object.entries(handover).map(([name, value]) => [name, shown(value)]));
    assert.deepEqual(facts, expected);
    assert.equal(toBase64url(packHandover(handover)), record);
    assert.equal(toBase64url(signHandover(bytes(sign_seed), bytes(record))), signature);
  },
);
