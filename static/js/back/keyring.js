// What a return code opens and signs, in the worker: the letters of one conversation, answers, and the wish to delete.
import { LEAVE, PUT, sealCompartment, wishFor } from "../crypto/compartment.js";
import { dayOf, fromBase64url, members, toBase64url, wellFormed, wholeNumber } from "../crypto/encoding.js";
import { packContents, sealEnvelope, submissionDigest } from "../crypto/envelope.js";
import { SealError } from "../crypto/errors.js";
import { runningEpoch, trace } from "../crypto/following.js";
import { INBOX, PATIENT, RETURN, isFirst } from "../crypto/header.js";
import { ID_BYTES, KEY_BYTES, concat, equal, randomBytes, sign, wipe } from "../crypto/labels.js";
import { takeApart } from "../crypto/layout.js";
import { sealLetter } from "../crypto/letter.js";
import { openMemo, sealMemo } from "../crypto/memo.js";
import { createMemory } from "../crypto/memory.js";
import { openLayout } from "../crypto/opening.js";
import { epochOf, followPath, newest, signerOf } from "../crypto/path.js";
import { packMessage } from "../crypto/payload.js";
import { openInOrder } from "../crypto/reading.js";
import { deriveKeys } from "../crypto/returncode.js";
import { parseSigned } from "../crypto/signed.js";
import { countOf, factsOf, goneOf, parseCounts } from "../crypto/thread.js";

/** A device's clock is set right by the server's within this; further off, the device's own holds. */
const CLOCK_TRUST_SECONDS = 86400;
const TIME_BYTES = 8;

/** @typedef {import("../crypto/returncode.js").ReturnKeys} ReturnKeys */
/** @typedef {import("../crypto/opening.js").OpenedLetter} OpenedLetter */
/** @typedef {import("../crypto/path.js").NamedEpoch} NamedEpoch */
/** @typedef {OpenedLetter & {sealedTo: NamedEpoch | undefined}} Kept */
/** @typedef {{direction: number, seq: number, received: number, until: number, text: string}} Said `until`: its last day */
/**
 * A conversation as it was opened last: where its letters belong, the keys of all inboxes on its way (the present one
 * last), the facts that its messages state, what was opened, and how many letters there have been, as the server says.
 * @typedef {{place: import("../crypto/opening.js").Place, keys: import("../crypto/statements.js").Keys[],
 *   memo: import("../crypto/memo.js").Memo, facts: import("../crypto/payload.js").Message, opened: Kept[], counts: Record<number, number>,
 *   postPublic: Uint8Array, notifyPublic: Uint8Array, now: number, lag: number, isWhole: boolean}} Thread `lag`: seconds from the device's clock to the server's
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
     * @returns {{letters: Said[], gone: number, trouble: {code: string, after: number} | null}} `gone`: how many expired
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
     * @param {string} notify where to write from now on that there is an answer, empty to leave what was said before
     */
    seal(text, notify) {
      if (!opened().isWhole) throw new SealError("suspect");
      submission ??= { id: randomBytes(ID_BYTES), digestKey: randomBytes(KEY_BYTES), letter: randomBytes(ID_BYTES) };
      return sealFollowUp(keys(), opened(), submission, wellFormed(text), notify);
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
  const today = dayOf(now);
  const lastDays = given.map(({ until }) => wholeNumber(until));
  const { opened, trouble } = memory.compare(conversation, openInOrder(letters, open, path, today), lastDays, today);
  const counts = parseCounts(answer.counts);
  const shown = {
    letters: opened.map(({ header, message }, index) => ({
      direction: header.direction,
      seq: header.seq,
      received: wholeNumber(given[index]?.received),
      until: wholeNumber(given[index]?.until),
      text: message?.text ?? "",
    })),
    gone: goneOf(opened, counts),
    trouble,
  };
  const facts = factsOf(opened);
  if (!facts) return { shown, thread: undefined };
  const postPublic = fromBase64url(members(answer.post_key).public, KEY_BYTES);
  const notifyPublic = fromBase64url(members(answer.notify_key).public, KEY_BYTES);
  const way = { place, keys: path.inboxes.map(keysOf), memo, postPublic, notifyPublic, now, lag: serverNow - deviceNow, isWhole: trouble === null };
  return { shown, thread: { ...way, facts, opened, counts } };
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
  const layout = takeApart(letter);
  const { header, stanzas } = layout;
  const sealedTo = epochOf(path, stanzas);
  const signPublic = header.direction === PATIENT ? mine.signPublic : signerOf(sealedTo, before);
  const opened = openLayout(layout, RETURN, mine.xwingSeed, { signPublic, place, publicKey: mine.xwingPublic });
  // The code's own memo says which letter began the conversation.
  if (isFirst(header) && !equal(opened.hash, memo.firstLetter)) throw new SealError("wrong_place");
  return { ...opened, sealedTo };
}

/**
 * @param {ReturnKeys} mine
 * @param {Thread} thread
 * @param {{id: Uint8Array, digestKey: Uint8Array, letter: Uint8Array}} submission
 * @param {string} text
 * @param {string} notify
 */
function sealFollowUp(mine, { place, keys, memo, facts, opened, counts, postPublic, notifyPublic, now }, submission, text, notify) {
  const epoch = runningEpoch(/** @type {import("../crypto/statements.js").Keys} */ (keys.at(-1)), now);
  const seq = countOf(opened, PATIENT, counts[PATIENT]) + 1;
  const header = { ...place, direction: PATIENT, letter: submission.letter, seq, prev: newest(opened) };
  const readers = [
    { kind: INBOX, publicKey: epoch.xwingPublic },
    { kind: RETURN, publicKey: mine.xwingPublic },
  ];
  const payload = packMessage({ ...facts, text });
  const sealed = sealLetter(header, payload, readers, mine.signSeed);
  const { topic, urgency, language } = facts;
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
  const wish = wishFor(notify ? PUT : LEAVE, notify);
  const compartment = sealCompartment(notifyPublic, wish);
  const digest = submissionDigest(submission.digestKey, wish, payload);
  wipe(wish.packed);
  return sealEnvelope(postPublic, packContents(submission.id, digest, slip, compartment, sealed));
}

/** @param {unknown} value */
function listOf(value) {
  if (!Array.isArray(value)) throw new SealError("malformed");
  return value.map(members);
}
