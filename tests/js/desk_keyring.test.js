// A member's keyring: what it opens, what it lets in, and what it refuses although the server says so.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64url, fromJson, toBase64url, toJson } from "../../static/js/crypto/encoding.js";
import { openGrant } from "../../static/js/crypto/grant.js";
import { INBOX, NOTE, PATIENT, RETURN, STAFF } from "../../static/js/crypto/header.js";
import { randomBytes, signPublic as signPublicOf } from "../../static/js/crypto/labels.js";
import { letterHash } from "../../static/js/crypto/layout.js";
import { sealLetter } from "../../static/js/crypto/letter.js";
import { openLetter } from "../../static/js/crypto/opening.js";
import { parseRoster } from "../../static/js/crypto/roster.js";
import { parseSigned } from "../../static/js/crypto/signed.js";
import { parseKeys } from "../../static/js/crypto/statements.js";
import { publicOf } from "../../static/js/crypto/xwing.js";
import { createKeyring } from "../../static/js/desk/keyring/keyring.js";
import { packMessage } from "../../static/js/crypto/payload.js";
import { NOW, UNTIL, conversationWith, inboxWithLead, memberOf } from "./desk_cast.js";

/** @typedef {ReturnType<typeof inboxWithLead>} TestInbox */

/** @param {TestInbox} inbox @param {any} [entry] @param {any} [seen] */
function leadsKeyring(inbox, entry = inbox.entry(inbox.leads()), seen = {}) {
  const keyring = createKeyring(() => NOW);
  const told = keyring.unlock({ ...inbox.lead.unlock(), inboxes: [entry], seen });
  return { keyring, told };
}

const refusedWith = (/** @type {string} */ code) => (/** @type {any} */ failure) => failure.code === code;

/** Somebody who followed the lead's link. @param {TestInbox} inbox @param {any} keyring @param {string} role */
function newcomer(inbox, keyring, role = "agent", name = "Sam") {
  const link = keyring.invite({ slug: "riverside", role, name });
  const [member, prf, credential] = [randomBytes(16), randomBytes(32), toBase64url(randomBytes(20))];
  const mine = createKeyring(() => NOW);
  const place = { pin: link.pin, member: toBase64url(member), inbox: toBase64url(inbox.id), credential };
  const enrolled = mine.enrol({ ...place, kind: 1, key: prf.slice().buffer, invite: link });
  const invite = { id: link.id, role, name, made_by: toBase64url(inbox.lead.id) };
  const waiting = { id: toBase64url(member), ...enrolled, invite, name, role };
  const unlock = { key: prf.buffer, wrap: enrolled.wrap, member: toBase64url(member), credential };
  return { waiting, mine, unlock };
}

test("a lead's browser opens what was granted and says how far each statement has come", () => {
  const { told } = leadsKeyring(inboxWithLead());
  assert.deepEqual(told, {
    inboxes: [{ slug: "riverside", epochs: 2, trouble: null }],
    seen: { riverside: { keys: 2, roster: 1 } },
  });
});

test("a newcomer is let in with all that the lead holds, epochs to come included, and reads", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const sam = newcomer(inbox, keyring);
  const { roster, members } = keyring.grant({ slug: "riverside", members: [sam.waiting], ahead: inbox.ahead() });
  const grants = (members[0]?.grants ?? []).map((letter) => ({ letter }));
  assert.equal(grants.length, 3);
  const [lead, added] = parseRoster(parseSigned(roster).data).members;
  assert.deepEqual([lead?.role, added?.role], ["lead", "agent"]);
  const told = sam.mine.unlock({ ...sam.unlock, inboxes: [inbox.entry(grants, { roster })], seen: {} });
  assert.deepEqual(told.inboxes, [{ slug: "riverside", epochs: 3, trouble: null }]);
  const talk = conversationWith(inbox, "When is my refill due?");
  const shown = sam.mine.open({ conversation: talk.given() });
  assert.deepEqual([shown.letters[0]?.text, shown.letters[0]?.name, shown.trouble], ["When is my refill due?", "Ana", null]);
});

