// What a return code opens and signs, in the worker: the letters of one conversation, answers, and the wish to delete.
import { fromBase64url, fromJson, members, textOf, toBase64url, toJson, wellFormed, wholeNumber } from "../crypto/encoding.js";
import { packContents, sealEnvelope, submissionDigest } from "../crypto/envelope.js";
import { SealError } from "../crypto/errors.js";
import { runningEpoch, trace } from "../crypto/following.js";
import { INBOX, PATIENT, RETURN, isFirst } from "../crypto/header.js";
import { ID_BYTES, KEY_BYTES, concat, equal, randomBytes, sign, wipe } from "../crypto/labels.js";
import { takeApart } from "../crypto/layout.js";
import { sealLetter } from "../crypto/letter.js";
import { openMemo, sealMemo } from "../crypto/memo.js";
import { createMemory } from "../crypto/memory.js";
import { openLetter } from "../crypto/opening.js";
import { epochOf, followPath, newest, signerOf } from "../crypto/path.js";
import { parseFirstLetter } from "../crypto/payload.js";
import { openInOrder } from "../crypto/reading.js";
import { deriveKeys } from "../crypto/returncode.js";
import { parseSigned } from "../crypto/signed.js";

/** A device's clock is set right by the server's within this; further off, the device's own holds. */
const CLOCK_TRUST_SECONDS = 86400;
const TIME_BYTES = 8;

/** @typedef {import("../crypto/returncode.js").ReturnKeys} ReturnKeys */
/** @typedef {import("../crypto/opening.js").OpenedLetter} OpenedLetter */
/** @typedef {import("../crypto/path.js").NamedEpoch} NamedEpoch */
/** @typedef {OpenedLetter & {text: string, sealedTo: NamedEpoch | undefined}} Kept */
/** @typedef {{direction: number, seq: number, received: number, text: string}} Said */
/**
 * A conversation as it was opened last: where its letters belong, the keys of all inboxes on its way (the present one
 * last), its first letter's facts, and what was opened.
 * @typedef {{place: import("../crypto/opening.js").Place, keys: import("../crypto/statements.js").Keys[],
 *   memo: import("../crypto/memo.js").Memo, first: import("../crypto/payload.js").FirstLetter, opened: Kept[],
 *   postPublic: Uint8Array, now: number, lag: number, isWhole: boolean}} Thread `lag`: seconds from the device's clock to the server's
 */

/** @param {() => number} clock the device's, in Unix seconds */
export function createReturning(clock) {
  /** @type {ReturnKeys | undefined} */
  let mine;
  /** @type {Thread | undefined} */
  let thread;
  /** @type {{id: Uint8Array, digestKey: Uint8Array, letter: Uint8Array} | undefined} of an answer until it has arrived */
  let submission;
  const memory = createMemory();

  function keys() {
    if (!mine) throw new SealError("unknown_key");
    return mine;
  }

  function opened() {
    if (!thread) throw new SealError("unknown_key");
    return thread;
  }

  return {
    /**
     * What the server is asked with. Nothing is asked for a code that was mistyped.
     * @param {string} typed
     */
    derive(typed) {
      this.forget();
      mine = deriveKeys(typed);
      return { locator: toBase64url(mine.locator), token: toBase64url(mine.token) };
    },

    /**
     * @param {unknown} answer of the door
     * @returns {{letters: Said[], trouble: {code: string, after: number} | null}}
     * @throws {SealError} cannot_open where the code is no conversation's
     */
    open(answer) {
      const read = readAnswer(keys(), members(answer), memory, clock());
      thread = read.thread;
      return read.shown;
    },

    /**
     * An answer that follows all that was opened, in an envelope. Sealed again, it still counts once.
     * @param {string} text
     */
    seal(text) {
      if (!opened().isWhole) throw new SealError("suspect");
      submission ??= { id: randomBytes(ID_BYTES), digestKey: randomBytes(KEY_BYTES), letter: randomBytes(ID_BYTES) };
      return sealFollowUp(keys(), opened(), submission, wellFormed(text));
    },

    /** The answer has arrived: the next one is another. */
    sent() {
      if (submission) wipe(submission.digestKey);
      submission = undefined;
    },

    /** The signed wish that the conversation be deleted. */
    wish() {
      const { place, lag } = opened();
      // The door compares it with its own clock; and the page may have been open for long.
      const at = clock() + lag;
      const time = new Uint8Array(TIME_BYTES);
      new DataView(time.buffer).setBigUint64(0, BigInt(at));
      return { at, signature: toBase64url(sign(keys().signSeed, "delete", concat(place.conversation, time))) };
    },

    forget() {
      if (mine) for (const secret of [mine.token, mine.memoKey, mine.xwingSeed, mine.signSeed]) wipe(secret);
      this.sent();
      mine = thread = undefined;
      memory.forget();
    },
  };
}

/**
 * @param {ReturnKeys} mine
 * @param {import("../crypto/encoding.js").Members} answer
 * @param {import("../crypto/memory.js").Memory} memory
 * @param {number} deviceNow
 */
