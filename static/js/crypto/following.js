// From a root that the reader believes to an inbox's keys and members: the checks, in the order that docs/envelope.md fixes.
import { fromBase64url } from "./encoding.js";
import { SealError } from "./errors.js";
import { HASH_BYTES, equal, hash, verify } from "./labels.js";
import { parseRoster } from "./roster.js";
import { parseAuthority, parseKeys } from "./statements.js";

/** How far ahead of the reader's clock a statement may have been issued: clocks of phones and leads differ. */
const CLOCK_SKEW_SECONDS = 86400;

/** @typedef {import("./signed.js").Signed} Signed */
/** @typedef {import("./statements.js").Authority} Authority */
/** @typedef {import("./statements.js").Keys} Keys */
/** @typedef {import("./statements.js").Epoch} Epoch */
/** @typedef {import("./statements.js").Lead} Lead */
/** @typedef {import("./roster.js").Roster} Roster */
/**
 * `root`: the pin's 32 bytes; `epoch`: the one to seal to; `goodUntil`: until when this holds, in Unix seconds.
 * @typedef {{inbox: Uint8Array, root: Uint8Array, seq: number, epoch: Epoch, goodUntil: number}} InboxKeys
 */
/** @typedef {{root: Uint8Array, authority: Authority, keys: Keys}} Traced `root` is its hash, 32 bytes */

/**
 * @typedef {{rootPublic: Uint8Array, authority: Signed, keys: Signed, now: number, seenSeq: number}} Given
 *   now in Unix seconds; seenSeq: the highest `seq` of KEYS that this reader has followed before
 */

/**
 * @param {Given & {pins: string[], slug: string}} given pins of 43 characters and the slug, both of the link that the
 *   reader opened, whatever a server says
 * @returns {InboxKeys}
 * @throws {SealError}
 */
export function follow({ pins, slug, ...given }) {
  const named = (/** @type {Uint8Array} */ root) => pins.some((pin) => equal(root, fromBase64url(pin, HASH_BYTES)));
  const { root, authority, keys } = trace(given, named, (found) => found.slug === slug);
  const epoch = runningEpoch(keys, given.now);
  const goodUntil = Math.min(keys.notAfter, authority.notAfter, epoch.sealUntil);
  return { inbox: authority.inbox, root, seq: keys.seq, epoch, goodUntil };
}

/**
 * Steps 2 to 10, for whoever knows the root in another way and what the inbox has to be.
 * @param {Given} given
 * @param {(root: Uint8Array) => boolean} known whether this is the hash of a root that the reader believes
 * @param {(authority: Authority) => boolean} belongs
 * @returns {Traced}
 * @throws {SealError}
 */
export function trace({ rootPublic, authority, keys, now, seenSeq }, known, belongs) {
  const root = hash("root", rootPublic);
  if (!known(root)) throw new SealError("pin_mismatch");
  verify(rootPublic, "authority", authority.data, authority.signature);
  const authorised = parseAuthority(authority.data);
  const listed = parseKeys(keys.data);
  const lead = signerOf(authorised, listed);
  verify(lead.publicKey, "keys", keys.data, keys.signature);
  if (!equal(listed.inbox, authorised.inbox) || !belongs(authorised)) throw new SealError("wrong_place");
  checkTimes(authorised, lead, listed, now);
  if (listed.authorityVersion !== authorised.version || listed.seq < seenSeq) throw new SealError("rolled_back");
  return { root, authority: authorised, keys: listed };
}

/**
 * The members, of an AUTHORITY that was traced.
 * @param {Authority} authority
 * @param {Signed} roster
 * @param {number} now
 * @param {number} seenSeq
 * @returns {Roster}
 * @throws {SealError}
 */
export function followRoster(authority, roster, now, seenSeq) {
  const listed = parseRoster(roster.data);
  const lead = signerOf(authority, listed);
  verify(lead.publicKey, "roster", roster.data, roster.signature);
  if (!equal(listed.inbox, authority.inbox)) throw new SealError("wrong_place");
  checkTimes(authority, lead, { ...listed, notAfter: authority.notAfter }, now);
  if (listed.authorityVersion !== authority.version || listed.seq < seenSeq) throw new SealError("rolled_back");
  return listed;
}

/**
 * The epoch that letters are sealed to.
 * @param {Keys} keys
 * @param {number} now
 * @throws {SealError} no_epoch
 */
export function runningEpoch(keys, now) {
  const epoch = keys.epochs.find(({ revoked, sealFrom, sealUntil }) => !revoked && sealFrom <= now && now < sealUntil);
  if (!epoch) throw new SealError("no_epoch");
  return epoch;
}

/**
 * @param {Authority} authority
 * @param {{lead: Uint8Array}} statement
 */
function signerOf(authority, { lead }) {
  const listed = authority.leads.find(({ id }) => equal(id, lead));
  if (!listed) throw new SealError("bad_signature");
  return listed;
}

/**
 * The lead's own time is asked of the reader's clock too: a former lead could write any `issued`.
 * @param {Authority} authority
 * @param {Lead} lead
 * @param {{issued: number, notAfter: number}} statement
 * @param {number} now
 */
function checkTimes(authority, lead, { issued, notAfter }, now) {
  const issuedInTime = lead.notBefore <= issued && issued <= now + CLOCK_SKEW_SECONDS;
  const expiry = Math.min(authority.notAfter, notAfter, lead.notAfter);
  if (!issuedInTime || now > expiry) throw new SealError("expired");
}