test("a member joins a further inbox of the same root with the keys that they have, and none of another root", () => {
  const inbox = inboxWithLead();
  const care = inboxWithLead("care-team", inbox.root.seed);
  const { keyring } = leadsKeyring(inbox);
  const lead = leadsKeyring(care, care.entry(care.leads())).keyring;
  const link = lead.invite({ slug: "care-team", role: "agent", name: "From Riverside" });
  const { mac } = keyring.join({ invite: link, pin: link.pin, inbox: toBase64url(care.id) });
  const { id, keys } = inbox.lead;
  const member = {
    id: toBase64url(id),
    xwing_pk: toBase64url(keys.xwingPublic),
    sign_pk: toBase64url(keys.signPublic),
    mac,
    role: "agent",
    name: "Lena",
    invite: { id: link.id, role: "agent", name: "From Riverside", made_by: toBase64url(care.lead.id) },
  };
  lead.check({ slug: "care-team", member });
  assert.throws(() => lead.check({ slug: "care-team", member: { ...member, sign_pk: mac } }), refusedWith("bad_invitation"));
  const elsewhere = leadsKeyring(inboxWithLead()).keyring;
  const stranger = () => elsewhere.join({ invite: link, pin: link.pin, inbox: toBase64url(care.id) });
  assert.throws(stranger, refusedWith("pin_mismatch"));
});

test("an auditor is let in without any letter's keys", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const { waiting } = newcomer(inbox, keyring, "auditor");
  assert.deepEqual(keyring.grant({ slug: "riverside", members: [waiting], ahead: [] }).members[0]?.grants, []);
});

test("a stranger's key in a newcomer's place is not let in", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const { waiting } = newcomer(inbox, keyring);
  const stranger = memberOf(inbox.rootHash).keys;
  assert.equal(keyring.check({ slug: "riverside", member: waiting }), undefined);
  for (const change of [
    { xwing_pk: toBase64url(stranger.xwingPublic) },
    { sign_pk: toBase64url(stranger.signPublic) },
    { id: toBase64url(randomBytes(16)) },
    { invite: { ...waiting.invite, role: "lead" } },
    { invite: { ...waiting.invite, name: "Sam B" } },
    { invite: { ...waiting.invite, id: toBase64url(randomBytes(16)) } },
  ]) {
    const grant = () => keyring.grant({ slug: "riverside", members: [{ ...waiting, ...change }], ahead: [] });
    assert.throws(grant, refusedWith("bad_invitation"), JSON.stringify(Object.keys(change)));
    const check = () => keyring.check({ slug: "riverside", member: { ...waiting, ...change } });
    assert.throws(check, refusedWith("bad_invitation"), JSON.stringify(Object.keys(change)));
  }
});

test("another lead's invitation, and one made at a terminal, are not this lead's to confirm", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const { waiting } = newcomer(inbox, keyring);
  const of = (/** @type {any} */ made_by) => [{ ...waiting, invite: { ...waiting.invite, made_by } }];
  const grant = (/** @type {any} */ members) => () => keyring.grant({ slug: "riverside", members, ahead: [] });
  assert.throws(grant(of(toBase64url(randomBytes(16)))), refusedWith("not_yours"));
  assert.throws(grant(of(null)), refusedWith("needs_kit"));
});

