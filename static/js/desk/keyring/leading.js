// What a lead signs: who may hold an inbox's keys, and new keys when somebody leaves (docs/envelope.md, "Members").
import { fromBase64url, toBase64url } from "../../crypto/encoding.js";
import { SealError } from "../../crypto/errors.js";
import { runningEpoch } from "../../crypto/following.js";
import { newHalves, sealGrant } from "../../crypto/grant.js";
import { invitationMac, invitationSecret } from "../../crypto/invitation.js";
import { HASH_BYTES, ID_BYTES, KEY_BYTES, equal, randomBytes, signPublic } from "../../crypto/labels.js";
import { packMember } from "../../crypto/roster.js";
import { leadIdOf, packIssue, packSigned, signStatement, statementHash } from "../../crypto/signed.js";
import { packEpoch } from "../../crypto/statements.js";
import { PUBLIC_BYTES, keyHash, publicOf } from "../../crypto/xwing.js";
import { openGrants } from "./inbox.js";

/** @typedef {import("./inbox.js").Inbox} Inbox */
/** @typedef {import("../../crypto/roster.js").Member} Member */
/** @typedef {import("../../crypto/grant.js").Halves} Halves */
/** @typedef {import("../../crypto/statements.js").Epoch} Epoch */
/** @typedef {{id: string, secret: Uint8Array, keys: import("../../crypto/member.js").MemberKeys}} Lead the member who acts */

/**
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {string} role
 * @param {string} name
 */
export function invite(lead, inbox, role, name) {
  const id = randomBytes(ID_BYTES);
  const secret = invitationSecret(lead.secret, { id, inbox: inbox.id, role, name });
  return { id: toBase64url(id), secret: toBase64url(secret), pin: toBase64url(inbox.traced.root) };
}

/**
 * Lets newcomers in whose keys were made with this lead's own invitations.
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {any[]} newcomers as the desk's door lists those who wait
 * @param {unknown[]} ahead grants to this lead of epochs that have not begun
 * @param {number} now
 * @throws {SealError}
 */
export function grant(lead, inbox, newcomers, ahead, now) {
  mustLead(lead, inbox);
  const invited = newcomers.map((newcomer) => checkNewcomer(lead, inbox, newcomer));
  const halves = [...inbox.held, ...openGrants(ahead, lead.keys.xwingSeed, inbox.traced)].map(([, each]) => each);
  const known = inbox.roster?.members ?? [];
  const others = known.filter(({ id }) => !invited.some((member) => equal(member.id, id)));
  return {
    roster: packSigned(signRoster(lead, inbox, [...others, ...invited], now)),
    members: invited.map((member) => ({
      member: toBase64url(member.id),
      grants: reads(member)
        ? halves.map((each) => toBase64url(sealGrant(inbox.id, each, member.xwingPublic, lead.keys.signSeed)))
        : [],
    })),
  };
}

/**
 * Takes members out of the roster, and makes the running epoch and those to come anew for who remains.
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {string[]} leaving ids
 * @param {unknown} kit its X-Wing key
 * @param {number} now
 * @throws {SealError}
 */
export function remove(lead, inbox, leaving, kit, now) {
  mustLead(lead, inbox);
  const known = inbox.roster?.members ?? [];
  const gone = leaving.map((id) => known.find((member) => toBase64url(member.id) === id));
  for (const member of gone) {
    if (!member) throw new SealError("unknown_member");
    if (isLead(inbox, member.signPublic)) throw new SealError("needs_kit");
  }
  const remaining = known.filter((member) => !gone.includes(member));
  const { epochs, made } = renewed(inbox, now);
  const holders = [...remaining.filter(reads).map(holderOf), { holder: "kit", publicKey: kitKey(inbox, kit) }];
  return {
    roster: packSigned(signRoster(lead, inbox, remaining, now)),
    keys: packSigned(signKeys(lead, inbox, epochs, now)),
    epochs: made.map((halves) => ({
      n: halves.n,
      grants: holders.map(({ holder, publicKey }) => ({
        holder,
        letter: toBase64url(sealGrant(inbox.id, halves, publicKey, lead.keys.signSeed)),
      })),
    })),
  };
}

/**
 * @param {Lead} lead
 * @param {Inbox} inbox
 */
function mustLead(lead, inbox) {
  if (!isLead(inbox, lead.keys.signPublic)) throw new SealError("needs_kit");
}

/**
 * @param {Inbox} inbox
 * @param {Uint8Array} publicKey
 */
function isLead(inbox, publicKey) {
  return inbox.traced.authority.leads.some((listed) => equal(listed.publicKey, publicKey));
}

