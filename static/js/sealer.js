// The page's side of the sealing worker.
import { createCaller } from "./caller.js";

export { WorkerError as SealerError } from "./caller.js";

/** @typedef {ReturnType<typeof createSealer>} Sealer */

/** @param {() => Worker} start */
export function createSealer(start) {
  const worker = createCaller(start);

  return {
    /**
     * Follows the signed keys to the link that was opened.
     * @param {string[]} pins the link's
     * @param {string} inbox the link's slug
     * @param {unknown} keys the door's answer
     * @param {number} seenSeq the highest count of keys seen before
     * @returns {Promise<{seq: number, notAfter: number}>} notAfter in Unix seconds
     */
    follow: (pins, inbox, keys, seenSeq) => worker.call("follow", { pins, inbox, keys, seenSeq }),

    /**
     * Seals the letter to the keys followed last. Later calls keep the submission's id, so that it counts once.
     * @param {import("./form.js").Letter} letter
     * @returns {Promise<{envelope: ArrayBuffer, code: string}>}
     */
    seal: (letter) => worker.call("seal", { letter }),

    /** Makes the worker drop all it knows, and ends it. */
    async forget() {
      if (!worker.isRunning()) return;
      await worker.call("forget").catch(() => {}); // one that does not answer is ended all the same
      worker.end();
    },
  };
}