test("who leaves gets nothing of the epochs made anew, the kit and who remains do, and letters move to them", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const [sam, kim] = [newcomer(inbox, keyring), newcomer(inbox, keyring, "agent", "Kim")];
  const granted = keyring.grant({ slug: "riverside", members: [sam.waiting, kim.waiting], ahead: inbox.ahead() });
  keyring.refresh({ inboxes: [inbox.entry(inbox.leads(), { roster: granted.roster })], seen: {} });
  const kit = toBase64url(inbox.kit.publicKey);
  const made = keyring.remove({ slug: "riverside", members: [sam.waiting.id], kit });

  const keys = parseKeys(parseSigned(made.keys).data);
  assert.deepEqual(keys.epochs.map(({ n, revoked }) => [n, revoked]), [[1, false], [2, true], [4, false], [5, false]]);
  assert.deepEqual(made.epochs.map(({ n }) => n), [4, 5]);
  const holders = [toBase64url(inbox.lead.id), kim.waiting.id, "kit"];
  for (const { grants } of made.epochs) assert.deepEqual(grants.map(({ holder }) => holder), holders);
  const kitsGrant = fromBase64url(made.epochs[0]?.grants[2]?.letter);
  const authority = { leads: [{ publicKey: inbox.lead.keys.signPublic }] };
  assert.equal(openGrant(kitsGrant, inbox.kit.seed, /** @type {any} */ ({ authority, keys }))?.n, 4);

  const kims = made.epochs.map(({ grants }) => ({ letter: grants[1]?.letter }));
  const before = (granted.members[1]?.grants ?? []).map((letter) => ({ letter }));
  const entry = inbox.entry([...before, ...kims], { roster: made.roster, keys: made.keys });
  const told = kim.mine.unlock({ ...kim.unlock, inboxes: [entry], seen: {} });
  assert.deepEqual(told.inboxes, [{ slug: "riverside", epochs: 4, trouble: null }]);
  const fresh = conversationWith(inbox, "After Sam left", keys.epochs[2]);
  assert.equal(kim.mine.open({ conversation: fresh.given() }).letters[0]?.text, "After Sam left");

  const samsGrants = (granted.members[0]?.grants ?? []).map((letter) => ({ letter }));
  const samsEntry = inbox.entry(samsGrants, { roster: made.roster, keys: made.keys });
  sam.mine.unlock({ ...sam.unlock, inboxes: [samsEntry], seen: {} });
  assert.throws(() => sam.mine.open({ conversation: fresh.given() }), refusedWith("unknown_key"));
});

test("new epochs go to the kit that the root names and to no other", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const sam = newcomer(inbox, keyring);
  const { roster } = keyring.grant({ slug: "riverside", members: [sam.waiting], ahead: [] });
  keyring.refresh({ inboxes: [inbox.entry(inbox.leads(), { roster })], seen: {} });
  const kit = toBase64url(publicOf(randomBytes(32)));
  const remove = () => keyring.remove({ slug: "riverside", members: [sam.waiting.id], kit });
  assert.throws(remove, refusedWith("wrong_place"));
});

test("a lead is removed with the kit alone, and nobody is removed who is not there", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const kit = toBase64url(inbox.kit.publicKey);
  const remove = (/** @type {string} */ id) => () => keyring.remove({ slug: "riverside", members: [id], kit });
  assert.throws(remove(toBase64url(inbox.lead.id)), refusedWith("needs_kit"));
  assert.throws(remove(toBase64url(randomBytes(16))), refusedWith("unknown_member"));
});

test("a member who is no lead signs nothing", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const sam = newcomer(inbox, keyring);
  const { roster, members } = keyring.grant({ slug: "riverside", members: [sam.waiting], ahead: [] });
  const grants = (members[0]?.grants ?? []).map((letter) => ({ letter }));
  sam.mine.unlock({ ...sam.unlock, inboxes: [inbox.entry(grants, { roster })], seen: {} });
  const other = newcomer(inbox, sam.mine, "agent", "Friend");
  const grant = () => sam.mine.grant({ slug: "riverside", members: [other.waiting], ahead: [] });
  assert.throws(grant, refusedWith("needs_kit"));
});

test("statements that do not lead to the member's own root open nothing", () => {
  const inbox = inboxWithLead();
  const other = inboxWithLead();
  const grants = inbox.leads();
  /** @type {[string, any, any?][]} */
  const cases = [
    ["pin_mismatch", other.entry(grants)],
    ["wrong_place", inbox.entry(grants, { id: toBase64url(other.id) })],
    ["rolled_back", inbox.entry(grants), { riverside: { keys: 3, roster: 1 } }],
    ["rolled_back", inbox.entry(grants), { riverside: { keys: 2, roster: 2 } }],
    ["bad_signature", inbox.entry(grants, { roster: inbox.says("roster", { seq: 2, members: [] }, other.first.seed) })],
    ["unknown_key", inbox.entry(inbox.grantTo(other.lead.keys.xwingPublic, inbox.halves))],
    ["wrong_place", inbox.entry(inbox.grantTo(inbox.lead.keys.xwingPublic, other.halves))],
  ];
  for (const [code, entry, seen = {}] of cases) {
    const { told, keyring } = leadsKeyring(inbox, entry, seen);
    assert.deepEqual(told.inboxes, [{ slug: "riverside", epochs: 0, trouble: code }], code);
    const talk = conversationWith(inbox, "Hello");
    assert.throws(() => keyring.open({ conversation: talk.given() }), refusedWith("wrong_place"));
  }
});

