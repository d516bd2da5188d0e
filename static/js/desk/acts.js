// What is done to a conversation besides writing: whose it is, and what state it is in.
import { Refused } from "./api.js";

/** @typedef {{state?: string, assignee?: string | null, snoozed_until?: number}} Change */
/** @typedef {{reference: string, version: number, state: string}} Target as it was seen */
/** @typedef {ReturnType<typeof createActs>} Acts */

/**
 * @param {object} parts
 * @param {Pick<import("./shell.js").Context, "api" | "say" | "tell">} parts.context
 * @param {(reference: string, facts: Partial<import("./pages.js").Slip>) => void} parts.done tells what has become
 * @param {(reference: string) => void} parts.outdated somebody else changed it before
 * @param {import("./undo.js").Undo} parts.undo
 */
export function createActs({ context, done, outdated, undo }) {
  const { api, say, tell } = context;

  /**
   * @param {Target} target
   * @param {Change} change
   * @returns {Promise<Target | null>} as it is then; null where it was not done, which was said
   */
  async function change(target, change) {
    try {
      const { version } = await api.post(`/desk/c/${encodeURIComponent(target.reference)}/state`, { version: target.version, ...change });
      const { snoozed_until: _, ...facts } = change;
      done(target.reference, { ...facts, version });
      return { ...target, ...facts, version };
    } catch (failure) {
      if (failure instanceof Refused && failure.code === "version") outdated(target.reference);
      else tell(failure);
      return null;
    }
  }

  /**
   * @param {Target} target
   * @param {Change} wanted
   * @param {string} sentence
   */
  async function changeWithUndo(target, wanted, sentence) {
    const now = await change(target, wanted);
    if (!now) return false;
    // One that was snoozed comes back open: until when it slept is not known here.
    const before = target.state === "snoozed" ? "open" : target.state;
    undo.offer(sentence, async () => {
      if (await change(now, { state: before })) say(`${target.reference} is as it was.`);
    });
    return true;
  }

  return {
    /** @param {Target} target */
    close: (target) => changeWithUndo(target, { state: "closed" }, `${target.reference} is closed.`),
    /** @param {Target} target */
    reopen: (target) => change(target, { state: "open" }),
    /**
     * @param {Target} target
     * @param {number} until in Unix seconds
     * @param {string} when in words
     */
    snooze: (target, until, when) =>
      changeWithUndo(target, { state: "snoozed", snoozed_until: until }, `${target.reference} comes back ${when}.`),
    /**
     * @param {Target} target
     * @param {string | null} member
     * @param {string} name
     */
    async assign(target, member, name) {
      const now = await change(target, { assignee: member });
      if (now) say(`${target.reference}: with ${name}.`);
      return now;
    },
    /** After an answer that closed it or put it aside. @param {Target} target as it is now @param {string} sentence */
    offerReopening(target, sentence) {
      undo.offer(sentence, async () => {
        if (await change(target, { state: "open" })) say(`${target.reference} is open again.`);
      });
    },
  };
}
