// Saved replies in a member's keyring: what is sealed comes out again, and what the server puts in its place does not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64url, toBase64url, toJson } from "../../static/js/crypto/encoding.js";
import { INBOX, NOTE, SAVED, noLetter } from "../../static/js/crypto/header.js";
import { randomBytes } from "../../static/js/crypto/labels.js";
import { takeApart } from "../../static/js/crypto/layout.js";
import { sealLetter } from "../../static/js/crypto/letter.js";
import { openLetter } from "../../static/js/crypto/opening.js";
import { parseSavedReply } from "../../static/js/crypto/savedreply.js";
import { createKeyring } from "../../static/js/desk/keyring/keyring.js";
import { NOW, inboxWithLead } from "./desk_cast.js";

/** @typedef {ReturnType<typeof inboxWithLead>} TestInbox */
/** @typedef {import("../../static/js/crypto/savedreply.js").SavedReply} SavedReply */

const MONTH = 30 * 86400;
const REFILL = { title: "Refill", text: "Hi {name}, it is on its way. 🙂", effects: { state: "closed", assign: "nobody" } };
const refusedWith = (/** @type {string} */ code) => (/** @type {any} */ failure) => failure.code === code;

/** @param {TestInbox} inbox @param {() => number} [clock] @param {any[]} [inboxes] */
function unlocked(inbox, clock = () => NOW, inboxes = [inbox]) {
  const keyring = createKeyring(clock);
  const entries = inboxes.map((each) => each.entry(each.grantTo(inbox.lead.keys.xwingPublic, each.halves)));
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: entries, seen: {} });
  return keyring;
}

/** As the door lists it. @param {any} keyring @param {object} [changes] @param {SavedReply} [reply] */
function saved(keyring, changes = {}, reply = REFILL) {
  const given = { slug: "riverside", revision: 1, ...reply, ...changes };
  const { id, letter } = keyring.sealSaved(given);
  return { id, revision: given.revision, changed: NOW, letter: toBase64url(letter) };
}

/** @param {any} keyring @param {...any} replies */
function open(keyring, ...replies) {
  return keyring.openSaved({ slug: "riverside", replies });
}

/** Sealed by hand, to whom and by whom one likes. @param {TestInbox} inbox @param {any} [changes] @param {any} [epoch] @param {any} [seed] */
function forged(inbox, changes = {}, epoch = inbox.epochs[1], seed = inbox.halves[1]?.signSeed) {
  const payload = changes.payload ?? toJson({ title: "Forged", text: "Call 555-0199.", then: {} });
  const header = { direction: SAVED, inbox: inbox.id, conversation: new Uint8Array(16), letter: randomBytes(16), seq: 1, prev: noLetter(), ...changes.header };
  const letter = sealLetter(header, payload, [{ kind: INBOX, publicKey: epoch.xwingPublic }], seed);
  return { id: toBase64url(header.letter), revision: header.seq, changed: NOW, letter: toBase64url(letter) };
}

test("what is saved opens again with all that it says, and its revisions keep its id", () => {
  const keyring = unlocked(inboxWithLead());
  const first = saved(keyring);
  assert.deepEqual(open(keyring, first), [{ id: first.id, revision: 1, changed: NOW, ...REFILL, isOld: false, trouble: null }]);
  const second = saved(keyring, { reply: first.id, revision: 2, text: "It has left.", effects: { snoozeDays: 3 } });
  assert.equal(second.id, first.id);
  const [now] = open(keyring, second);
  assert.deepEqual([now.revision, now.text, now.effects], [2, "It has left.", { snoozeDays: 3 }]);
});

test("it is sealed to the running epoch alone, for the inbox and no conversation", () => {
  const inbox = inboxWithLead();
  const letter = fromBase64url(saved(unlocked(inbox)).letter);
  const { header, stanzas } = takeApart(letter);
  assert.deepEqual([header.direction, header.inbox, header.conversation], [SAVED, inbox.id, new Uint8Array(16)]);
  assert.deepEqual(stanzas.map(({ kind }) => kind), [INBOX]);
  const { signPublic } = /** @type {any} */ (inbox.epochs[1]);
  const opened = openLetter(letter, INBOX, /** @type {any} */ (inbox.halves[1]).xwingSeed, { signPublic, place: null });
  assert.equal(JSON.parse(new TextDecoder().decode(opened.payload)).then.state, "closed");
});

test("two of them never have the same id", () => {
  const keyring = unlocked(inboxWithLead());
  assert.notEqual(saved(keyring).id, saved(keyring).id);
});

