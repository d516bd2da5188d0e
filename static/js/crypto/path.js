// Which inboxes a conversation has been handed through, as they themselves signed it (docs/envelope.md, "Hand-over").
import { SealError } from "./errors.js";
import { parseHandover, verifyHandover } from "./handover.js";
import { INBOX, NOTE } from "./header.js";
import { equal } from "./labels.js";
import { keyIdOf } from "./letter.js";

/** @typedef {import("./statements.js").Keys} Keys */
/** @typedef {import("./statements.js").Epoch} Epoch */
/** @typedef {{record: Uint8Array, signature: Uint8Array}} SignedHandover */
/**
 * `epochs`: of all inboxes on the way, by the key id that stanzas name them with; `lasts`: letters that the
 * conversation must have.
 * @typedef {{inboxes: Uint8Array[], epochs: {keyId: Uint8Array, epoch: Epoch}[], lasts: Uint8Array[]}} Path
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
  return { inboxes, epochs: inboxes.flatMap((inbox) => named(keysOf(inbox))), lasts };
}

/**
 * @param {Path} path
 * @param {{hash: Uint8Array}[]} letters
 * @throws {SealError} broken_chain where one is missing that was there when the conversation was handed over
 */
export function checkLasts({ lasts }, letters) {
  const there = (/** @type {Uint8Array} */ last) => letters.some(({ hash }) => equal(hash, last));
  if (!lasts.every(there)) throw new SealError("broken_chain");
}

/** @param {Keys} keys */
function named({ epochs }) {
  return epochs.map((epoch) => ({ keyId: keyIdOf(epoch.xwingPublic), epoch }));
}

/**
 * The key that a letter of the team is checked with: of the epoch that its first inbox stanza names, if that is of an
 * inbox on the way.
 * @param {Path} path
 * @param {import("./layout.js").Stanza[]} stanzas
 */
export function signerOf({ epochs }, stanzas) {
  const written = stanzas.find(({ kind }) => kind === INBOX);
  return epochs.find(({ keyId }) => written && equal(keyId, written.keyId))?.epoch.signPublic ?? null;
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
