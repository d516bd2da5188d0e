// What a return code opens in the browser, and what is not believed although the server says so.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createReturning } from "../../static/js/back/keyring.js";
import { linkedPart, takeLinkedPart } from "../../static/js/codes.js";
import { toBase64url } from "../../static/js/crypto/encoding.js";
import { INBOX, RETURN, STAFF } from "../../static/js/crypto/header.js";
import { randomBytes } from "../../static/js/crypto/labels.js";
import { sealLetter } from "../../static/js/crypto/letter.js";
import { sealMemo } from "../../static/js/crypto/memo.js";
import { createKeyring } from "../../static/js/desk/keyring/keyring.js";
import { fromBase64url } from "../../static/js/crypto/encoding.js";
import { letterHash } from "../../static/js/crypto/layout.js";
import { packMessage } from "../../static/js/crypto/payload.js";
import { newCode } from "../../static/js/crypto/returncode.js";
import { packEpoch } from "../../static/js/crypto/statements.js";
import { addressIn, notify, post, unboxed } from "./crypto_cast.js";
import { NOW, UNTIL, conversationWith, countsOf, inboxWithLead } from "./desk_cast.js";

const refusedWith = (/** @type {string} */ code) => (/** @type {any} */ failure) => failure.code === code;

/** A patient who wrote, was answered, and comes back on another device. */
function story() {
  const inbox = inboxWithLead();
  const talk = conversationWith(inbox, "Where is my refill?");
  const agent = createKeyring(() => NOW);
  agent.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(inbox.leads())], seen: {} });
  const hears = (/** @type {string} */ text) => {
    agent.open({ conversation: talk.given() });
    talk.takes(agent.seal({ reference: "7Q4M9ZTK2D", direction: STAFF, text }), STAFF);
  };
  hears("On its way");
  talk.adds("Thank you");
  hears("Gladly");
  const firstLetter = letterHash(fromBase64url(talk.letters[0]?.letter));
  const memo = { root: inbox.rootHash, inbox: inbox.id, keysSeq: 2, firstLetter };
  const sealed = sealMemo(talk.keys.memoKey, talk.place.conversation, memo);
  const answer = (/** @type {object} */ changes = {}) => ({
    conversation: toBase64url(talk.place.conversation),
    memo: toBase64url(sealed),
    now: NOW,
    inboxes: [inbox.entry([])],
    handovers: [],
    letters: talk.letters,
    counts: countsOf(talk.letters),
    post_key: { id: "unread", public: toBase64url(randomBytes(32)) },
    notify_key: { id: "unread", public: toBase64url(randomBytes(32)) },
    ...changes,
  });
  const patient = createReturning(() => NOW);
  patient.derive(talk.code);
  return { inbox, talk, agent, hears, answer, patient };
}

test("the code opens both sides' letters in order", () => {
  const { patient, answer } = story();
  const { letters, trouble } = patient.open(answer());
  assert.deepEqual(letters.map(({ direction, text }) => [direction, text]), [
    [1, "Where is my refill?"],
    [2, "On its way"],
    [1, "Thank you"],
    [2, "Gladly"],
  ]);
  assert.equal(trouble, null);
});

test("a code that was mistyped is told before anything is asked", () => {
  const { patient, talk } = story();
  const last = talk.code.at(-1) === "0" ? "1" : "0";
  assert.throws(() => patient.derive(talk.code.slice(0, -1) + last), refusedWith("typing_slip"));
  assert.throws(() => patient.derive(talk.code.slice(0, -1)), refusedWith("malformed"));
});

test("another code opens no memo, and so nothing", () => {
  const { patient, answer } = story();
  patient.derive(newCode());
  assert.throws(() => patient.open(answer()), refusedWith("cannot_open"));
});

