// The signed statements that lead from a pin to the keys that a letter is sealed to, and their checks, in the order that
// docs/envelope.md fixes.
import { fromBase64url, fromJson, listOfObjects, members, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, SIGNATURE_BYTES, equal, hash, verify } from "./labels.js";
import { matching } from "./payload.js";
import { PUBLIC_BYTES } from "./xwing.js";

const VERSION = 1;
const LEAD_ID_BYTES = 8;
const SLUG = /^[a-z][a-z0-9-]{1,31}$/;
const MOST_STATEMENT_CHARACTERS = 256 * 1024;
/** How far ahead of the reader's clock a statement may have been issued: clocks of phones and leads differ. */
const CLOCK_SKEW_SECONDS = 86400;

/** @typedef {{data: Uint8Array, signature: Uint8Array}} Signed */
/** @typedef {{id: Uint8Array, publicKey: Uint8Array, notBefore: number, notAfter: number}} Lead */
/** @typedef {{inbox: Uint8Array, slug: string, version: number, leads: Lead[], notAfter: number}} Authority */
/**
 * @typedef {{n: number, xwingPublic: Uint8Array, signPublic: Uint8Array, sealFrom: number, sealUntil: number,
 *   revoked: boolean}} Epoch
 */
/**
 * @typedef {{inbox: Uint8Array, authorityVersion: number, lead: Uint8Array, seq: number, issued: number,
 *   notAfter: number, epochs: Epoch[]}} Keys
 */
/**
 * `root`: the pin's 32 bytes; `epoch`: the one to seal to; `goodUntil`: until when this holds, in Unix seconds.
 * @typedef {{inbox: Uint8Array, root: Uint8Array, seq: number, epoch: Epoch, goodUntil: number}} InboxKeys
 */

/**
 * @param {{pins: string[], slug: string, rootPublic: Uint8Array, authority: Signed, keys: Signed, now: number,
 *   seenSeq: number}} given pins of 43 characters and the slug, both of the link that the reader opened, whatever a server
 *   says; now in Unix seconds; the highest `seq` of KEYS that this reader has followed before
 * @returns {InboxKeys}
 * @throws {SealError}
 */
export function follow({ pins, slug, rootPublic, authority, keys, now, seenSeq }) {
  const root = hash("root", rootPublic);
  if (!pins.some((pin) => equal(root, fromBase64url(pin, HASH_BYTES)))) throw new SealError("pin_mismatch");
  verify(rootPublic, "authority", authority.data, authority.signature);
  const authorised = parseAuthority(authority.data);
  const listed = parseKeys(keys.data);
  const lead = authorised.leads.find(({ id }) => equal(id, listed.lead));
  if (!lead) throw new SealError("bad_signature");
  verify(lead.publicKey, "keys", keys.data, keys.signature);
  if (!equal(listed.inbox, authorised.inbox) || authorised.slug !== slug) throw new SealError("wrong_place");
  checkTimes(authorised, lead, listed, now);
  if (listed.authorityVersion !== authorised.version || listed.seq < seenSeq) throw new SealError("rolled_back");
  const epoch = listed.epochs.find(({ revoked, sealFrom, sealUntil }) => !revoked && sealFrom <= now && now < sealUntil);
  if (!epoch) throw new SealError("no_epoch");
  const goodUntil = Math.min(listed.notAfter, authorised.notAfter, epoch.sealUntil);
  return { inbox: authorised.inbox, root, seq: listed.seq, epoch, goodUntil };
}

/**
 * A statement as it travels.
 * @param {unknown} value
 * @returns {Signed}
 * @throws {SealError} malformed
 */
export function parseSigned(value) {
  const { bytes, signature } = members(value);
  if (typeof bytes !== "string" || bytes.length > MOST_STATEMENT_CHARACTERS) throw new SealError("malformed");
  return { data: fromBase64url(bytes), signature: fromBase64url(signature, SIGNATURE_BYTES) };
}

/**
 * The lead's own time is asked of the reader's clock too: a former lead could write any `issued`.
 * @param {Authority} authority
 * @param {Lead} lead
 * @param {Keys} keys
 * @param {number} now
 */
function checkTimes(authority, lead, keys, now) {
  const issuedInTime = lead.notBefore <= keys.issued && keys.issued <= now + CLOCK_SKEW_SECONDS;
  const expiry = Math.min(authority.notAfter, keys.notAfter, lead.notAfter);
  if (!issuedInTime || now > expiry) throw new SealError("expired");
}

/**
 * @param {Uint8Array} data
 * @returns {Authority}
 */
function parseAuthority(data) {
  const value = readStatement(data, "authority");
  fromBase64url(value.prev, HASH_BYTES);
  return {
    inbox: fromBase64url(value.inbox, ID_BYTES),
    slug: matching(SLUG, value.slug),
    version: wholeNumber(value.version),
    leads: listOfObjects(value.leads).map(parseLead),
    notAfter: wholeNumber(value.not_after),
  };
}

/**
 * @param {import("./encoding.js").Members} value
 * @returns {Lead}
 */
function parseLead(value) {
  const publicKey = fromBase64url(value.pk, KEY_BYTES);
  const id = hash("lead", publicKey).slice(0, LEAD_ID_BYTES);
  if (!equal(fromBase64url(value.id, LEAD_ID_BYTES), id)) throw new SealError("malformed");
  return { id, publicKey, notBefore: wholeNumber(value.not_before), notAfter: wholeNumber(value.not_after) };
}

/**
 * @param {Uint8Array} data
 * @returns {Keys}
 */
function parseKeys(data) {
  const value = readStatement(data, "keys");
  fromBase64url(value.prev, HASH_BYTES);
  return {
    inbox: fromBase64url(value.inbox, ID_BYTES),
    authorityVersion: wholeNumber(value.authority_version),
    lead: fromBase64url(value.lead, LEAD_ID_BYTES),
    seq: wholeNumber(value.seq),
    issued: wholeNumber(value.issued),
    notAfter: wholeNumber(value.not_after),
    epochs: listOfObjects(value.epochs).map(parseEpoch),
  };
}

/**
 * @param {import("./encoding.js").Members} value
 * @returns {Epoch}
 */
function parseEpoch(value) {
  if (typeof value.revoked !== "boolean") throw new SealError("malformed");
  return {
    n: wholeNumber(value.n),
    xwingPublic: fromBase64url(value.xwing_pk, PUBLIC_BYTES),
    signPublic: fromBase64url(value.sign_pk, KEY_BYTES),
    sealFrom: wholeNumber(value.seal_from),
    sealUntil: wholeNumber(value.seal_until),
    revoked: value.revoked,
  };
}

/**
 * @param {Uint8Array} data
 * @param {string} kind
 */
function readStatement(data, kind) {
  const value = fromJson(data);
  if (wholeNumber(value.v) !== VERSION) throw new SealError("wrong_version");
  if (value.kind !== kind) throw new SealError("malformed");
  return value;
}
