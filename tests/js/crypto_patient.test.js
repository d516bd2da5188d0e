import assert from "node:assert/strict";
import { test } from "node:test";

import { toBase64url } from "../../static/js/crypto/encoding.js";
import { SealError } from "../../static/js/crypto/errors.js";
import { INBOX, RETURN } from "../../static/js/crypto/header.js";
import { openMemo } from "../../static/js/crypto/memo.js";
import { openLetter } from "../../static/js/crypto/opening.js";
import { createPatient } from "../../static/js/crypto/patient.js";
import { parseMessage } from "../../static/js/crypto/payload.js";
import { deriveKeys, newCode, parseCode } from "../../static/js/crypto/returncode.js";
import { NOW, addressIn, epochSeed, inbox, keysAnswer, pin, slug, typed, unboxed } from "./crypto_cast.js";

/** @param {number} [now] the device's clock */
function aPatient(now = NOW) {
  const patient = createPatient(() => now);
  patient.follow([pin], slug, keysAnswer({ now: NOW }), 0);
  return patient;
}

const code = (/** @type {string} */ name) => (/** @type {unknown} */ error) =>
  error instanceof SealError && error.code === name;

test("a letter opens for the inbox and for whoever has the return code", () => {
  const { envelope, code: shown } = aPatient().seal(typed);
  const keys = deriveKeys(shown);
  const { letter, slip } = unboxed(envelope);
  const place = { inbox, conversation: slip.slice(16, 32) };
  const read = openLetter(letter, INBOX, epochSeed, { signPublic: null, place });
  assert.deepEqual(openLetter(letter, RETURN, keys.xwingSeed, { signPublic: keys.signPublic, place }), read);
  const { text, name, contact } = parseMessage(read.payload);
  assert.deepEqual({ text, name, contact }, { text: typed.text, name: typed.name, contact: typed.contact });
  const memo = openMemo(keys.memoKey, place.conversation, slip.slice(170, 170 + 131));
  assert.deepEqual([memo.firstLetter, memo.keysSeq, toBase64url(memo.root)], [read.hash, 4, pin]);
});

test("what the server opens holds no word that was typed", () => {
  const { envelope, code: shown } = aPatient().seal(typed);
  for (const bytes of [envelope, unboxed(envelope).contents]) {
    const seen = Buffer.from(bytes).toString("latin1");
    for (const secret of ["CANARY", shown, parseCode(shown)]) assert.ok(!seen.includes(secret));
  }
});

test("sealed anew, a submission keeps its ids, its digest and its code, and nothing else", () => {
  const patient = aPatient();
  const [first, second] = [patient.seal(typed), patient.seal(typed)];
  const [one, other] = [unboxed(first.envelope), unboxed(second.envelope)];
  assert.equal(second.code, first.code);
  assert.deepEqual([other.submission, other.digest], [one.submission, one.digest]);
  assert.deepEqual(other.letter.slice(0, 88), one.letter.slice(0, 88));
  assert.notDeepEqual(other.letter.slice(88), one.letter.slice(88));
  assert.notDeepEqual(second.envelope, first.envelope);
});

test("followed anew in between, it is still the same submission", () => {
  const patient = aPatient();
  const first = patient.seal(typed);
  patient.follow([pin], slug, keysAnswer({ seq: 5 }), 4);
  const second = patient.seal(typed);
  assert.equal(unboxed(second.envelope).submission, unboxed(first.envelope).submission);
  assert.equal(second.code, first.code);
});

test("other words under the same submission have another digest", () => {
  const patient = aPatient();
  const first = unboxed(patient.seal(typed).envelope);
  const second = unboxed(patient.seal({ ...typed, text: "other" }).envelope);
  assert.equal(second.submission, first.submission);
  assert.notEqual(second.digest, first.digest);
});