/** @param {TestInbox} inbox */
function correspondence(inbox) {
  const { keyring } = leadsKeyring(inbox);
  const talk = conversationWith(inbox, "First");
  const say = (/** @type {number} */ direction, /** @type {string} */ text) => {
    keyring.open({ conversation: talk.given() });
    talk.takes(keyring.seal({ reference: "7Q4M9ZTK2D", direction, text }), direction);
  };
  say(STAFF, "Answer");
  say(NOTE, "Call her on Monday");
  talk.adds("Thanks");
  return { keyring, talk, say };
}

test("a conversation of both sides and a note opens in order, and the patient opens the answer", () => {
  const inbox = inboxWithLead();
  const { keyring, talk } = correspondence(inbox);
  const { letters, trouble } = keyring.open({ conversation: talk.given() });
  assert.deepEqual(letters.map(({ direction, text }) => [direction, text]), [
    [1, "First"],
    [2, "Answer"],
    [3, "Call her on Monday"],
    [1, "Thanks"],
  ]);
  assert.equal(trouble, null);
  const answer = fromBase64url(talk.letters[1]?.letter);
  const signPublic = inbox.epochs[1]?.signPublic ?? null;
  const opened = openLetter(answer, RETURN, talk.keys.xwingSeed, { signPublic, place: talk.place });
  assert.equal(fromJson(opened.payload).text, "Answer");
  assert.deepEqual(opened.header.prev, letterHash(fromBase64url(talk.letters[0]?.letter)));
});

test("letters that a server moves, repeats, drops, reorders or forges are not shown, and it says where", () => {
  const inbox = inboxWithLead();
  const { keyring, talk } = correspondence(inbox);
  const [first, answer, note, thanks] = talk.letters;
  const elsewhere = conversationWith(inbox, "Another patient's");
  const forger = conversationWith(inbox, "x");
  forger.adds("Forged");
  const forged = { ...forger.letters[1] };
  /** @type {[string, any[], string, number][]} */
  const cases = [
    ["repeated", [first, answer, answer, note, thanks], "broken_chain", 2],
    ["dropped in the middle", [first, note, thanks], "broken_chain", 1],
    ["reordered", [first, thanks, answer, note], "broken_chain", 1],
    ["the first left out", [answer, note, thanks], "held_back", 3],
    ["all left out but the patient's last", [thanks], "held_back", 1],
    ["the first left out, the rest reordered", [thanks, answer, note], "broken_chain", 1],
    ["another conversation's letter", [first, elsewhere.letters[0]], "wrong_place", 1],
    ["another patient's follow-up", [first, forged], "wrong_place", 1],
  ];
  for (const [what, letters, code, after] of cases) {
    const shown = keyring.open({ conversation: talk.given({ letters }) });
    assert.deepEqual(shown.trouble, { code, after }, what);
    assert.equal(shown.letters.length, after, what);
  }
});

test("what does not fit together is neither answered nor passed on", () => {
  const inbox = inboxWithLead();
  const { keyring, talk } = correspondence(inbox);
  const elsewhere = conversationWith(inbox, "Another patient's").letters[0];
  keyring.open({ conversation: talk.given({ letters: [...talk.letters, elsewhere] }) });
  const [reference, direction, text] = ["7Q4M9ZTK2D", STAFF, "Answer"];
  assert.throws(() => keyring.seal({ reference, direction, text }), refusedWith("suspect"));
  assert.throws(() => keyring.handover({ reference, to: inbox.entry([]) }), refusedWith("suspect"));
  keyring.open({ conversation: talk.given() });
  assert.ok(keyring.seal({ reference, direction, text }).length > 0);
});

