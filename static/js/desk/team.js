// An inbox's members, as the desk's door lists them for a lead.

/** @typedef {{id: string, role: string, name: string, made_by: string | null}} Invite */
/**
 * @typedef {object} Member
 * @property {string} id
 * @property {string} name
 * @property {string} role
 * @property {"waiting" | "active"} state
 * @property {boolean} appointed a lead whom the inbox's keys name
 * @property {number} joined
 * @property {number} last_seen
 * @property {number} passkeys how many
 * @property {Invite} [invite] of one who waits
 */
/** @typedef {{members: Member[], invitations: (Invite & {expires: number, used: boolean})[], kit: string}} Team */

/** @param {string} slug */
export function addressOf(slug) {
  return `/desk/inboxes/${encodeURIComponent(slug)}`;
}

/** Such as "Ana, Ben and Kim". @param {{name: string}[]} people */
export function namesOf(people) {
  return new Intl.ListFormat("en").format(people.map(({ name }) => name));
}

/** @param {Team} team @param {string | null} id */
export function nameOf(team, id) {
  return team.members.find((member) => member.id === id)?.name ?? "a lead who has left";
}
