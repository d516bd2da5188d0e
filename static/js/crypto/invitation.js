// How a newcomer's keys are known to be theirs: a MAC under the secret in the invitation's link (docs/envelope.md).
import { SealError } from "./errors.js";
import { concat, derive } from "./labels.js";
import { keyHash } from "./xwing.js";

/** @type {Record<string, number>} */
const ROLE_NUMBERS = { agent: 1, reviewer: 2, lead: 3, auditor: 4 };

/** @typedef {{id: Uint8Array, inbox: Uint8Array, role: string, name: string}} Invitation what the inviting lead meant */

/**
 * 32 bytes that the inviting member alone can make again, and only for what the invitation said.
 * @param {Uint8Array} memberSecret
 * @param {Invitation} invitation
 */
export function invitationSecret(memberSecret, { id, inbox, role, name }) {
  const number = ROLE_NUMBERS[role];
  if (!number) throw new SealError("malformed");
  return derive(memberSecret, "invite-secret", id, inbox, Uint8Array.of(number), new TextEncoder().encode(name));
}

/**
 * 32 bytes: both keys, of this member, for this inbox.
 * @param {Uint8Array} secret the link's
 * @param {{member: Uint8Array, inbox: Uint8Array, xwingPublic: Uint8Array, signPublic: Uint8Array}} newcomer
 */
export function invitationMac(secret, { member, inbox, xwingPublic, signPublic }) {
  return derive(secret, "invite", member, inbox, keyHash(xwingPublic), signPublic);
}
