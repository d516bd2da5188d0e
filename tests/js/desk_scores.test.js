// Scores of reviewers: sealed to the team, believed only where and as they were given, and no part of the conversation.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64url, toBase64url, toJson } from "../../static/js/crypto/encoding.js";
import { INBOX, NOTE, RETURN, SCORE } from "../../static/js/crypto/header.js";
import { randomBytes } from "../../static/js/crypto/labels.js";
import { letterHash, takeApart } from "../../static/js/crypto/layout.js";
import { sealLetter } from "../../static/js/crypto/letter.js";
import { openLetter } from "../../static/js/crypto/opening.js";
import { packScore, parseScore } from "../../static/js/crypto/score.js";
import { createKeyring } from "../../static/js/desk/keyring/keyring.js";
import { NOW, conversationWith, inboxWithLead } from "./desk_cast.js";

const REFERENCE = "7Q4M9ZTK2D";
const SAID = { score: 4, text: "Kind and clear." };
const refusedWith = (/** @type {string} */ code) => (/** @type {any} */ failure) => failure.code === code;

/** A conversation with the team's inbox, opened there. @param {ReturnType<typeof inboxWithLead>} [inbox] */
function openedOne(inbox = inboxWithLead()) {
  const keyring = createKeyring(() => NOW);
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(inbox.leads())], seen: {} });
  const talk = conversationWith(inbox, "Where is my refill?");
  /** @param {any[]} scores */
  const opens = (scores, next = scores.length + 1) => keyring.open({ conversation: talk.given({ scores, next_score: next }) });
  opens([]);
  return { inbox, keyring, talk, opens };
}

/** As the desk's door gives it. @param {Uint8Array} letter @param {object} [changes] */
function given(letter, changes = {}) {
  const { header } = takeApart(letter);
  return { id: toBase64url(header.letter), seq: header.seq, received: NOW, letter: toBase64url(letter), ...changes };
}

/** Sealed with keys that a test chooses. @param {ReturnType<typeof openedOne>} of @param {any} fields @param {any} [keys] */
function forged({ inbox, talk }, fields, { signSeed = inbox.halves[1]?.signSeed, payload = packScore(SAID) } = {}) {
  const last = letterHash(fromBase64url(talk.letters.at(-1)?.letter));
  const header = { ...talk.place, direction: SCORE, letter: randomBytes(16), seq: 1, prev: last, ...fields };
  const readers = [{ kind: INBOX, publicKey: /** @type {any} */ (inbox.epochs[1]).xwingPublic }];
  return sealLetter(header, payload, readers, /** @type {any} */ (signSeed));
}

test("a score is opened by the team as it was given, and the conversation stays as it is", () => {
  const { keyring, opens } = openedOne();
  const letter = keyring.sealScore({ reference: REFERENCE, ...SAID });
  const { header, stanzas } = takeApart(letter);
  assert.deepEqual([header.direction, header.seq, stanzas.map(({ kind }) => kind)], [SCORE, 1, [INBOX]]);
  const shown = opens([given(letter)]);
  assert.deepEqual(shown.scores, [{ id: toBase64url(header.letter), received: NOW, ...SAID, trouble: null }]);
  assert.deepEqual([shown.letters.length, shown.trouble], [1, null]);
  const again = takeApart(keyring.sealScore({ reference: REFERENCE, ...SAID, score: 5 }));
  assert.equal(again.header.seq, 2);
});

test("the patient's code does not open it", () => {
  const { keyring, talk } = openedOne();
  const letter = keyring.sealScore({ reference: REFERENCE, ...SAID });
  const open = () => openLetter(letter, RETURN, talk.keys.xwingSeed, { signPublic: null, place: talk.place });
  assert.throws(open, refusedWith("unknown_key"));
});

test("a long and a short score, a good and a bad one cannot be told apart by their length", () => {
  const { keyring } = openedOne();
  const lengths = [1, 5].flatMap((score) =>
    ["", "Not all was answered."].map((text) => keyring.sealScore({ reference: REFERENCE, score, text }).length),
  );
  assert.equal(new Set(lengths).size, 1);
});