test("one that a stranger signed is not believed, and the others are shown all the same", () => {
  const inbox = inboxWithLead();
  const keyring = unlocked(inbox);
  const good = saved(keyring);
  const [bad, still] = open(keyring, forged(inbox, {}, inbox.epochs[1], randomBytes(32)), good);
  assert.deepEqual([bad.trouble, bad.text, still.trouble, still.title], ["bad_signature", undefined, null, "Refill"]);
});

test("one that an epoch signed which it is not sealed to is not believed", () => {
  const inbox = inboxWithLead();
  const [bad] = open(unlocked(inbox), forged(inbox, {}, inbox.epochs[1], inbox.halves[0]?.signSeed));
  assert.equal(bad.trouble, "bad_signature");
});

test("another inbox's is not taken for this one's, although one can read both", () => {
  const riverside = inboxWithLead();
  const practice = inboxWithLead("practice", riverside.root.seed);
  const keyring = unlocked(riverside, () => NOW, [riverside, practice]);
  const theirs = saved(keyring, { slug: "practice" });
  assert.equal(keyring.openSaved({ slug: "practice", replies: [theirs] })[0]?.trouble, null);
  assert.equal(open(keyring, theirs)[0].trouble, "unknown_key");
  const moved = forged(riverside, { header: { inbox: practice.id } });
  assert.equal(open(keyring, moved)[0].trouble, "wrong_place");
});

test("a letter of a conversation is not taken for one", () => {
  const inbox = inboxWithLead();
  const keyring = unlocked(inbox);
  for (const header of [{ conversation: randomBytes(16) }, { direction: NOTE }]) {
    assert.equal(open(keyring, forged(inbox, { header }))[0].trouble, "wrong_place", JSON.stringify(header));
  }
});

test("one in another's place is refused", () => {
  const keyring = unlocked(inboxWithLead());
  const [refill, hours] = [saved(keyring), saved(keyring, { title: "Hours" })];
  const swapped = [{ ...refill, letter: hours.letter }, { ...hours, letter: refill.letter }];
  assert.deepEqual(open(keyring, ...swapped).map((/** @type {any} */ each) => each.trouble), ["wrong_place", "wrong_place"]);
  assert.equal(open(keyring, { ...refill, revision: 2 })[0].trouble, "wrong_place");
});

test("one that is named twice is refused, with all others", () => {
  const keyring = unlocked(inboxWithLead());
  const refill = saved(keyring);
  assert.throws(() => open(keyring, refill, refill), refusedWith("rolled_back"));
});

test("an old revision is not taken once a newer one was seen, until the desk is locked", () => {
  const inbox = inboxWithLead();
  const keyring = unlocked(inbox);
  const first = saved(keyring);
  const second = saved(keyring, { reply: first.id, revision: 2, text: "It has left." });
  assert.equal(open(keyring, first)[0].trouble, null);
  assert.equal(open(keyring, second)[0].trouble, null);
  assert.equal(open(keyring, first)[0].trouble, "rolled_back");
  assert.equal(open(keyring, second)[0].trouble, null);
  keyring.lock();
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(inbox.leads())], seen: {} });
  assert.equal(open(keyring, first)[0].trouble, null);
});

test("two of the same revision are not both taken", () => {
  const keyring = unlocked(inboxWithLead());
  const first = saved(keyring);
  const other = saved(keyring, { reply: first.id, text: "Something else" });
  assert.equal(open(keyring, first)[0].trouble, null);
  assert.equal(open(keyring, other)[0].trouble, "rolled_back");
  assert.equal(open(keyring, first)[0].trouble, null);
});

test("a refused try of one's own does not stand in a colleague's way", () => {
  const inbox = inboxWithLead();
  const [mine, theirs] = [unlocked(inbox), unlocked(inbox)];
  const first = saved(mine);
  open(mine, first);
  saved(mine, { reply: first.id, revision: 2, text: "Mine, refused" });
  const colleagues = saved(theirs, { reply: first.id, revision: 2, text: "Theirs" });
  assert.equal(open(mine, colleagues)[0].text, "Theirs");
});

test("one of a time that is past says so, and sealed anew it is as it was", () => {
  const inbox = inboxWithLead();
  let now = NOW;
  const keyring = unlocked(inbox, () => now);
  const first = saved(keyring);
  now += MONTH;
  const [old] = open(keyring, first);
  assert.deepEqual([old.isOld, old.text], [true, REFILL.text]);
  const anew = saved(keyring, { reply: first.id, revision: 2 });
  const [fresh] = open(keyring, anew);
  assert.deepEqual([fresh.isOld, fresh.text, fresh.effects], [false, REFILL.text, REFILL.effects]);
});

