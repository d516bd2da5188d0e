// One inbox as a member's browser holds it: what is signed from the root down, and the epochs' private halves.
import { fromBase64url, members } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { followRoster, runningEpoch, trace } from "../../crypto/following.js";
import { openGrant } from "../../crypto/grant.js";
import { ID_BYTES, KEY_BYTES, equal } from "../../crypto/labels.js";
import { keyIdOf } from "../../crypto/letter.js";
import { parseSigned } from "../../crypto/signed.js";

/** @typedef {import("../../crypto/grant.js").Halves} Halves */
/** @typedef {import("../../crypto/statements.js").Epoch} Epoch */
/**
 * `reads`: whom a letter's stanza can name that is opened here.
 * @typedef {{slug: string, id: Uint8Array, traced: import("../../crypto/following.js").Traced,
 *   keysStatement: import("../../crypto/signed.js").Signed, rosterStatement: import("../../crypto/signed.js").Signed | null,
 *   roster: import("../../crypto/roster.js").Roster | null, held: Map<number, Halves>,
 *   reads: {keyId: Uint8Array, epoch: Epoch, halves: Halves}[]}} Inbox
 */
/** @typedef {{keys: number, roster: number}} Seen the highest `seq` seen on this device */

/**
 * Follows what the server says of an inbox to the member's own root, and opens what was granted.
 * @param {any} given an entry of ME's inboxes
 * @param {{root: Uint8Array, xwingSeed: Uint8Array, now: number, seen: Seen}} mine
 * @returns {Inbox}
 * @throws {SealError}
 */
export function openInbox(given, { root, xwingSeed, now, seen }) {
  const id = fromBase64url(given.id, ID_BYTES);
  const keysStatement = parseSigned(given.keys);
  const statements = {
    rootPublic: fromBase64url(given.root, KEY_BYTES),
    authority: parseSigned(given.authority),
    keys: keysStatement,
    now,
    seenSeq: seen.keys,
  };
  const traced = trace(
    statements,
    (found) => equal(found, root),
    (authority) => equal(authority.inbox, id),
  );
  const rosterStatement = given.roster ? parseSigned(given.roster) : null;
  // Who leads would else sign a list of members anew that has left all others out.
  if (!rosterStatement && seen.roster > 0) throw new SealError("rolled_back");
  const roster = rosterStatement && followRoster(traced.authority, rosterStatement, now, seen.roster);
  const held = openGrants(given.grants ?? [], xwingSeed, traced);
  return { slug: String(given.slug), id, traced, keysStatement, rosterStatement, roster, held, reads: readersOf(traced, held) };
}

/**
 * The halves by epoch; a grant of an epoch that KEYS no longer lists is passed over.
 * @param {unknown[]} grants
 * @param {Uint8Array} xwingSeed
 * @param {import("../../crypto/following.js").Traced} traced
 */
export function openGrants(grants, xwingSeed, traced) {
  /** @type {Map<number, Halves>} */
  const held = new Map();
  for (const grant of grants) {
    const halves = openGrant(fromBase64url(members(grant).letter), xwingSeed, traced);
    if (halves) held.set(halves.n, halves);
  }
  return held;
}

/**
 * The running epoch with what was granted of it.
 * @param {Inbox} inbox
 * @param {number} now
 * @throws {SealError} no_epoch, also where it was not granted yet
 */
export function writingKeys({ traced, held }, now) {
  const epoch = runningEpoch(traced.keys, now);
  const halves = held.get(epoch.n);
  if (!halves) throw new SealError("no_epoch");
  return { epoch, halves };
}

/**
 * @param {import("../../crypto/following.js").Traced} traced
 * @param {Map<number, Halves>} held
 */
function readersOf({ keys }, held) {
  return keys.epochs.flatMap((epoch) => {
    const halves = held.get(epoch.n);
    return halves ? [{ keyId: keyIdOf(epoch.xwingPublic), epoch, halves }] : [];
  });
}
