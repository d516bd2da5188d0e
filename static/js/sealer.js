// The page's side of the sealing worker: starts it at the first call, never sooner, and pairs answers with calls.

/** The worker refused, or could not be had (`unavailable`). The code is one of the worker's own. */
export class SealerError extends Error {
  /**
   * @param {string} op
   * @param {string} code
   */
  constructor(op, code) {
    super(`${op}: ${code}`);
    this.op = op;
    this.code = code;
  }
}

/** @typedef {{op: string, resolve: (answer: any) => void, reject: (reason: SealerError) => void}} Call */
/** @typedef {ReturnType<typeof createSealer>} Sealer */

/** @param {() => Worker} start */
export function createSealer(start) {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {Map<number, Call>} */
  const calls = new Map();
  let lastId = 0;

  function running() {
    if (worker) return worker;
    worker = start();
    worker.addEventListener("message", ({ data }) => settle(data));
    worker.addEventListener("error", giveUp);
    return worker;
  }

  /** @param {{id: number, ok: boolean, error?: string}} answer */
  function settle(answer) {
    const call = calls.get(answer.id);
    calls.delete(answer.id);
    if (answer.ok) call?.resolve(answer);
    else call?.reject(new SealerError(call.op, answer.error ?? "malformed"));
  }

  /** A worker whose script did not arrive never answers; the next call starts a new one. */
  function giveUp() {
    worker?.terminate();
    worker = undefined;
    for (const call of calls.values()) call.reject(new SealerError(call.op, "unavailable"));
    calls.clear();
  }

  /**
   * @param {string} op
   * @param {object} [facts]
   * @returns {Promise<any>}
   */
  function call(op, facts = {}) {
    return new Promise((resolve, reject) => {
      const id = (lastId += 1);
      calls.set(id, { op, resolve, reject });
      running().postMessage({ ...facts, id, op });
    });
  }

  return {
    /**
     * Follows the signed keys to the link that was opened.
     * @param {string[]} pins the link's
     * @param {string} inbox the link's slug
     * @param {unknown} keys the door's answer
     * @param {number} seenSeq the highest count of keys seen before
     * @returns {Promise<{seq: number, notAfter: number}>} notAfter in Unix seconds
     */
    follow: (pins, inbox, keys, seenSeq) => call("follow", { pins, inbox, keys, seenSeq }),

    /**
     * Seals the letter to the keys followed last. Later calls keep the submission's id, so that it counts once.
     * @param {import("./form.js").Letter} letter
     * @returns {Promise<{envelope: ArrayBuffer, code: string}>}
     */
    seal: (letter) => call("seal", { letter }),

    /** Makes the worker drop all it knows, and ends it. */
    async forget() {
      if (!worker) return;
      await call("forget").catch(() => {}); // one that does not answer is ended all the same
      worker?.terminate();
      worker = undefined;
    },
  };
}