test("whoever kept the keys of a time that is past cannot change what was sealed later", () => {
  const inbox = inboxWithLead();
  const keyring = unlocked(inbox);
  const now = saved(keyring);
  assert.equal(open(keyring, now)[0].trouble, null);
  const header = { letter: fromBase64url(now.id), seq: 2 };
  assert.equal(open(keyring, forged(inbox, { header }, inbox.epochs[0], inbox.halves[0]?.signSeed))[0].trouble, "rolled_back");
});

test("one of an epoch that was not granted does not open, and is not lost to others", () => {
  const inbox = inboxWithLead();
  const theirs = saved(unlocked(inbox));
  const keyring = createKeyring(() => NOW);
  const first = inbox.leads().slice(0, 1);
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(first)], seen: {} });
  assert.equal(open(keyring, theirs)[0].trouble, "unknown_key");
  assert.throws(() => saved(keyring), refusedWith("no_epoch"));
});

test("nothing is to be sealed anew where nothing can be sealed", () => {
  const inbox = inboxWithLead();
  const keyring = createKeyring(() => NOW);
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(inbox.leads().slice(0, 1))], seen: {} });
  const old = forged(inbox, {}, inbox.epochs[0], inbox.halves[0]?.signSeed);
  assert.deepEqual([open(keyring, old)[0].isOld, open(keyring, old)[0].trouble], [false, null]);
});

test("a locked keyring opens and seals none", () => {
  const keyring = unlocked(inboxWithLead());
  const refill = saved(keyring);
  keyring.lock();
  assert.throws(() => open(keyring, refill), refusedWith("locked"));
  assert.throws(() => saved(keyring), refusedWith("locked"));
});

test("what is no letter is told for each alone", () => {
  const keyring = unlocked(inboxWithLead());
  const refill = saved(keyring);
  const broken = ["", "!", "AAAA", refill.letter.slice(0, -4)].map((letter, index) => ({ ...refill, id: toBase64url(new Uint8Array(16).fill(index)), letter }));
  const told = open(keyring, ...broken, refill).map((/** @type {any} */ each) => each.trouble);
  assert.deepEqual(told, ["malformed", "malformed", "malformed", "malformed", null]);
});

test("a text is saved with whatever is in it, halves of characters apart", () => {
  const keyring = unlocked(inboxWithLead());
  const [opened] = open(keyring, saved(keyring, { title: "<b>&\u202e", text: "a\ud800b\n\t🙂" }));
  assert.deepEqual([opened.title, opened.text], ["<b>&\u202e", "a\ufffdb\n\t🙂"]);
});

test("a text beyond what a letter holds is refused", () => {
  const keyring = unlocked(inboxWithLead());
  assert.throws(() => saved(keyring, { text: "w".repeat(40_000) }), refusedWith("too_long"));
});

const whole = { title: "Refill", text: "Soon.", then: {} };
const parse = (/** @type {object} */ value) => parseSavedReply(toJson(/** @type {any} */ (value)));

test("a payload says what sending also does, where it does more", () => {
  assert.deepEqual(parse(whole).effects, {});
  assert.deepEqual(parse({ ...whole, more: 1, then: { state: "open", assign: "me", more: 1 } }).effects, { state: "open", assign: "me" });
  assert.deepEqual(parse({ ...whole, then: { snooze_days: 365 } }).effects, { snoozeDays: 365 });
});

test("a payload that is none is refused", () => {
  for (const change of [
    { title: undefined },
    { text: 7 },
    { text: "\ud800" },
    { then: undefined },
    { then: [] },
    { then: { state: "snoozed" } },
    { then: { state: null } },
    { then: { assign: "somebody" } },
    { then: { snooze_days: 0 } },
    { then: { snooze_days: 366 } },
    { then: { snooze_days: "3" } },
    { then: { state: "closed", snooze_days: 3 } },
  ]) {
    assert.throws(() => parse({ ...whole, ...change }), refusedWith("malformed"), JSON.stringify(change));
  }
});

test("a payload within a good letter that is no saved reply's is told", () => {
  const inbox = inboxWithLead();
  const [bad] = open(unlocked(inbox), forged(inbox, { payload: toJson({ text: "A note" }) }));
  assert.equal(bad.trouble, "malformed");
});
