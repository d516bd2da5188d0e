// A conversation as the team opens it: its letters in order, each checked, and what an answer follows.
import { dayOf, fromBase64url, fromJson, members, textOf, toBase64url, toJson, wellFormed, wholeNumber } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { runningEpoch } from "../../crypto/following.js";
import { packHandover, signHandover } from "../../crypto/handover.js";
import { stanzaFor } from "../../crypto/handing.js";
import { INBOX, NOTE, PATIENT, RETURN, STAFF } from "../../crypto/header.js";
import { ID_BYTES, equal, randomBytes } from "../../crypto/labels.js";
import { takeApart } from "../../crypto/layout.js";
import { sealLetter } from "../../crypto/letter.js";
import { openLayout } from "../../crypto/opening.js";
import { epochOf, followPath, newest, signerOf } from "../../crypto/path.js";
import { packMessage } from "../../crypto/payload.js";
import { openInOrder } from "../../crypto/reading.js";
import { countOf, factsOf, goneOf, parseCounts } from "../../crypto/thread.js";
import { writingKeys } from "./inbox.js";
import { openScores } from "./scores.js";

/** @typedef {import("./inbox.js").Inbox} Inbox */
/** @typedef {import("../../crypto/opening.js").OpenedLetter} OpenedLetter */
/** @typedef {import("../../crypto/opening.js").Place} Place */
/** @typedef {import("../../crypto/path.js").Path} Path */
/** @typedef {{id: string, direction: number, seq: number, received: number, text: string, name?: string, contact?: string}} Said */
/**
 * `trouble`: why the letters after the first `after` are not shown, or not to be believed. `gone`: how many have expired.
 * @typedef {{letters: Said[], gone: number, trouble: {code: string, after: number} | null, scores: import("./scores.js").Opened[]}} Shown
 */
/** @typedef {import("../../crypto/payload.js").Message} Message */
/** @typedef {Omit<Said, "received">} Words */
/** @typedef {import("../../crypto/path.js").NamedEpoch} NamedEpoch */
/**
 * With what opens it.
 * @typedef {OpenedLetter & {sealed: Uint8Array, seed: Uint8Array, said: Words, sealedTo: NamedEpoch | undefined}} Kept
 */
/**
 * `place` is of the letters, also after a hand-over; `inbox` is where the conversation is now. `nextScore`: the count
 * that the next score has, 0 where none is taken. `facts`: any message of it. `counts`: what the server says.
 * @typedef {{inbox: Inbox, place: Place, path: Path, facts: Message, counts: Record<number, number>,
 *   opened: Kept[], nextScore: number}} Thread
 */
/** @typedef {{inbox: Inbox, reads: Inbox["reads"], place: Place, path: Path}} Reading */

/**
 * Opens what can be believed: up to the first letter that is not what and where it has to be.
 * @param {Inbox[]} inboxes the member's, and those that the conversation came through
 * @param {any} given CONVERSATION, as the desk's door gives it
 * @param {import("../../crypto/memory.js").Memory} memory
 * @param {number} now
 * @returns {{shown: Shown, thread: Thread | null}} no thread where it does not fit together
 * @throws {SealError} unknown_key where a letter is sealed to keys that were not granted: these may have come meanwhile;
 *   and where the conversation is not where it is said to be
 */
export function openConversation(inboxes, given, memory, now) {
  const reading = readingOf(inboxes, given);
  const { inbox, place, path } = reading;
  const sealed = given.letters.map((/** @type {any} */ { letter }) => fromBase64url(letter));
  /** @type {(letter: Uint8Array, before: Kept[]) => Kept} */
  const open = (letter, before) => openOne(reading, letter, before);
  const today = dayOf(now);
  const lastDays = given.letters.map((/** @type {any} */ { until }) => wholeNumber(until));
  const { opened, trouble } = memory.compare(place.conversation, openInOrder(sealed, open, path, today), lastDays, today);
  if (trouble?.code === "unknown_key") throw new SealError("unknown_key");
  const facts = factsOf(opened);
  const counts = parseCounts(given.counts);
  const letters = opened.map(({ said }, index) => ({ ...said, received: given.letters[index].received }));
  const scores = openScores(reading, opened, given.scores ?? []);
  const nextScore = wholeNumber(given.next_score ?? 0);
  const thread = facts && !trouble ? { inbox, place, path, facts, counts, opened, nextScore } : null;
  return { shown: { letters, gone: goneOf(opened, counts), trouble, scores }, thread };
}

/**
 * A reply or a note, which follows all that was opened.
 * @param {Thread} thread
 * @param {number} direction STAFF or NOTE
 * @param {string} text
 * @param {number} now
 */
