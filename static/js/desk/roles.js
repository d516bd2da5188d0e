// What members may do, in words.

/** @typedef {import("./me.js").Role} Role */

/** @type {Record<Role, {name: string, may: string, invited: string}>} */
export const ROLES = {
  agent: { name: "Agent", may: "Reads letters and answers them.", invited: "read and answer letters as an agent" },
  reviewer: {
    name: "Reviewer",
    may: "Reads closed conversations that were drawn at random, and says how they were handled.",
    invited: "read closed conversations that were drawn at random, and say how they were handled, as a reviewer",
  },
  lead: {
    name: "Lead",
    may: "Does what an agent does, and lets members in and out.",
    invited: "read and answer letters, and let members in and out, as a lead",
  },
  auditor: {
    name: "Auditor",
    may: "Sees who did what, and what was passed on. Reads no letters.",
    invited: "see who did what and what was passed on, as an auditor. You will read no letters",
  },
};

/** @param {string} role as the door says it */
export function nameOfRole(role) {
  return ROLES[/** @type {Role} */ (role)]?.name ?? role;
}

/**
 * A role that somebody typed, in any case.
 * @param {string} typed
 * @returns {Role | undefined}
 */
export function roleFrom(typed) {
  const role = typed.trim().toLowerCase();
  return Object.hasOwn(ROLES, role) ? /** @type {Role} */ (role) : undefined;
}
