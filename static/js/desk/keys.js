// The page's side of a member's keys: they live in a worker, which gets what opens them and gives them to nobody.
import { WorkerError, createCaller } from "../caller.js";
import { PASSKEY, WORDS } from "./me.js";
import { readSeen, writeSeen } from "./seen.js";

/** @typedef {import("./me.js").Me} Me */
/** @typedef {ReturnType<typeof createKeys>} Keys */
/** @typedef {{slug: string, epochs: number, trouble: string | null}} Followed */

/**
 * @param {object} parts
 * @param {() => Worker} parts.start the keys' worker
 * @param {() => Worker} parts.startWords the words' worker
 * @param {() => Promise<Me>} parts.fetchMe
 * @param {() => void} parts.locked what was asked for needs the keys, and they are not there
 */
export function createKeys({ start, startWords, fetchMe, locked }) {
  let worker = createCaller(start);
  /** @type {Map<string, Followed>} */
  let followed = new Map();

  /**
   * @param {string} op
   * @param {object} [facts]
   * @param {Transferable[]} [transfer]
   */
  async function call(op, facts, transfer) {
    try {
      return await worker.call(op, facts, transfer);
    } catch (failure) {
      if (failure instanceof WorkerError && failure.code === "locked") locked();
      throw failure;
    }
  }

  /**
   * @param {string} op
   * @param {Me} me
   * @param {object} [facts]
   * @param {Transferable[]} [transfer]
   */
  async function follow(op, me, facts = {}, transfer = []) {
    const member = me.member.id;
    const told = await call(op, { ...facts, inboxes: me.inboxes, seen: readSeen(member) }, transfer);
    writeSeen(member, told.seen);
    followed = new Map(told.inboxes.map((/** @type {Followed} */ each) => [each.slug, each]));
  }

  /**
   * @param {Me} me
   * @param {import("./me.js").Wrap} wrap
   * @param {ArrayBuffer} key moves to the worker
   */
  function unlock(me, wrap, key) {
    return follow("unlock", me, { key, wrap: wrap.blob, member: me.member.id, credential: wrap.credential }, [key]);
  }

  return {
    call,
    /**
     * With what the passkey gave. Answers whether that could be: not without a secret, or a wrap that it opens.
     * @param {Me} me
     * @param {ArrayBuffer | null} secret
     */
    async unlock(me, secret) {
      const wrap = me.wraps.find(({ kind }) => kind === PASSKEY);
      if (!wrap || !secret) return false;
      await unlock(me, wrap, secret);
      return true;
    },
    /**
     * @param {Me} me who has words
     * @param {string} words
     */
    async unlockWithWords(me, words) {
      const wrap = /** @type {import("./me.js").Wrap} */ (wordsOf(me));
      const once = createCaller(startWords);
      try {
        const { key } = await once.call("stretch", { words, wrap: wrap.blob });
        await unlock(me, wrap, key);
      } finally {
        once.end(); // with the memory that the slow hash took
      }
    },
    /** Fetches ME anew, and follows what it says. */
    async refresh() {
      const me = await fetchMe();
      await follow("refresh", me);
      return me;
    },
    /** Why an inbox's keys are not believed. @param {string} slug */
    trouble: (slug) => followed.get(slug)?.trouble ?? null,
    /** Wipes the keys, and ends the worker that had them; whoever unlocks meanwhile gets another. */
    async lock() {
      const before = worker;
      worker = createCaller(start);
      followed = new Map();
      if (!before.isRunning()) return;
      await before.call("lock").catch(() => {}); // one that does not answer is ended all the same
      before.end();
    },
  };
}

/** @param {Me} me */
export function wordsOf({ wraps }) {
  return wraps.find(({ kind }) => kind === WORDS);
}
