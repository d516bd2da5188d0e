// How far each inbox's signed statements had come when this device last saw them: older ones are refused from then on.

const KEY = "sotto-desk-seen";

/** @typedef {Record<string, {keys: number, roster: number}>} Seen by slug */

/**
 * @param {string} member
 * @returns {Seen}
 */
export function readSeen(member) {
  try {
    const found = JSON.parse(localStorage.getItem(`${KEY}/${member}`) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {}; // a browser may keep nothing for us
  }
}

/**
 * @param {string} member
 * @param {Seen} seen
 */
export function writeSeen(member, seen) {
  try {
    localStorage.setItem(`${KEY}/${member}`, JSON.stringify(seen));
  } catch {
    // Then the next visit begins without.
  }
}
