// The list as far as it is loaded: pages, each fetched by a cursor. The order is the server's own, and a page that is
// fetched anew says where its conversations stand now.

/** @typedef {object} Slip what is known of a conversation without opening it; times in Unix seconds
 * @property {string} reference
 * @property {string} inbox its slug
 * @property {string} topic
 * @property {string} urgency
 * @property {string} language
 * @property {string} state
 * @property {string | null} assignee a member's id
 * @property {number} received
 * @property {number} last
 * @property {number} due
 * @property {number} version
 * @property {boolean} unread the patient wrote last
 * @property {boolean} answered
 * @property {boolean} opened the patient has seen the newest answer
 */
/** @typedef {string | null} Cursor null before the first page, and behind the last */
/** @typedef {{conversations: Slip[], next: Cursor}} Fetched */
/** @typedef {{after: Cursor, next: Cursor, references: string[], stale: boolean}} Page */

export function createPages() {
  /** @type {Page[]} */
  let pages = [];
  /** @type {Map<string, Slip>} */
  const slips = new Map();

  /** @param {Slip[]} conversations */
  function keep(conversations) {
    for (const slip of conversations) slips.set(slip.reference, slip);
    return conversations.map(({ reference }) => reference);
  }

  function forgetOthers() {
    const listed = new Set(order());
    for (const reference of slips.keys()) if (!listed.has(reference)) slips.delete(reference);
  }

  function order() {
    return pages.flatMap(({ references }) => references);
  }

  return {
    order,
    slips,
    /** @returns {Cursor} */
    next: () => pages.at(-1)?.next ?? null,

    /** @param {Fetched} fetched the first page */
    start(fetched) {
      slips.clear();
      pages = [{ after: null, next: fetched.next, references: keep(fetched.conversations), stale: false }];
    },

    /** @param {Fetched} fetched what follows the last page */
    append({ conversations, next }) {
      const after = this.next();
      const references = keep(conversations);
      const arrived = new Set(references);
      for (const page of pages) page.references = page.references.filter((each) => !arrived.has(each));
      pages.push({ after, next, references, stale: false });
    },

    /** What was fetched before may be out of date, wherever it is not fetched anew. */
    doubt() {
      for (const page of pages) page.stale = true;
    },

    /**
     * The cursors of the pages to be fetched anew, of those that hold these conversations.
     * @param {Iterable<string>} references
     * @returns {Cursor[]}
     */
    doubted(references) {
      const wanted = new Set(references);
      return pages.filter((page) => page.stale && page.references.some((each) => wanted.has(each))).map(({ after }) => after);
    },

    /**
     * Puts a page in the place of the one that had this cursor.
     * @param {Cursor} after
     * @param {Fetched} fetched
     * @returns {Cursor} of what must be fetched too, since it may have been pushed out of this page; null if nothing
     */
    renew(after, { conversations, next }) {
      const at = pages.findIndex((page) => page.after === after);
      const before = pages[at];
      if (!before) return null;
      const references = keep(conversations);
      const arrived = new Set(references);
      // What is missing is gone, or stands between this page's end and the next page's start.
      const missing = before.references.some((each) => !arrived.has(each));
      const gap = missing && next !== null && pages[at + 1]?.after !== next;
      for (const page of pages) page.references = page.references.filter((each) => !arrived.has(each));
      pages[at] = { after, next, references, stale: false };
      if (next === null) pages.length = at + 1;
      pages = pages.filter((page, place) => place <= at || page.references.length > 0);
      if (gap) pages.splice(at + 1, 0, { after: next, next, references: [], stale: true });
      forgetOthers();
      return gap ? next : null;
    },
  };
}
