// The list's contents: fetches its pages, and keeps those in sight as they are on the server.
import { createPages } from "./pages.js";
import { createPoll } from "./poll.js";

/** @typedef {import("./pages.js").Slip} Slip */
/** @typedef {import("./pages.js").Cursor} Cursor */
/** @typedef {import("./pages.js").Fetched & {changed: number, counts: Record<string, number>, members: {id: string, name: string}[]}} Answer */
/** @typedef {{groups: string[][], slips: Map<string, Slip>, more: boolean, fresh: string[]}} Shown fresh: those that came in by themselves */
/** @typedef {ReturnType<typeof createListing>} Listing */

/**
 * @param {object} parts
 * @param {(query: Record<string, string | number | null>) => Promise<any>} parts.fetch the door's list
 * @param {(filters: import("./filters.js").Filters) => Record<string, string>} parts.queryFor what the door is asked
 * @param {AbortSignal} parts.signal
 * @param {(shown: Shown) => void} parts.show
 * @param {(answer: Pick<Answer, "counts" | "members">) => void} parts.tell
 * @param {(out: boolean) => void} parts.doubt whether the list may be out of date
 * @param {() => Iterable<string>} parts.inSight the conversations that are
 */
export function createListing({ fetch, queryFor, signal, show, tell, doubt, inSight }) {
  const pages = createPages();
  const poll = createPoll(look, signal);
  /** @type {Record<string, string>} */
  let asked = {};
  let round = 0; // of filters: an answer to those before counts no more
  /** @type {number | null} */
  let changed = null;

  /** @param {Record<string, string | number | null>} [more] */
  async function ask(more = {}) {
    const mine = round;
    const answer = await fetch({ ...asked, ...more });
    return mine === round && !signal.aborted ? answer : null;
  }

  /** @param {string[]} [fresh] */
  function draw(fresh = []) {
    show({ groups: pages.groups(), slips: pages.slips, more: pages.next() !== null, fresh });
  }

  async function look() {
    if (changed === null) return;
    const answer = await attempt();
    if (!answer?.conversations) return;
    const known = new Set(pages.order());
    pages.doubt();
    await take(null, answer);
    changed = answer.changed;
    tell(answer);
    const fresh = answer.conversations.map((/** @type {Slip} */ { reference }) => reference);
    draw(fresh.filter((/** @type {string} */ reference) => !known.has(reference)));
    await freshen();
  }

  async function attempt() {
    try {
      const answer = await ask({ since: changed });
      doubt(false);
      return answer;
    } catch (failure) {
      doubt(true);
      throw failure;
    }
  }

  /**
   * @param {Cursor} after
   * @param {import("./pages.js").Fetched} fetched
   */
  async function take(after, fetched) {
    if (pages.renew(after, fetched)) await more();
  }

  async function more() {
    const after = pages.next();
    const answer = after === null ? null : await ask({ after });
    if (answer) pages.append(after, answer);
  }

  /** Fetches those pages anew that are in sight and may be out of date. */
  async function freshen() {
    for (let after = doubted(); after !== undefined; after = doubted()) {
      const answer = await ask({ after });
      if (!answer) return;
      await take(after, answer);
      draw();
    }
  }

  function doubted() {
    return pages.doubted(inSight())[0];
  }

  return {
    slip: (/** @type {string} */ reference) => pages.slips.get(reference),
    references: () => pages.order(),
    isStarted: () => round > 0,
    look: poll.now,
    freshen: () => freshen().catch(() => {}), // the next look says it again

    /**
     * Starts anew.
     * @param {import("./filters.js").Filters} filters
     */
    async start(filters) {
      round += 1;
      changed = null;
      asked = queryFor(filters);
      const answer = await ask();
      if (!answer) return;
      pages.start(answer);
      changed = answer.changed;
      tell(answer);
      draw();
      poll.plan();
    },

    async more() {
      await more();
      draw();
    },

    /**
     * What is known sooner than the server tells it.
     * @param {string} reference
     * @param {Partial<Slip>} facts
     */
    patch(reference, facts) {
      const slip = pages.slips.get(reference);
      if (!slip) return;
      pages.slips.set(reference, { ...slip, ...facts });
      draw();
    },
  };
}
