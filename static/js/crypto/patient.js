// One patient's submission: followed keys, and a letter that may be sealed again and again but counts once.
import { PUT, sealCompartment, wishFor } from "./compartment.js";
import { dayOf, fromBase64url, members, wellFormed, wholeNumber } from "./encoding.js";
import { packContents, sealEnvelope, submissionDigest } from "./envelope.js";
import { SealError } from "./errors.js";
import { INBOX, PATIENT, RETURN, noLetter } from "./header.js";
import { ID_BYTES, KEY_BYTES, randomBytes, wipe } from "./labels.js";
import { letterHash } from "./layout.js";
import { sealLetter } from "./letter.js";
import { sealMemo } from "./memo.js";
import { packMessage } from "./payload.js";
import { deriveKeys, newCode } from "./returncode.js";
import { follow } from "./following.js";
import { parseSigned } from "./signed.js";

/** A device's clock is set right by the server's within this; further off, the device's own holds. */
const CLOCK_TRUST_SECONDS = 86400;

/**
 * `until`: the last day of a letter that is received today.
 * @typedef {import("./following.js").InboxKeys & {postPublic: Uint8Array, notifyPublic: Uint8Array, until: number}} Address
 */
/**
 * `notify` is where to write that there is an answer, empty for nowhere. It is no part of the letter itself.
 * @typedef {{text: string, name: string, contact: string, topic: string, urgency: string, language: string, notify: string}} Letter
 */
/** @typedef {ReturnType<typeof begin>} Submission */

/** @param {() => number} clock the device's, in Unix seconds */
export function createPatient(clock) {
  /** @type {Address | undefined} */
  let address;
  /** @type {Submission | undefined} */
  let submission;

  return {
    /**
     * Follows the door's answer to the link that was opened. What was followed before holds on where this fails.
     * @param {string[]} pins the link's
     * @param {string} slug the link's
     * @param {unknown} answer of the door
     * @param {number} seenSeq
     */
    follow(pins, slug, answer, seenSeq) {
      address = readAddress(pins, slug, answer, seenSeq, clock());
      return { seq: address.seq, notAfter: address.goodUntil };
    },

    /**
     * Seals the letter to the keys followed last. Ids, digest key and return code are made once and used until `forget`.
     * @param {Letter} letter
     */
    seal(letter) {
      if (!address) throw new SealError("no_epoch");
      submission ??= begin(address.until);
      return { envelope: sealSubmission(submission, address, letter), code: submission.code };
    },

    forget() {
      if (submission) for (const secret of secretsOf(submission)) wipe(secret);
      submission = undefined;
      address = undefined;
    },
  };
}

/**
 * @param {string[]} pins
 * @param {string} slug
 * @param {unknown} answer
 * @param {number} seenSeq
 * @param {number} deviceNow
 * @returns {Address}
 */
function readAddress(pins, slug, answer, seenSeq, deviceNow) {
  const value = members(answer);
  const serverNow = wholeNumber(value.now);
  const followed = follow({
    pins,
    slug,
    rootPublic: fromBase64url(value.root, KEY_BYTES),
    authority: parseSigned(value.authority),
    keys: parseSigned(value.keys),
    now: Math.abs(serverNow - deviceNow) <= CLOCK_TRUST_SECONDS ? serverNow : deviceNow,
    seenSeq,
  });
  return {
    ...followed,
    postPublic: fromBase64url(members(value.post_key).public, KEY_BYTES),
    notifyPublic: fromBase64url(members(value.notify_key).public, KEY_BYTES),
    until: dayOf(serverNow) + wholeNumber(value.kept_days),
  };
}

/** @param {number} until said each time that the letter is sealed, so that it stays the same one */
function begin(until) {
  const code = newCode();
  return {
    code,
    keys: deriveKeys(code),
    id: randomBytes(ID_BYTES),
    conversation: randomBytes(ID_BYTES),
    letter: randomBytes(ID_BYTES),
    digestKey: randomBytes(KEY_BYTES),
    until,
  };
}

/** @param {Submission} submission */
function secretsOf({ keys, digestKey }) {
  return [keys.token, keys.memoKey, keys.xwingSeed, keys.signSeed, digestKey];
}

/**
 * @param {Submission} submission
 * @param {Address} address
 * @param {Letter} letter
 */
function sealSubmission({ keys, id, conversation, letter: letterId, digestKey, until }, address, letter) {
  const { inbox, root, seq: keysSeq, epoch } = address;
  const { topic, urgency, language } = letter;
  const payload = packMessage({
    text: wellFormed(letter.text),
    name: wellFormed(letter.name),
    contact: wellFormed(letter.contact),
    topic,
    urgency,
    language,
    returnPublic: keys.xwingPublic,
    patientPublic: keys.signPublic,
    until,
  });
  const header = { direction: PATIENT, inbox, conversation, letter: letterId, seq: 1, prev: noLetter() };
  const readers = [
    { kind: INBOX, publicKey: epoch.xwingPublic },
    { kind: RETURN, publicKey: keys.xwingPublic },
  ];
  const sealed = sealLetter(header, payload, readers, keys.signSeed);
  const memo = sealMemo(keys.memoKey, conversation, { root, inbox, keysSeq, firstLetter: letterHash(sealed) });
  const slip = {
    inbox,
    conversation,
    topic,
    urgency,
    language,
    locator: keys.locator,
    tokenHash: keys.tokenHash,
    patientSignPublic: keys.signPublic,
    memo,
  };
  const wish = wishFor(PUT, letter.notify);
  const compartment = sealCompartment(address.notifyPublic, wish);
  const digest = submissionDigest(digestKey, wish, payload);
  wipe(wish.packed);
  return sealEnvelope(address.postPublic, packContents(id, digest, slip, compartment, sealed));
}