test("keys that do not lead to the memo's root, or are older, are not followed", () => {
  const { inbox, patient, answer } = story();
  const other = inboxWithLead();
  const older = inbox.says("keys", { seq: 1, not_after: NOW + 1000, epochs: [] });
  /** @type {[any, string][]} */
  const cases = [
    [other.entry([], { id: toBase64url(inbox.id) }), "pin_mismatch"],
    [inbox.entry([], { keys: older }), "rolled_back"],
    [inbox.entry([], { id: toBase64url(other.id) }), "wrong_place"],
  ];
  for (const [entry, code] of cases) assert.throws(() => patient.open(answer({ inboxes: [entry] })), refusedWith(code));
});

test("forged, moved, repeated, dropped and reordered letters are not shown, nor what follows them", () => {
  const { inbox, talk, patient, answer } = story();
  const [first, reply, thanks, gladly] = talk.letters;
  const elsewhere = conversationWith(inbox, "Another patient's").letters[0];
  const forged = forgery(inbox, talk, randomBytes(32));
  /** @type {[string, any[], string, number][]} */
  const cases = [
    ["a forged reply", [first, forged], "bad_signature", 1],
    ["another conversation's letter", [first, elsewhere], "wrong_place", 1],
    ["a reply twice", [first, reply, reply], "broken_chain", 2],
    ["a reply left out", [first, thanks, gladly], "broken_chain", 1],
    ["out of order", [first, thanks, reply, gladly], "broken_chain", 1],
    ["another first letter", [elsewhere], "wrong_place", 0],
  ];
  for (const [what, letters, code, after] of cases) {
    const shown = patient.open(answer({ letters }));
    assert.deepEqual(shown.trouble, { code, after }, what);
    assert.equal(shown.letters.length, after, what);
    assert.ok(!JSON.stringify(shown.letters).includes("Forged"), what);
  }
});

test("where the first letters have expired, the code opens the others and goes on with them", () => {
  const { talk, answer } = story();
  const later = (UNTIL + 1) * 86400;
  const patient = createReturning(() => later);
  patient.derive(talk.code);
  const left = { letters: talk.letters.slice(1), now: later };
  const shown = patient.open(answer(left));
  assert.deepEqual([shown.letters.map(({ text }) => text), shown.trouble, shown.gone], [["On its way", "Thank you", "Gladly"], null, 1]);
  assert.ok(patient.seal("More", "").length > 0);
  const teamsAlone = { letters: talk.letters.slice(3), now: later, counts: { patient: 2, team: 2 } };
  assert.deepEqual([patient.open(answer(teamsAlone)).gone, patient.open(answer(teamsAlone)).trouble], [3, null]);
  assert.ok(patient.seal("More", "").length > 0);
});

test("a beginning that is missing too early is held back", () => {
  const { talk, patient, answer } = story();
  const shown = patient.open(answer({ letters: talk.letters.slice(1) }));
  assert.deepEqual(shown.trouble, { code: "held_back", after: 3 });
  assert.throws(() => patient.seal("More", ""), refusedWith("suspect"));
});

test("a forgery that another team's key signs is not believed either", () => {
  const { inbox, talk, patient, answer } = story();
  const other = inboxWithLead("other", inbox.root.seed);
  const forged = forgery(other, talk, other.halves[1]?.signSeed ?? randomBytes(32));
  const inboxes = [inbox.entry([]), other.entry([])];
  const shown = patient.open(answer({ letters: [talk.letters[0], forged], inboxes }));
  assert.deepEqual(shown.trouble, { code: "bad_signature", after: 1 });
});

/**
 * @param {ReturnType<typeof inboxWithLead>} by
 * @param {ReturnType<typeof conversationWith>} talk
 * @param {Uint8Array} seed
 * @param {any} epoch
 */
function forgery(by, talk, seed, epoch = by.epochs[1]) {
  const prev = letterHash(fromBase64url(talk.letters[0]?.letter));
  const header = { ...talk.place, direction: STAFF, letter: randomBytes(16), seq: 1, prev };
  const readers = [
    { kind: INBOX, publicKey: epoch.xwingPublic },
    { kind: RETURN, publicKey: talk.keys.xwingPublic },
  ];
  const letter = sealLetter(header, packMessage({ ...talk.facts, text: "Forged: wire money" }), readers, seed);
  return { direction: STAFF, seq: 1, received: NOW, until: UNTIL, letter: toBase64url(letter) };
}

