// Which inboxes a conversation has been handed through, as they themselves signed it (docs/envelope.md, "Hand-over").
import { SealError } from "./errors.js";
import { parseHandover, verifyHandover } from "./handover.js";
import { INBOX, NOTE } from "./header.js";
import { equal } from "./labels.js";
import { keyIdOf } from "./letter.js";
import { begins } from "./thread.js";

/** @typedef {import("./statements.js").Keys} Keys */
/** @typedef {import("./statements.js").Epoch} Epoch */
/** @typedef {{record: Uint8Array, signature: Uint8Array}} SignedHandover */
/** @typedef {{inbox: Uint8Array, keyId: Uint8Array, epoch: Epoch}} NamedEpoch `keyId` is what stanzas name it with */
/**
 * `epochs`: of all inboxes on the way; `lasts`: letters that the conversation must have.
 * @typedef {{inboxes: Uint8Array[], epochs: NamedEpoch[], lasts: Uint8Array[]}} Path
 */

/**
 * @param {import("./opening.js").Place} place of the conversation's letters: its inbox is where the way begins
 * @param {SignedHandover[]} handovers
 * @param {(inbox: Uint8Array) => Keys} keysOf what was followed to the reader's own root
 * @returns {Path}
 * @throws {SealError}
 */
export function followPath(place, handovers, keysOf) {
  const inboxes = [place.inbox];
  const lasts = handovers.map(({ record, signature }, index) => {
    const handover = parseHandover(record);
    const from = /** @type {Uint8Array} */ (inboxes.at(-1));
    const fits = equal(handover.conversation, place.conversation) && equal(handover.origin, place.inbox);
    if (!fits || handover.seq !== index + 1 || !equal(handover.from, from)) throw new SealError("wrong_place");
    const epoch = keysOf(from).epochs.find(({ n }) => n === handover.epoch);
    if (!epoch) throw new SealError("bad_signature");
    verifyHandover(epoch.signPublic, record, signature);
    inboxes.push(handover.to);
    return handover.last;
  });
  return { inboxes, epochs: inboxes.flatMap((inbox) => named(inbox, keysOf(inbox))), lasts };
}

/**
 * @param {Path} path
 * @param {import("./opening.js").OpenedLetter[]} letters
 * @throws {SealError} broken_chain where one is missing that was there when the conversation was handed over; one of a
 *   beginning that is gone may be
 */
export function checkLasts({ lasts }, letters) {
  if (!begins(letters)) return;
  const there = (/** @type {Uint8Array} */ last) => letters.some(({ hash }) => equal(hash, last));
  if (!lasts.every(there)) throw new SealError("broken_chain");
}

/**
 * @param {Uint8Array} inbox
 * @param {Keys} keys
 */
function named(inbox, { epochs }) {
  return epochs.map((epoch) => ({ inbox, keyId: keyIdOf(epoch.xwingPublic), epoch }));
}

/**
 * The epoch that a letter was sealed to first, if that is of an inbox on the way.
 * @param {Path} path
 * @param {import("./layout.js").Stanza[]} stanzas
 */
export function epochOf({ epochs }, stanzas) {
  const written = stanzas.find(({ kind }) => kind === INBOX);
  return epochs.find(({ keyId }) => written && equal(keyId, written.keyId));
}

/**
 * The key that a letter of the team is checked with: its epoch's, unless that was over by then. Who has kept the keys
 * of a time that is past cannot write after a letter of a later one.
 * @param {NamedEpoch | undefined} named
 * @param {{sealedTo: NamedEpoch | undefined}[]} before the letters before it
 */
export function signerOf(named, before) {
  if (!named) return null;
  const { inbox, epoch } = named;
  const isLater = (/** @type {NamedEpoch | undefined} */ other) =>
    other !== undefined &&
    equal(other.inbox, inbox) &&
    other.epoch.sealFrom > epoch.sealFrom &&
    (epoch.revoked || other.epoch.sealFrom > epoch.sealUntil);
  return before.some(({ sealedTo }) => isLater(sealedTo)) ? null : epoch.signPublic;
}

/**
 * What the next letter follows: the newest of patient or team.
 * @param {import("./opening.js").OpenedLetter[]} opened
 * @throws {SealError} broken_chain where there is none
 */
export function newest(opened) {
  const last = opened.filter(({ header }) => header.direction !== NOTE).at(-1);
  if (!last) throw new SealError("broken_chain");
  return last.hash;
}
