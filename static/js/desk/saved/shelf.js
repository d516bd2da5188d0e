// An inbox's saved replies, opened: fetched when they are first asked for, in this page's memory alone until a lock.
import { Refused } from "../api.js";
import { createKeptLetter } from "../keptletter.js";

const FRESH_MS = 60_000; // for as long they are shown as they were fetched

/** @typedef {import("../keyring/saved.js").Opened} Opened */
/** @typedef {import("../../crypto/savedreply.js").SavedReply} Content */
/** @typedef {Content & {id: string, revision: number, changed: number, isOld: boolean, trouble: null}} Reply one that opens */
/** @typedef {{id: string, revision: number, changed: number, trouble: string}} Broken */
/** @typedef {ReturnType<typeof createShelf>} Shelf */

/** Somebody saved another revision meanwhile; nothing was saved. */
export class Changed extends Error {
  /** @param {Opened} reply as it is now */
  constructor(reply) {
    super("somebody changed it meanwhile");
    this.reply = reply;
  }
}

/** @param {Pick<import("../shell.js").Context, "api" | "keys" | "inbox" | "signal">} context */
export function createShelf({ api, keys, inbox, signal }) {
  const { slug } = inbox;
  const address = `/desk/inboxes/${encodeURIComponent(slug)}/replies`;
  /** @type {Opened[]} */
  let replies = [];
  let loadedAt = -Infinity;
  let round = 0;
  const kept = createKeptLetter();

  async function load() {
    const mine = (round += 1);
    const given = (await api.get(address)).replies;
    const opened = await open(given);
    if (mine !== round || signal.aborted) return;
    replies = opened;
    loadedAt = performance.now();
    void renewOld(mine);
  }

  /** @param {unknown[]} given @returns {Promise<Opened[]>} */
  async function open(given) {
    const { replies: opened } = await keys.call("openSaved", { slug, replies: given });
    if (!opened.some((/** @type {Opened} */ { trouble }) => trouble === "unknown_key")) return opened;
    await keys.refresh(); // what they are sealed to may have been granted meanwhile
    return (await keys.call("openSaved", { slug, replies: given })).replies;
  }

  /**
   * Those of an epoch that is over are sealed to the running one, one by one: they open for as long as they are used.
   * A colleague's browser may do the same at once: of two, one is the first.
   * @param {number} mine
   */
  async function renewOld(mine) {
    for (const reply of readable().filter(({ isOld }) => isOld)) {
      if (mine !== round || signal.aborted) return;
      try {
        const { revision, changed } = await put(reply, reply);
        replies = replies.map((each) => (each.id === reply.id ? { ...reply, revision, changed, isOld: false } : each));
      } catch (failure) {
        if (!(failure instanceof Refused) || !["version", "gone"].includes(failure.code)) return; // another time
      }
    }
  }

  /**
   * @param {{id?: string, revision: number}} which what it follows; a new one follows none
   * @param {Content} content
   */
  async function put({ id, revision }, { title, text, effects }) {
    const facts = { slug, reply: id, revision: revision + 1, title, text, effects };
    const letter = await kept.of(facts, () => keys.call("sealSaved", facts));
    const done = await api.send(address, letter);
    kept.drop(letter);
    return /** @type {{id: string, revision: number, changed: number}} */ (done);
  }

  /**
   * @param {{id?: string, revision: number}} which
   * @param {Content} content
   */
  async function putAnew(which, content) {
    try {
      return await put(which, content);
    } catch (failure) {
      if (!(failure instanceof Refused && failure.code === "stale")) throw failure;
      kept.drop();
      await keys.refresh();
      return put(which, content);
    }
  }

  function readable() {
    return /** @type {Reply[]} */ (replies.filter(({ trouble }) => trouble === null)).sort(byTitle);
  }

  return {
    /** Fetches and opens them, unless that was done a moment ago. */
    async look() {
      if (performance.now() - loadedAt > FRESH_MS) await load();
    },
    load,
    isLoaded: () => loadedAt > -Infinity,
    /** Those that open, by title. */
    readable,
    /** Those that do not. */
    broken: () => /** @type {Broken[]} */ (replies.filter(({ trouble }) => trouble !== null)),
    /**
     * Saves it, and fetches what there is then.
     * @param {Reply | null} before as it was when it was changed; null for a new one
     * @param {Content} content
     * @throws {Changed} where somebody changed it otherwise
     */
    async save(before, content) {
      try {
        await putAnew(before ?? { revision: 0 }, content);
      } catch (failure) {
        const isOther = failure instanceof Refused && (failure.code === "version" || failure.code === "gone");
        if (!before || !isOther) throw failure;
        await load();
        const now = replies.find(({ id }) => id === before.id);
        if (!now) throw new Refused(404, "gone");
        if (now.trouble !== null || !isSame(now, before)) throw new Changed(now);
        await putAnew(now, content); // it was sealed anew, and says what it said
      }
      await load();
    },
    /** @param {{id: string, revision: number}} reply */
    async remove({ id, revision }) {
      await api.post(`${address}/removed`, { id, revision });
      replies = replies.filter((each) => each.id !== id);
      await load();
    },
    forget() {
      round += 1;
      replies = [];
      kept.drop();
      loadedAt = -Infinity;
    },
  };
}

/**
 * @param {Content} one
 * @param {Content} other
 */
export function isSame(one, other) {
  const said = (/** @type {Content} */ { title, text, effects }) => JSON.stringify([title, text, effects.state, effects.assign, effects.snoozeDays]);
  return said(one) === said(other);
}

/** @param {Reply} one @param {Reply} other */
function byTitle(one, other) {
  return one.title.localeCompare(other.title, "en", { numeric: true }) || one.id.localeCompare(other.id);
}