test("an answer is sealed to the team's running keys, again and again the same submission until it has arrived", () => {
  const { patient, answer } = story();
  patient.open(answer());
  const [one, two] = [patient.seal("More", ""), patient.seal("More", "")];
  assert.equal(one.length, two.length);
  patient.sent();
  assert.ok(patient.seal("Other", "").length > 0);
});

test("an answer puts an address only where one is given, and looks the same without", () => {
  const { patient, answer } = story();
  const [post_key, notify_key] = [post, notify].map(({ publicKey }) => ({ public: toBase64url(publicKey) }));
  patient.open(answer({ post_key, notify_key }));
  const [leaving, putting] = ["", "ana@example.org"].map((address) => unboxed(patient.seal("More", address)));
  assert.deepEqual([leaving, putting].map((each) => each && addressIn(each.compartment)), [undefined, "ana@example.org"]);
  assert.equal(leaving?.contents.length, putting?.contents.length);
  assert.notEqual(leaving?.digest, putting?.digest);
});

test("a wish to delete is of the moment that it is made, by the server's clock", () => {
  const { talk, answer } = story();
  let now = NOW - 40_000; // a device that is hours behind
  const patient = createReturning(() => now);
  patient.derive(talk.code);
  patient.open(answer());
  now += 1800;
  assert.equal(patient.wish().at, NOW + 1800);
});

test("a letter that was opened before and is not given any more is missed, each time", () => {
  const { talk, patient, answer } = story();
  patient.open(answer());
  for (let times = 0; times < 2; times += 1) {
    const { letters, trouble } = patient.open(answer({ letters: talk.letters.slice(0, 3) }));
    assert.deepEqual([letters.length, trouble], [3, { code: "held_back", after: 3 }]);
    assert.throws(() => patient.seal("More", ""), refusedWith("suspect"));
  }
  assert.equal(patient.open(answer()).trouble, null);
});

test("who has kept the keys of a month that is over cannot answer after a letter of a later one", () => {
  const { inbox, talk, patient, answer } = story();
  const [over, running] = [inbox.halves[0], inbox.halves[1]];
  const [first] = talk.letters;
  const revoked = inbox.epochs.map((epoch) => ({ ...epoch, revoked: epoch.n === 1 }));
  const keys = inbox.says("keys", { seq: 3, not_after: NOW + 1000, epochs: revoked.map(packEpoch) });
  const inboxes = [inbox.entry([], { keys })];
  const late = forgery(inbox, talk, /** @type {any} */ (over).signSeed, inbox.epochs[0]);
  const genuine = forgery(inbox, talk, /** @type {any} */ (running).signSeed);
  assert.deepEqual(patient.open(answer({ letters: [first, late], inboxes })).trouble, { code: "bad_signature", after: 1 });
  assert.equal(patient.open(answer({ letters: [first, genuine], inboxes })).trouble, null);
});

test("after leaving, nothing opens", () => {
  const { patient, answer } = story();
  patient.open(answer());
  patient.forget();
  assert.throws(() => patient.open(answer()), refusedWith("unknown_key"));
  assert.throws(() => patient.wish(), refusedWith("unknown_key"));
});

test("a link holds the code's first 17 symbols, which the page takes off its address", () => {
  const code = "N70Z-1Q3R-5T7W-9YAC-EGJM-1F";
  assert.equal(linkedPart(code), "N70Z1Q3R5T7W9YACE");
  const shown = /** @type {unknown[]} */ ([]);
  const history = /** @type {any} */ ({ replaceState: (/** @type {unknown[]} */ ...given) => shown.push(given[2]) });
  const at = (/** @type {string} */ hash) => /** @type {any} */ ({ hash, pathname: "/back" });
  assert.equal(takeLinkedPart(at(`#${linkedPart(code)}`), history), "N70Z1Q3R5T7W9YACE");
  assert.equal(takeLinkedPart(at("#elsewhere"), history), "");
  assert.equal(takeLinkedPart(at(""), history), "");
  assert.deepEqual(shown, ["/back", "/back"]);
});
