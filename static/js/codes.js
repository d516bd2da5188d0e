// Return codes as people type them, and the part of one that a link may hold.

const SYMBOLS = 22;
/** A link lacks so many of the last symbols: links live on in histories and scanners. */
export const REST = 5;
const LINKED = SYMBOLS - REST;
const LINK = new RegExp(`^[0-9A-HJKMNP-TV-Z]{${LINKED}}$`, "i");
const REMEMBERED = "sotto.return-code";

/**
 * What a link may hold of a code.
 * @param {string} code as it is shown
 */
export function linkedPart(code) {
  return code.replaceAll("-", "").slice(0, LINKED);
}

/**
 * The part of a code that the address came with, which is taken off it at once.
 * @param {Location} location
 * @param {History} history
 */
export function takeLinkedPart(location, history) {
  const fragment = location.hash.replace(/^#/, "");
  if (fragment) history.replaceState(null, "", location.pathname);
  return LINK.test(fragment) ? fragment : "";
}

/** The one code that this device keeps, where its owner asked for that. Storage may be missing or refuse. */
export const remembered = {
  get() {
    try {
      return localStorage.getItem(REMEMBERED) ?? "";
    } catch {
      return "";
    }
  },
  /** Whether it is kept. @param {string} code */
  set(code) {
    try {
      localStorage.setItem(REMEMBERED, code);
      return localStorage.getItem(REMEMBERED) === code;
    } catch {
      return false;
    }
  },
  forget() {
    try {
      localStorage.removeItem(REMEMBERED);
    } catch {
      // Then nothing was kept either.
    }
  },
};
