// Which of the member's inboxes this tab shows.
import { activeInboxes } from "./me.js";

const KEY = "sotto-desk-inbox";

export function createInboxChoice() {
  let slug = read();

  return {
    /** The chosen one, or the first. @param {import("./me.js").Me | undefined} me */
    of(me) {
      const active = me ? activeInboxes(me) : [];
      return active.find((inbox) => inbox.slug === slug) ?? active[0];
    },
    /** @param {string} wanted */
    set(wanted) {
      slug = wanted;
      try {
        sessionStorage.setItem(KEY, wanted);
      } catch {
        // Then a reload begins with the first one.
      }
    },
  };
}

function read() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
