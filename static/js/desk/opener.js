// Fetches a conversation and has the worker open it. The letters' texts are in this page's memory from then on.
import { WorkerError } from "../caller.js";

/** @typedef {{id: string, direction: number, seq: number, received: number, text: string, name?: string, contact?: string, by?: string}} Letter */
/** @typedef {{code: string, after: number}} Trouble */
/**
 * @typedef {object} Opened
 * @property {any} sealed CONVERSATION, as it came
 * @property {Letter[]} letters oldest first
 * @property {Trouble | null} trouble
 * @property {{reference: string, letters: Letter[], trouble: Trouble | null}[]} joined those that go on in this one
 */
/** @typedef {ReturnType<typeof createOpener>} Opener */

/** @param {Pick<import("./shell.js").Context, "api" | "keys">} parts */
export function createOpener({ api, keys }) {
  /**
   * @param {any} sealed
   * @returns {Promise<Opened>}
   */
  async function open(sealed) {
    const { letters, trouble } = await keys.call("open", { conversation: sealed });
    const joined = [];
    for (const each of sealed.joined ?? []) joined.push({ reference: each.reference, ...(await keys.call("open", { conversation: each })) });
    return { sealed, letters: letters.map((/** @type {Letter} */ letter) => ({ ...letter, ...writerOf(sealed, letter) })), trouble, joined };
  }

  return {
    /**
     * @param {string} reference
     * @returns {Promise<Opened>} rejects with a Refused or WorkerError
     */
    async read(reference) {
      const sealed = await api.post(`/desk/c/${encodeURIComponent(reference)}/read`);
      try {
        return await open(sealed);
      } catch (failure) {
        if (!(failure instanceof WorkerError && failure.code === "unknown_key")) throw failure;
        await keys.refresh(); // what it is sealed to may have been granted meanwhile
        return open(sealed);
      }
    },
    /** With the keys that are the newest now. @param {any} sealed */
    async again(sealed) {
      await keys.refresh();
      return open(sealed);
    },
  };
}

/**
 * Who of the team wrote it, as far as the server says so.
 * @param {any} sealed
 * @param {Letter} letter
 */
function writerOf(sealed, letter) {
  const known = sealed.letters.find((/** @type {{id: string}} */ { id }) => id === letter.id);
  return known?.by ? { by: String(known.by) } : {};
}
