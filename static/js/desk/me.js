// Who is signed in, as the desk's door says it.

/** @typedef {"agent" | "reviewer" | "lead" | "auditor"} Role */
/** @typedef {{code: string, label: string | Record<string, string>}} Topic */
/**
 * @typedef {object} MyInbox
 * @property {string} id
 * @property {string} slug
 * @property {string} name
 * @property {Role} role
 * @property {"active" | "waiting"} state
 * @property {boolean} test
 * @property {Topic[]} topics
 * @property {string[]} languages
 * @property {number} answer_within_hours
 * @property {number} keys_until the last second at which patients can write
 */
/** @typedef {{kind: number, credential: string | null, blob: string}} Wrap */
/** @typedef {{credential: string, label: string, created: number, last: number, prf: boolean}} Passkey */
/**
 * @typedef {object} Me
 * @property {{id: string, name: string}} member
 * @property {string} csrf
 * @property {number} now the server's time
 * @property {number} idle_seconds after how long without a sign of the member the desk locks itself
 * @property {MyInbox[]} inboxes
 * @property {Wrap[]} wraps that of the passkey which signed in, and that of the words
 * @property {Passkey[]} passkeys
 */

export const PASSKEY = 1;
export const WORDS = 2;

/** @param {Me} me */
export function activeInboxes({ inboxes }) {
  return inboxes.filter(({ state }) => state === "active");
}