test("an answer under keys that were over before the conversation began is nobody's", () => {
  const inbox = inboxWithLead();
  const keyring = createKeyring(() => NOW);
  const entry = inbox.entry(inbox.grantTo(inbox.lead.keys.xwingPublic, inbox.halves));
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [entry], seen: {} });
  const [over, , running] = inbox.epochs;
  const talk = conversationWith(inbox, "Written in the third month", running);
  const prev = letterHash(fromBase64url(talk.letters[0]?.letter));
  const header = { ...talk.place, direction: NOTE, letter: randomBytes(16), seq: 1, prev };
  const reader = { kind: INBOX, publicKey: /** @type {any} */ (over).xwingPublic };
  talk.takes(sealLetter(header, toJson({ text: "Of the first" }), [reader], /** @type {any} */ (inbox.halves[0]).signSeed), NOTE);
  assert.deepEqual(keyring.open({ conversation: talk.given() }).trouble, { code: "bad_signature", after: 1 });
});

test("a letter of another inbox belongs elsewhere, whether or not its keys are here", () => {
  const inbox = inboxWithLead();
  const { keyring, talk } = correspondence(inbox);
  const abroad = conversationWith(inboxWithLead("other", inbox.root.seed), "Another inbox's").letters[0];
  const { trouble } = keyring.open({ conversation: talk.given({ letters: [...talk.letters, abroad] }) });
  assert.deepEqual(trouble, { code: "wrong_place", after: 4 });
});

test("a letter that was opened before and is not given any more is missed until the lock", () => {
  const inbox = inboxWithLead();
  const { keyring, talk } = correspondence(inbox);
  keyring.open({ conversation: talk.given() });
  const fewer = talk.given({ letters: talk.letters.slice(0, 3) });
  assert.deepEqual(keyring.open({ conversation: fewer }).trouble, { code: "held_back", after: 3 });
  keyring.lock();
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [inbox.entry(inbox.leads())], seen: {} });
  assert.equal(keyring.open({ conversation: fewer }).trouble, null);
});

/** The day after the first letters' last, when the third month runs. @param {TestInbox} inbox */
function laterKeyring(inbox) {
  const keyring = createKeyring(() => (UNTIL + 1) * 86400);
  const entry = inbox.entry(inbox.grantTo(inbox.lead.keys.xwingPublic, inbox.halves));
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [entry], seen: {} });
  return keyring;
}

/** What is left of it. @param {ReturnType<typeof conversationWith>} talk @param {number} from */
function remainder(talk, from) {
  return talk.given({ letters: talk.letters.slice(from) });
}

test("where the first letters have expired, the others open, say who wrote, and are answered to the same patient", () => {
  const inbox = inboxWithLead();
  const { talk } = correspondence(inbox);
  const keyring = laterKeyring(inbox);
  for (const [from, texts] of /** @type {[number, string[]][]} */ ([
    [1, ["Answer", "Call her on Monday", "Thanks"]],
    [2, ["Call her on Monday", "Thanks"]],
    [3, ["Thanks"]],
  ])) {
    const shown = laterKeyring(inbox).open({ conversation: remainder(talk, from) });
    assert.deepEqual([shown.letters.map(({ text }) => text), shown.trouble, shown.gone], [texts, null, from]);
    assert.deepEqual(shown.letters.map(({ name }) => name).filter(Boolean), ["Ana"]);
  }
  const counts = { patient: 2, team: 1, notes: 1 };
  const left = talk.given({ letters: talk.letters.slice(3), counts });
  assert.equal(keyring.open({ conversation: left }).gone, 3);
  const answer = keyring.seal({ reference: "7Q4M9ZTK2D", direction: STAFF, text: "Gladly" });
  const signPublic = inbox.epochs[2]?.signPublic ?? null;
  const opened = openLetter(answer, RETURN, talk.keys.xwingSeed, { signPublic, place: talk.place });
  assert.deepEqual([opened.header.seq, opened.message], [2, { ...talk.facts, text: "Gladly" }]);
  assert.deepEqual(opened.header.prev, letterHash(fromBase64url(talk.letters[3]?.letter)));
  talk.takes(answer, STAFF);
  const more = { letters: talk.letters.slice(3), counts: { ...counts, team: 2 } };
  const shown = keyring.open({ conversation: talk.given(more) });
  assert.deepEqual([shown.letters.map(({ text }) => text), shown.trouble], [["Thanks", "Gladly"], null]);
});

