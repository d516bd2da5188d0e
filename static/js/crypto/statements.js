// AUTHORITY and KEYS: who may sign for an inbox, and what letters are sealed to (docs/envelope.md). Times in Unix seconds.
import { fromBase64url, listOfObjects, toBase64url, wholeNumber } from "./encoding.js";
import { SealError } from "./errors.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, equal } from "./labels.js";
import { matching } from "./payload.js";
import { LEAD_ID_BYTES, leadIdOf, parseIssue, readStatement } from "./signed.js";
import { PUBLIC_BYTES } from "./xwing.js";

const SLUG = /^[a-z][a-z0-9-]{1,31}$/;

/** @typedef {import("./signed.js").Issue} Issue */
/** @typedef {{id: Uint8Array, publicKey: Uint8Array, notBefore: number, notAfter: number}} Lead */
/**
 * `kit`: H32 of its X-Wing key.
 * @typedef {{inbox: Uint8Array, slug: string, version: number, leads: Lead[], notAfter: number, kit: Uint8Array}} Authority
 */
/**
 * @typedef {{n: number, xwingPublic: Uint8Array, signPublic: Uint8Array, sealFrom: number, sealUntil: number,
 *   revoked: boolean}} Epoch
 */
/** @typedef {Issue & {notAfter: number, epochs: Epoch[]}} Keys */

/**
 * @param {Uint8Array} data
 * @returns {Authority}
 */
export function parseAuthority(data) {
  const value = readStatement(data, "authority");
  fromBase64url(value.prev, HASH_BYTES);
  return {
    inbox: fromBase64url(value.inbox, ID_BYTES),
    slug: matching(SLUG, value.slug),
    version: wholeNumber(value.version),
    leads: listOfObjects(value.leads).map(parseLead),
    notAfter: wholeNumber(value.not_after),
    kit: fromBase64url(value.kit, HASH_BYTES),
  };
}

/**
 * @param {import("./encoding.js").Members} value
 * @returns {Lead}
 */
function parseLead(value) {
  const publicKey = fromBase64url(value.pk, KEY_BYTES);
  const id = leadIdOf(publicKey);
  if (!equal(fromBase64url(value.id, LEAD_ID_BYTES), id)) throw new SealError("malformed");
  return { id, publicKey, notBefore: wholeNumber(value.not_before), notAfter: wholeNumber(value.not_after) };
}

/**
 * @param {Uint8Array} data
 * @returns {Keys}
 */
export function parseKeys(data) {
  const value = readStatement(data, "keys");
  return {
    ...parseIssue(value),
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
 * As KEYS has it.
 * @param {Epoch} epoch
 */
export function packEpoch({ n, xwingPublic, signPublic, sealFrom, sealUntil, revoked }) {
  return {
    n,
    xwing_pk: toBase64url(xwingPublic),
    sign_pk: toBase64url(signPublic),
    seal_from: sealFrom,
    seal_until: sealUntil,
    revoked,
  };
}
