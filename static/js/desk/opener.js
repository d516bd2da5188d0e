// Fetches a conversation and has the worker open it. The letters' texts are in this page's memory from then on.
import { WorkerError } from "../caller.js";

/** Refusals that are not of the way. */
const OF_THE_KEYS = new Set(["unknown_key", "locked", "unavailable"]);

/** @typedef {{id: string, direction: number, seq: number, received: number, text: string, name?: string, contact?: string, by?: string}} Letter */
/** @typedef {{code: string, after: number}} Trouble */
/**
 * What a reviewer said; `trouble`: why it is not believed.
 * @typedef {{id: string, received: number, by: string, mine: boolean} & ({score: number, text: string, trouble: null} | {trouble: string})} Review
 */
/**
 * @typedef {object} Opened
 * @property {any} sealed CONVERSATION, as it came
 * @property {Letter[]} letters oldest first
 * @property {number} gone how many letters have expired
 * @property {Trouble | null} trouble
 * @property {{reference: string, letters: Letter[], gone: number, trouble: Trouble | null}[]} joined those that go on in this one
 * @property {Review[]} reviews of each reviewer the newest, for whom they are
 */
/** @typedef {ReturnType<typeof createOpener>} Opener */

/** @param {Pick<import("./shell.js").Context, "api" | "keys">} parts */
export function createOpener({ api, keys }) {
  /**
   * What is refused of a conversation as a whole, is the way that it came, where it came from another inbox.
   * @param {any} sealed
   */
  async function opened(sealed) {
    try {
      return await keys.call("open", { conversation: sealed });
    } catch (failure) {
      const isOfTheWay = failure instanceof WorkerError && sealed.path?.length && !OF_THE_KEYS.has(failure.code);
      throw isOfTheWay ? new WorkerError(failure.op, "bad_handover") : failure;
    }
  }

  /**
   * @param {any} sealed
   * @returns {Promise<Opened>}
   */
  async function open(sealed) {
    const { letters, gone, trouble, scores } = await opened(sealed);
    const joined = [];
    for (const each of sealed.joined ?? []) {
      const found = await opened(each);
      joined.push({ ...found, reference: each.reference, letters: withWriters(each, found.letters) });
    }
    const reviews = scores.map((/** @type {any} */ score) => ({ ...score, ...reviewerOf(sealed, score) }));
    return { sealed, letters: withWriters(sealed, letters), gone, trouble, joined, reviews };
  }

  /**
   * @param {string} reference
   * @param {"read" | "export"} act
   * @param {() => boolean} [isOvertaken] by another reading: opened after that one, it would seem to hold letters back
   */
  async function fetched(reference, act, isOvertaken = () => false) {
    const sealed = await api.post(`/desk/c/${encodeURIComponent(reference)}/${act}`);
    if (isOvertaken()) throw new WorkerError("open", "cancelled");
    try {
      const found = await open(sealed);
      if (!found.reviews.some(({ trouble }) => trouble === "unknown_key")) return found;
    } catch (failure) {
      if (!(failure instanceof WorkerError && failure.code === "unknown_key")) throw failure;
    }
    await keys.refresh(); // what it is sealed to may have been granted meanwhile
    return open(sealed);
  }

  return {
    /**
     * @param {string} reference
     * @param {() => boolean} [isOvertaken]
     * @returns {Promise<Opened>} rejects with a Refused or WorkerError, `cancelled` where it was overtaken
     */
    read: (reference, isOvertaken) => fetched(reference, "read", isOvertaken),
    /**
     * The same, and on record as a copy that leaves the desk.
     * @param {string} reference
     * @returns {Promise<Opened>} rejects with a Refused or WorkerError
     */
    export: (reference) => fetched(reference, "export"),
    /** With the keys that are the newest now. @param {any} sealed */
    async again(sealed) {
      await keys.refresh();
      return open(sealed);
    },
  };
}

/**
 * Who of the team wrote each, as far as the server says so.
 * @param {any} sealed
 * @param {Letter[]} letters
 * @returns {Letter[]}
 */
function withWriters(sealed, letters) {
  return letters.map((letter) => {
    const { by } = factsOf(sealed.letters, letter);
    return by ? { ...letter, by: String(by) } : letter;
  });
}

/**
 * @param {any} sealed
 * @param {{id: string}} score
 */
function reviewerOf(sealed, score) {
  const { by, mine } = factsOf(sealed.scores, score);
  return { by: String(by ?? "Somebody who has left"), mine: mine === true };
}

/**
 * What the server says of a letter.
 * @param {any[]} known
 * @param {{id: string}} of
 */
function factsOf(known, { id }) {
  return known.find((each) => each.id === id) ?? {};
}