/**
 * Whether a newcomer's keys were made with this lead's own invitation, for what it said.
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {any} newcomer as the desk's door lists those who wait
 * @returns {Member}
 * @throws {SealError}
 */
export function checkNewcomer(lead, inbox, newcomer) {
  const { invite: said } = newcomer;
  if (!said?.made_by) throw new SealError("needs_kit");
  if (said.made_by !== lead.id) throw new SealError("not_yours");
  const meant = { id: fromBase64url(said.id, ID_BYTES), inbox: inbox.id, role: String(said.role), name: String(said.name) };
  const member = {
    id: fromBase64url(newcomer.id, ID_BYTES),
    role: meant.role,
    xwingPublic: fromBase64url(newcomer.xwing_pk, PUBLIC_BYTES),
    signPublic: fromBase64url(newcomer.sign_pk, KEY_BYTES),
  };
  const mac = invitationMac(invitationSecret(lead.secret, meant), { member: member.id, inbox: inbox.id, ...member });
  if (!equal(mac, fromBase64url(newcomer.mac, HASH_BYTES))) throw new SealError("bad_invitation");
  return member;
}

/** An auditor sees records and no letters. @param {Member} member */
function reads({ role }) {
  return role !== "auditor";
}

/** @param {Member} member */
function holderOf({ id, xwingPublic }) {
  return { holder: toBase64url(id), publicKey: xwingPublic };
}

/**
 * @param {Inbox} inbox
 * @param {unknown} given
 */
function kitKey(inbox, given) {
  const publicKey = fromBase64url(given, PUBLIC_BYTES);
  if (!equal(keyHash(publicKey), inbox.traced.authority.kit)) throw new SealError("wrong_place");
  return publicKey;
}

/**
 * The list of epochs with the running one revoked and all that follow made anew, and the new ones' private halves.
 * @param {Inbox} inbox
 * @param {number} now
 * @returns {{epochs: Epoch[], made: Halves[]}}
 */
function renewed({ traced: { keys } }, now) {
  const running = runningEpoch(keys, now);
  const begun = keys.epochs.filter(({ sealFrom }) => sealFrom <= now);
  const ahead = keys.epochs.filter(({ sealFrom, revoked }) => sealFrom > now && !revoked);
  const first = Math.max(...keys.epochs.map(({ n }) => n)) + 1;
  const terms = [{ sealFrom: now, sealUntil: running.sealUntil }, ...ahead];
  const made = terms.map((_, index) => newHalves(first + index));
  const epochs = terms.map(({ sealFrom, sealUntil }, index) => publicHalf(/** @type {Halves} */ (made[index]), sealFrom, sealUntil));
  const before = begun.map((epoch) => (epoch.n === running.n ? { ...epoch, revoked: true } : epoch));
  return { epochs: [...before, ...epochs], made };
}

/**
 * @param {Halves} halves
 * @param {number} sealFrom
 * @param {number} sealUntil
 * @returns {Epoch}
 */
function publicHalf({ n, xwingSeed, signSeed }, sealFrom, sealUntil) {
  return { n, xwingPublic: publicOf(xwingSeed), signPublic: signPublic(signSeed), sealFrom, sealUntil, revoked: false };
}

/**
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {Member[]} members
 * @param {number} now
 */
function signRoster(lead, inbox, members, now) {
  const before = inbox.rosterStatement;
  const issue = issued(lead, inbox, inbox.roster?.seq ?? 0, before ? statementHash(before) : new Uint8Array(HASH_BYTES), now);
  return signStatement(lead.keys.signSeed, "roster", { ...issue, members: members.map(packMember) });
}

/**
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {Epoch[]} epochs
 * @param {number} now
 */
function signKeys(lead, inbox, epochs, now) {
  const { keys } = inbox.traced;
  const issue = issued(lead, inbox, keys.seq, statementHash(inbox.keysStatement), now);
  const value = { ...issue, not_after: keys.notAfter, epochs: epochs.map(packEpoch) };
  return signStatement(lead.keys.signSeed, "keys", value);
}

/**
 * @param {Lead} lead
 * @param {Inbox} inbox
 * @param {number} seq of the statement before
 * @param {Uint8Array} prev
 * @param {number} now
 */
function issued(lead, inbox, seq, prev, now) {
  const { authority } = inbox.traced;
  const signer = leadIdOf(lead.keys.signPublic);
  return packIssue({ inbox: inbox.id, authorityVersion: authority.version, lead: signer, seq: seq + 1, prev, issued: now });
}