test("where all but the team's letters have expired, they still say whom to answer", () => {
  const inbox = inboxWithLead();
  const { talk } = correspondence(inbox);
  const keyring = laterKeyring(inbox);
  const given = talk.given({ letters: [talk.letters[1]], counts: { patient: 1, team: 1, notes: 0 } });
  assert.deepEqual(keyring.open({ conversation: given }).trouble, null);
  const answer = keyring.seal({ reference: "7Q4M9ZTK2D", direction: STAFF, text: "Anything else?" });
  const signPublic = inbox.epochs[2]?.signPublic ?? null;
  assert.ok(openLetter(answer, RETURN, talk.keys.xwingSeed, { signPublic, place: talk.place }));
});

test("a patient whom the server puts in the place of an expired beginning is not the one whom the team answered", () => {
  const inbox = inboxWithLead();
  const { talk } = correspondence(inbox);
  const stranger = conversationWith(inbox, "x").facts;
  const header = { ...talk.place, direction: PATIENT, letter: randomBytes(16), seq: 9, prev: randomBytes(32) };
  const readers = [
    { kind: INBOX, publicKey: /** @type {any} */ (inbox.epochs[1]).xwingPublic },
    { kind: RETURN, publicKey: stranger.returnPublic },
  ];
  const seed = randomBytes(32);
  const facts = { ...stranger, patientPublic: signPublicOf(seed), text: "Send it to me instead" };
  const forged = { ...talk.letters[0], letter: toBase64url(sealLetter(header, packMessage(facts), readers, seed)) };
  const keyring = laterKeyring(inbox);
  const before = keyring.open({ conversation: talk.given({ letters: [forged, talk.letters[1]] }) });
  assert.deepEqual(before.trouble, { code: "bad_signature", after: 1 });
  const after = keyring.open({ conversation: talk.given({ letters: [talk.letters[1], forged] }) });
  assert.deepEqual(after.trouble, { code: "bad_signature", after: 1 });
  assert.throws(() => keyring.seal({ reference: "7Q4M9ZTK2D", direction: STAFF, text: "Answer" }), refusedWith("suspect"));
});

test("a letter that was opened before is not missed once its last day is over", () => {
  const inbox = inboxWithLead();
  const { talk } = correspondence(inbox);
  let now = UNTIL * 86400;
  const keyring = createKeyring(() => now);
  const entry = inbox.entry(inbox.grantTo(inbox.lead.keys.xwingPublic, inbox.halves));
  keyring.unlock({ ...inbox.lead.unlock(), inboxes: [entry], seen: {} });
  assert.equal(keyring.open({ conversation: talk.given() }).trouble, null);
  assert.deepEqual(keyring.open({ conversation: remainder(talk, 1) }).trouble, { code: "held_back", after: 3 });
  now += 86400;
  const shown = keyring.open({ conversation: remainder(talk, 1) });
  assert.deepEqual([shown.trouble, shown.gone, shown.letters.length], [null, 1, 3]);
});

test("another conversation under the same reference is none of it", () => {
  const inbox = inboxWithLead();
  const { keyring, talk } = correspondence(inbox);
  keyring.open({ conversation: talk.given() });
  const other = conversationWith(inbox, "Another patient's").given();
  const swapped = { ...other, reference: talk.given().reference };
  assert.throws(() => keyring.open({ conversation: swapped }), refusedWith("wrong_place"));
  const sealed = keyring.seal({ reference: talk.given().reference, direction: STAFF, text: "Answer" });
  assert.ok(sealed.length > 0);
});

test("once a list of members was seen there is no inbox without one", () => {
  const inbox = inboxWithLead();
  const keyring = createKeyring(() => NOW);
  const entry = inbox.entry(inbox.leads(), { roster: null });
  const seen = { riverside: { keys: 1, roster: 1 } };
  const told = keyring.unlock({ ...inbox.lead.unlock(), inboxes: [entry], seen });
  assert.equal(told.inboxes[0]?.trouble, "rolled_back");
  assert.equal(told.seen.riverside?.roster, 1);
});

test("after a lock nothing opens, and a wrong passkey's secret unlocks nothing", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const talk = conversationWith(inbox, "Hello");
  keyring.lock();
  assert.throws(() => keyring.open({ conversation: talk.given() }), refusedWith("locked"));
  const wrong = { ...inbox.lead.unlock(), key: randomBytes(32).buffer };
  const unlock = () => keyring.unlock({ ...wrong, inboxes: [], seen: {} });
  assert.throws(unlock, refusedWith("cannot_open"));
});