test("where to write that there is an answer is in the compartment alone, and counts as part of the submission", () => {
  const patient = aPatient();
  const [one, other, none] = [typed.notify, "other@example.org", ""].map((address) =>
    unboxed(patient.seal({ ...typed, notify: address }).envelope),
  );
  assert.deepEqual([one, other, none].map((each) => each && addressIn(each.compartment)), [typed.notify, "other@example.org", ""]);
  assert.equal(new Set([one, other, none].map((each) => each?.digest)).size, 3);
  assert.equal(one?.contents.length, none?.contents.length);
});

test("the same words of two patients share nothing", () => {
  const [one, other] = [unboxed(aPatient().seal(typed).envelope), unboxed(aPatient().seal(typed).envelope)];
  assert.notEqual(other.submission, one.submission);
  assert.notEqual(other.digest, one.digest);
  assert.notDeepEqual(other.letter.slice(20, 88), one.letter.slice(20, 88));
});

test("once forgotten, nothing is sealed before keys are followed again, and then all is new", () => {
  const patient = aPatient();
  const first = patient.seal(typed);
  patient.forget();
  assert.throws(() => patient.seal(typed), code("no_epoch"));
  patient.follow([pin], slug, keysAnswer(), 0);
  const second = patient.seal(typed);
  assert.notEqual(second.code, first.code);
  assert.notEqual(unboxed(second.envelope).submission, unboxed(first.envelope).submission);
});

test("keys that cannot be followed leave those at hand", () => {
  const patient = aPatient();
  assert.throws(() => patient.follow([pin], slug, keysAnswer({ seq: 3 }), 4), code("rolled_back"));
  assert.ok(patient.seal(typed).envelope.length > 0);
});

test("a letter that fits no padding is too long, and a shorter one then goes through", () => {
  const patient = aPatient();
  assert.throws(() => patient.seal({ ...typed, text: "🙂".repeat(8200) }), code("too_long"));
  assert.ok(patient.seal({ ...typed, text: "🙂".repeat(7600) }).envelope.length < 65536);
});

test("the keys of another inbox than the link's are refused, although the same root signed them", () => {
  const patient = createPatient(() => NOW);
  assert.throws(() => patient.follow([pin], "lakeside", keysAnswer(), 0), code("wrong_place"));
  assert.throws(() => patient.seal(typed), code("no_epoch"));
});

test("nothing is sealed before keys are followed", () => {
  assert.throws(() => createPatient(() => NOW).seal(typed), code("no_epoch"));
});

test("a clock a few hours off is set right by the server's", () => {
  for (const off of [-86_400, 86_400]) {
    assert.equal(createPatient(() => NOW + off).follow([pin], slug, keysAnswer(), 0).seq, 4);
  }
});

test("a server cannot make old keys young by more than a day", () => {
  const late = createPatient(() => NOW + 86_401);
  assert.throws(() => late.follow([pin], slug, keysAnswer(), 0), code("expired"));
});

test("what was followed is good until the first of its parts ends", () => {
  const patient = createPatient(() => NOW);
  assert.equal(patient.follow([pin], slug, keysAnswer({ notAfter: NOW + 50 }), 0).notAfter, NOW + 50);
  assert.equal(patient.follow([pin], slug, keysAnswer({ sealUntil: NOW + 20 }), 0).notAfter, NOW + 20);
});

test("what is not an answer of the door is malformed", () => {
  const patient = createPatient(() => NOW);
  const { post_key, ...without } = keysAnswer();
  for (const answer of [null, undefined, "x", [], {}, without, { ...without, post_key: null }, { ...without, now: "1" }]) {
    assert.throws(() => patient.follow([pin], slug, answer, 0), code("malformed"));
  }
  assert.throws(() => patient.follow([pin], slug, { ...without, post_key: { public: "AAAA" } }, 0), code("malformed"));
});

test("new codes use all symbols and differ", () => {
  const codes = Array.from({ length: 200 }, () => parseCode(newCode()));
  assert.equal(new Set(codes).size, 200);
  assert.equal(new Set(codes.join("")).size, 32);
});

test("an error carries its code and nothing else", () => {
  const error = new SealError("cannot_open");
  assert.equal(`${error}`, "SealError: cannot_open");
  assert.equal(error.cause, undefined);
});
