// The team's saved replies: opened one by one, so that one that does not open stands in no other's way.
import { fromBase64url, toBase64url } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { INBOX } from "../../crypto/header.js";
import { ID_BYTES, equal, randomBytes } from "../../crypto/labels.js";
import { takeApart } from "../../crypto/layout.js";
import { openSavedReply, sealSavedReply } from "../../crypto/savedreply.js";
import { writingKeys } from "./inbox.js";

/** @typedef {import("./inbox.js").Inbox} Inbox */
/** @typedef {import("../../crypto/savedreply.js").SavedReply} SavedReply */
/** @typedef {{id: string, revision: number, changed: number, letter: string}} Given as the desk's door gives it */
/**
 * `isOld`: sealed to an epoch that runs no longer, and so to be sealed anew. `trouble`: why it does not open.
 * @typedef {{id: string, revision: number, changed: number} & (SavedReply & {isOld: boolean, trouble: null} | {trouble: string})} Opened
 */
/** @typedef {import("../../crypto/statements.js").Epoch} Epoch */
/** @typedef {{revision: number, hash: Uint8Array, epoch: Epoch}} Seen what was seen of one */
/** @typedef {ReturnType<typeof createSavedReplies>} SavedReplies */

export function createSavedReplies() {
  /** @type {Map<string, Seen>} the newest, by inbox and id */
  const seen = new Map();

  /**
   * @param {Inbox} inbox
   * @param {Given} given
   * @param {Epoch | undefined} running
   * @returns {Opened}
   */
  function openOne(inbox, { id, revision, changed, letter }, running) {
    const facts = { id, revision, changed };
    try {
      const { epoch, reply, hash } = read(inbox, { id, revision, letter });
      remember(`${inbox.slug} ${id}`, { revision, hash, epoch });
      // Another's clock may be ahead, and so the epoch that it was sealed to.
      const isOld = running !== undefined && epoch.sealFrom < running.sealFrom;
      return { ...facts, ...reply, isOld, trouble: null };
    } catch (failure) {
      return { ...facts, trouble: failure instanceof SealError ? failure.code : "malformed" };
    }
  }

  /**
   * @param {string} name
   * @param {Seen} now
   */
  function remember(name, now) {
    const before = seen.get(name);
    const isOther = before && now.revision === before.revision && !equal(now.hash, before.hash);
    // Who has kept the keys of a time that is past cannot change what was sealed later.
    const isPast = before && now.epoch.sealFrom < before.epoch.sealFrom;
    if (before && (now.revision < before.revision || isOther || isPast)) throw new SealError("rolled_back");
    seen.set(name, now);
  }

  return {
    /**
     * @param {Inbox} inbox
     * @param {Given[]} given
     * @param {number} now
     * @returns {Opened[]} in the same order
     * @throws {SealError} rolled_back where one is named twice
     */
    open(inbox, given, now) {
      if (new Set(given.map(({ id }) => id)).size !== given.length) throw new SealError("rolled_back");
      const running = runningEpoch(inbox, now);
      return given.map((each) => openOne(inbox, each, running));
    },
    forget: () => seen.clear(),
  };
}

/**
 * @param {Inbox} inbox
 * @param {{id?: string, revision: number} & SavedReply} given without an id: a new one
 * @param {number} now
 */
export function sealSaved(inbox, { id, revision, title, text, effects }, now) {
  const { epoch, halves } = writingKeys(inbox, now);
  const which = { id: id === undefined ? randomBytes(ID_BYTES) : fromBase64url(id, ID_BYTES), revision };
  const keys = { xwingPublic: epoch.xwingPublic, signSeed: halves.signSeed };
  return { id: toBase64url(which.id), letter: sealSavedReply(inbox.id, which, { title, text, effects }, keys) };
}

/**
 * @param {Inbox} inbox
 * @param {{id: string, revision: number, letter: string}} given
 */
function read({ id: inbox, reads }, { id, revision, letter }) {
  const sealed = fromBase64url(letter);
  const written = takeApart(sealed).stanzas.find(({ kind }) => kind === INBOX);
  const reader = reads.find(({ keyId }) => written && equal(keyId, written.keyId));
  if (!reader) throw new SealError("unknown_key");
  const { epoch, halves } = reader;
  const keys = { xwingSeed: halves.xwingSeed, signPublic: epoch.signPublic };
  const opened = openSavedReply(sealed, inbox, { id: fromBase64url(id, ID_BYTES), revision }, keys);
  return { epoch, ...opened };
}

/**
 * None where nothing can be sealed now: then nothing is to be sealed anew.
 * @param {Inbox} inbox
 * @param {number} now
 */
function runningEpoch(inbox, now) {
  try {
    return writingKeys(inbox, now).epoch;
  } catch (failure) {
    if (failure instanceof SealError) return undefined;
    throw failure;
  }
}