function readAnswer(mine, answer, memory, deviceNow) {
  const conversation = fromBase64url(answer.conversation, ID_BYTES);
  const memo = openMemo(mine.memoKey, conversation, fromBase64url(answer.memo));
  const place = { inbox: memo.inbox, conversation };
  const serverNow = wholeNumber(answer.now);
  const now = Math.abs(serverNow - deviceNow) <= CLOCK_TRUST_SECONDS ? serverNow : deviceNow;
  const followed = listOf(answer.inboxes).map((inbox) => followInbox(inbox, memo, now));
  const keysOf = (/** @type {Uint8Array} */ wanted) => {
    const found = followed.find(({ inbox }) => equal(inbox, wanted));
    if (!found) throw new SealError("wrong_place");
    return found;
  };
  const handovers = listOf(answer.handovers).map(({ record, signature }) => ({
    record: fromBase64url(record),
    signature: fromBase64url(signature),
  }));
  const path = followPath(place, handovers, keysOf);
  const given = listOf(answer.letters);
  const letters = given.map(({ letter }) => fromBase64url(letter));
  /** @type {(letter: Uint8Array, before: Kept[]) => Kept} */
  const open = (letter, before) => openOne(mine, memo, place, path, letter, before);
  const { opened, trouble } = memory.compare(conversation, openInOrder(letters, open, path));
  const [first] = opened;
  const shown = {
    letters: opened.map(({ header, text }, index) => ({
      direction: header.direction,
      seq: header.seq,
      received: wholeNumber(given[index]?.received),
      text,
    })),
    trouble,
  };
  if (!first) return { shown, thread: undefined };
  const postPublic = fromBase64url(members(answer.post_key).public, KEY_BYTES);
  const facts = { place, keys: path.inboxes.map(keysOf), memo, postPublic, now, lag: serverNow - deviceNow, isWhole: trouble === null };
  return { shown, thread: { ...facts, first: parseFirstLetter(first.payload), opened } };
}

/**
 * @param {import("../crypto/encoding.js").Members} inbox
 * @param {import("../crypto/memo.js").Memo} memo
 * @param {number} now
 */
function followInbox(inbox, memo, now) {
  const id = fromBase64url(inbox.id, ID_BYTES);
  const given = {
    rootPublic: fromBase64url(inbox.root, KEY_BYTES),
    authority: parseSigned(inbox.authority),
    keys: parseSigned(inbox.keys),
    now,
    seenSeq: equal(id, memo.inbox) ? memo.keysSeq : 0,
  };
  return trace(
    given,
    (root) => equal(root, memo.root),
    (authority) => equal(authority.inbox, id),
  ).keys;
}

/**
 * @param {ReturnKeys} mine
 * @param {import("../crypto/memo.js").Memo} memo
 * @param {import("../crypto/opening.js").Place} place
 * @param {import("../crypto/path.js").Path} path
 * @param {Uint8Array} letter
 * @param {Kept[]} before the letters before it
 * @returns {Kept}
 */
function openOne(mine, memo, place, path, letter, before) {
  const { header, stanzas } = takeApart(letter);
  const sealedTo = epochOf(path, stanzas);
  const signPublic = header.direction === PATIENT ? mine.signPublic : signerOf(sealedTo, before);
  const opened = { ...openLetter(letter, RETURN, mine.xwingSeed, { signPublic, place }), sealedTo };
  if (!isFirst(header)) return { ...opened, text: textOf(fromJson(opened.payload).text) };
  // The code's own memo says which letter began the conversation.
  if (!equal(opened.hash, memo.firstLetter)) throw new SealError("wrong_place");
  return { ...opened, text: parseFirstLetter(opened.payload).text };
}

/**
 * @param {ReturnKeys} mine
 * @param {Thread} thread
 * @param {{id: Uint8Array, digestKey: Uint8Array, letter: Uint8Array}} submission
 * @param {string} text
 */
function sealFollowUp(mine, { place, keys, memo, first, opened, postPublic, now }, submission, text) {
  const epoch = runningEpoch(/** @type {import("../crypto/statements.js").Keys} */ (keys.at(-1)), now);
  const seq = opened.filter(({ header }) => header.direction === PATIENT).length + 1;
  const header = { ...place, direction: PATIENT, letter: submission.letter, seq, prev: newest(opened) };
  const readers = [
    { kind: INBOX, publicKey: epoch.xwingPublic },
    { kind: RETURN, publicKey: mine.xwingPublic },
  ];
  const payload = toJson({ text });
  const sealed = sealLetter(header, payload, readers, mine.signSeed);
  const { topic, urgency, language } = first;
  const slip = {
    ...place,
    topic,
    urgency,
    language,
    locator: mine.locator,
    tokenHash: mine.tokenHash,
    patientSignPublic: mine.signPublic,
    memo: sealMemo(mine.memoKey, place.conversation, memo),
  };
  const digest = submissionDigest(submission.digestKey, payload);
  return sealEnvelope(postPublic, packContents(submission.id, digest, slip, sealed));
}

/** @param {unknown} value */
function listOf(value) {
  if (!Array.isArray(value)) throw new SealError("malformed");
  return value.map(members);
}