export function sealAnswer({ inbox, place, facts, counts, opened }, direction, text, now) {
  if (direction !== STAFF && direction !== NOTE) throw new SealError("malformed");
  const { epoch, halves } = writingKeys(inbox, now);
  const seq = countOf(opened, direction, counts[direction]) + 1;
  const header = { ...place, direction, letter: randomBytes(ID_BYTES), seq, prev: newest(opened) };
  const toTeam = { kind: INBOX, publicKey: epoch.xwingPublic };
  const toPatient = { kind: RETURN, publicKey: facts.returnPublic };
  const readers = direction === STAFF ? [toTeam, toPatient] : [toTeam];
  const words = wellFormed(text);
  const payload = direction === STAFF ? packMessage({ ...facts, text: words }) : toJson({ text: words });
  return sealLetter(header, payload, readers, halves.signSeed);
}

/**
 * What hands the conversation to another inbox: its letters' stanzas for it, and the signed record.
 * @param {Thread} thread
 * @param {Inbox} to followed to the same root
 * @param {number} now
 */
export function handOver({ inbox, place, path, opened }, to, now) {
  const { epoch, halves } = writingKeys(inbox, now);
  const { xwingPublic } = runningEpoch(to.traced.keys, now);
  const seq = path.inboxes.length;
  const fact = { from: inbox.id, to: to.id, seq, at: now, epoch: epoch.n, last: newest(opened) };
  const record = packHandover({ conversation: place.conversation, origin: place.inbox, ...fact });
  return {
    record: toBase64url(record),
    signature: toBase64url(signHandover(halves.signSeed, record)),
    letters: opened.map(({ header, sealed, seed }) => ({
      id: toBase64url(header.letter),
      stanza: toBase64url(stanzaFor(sealed, seed, xwingPublic)),
    })),
  };
}

/**
 * @param {Inbox[]} inboxes
 * @param {any} given
 * @returns {Reading}
 */
function readingOf(inboxes, given) {
  const place = {
    inbox: fromBase64url(given.origin ?? given.inbox, ID_BYTES),
    conversation: fromBase64url(given.id, ID_BYTES),
  };
  const inboxOf = (/** @type {Uint8Array} */ wanted) => {
    const found = inboxes.find(({ id }) => equal(id, wanted));
    if (!found) throw new SealError("wrong_place");
    return found;
  };
  const handovers = (given.handovers ?? []).map(parseSignedHandover);
  const path = followPath(place, handovers, (id) => inboxOf(id).traced.keys);
  const inbox = inboxOf(fromBase64url(given.inbox, ID_BYTES));
  if (!equal(/** @type {Uint8Array} */ (path.inboxes.at(-1)), inbox.id)) throw new SealError("wrong_place");
  return { inbox, reads: inboxes.flatMap(({ reads }) => reads), place, path };
}

/** @param {unknown} value */
function parseSignedHandover(value) {
  const { record, signature } = members(value);
  return { record: fromBase64url(record), signature: fromBase64url(signature) };
}

/**
 * @param {Reading} reading
 * @param {Uint8Array} letter
 * @param {Kept[]} before the letters before it
 * @returns {Kept}
 */
function openOne({ reads, place, path }, letter, before) {
  const layout = takeApart(letter);
  const { header, stanzas } = layout;
  const isHere = equal(header.inbox, place.inbox) && equal(header.conversation, place.conversation);
  if (!isHere) throw new SealError("wrong_place");
  const sealedTo = epochOf(path, stanzas);
  const toInboxes = stanzas.filter(({ kind }) => kind === INBOX);
  const reader = reads.find(({ keyId }) => toInboxes.some((each) => equal(each.keyId, keyId)));
  if (!reader) throw new SealError("unknown_key");
  const { xwingSeed: seed } = reader.halves;
  const signPublic = header.direction === PATIENT ? (factsOf(before)?.patientPublic ?? null) : signerOf(sealedTo, before);
  const opened = openLayout(layout, INBOX, seed, { signPublic, place, publicKey: reader.epoch.xwingPublic });
  const fact = { id: toBase64url(header.letter), direction: header.direction, seq: header.seq };
  const text = opened.message?.text ?? textOf(fromJson(opened.payload).text);
  const said = { ...fact, text, ...claimOf(opened, before) };
  return { ...opened, sealed: letter, seed, sealedTo, said };
}

/**
 * What patients say of themselves is shown once, with the first of their letters.
 * @param {OpenedLetter} opened
 * @param {OpenedLetter[]} before
 */
function claimOf({ header, message }, before) {
  const isTheirFirst = header.direction === PATIENT && !before.some((each) => each.header.direction === PATIENT);
  return isTheirFirst && message ? { name: message.name, contact: message.contact } : {};
}
