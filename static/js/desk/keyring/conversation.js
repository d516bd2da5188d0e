// A conversation as the team opens it: its letters in order, each checked, and what an answer follows.
import { fromBase64url, fromJson, textOf, toBase64url, toJson, wellFormed } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { INBOX, NOTE, PATIENT, RETURN, STAFF, isFirst } from "../../crypto/header.js";
import { ID_BYTES, equal, randomBytes } from "../../crypto/labels.js";
import { takeApart } from "../../crypto/layout.js";
import { sealLetter } from "../../crypto/letter.js";
import { openLetter } from "../../crypto/opening.js";
import { parseFirstLetter } from "../../crypto/payload.js";
import { checkThread } from "../../crypto/thread.js";
import { writingKeys } from "./inbox.js";

/** @typedef {import("./inbox.js").Inbox} Inbox */
/** @typedef {import("../../crypto/opening.js").OpenedLetter} OpenedLetter */
/** @typedef {{id: string, direction: number, seq: number, received: number, text: string, name?: string, contact?: string}} Said */
/**
 * `trouble`: why the letters after the first `after` are not shown, or not to be believed.
 * @typedef {{letters: Said[], trouble: {code: string, after: number} | null}} Shown
 */
/** @typedef {{inbox: Inbox, place: import("../../crypto/opening.js").Place, first: import("../../crypto/payload.js").FirstLetter, opened: OpenedLetter[]}} Thread */

/**
 * Opens what can be believed: up to the first letter that is not what and where it has to be.
 * @param {Inbox} inbox
 * @param {any} given CONVERSATION, as the desk's door gives it
 * @returns {{shown: Shown, thread: Thread | null}} no thread where not even the first letter opens
 * @throws {SealError} unknown_key where a letter is sealed to keys that were not granted: these may have come meanwhile
 */
export function openConversation(inbox, given) {
  const place = { inbox: inbox.id, conversation: fromBase64url(given.id, ID_BYTES) };
  /** @type {Thread | null} */
  let thread = null;
  /** @type {Said[]} */
  const letters = [];
  for (const { letter, received } of given.letters) {
    try {
      const { opened, said, first } = openOne(inbox, place, fromBase64url(letter), thread);
      thread ??= { inbox, place, first, opened: [] };
      thread.opened.push(opened);
      letters.push({ ...said, received });
    } catch (failure) {
      if (!(failure instanceof SealError) || failure.code === "unknown_key") throw failure;
      return { shown: cut(letters, thread, failure.code), thread };
    }
  }
  return { shown: cut(letters, thread, null), thread };
}

/**
 * A reply or a note, which follows all that was opened.
 * @param {Thread} thread
 * @param {number} direction STAFF or NOTE
 * @param {string} text
 * @param {number} now
 */
export function sealAnswer({ inbox, place, first, opened }, direction, text, now) {
  if (direction !== STAFF && direction !== NOTE) throw new SealError("malformed");
  const { epoch, halves } = writingKeys(inbox, now);
  const last = opened.filter(({ header }) => header.direction !== NOTE).at(-1);
  if (!last) throw new SealError("broken_chain");
  const seq = opened.filter(({ header }) => header.direction === direction).length + 1;
  const header = { ...place, direction, letter: randomBytes(ID_BYTES), seq, prev: last.hash };
  const toTeam = { kind: INBOX, publicKey: epoch.xwingPublic };
  const toPatient = { kind: RETURN, publicKey: first.returnPublic };
  const readers = direction === STAFF ? [toTeam, toPatient] : [toTeam];
  return sealLetter(header, toJson({ text: wellFormed(text) }), readers, halves.signSeed);
}

/**
 * @param {Inbox} inbox
 * @param {import("../../crypto/opening.js").Place} place
 * @param {Uint8Array} letter
 * @param {Thread | null} thread
 */
function openOne(inbox, place, letter, thread) {
  const { header, stanzas } = takeApart(letter);
  const reader = inbox.reads.find(({ keyId }) => stanzas.some((each) => each.kind === INBOX && equal(each.keyId, keyId)));
  if (!reader) throw new SealError("unknown_key");
  // The first letter names the key itself; a conversation has one, and it comes first.
  const patient = thread?.first.patientPublic ?? null;
  const signPublic = header.direction === PATIENT ? patient : reader.epoch.signPublic;
  const opened = openLetter(letter, INBOX, reader.halves.xwingSeed, { signPublic, place });
  const fact = { id: toBase64url(header.letter), direction: header.direction, seq: header.seq };
  if (isFirst(header)) {
    const first = parseFirstLetter(opened.payload);
    return { opened, first, said: { ...fact, text: first.text, name: first.name, contact: first.contact } };
  }
  if (!thread) throw new SealError("broken_chain");
  return { opened, first: thread.first, said: { ...fact, text: textOf(fromJson(opened.payload).text) } };
}

/**
 * @param {Said[]} letters
 * @param {Thread | null} thread
 * @param {string | null} code of the letter that did not open
 * @returns {Shown}
 */
function cut(letters, thread, code) {
  const opened = thread?.opened ?? [];
  const whole = longestWhole(opened);
  if (whole < opened.length) {
    opened.length = whole;
    return { letters: letters.slice(0, whole), trouble: { code: "broken_chain", after: whole } };
  }
  return { letters, trouble: code === null ? null : { code, after: letters.length } };
}

/** How many letters from the first on follow one another. @param {OpenedLetter[]} opened */
function longestWhole(opened) {
  for (let count = opened.length; count > 0; count -= 1) {
    if (follows(opened.slice(0, count))) return count;
  }
  return 0;
}

/** @param {OpenedLetter[]} letters */
function follows(letters) {
  try {
    checkThread(letters);
    return true;
  } catch {
    return false;
  }
}
