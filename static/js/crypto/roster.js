// ROSTER: who may hold an inbox's keys (docs/envelope.md).
import { fromBase64url, listOfObjects, toBase64url } from "./encoding.js";
import { SealError } from "./errors.js";
import { ID_BYTES, KEY_BYTES } from "./labels.js";
import { parseIssue, readStatement } from "./signed.js";
import { PUBLIC_BYTES } from "./xwing.js";

const ROLES = ["agent", "reviewer", "lead", "auditor"];

/** @typedef {{id: Uint8Array, role: string, xwingPublic: Uint8Array, signPublic: Uint8Array}} Member id 16 bytes */
/** @typedef {import("./signed.js").Issue & {members: Member[]}} Roster */

/**
 * @param {Uint8Array} data
 * @returns {Roster}
 * @throws {SealError} malformed, also where a member stands in it twice, or wrong_version
 */
export function parseRoster(data) {
  const value = readStatement(data, "roster");
  const roster = { ...parseIssue(value), members: listOfObjects(value.members).map(parseMember) };
  if (new Set(roster.members.map(({ id }) => toBase64url(id))).size !== roster.members.length) {
    throw new SealError("malformed");
  }
  return roster;
}

/**
 * @param {import("./encoding.js").Members} value
 * @returns {Member}
 */
function parseMember(value) {
  const { role } = value;
  if (typeof role !== "string" || !ROLES.includes(role)) throw new SealError("malformed");
  return {
    id: fromBase64url(value.id, ID_BYTES),
    role,
    xwingPublic: fromBase64url(value.xwing_pk, PUBLIC_BYTES),
    signPublic: fromBase64url(value.sign_pk, KEY_BYTES),
  };
}

/** @param {Member} member */
export function packMember({ id, role, xwingPublic, signPublic }) {
  return { id: toBase64url(id), role, xwing_pk: toBase64url(xwingPublic), sign_pk: toBase64url(signPublic) };
}
