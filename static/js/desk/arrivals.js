// Which letters came since the list was looked at last: counted, by inbox.

/** @typedef {Pick<import("./pages.js").Slip, "reference" | "unread" | "last"> & {inbox: string}} Arrived */

/** Remembers what it has counted. */
export function createArrivals() {
  /** @type {Map<string, number> | null} when each conversation's newest letter came; null before the first look */
  let known = null;

  return {
    /**
     * What is older than all that was known came back some other way, such as from being snoozed.
     * @param {Arrived[]} listed those that are open, the newest letter first
     * @returns {Map<string, number>} inbox -> letters
     */
    take(listed) {
      const before = known;
      known = new Map(listed.map(({ reference, last }) => [reference, last]));
      /** @type {Map<string, number>} */
      const counts = new Map();
      if (before === null) return counts;
      const newest = Math.max(0, ...before.values());
      for (const { reference, unread, last, inbox } of listed) {
        if (unread && last >= newest && before.get(reference) !== last) counts.set(inbox, (counts.get(inbox) ?? 0) + 1);
      }
      return counts;
    },
  };
}
