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
 * @property {string | null} [review] for leads and reviewers: whether it is reviewed, null where it was not drawn
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
    groups: () => pages.map(({ references }) => references),
    slips,
    /** @returns {Cursor} */
    next: () => pages.at(-1)?.next ?? null,

    /** @param {Fetched} fetched the first page */
    start(fetched) {
      slips.clear();
      pages = [{ after: null, next: fetched.next, references: keep(fetched.conversations), stale: false }];
    },

    /**
     * @param {Cursor} after where the last page ended when what follows it was asked for
     * @param {Fetched} fetched
     */
    append(after, { conversations, next }) {
      if (after !== this.next()) return; // it ends elsewhere now
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
     * Puts a page in the place of the one that had this cursor. Each page begins where the one before it ends: where
     * that is another place now, the next one may lack what stands between, and is in doubt.
     * @param {Cursor} after
     * @param {Fetched} fetched
     * @returns {boolean} whether some were pushed out behind the end of the list, where the next page has them
     */
    renew(after, { conversations, next }) {
      const at = pages.findIndex((page) => page.after === after);
      const before = pages[at];
      if (!before) return false;
      const references = keep(conversations);
      const arrived = new Set(references);
      const missing = before.references.some((each) => !arrived.has(each));
      for (const page of pages) page.references = page.references.filter((each) => !arrived.has(each));
      const following = next === null ? [] : pages.slice(at + 1).filter((page) => page.references.length > 0);
      const [first, ...rest] = following;
      const begun = first && first.after !== next ? { ...first, after: next, stale: true } : first;
      pages = [...pages.slice(0, at), { after, next, references, stale: false }, ...(begun ? [begun] : []), ...rest];
      forgetOthers();
      return missing && next !== null && !begun;
    },
  };
}
