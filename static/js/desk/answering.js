// Takes a reply or a note to the server, sealed to the conversation as it was opened last.
import { Refused } from "./api.js";
import { createKeptLetter } from "./keptletter.js";

/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {{opened: Opened, direction: import("./drafts.js").Direction, text: string, state: string}} Answer state: what the conversation becomes, if that is said */
/** @typedef {ReturnType<typeof createAnswering>} Answering */

/** Somebody wrote since the conversation was opened, or it does not fit together any more; nothing was sent. */
export class Meanwhile extends Error {
  /** @param {Opened} opened as it is now */
  constructor(opened) {
    super("somebody wrote meanwhile");
    this.opened = opened;
  }
}

/**
 * @param {Pick<import("./shell.js").Context, "api" | "keys">} parts
 * @param {import("./opener.js").Opener} opener
 */
export function createAnswering({ api, keys }, opener) {
  const kept = createKeptLetter();

  /** @param {Answer} answer */
  function seal({ opened, direction, text }) {
    const { reference } = opened.sealed;
    return kept.of([reference, direction, opened.letters.length, text], () => keys.call("seal", { reference, direction, text }));
  }

  /**
   * @param {Answer} answer
   * @param {number} version
   */
  async function post(answer, version) {
    const letter = await seal(answer);
    const path = `/desk/c/${encodeURIComponent(answer.opened.sealed.reference)}/letters`;
    const headers = { "X-Version": String(version), ...(answer.state ? { "X-State": answer.state } : {}) };
    const done = await api.send(path, letter, headers);
    kept.drop();
    return /** @type {number} */ (done.version);
  }

  return {
    /**
     * @param {Answer} answer
     * @returns {Promise<number>} the conversation's version
     * @throws {Meanwhile}
     */
    async send(answer) {
      const { sealed, letters } = answer.opened;
      try {
        return await post(answer, sealed.version);
      } catch (failure) {
        const code = failure instanceof Refused ? failure.code : "";
        if (code === "stale") {
          kept.drop();
          const again = await opener.again(sealed);
          if (again.trouble) throw new Meanwhile(again);
          return post({ ...answer, opened: again }, sealed.version);
        }
        if (code !== "version") throw failure;
        const now = await opener.read(sealed.reference);
        if (now.trouble || now.letters.length !== letters.length) throw new Meanwhile(now);
        return post({ ...answer, opened: now }, now.sealed.version); // its facts alone were changed
      }
    },
    /**
     * What a saved reply asked for beyond its letter.
     * @param {string} reference
     * @param {number} version as the letter has made it
     * @param {import("./acts.js").Change} change
     * @returns {Promise<number>} the conversation's version then
     */
    async follow(reference, version, change) {
      return (await api.post(`/desk/c/${encodeURIComponent(reference)}/state`, { version, ...change })).version;
    },
  };
}