test("a further passkey's wrap opens to the same member", () => {
  const inbox = inboxWithLead();
  const { keyring } = leadsKeyring(inbox);
  const [prf, credential] = [randomBytes(32), toBase64url(randomBytes(20))];
  const { wrap } = keyring.wrap({ kind: 1, key: prf.slice().buffer, credential });
  const again = createKeyring(() => NOW);
  const member = toBase64url(inbox.lead.id);
  const entry = inbox.entry(inbox.leads());
  const told = again.unlock({ key: prf.buffer, wrap, member, credential, inboxes: [entry], seen: {} });
  assert.equal(told.inboxes[0]?.epochs, 2);
});

/** Two inboxes under one root, and a member of each. */
function twoTeams() {
  const billing = inboxWithLead();
  const care = inboxWithLead("care-team", billing.root.seed);
  const agents = { billing: leadsKeyring(billing).keyring, care: leadsKeyring(care, care.entry(care.leads())).keyring };
  const { talk } = correspondence(billing);
  agents.billing.open({ conversation: talk.given() });
  const handed = agents.billing.handover({ reference: "7Q4M9ZTK2D", to: care.entry([]) });
  const path = [billing.entry([]), care.entry([])];
  const place = { inbox: toBase64url(care.id), origin: toBase64url(billing.id), path, handovers: [handed] };
  return { billing, care, agents, talk, handed, given: (/** @type {object} */ changes = {}) => talk.given({ ...place, ...changes }) };
}

test("a conversation that is handed over opens there, and is answered there", () => {
  const { care, agents, talk, handed, given } = twoTeams();
  talk.handed(handed.letters);
  const shown = agents.care.open({ conversation: given() });
  assert.deepEqual(shown.letters.map(({ text }) => text), ["First", "Answer", "Call her on Monday", "Thanks"]);
  assert.equal(shown.trouble, null);
  talk.takes(agents.care.seal({ reference: "7Q4M9ZTK2D", direction: STAFF, text: "Care here" }), STAFF);
  assert.equal(agents.care.open({ conversation: given() }).letters.at(-1)?.text, "Care here");
  const answer = fromBase64url(talk.letters.at(-1)?.letter);
  const opened = openLetter(answer, RETURN, talk.keys.xwingSeed, {
    signPublic: care.epochs[1]?.signPublic ?? null,
    place: talk.place,
  });
  assert.equal(fromJson(opened.payload).text, "Care here");
});

test("without the hand-over's record, or with another's, an inbox has no part in a conversation", () => {
  const { billing, care, agents, talk, handed, given } = twoTeams();
  talk.handed(handed.letters);
  const other = inboxWithLead("other", billing.root.seed);
  const record = fromBase64url(handed.record);
  record.set(other.id, 51);
  /** @type {[string, object, string][]} */
  const cases = [
    ["no record", { handovers: [] }, "wrong_place"],
    ["to another inbox", { handovers: [{ ...handed, record: toBase64url(record) }] }, "bad_signature"],
    ["twice", { handovers: [handed, handed] }, "wrong_place"],
    ["of another conversation", { id: toBase64url(randomBytes(16)) }, "wrong_place"],
    ["an inbox of another root on the way", { path: [inboxWithLead().entry([]), care.entry([])] }, "pin_mismatch"],
  ];
  for (const [what, changes, code] of cases) {
    assert.throws(() => agents.care.open({ conversation: given(changes) }), refusedWith(code), what);
  }
});

test("a letter that was there at the hand-over and is left out is missed", () => {
  const { agents, talk, handed, given } = twoTeams();
  talk.handed(handed.letters);
  const letters = talk.letters.slice(0, 3);
  const { trouble } = agents.care.open({ conversation: given({ letters }) });
  assert.deepEqual(trouble, { code: "broken_chain", after: 3 });
});

test("a conversation is not handed to an inbox of another root", () => {
  const { agents } = twoTeams();
  const handover = () => agents.billing.handover({ reference: "7Q4M9ZTK2D", to: inboxWithLead().entry([]) });
  assert.throws(handover, refusedWith("pin_mismatch"));
});