test("what answers follow is not changed by a score", () => {
  const { keyring, talk, opens } = openedOne();
  opens([given(keyring.sealScore({ reference: REFERENCE, ...SAID }))]);
  const reply = keyring.seal({ reference: REFERENCE, direction: 2, text: "On Monday." });
  talk.takes(reply, 2);
  assert.deepEqual([opens([]).letters.length, opens([]).trouble], [2, null]);
});

test("a score that a server moves, changes or forges is not shown, and the others are", () => {
  const one = openedOne();
  const { keyring, inbox, talk, opens } = one;
  const good = given(keyring.sealScore({ reference: REFERENCE, ...SAID }));
  const other = openedOne(inbox);
  const elsewhere = other.keyring.sealScore({ reference: REFERENCE, ...SAID });
  const note = forged(one, { direction: NOTE }, { payload: toJson({ text: "a note" }) });
  const altered = fromBase64url(good.letter);
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  /** @type {[string, any, string][]} */
  const cases = [
    ["of another conversation", given(elsewhere), "wrong_place"],
    ["a note in its place", given(note), "wrong_place"],
    ["under another id", { ...good, id: toBase64url(randomBytes(16)) }, "wrong_place"],
    ["with another count", { ...good, id: good.id, seq: 9 }, "wrong_place"],
    ["signed by a stranger", given(forged(one, {}, { signSeed: randomBytes(32) })), "bad_signature"],
    ["signed by the patient", given(forged(one, {}, { signSeed: talk.keys.signSeed })), "bad_signature"],
    ["of letters that are not there", given(forged(one, { prev: randomBytes(32) })), "broken_chain"],
    ["of none", given(forged(one, {}, { payload: toJson({ score: 0, text: "" }) })), "malformed"],
    ["of six", given(forged(one, {}, { payload: toJson({ score: 6, text: "" }) })), "malformed"],
    ["altered", given(altered), "cannot_open"],
    ["no letter", { ...good, letter: "AAAA" }, "malformed"],
  ];
  for (const [name, wrong, code] of cases) {
    const sound = { ...good };
    if (wrong.id === sound.id) continue; // looked at alone, below
    const { scores, letters, trouble } = opens([sound, wrong], 3);
    assert.deepEqual([scores[0]?.trouble, scores[1]?.trouble], [null, code], name);
    assert.equal(JSON.stringify(scores[1]).includes(SAID.text), false, name);
    assert.deepEqual([letters.length, trouble], [1, null], name);
  }
  for (const [name, wrong, code] of cases.filter(([, wrong]) => wrong.id === good.id)) {
    assert.equal(opens([wrong], 3).scores[0]?.trouble, code, name);
  }
});

test("one score that is given twice counts once", () => {
  const { keyring, opens } = openedOne();
  const good = given(keyring.sealScore({ reference: REFERENCE, ...SAID }));
  assert.deepEqual(opens([good, good]).scores.map(({ trouble }) => trouble), [null, "broken_chain"]);
});

test("a score has one of five values", () => {
  for (const score of [0, 6, 2.5, -1, NaN, /** @type {any} */ ("4"), /** @type {any} */ (undefined)]) {
    assert.throws(() => packScore({ score, text: "" }), refusedWith("malformed"), String(score));
  }
  for (const score of [1, 2, 3, 4, 5]) assert.deepEqual(parseScore(packScore({ score, text: "é" })), { score, text: "é" });
});

test("nothing is scored while the desk is locked, nor where the conversation does not fit together", () => {
  const { keyring, talk } = openedOne();
  const seal = () => keyring.sealScore({ reference: REFERENCE, ...SAID });
  keyring.open({ conversation: { ...talk.given({ scores: [], next_score: 1 }), letters: [] } });
  assert.throws(seal, refusedWith("suspect"));
  keyring.lock();
  assert.throws(seal, refusedWith("locked"));
});
