// The page's side of a worker: starts it at the first call, never sooner, and pairs answers with calls.

/** The worker refused, or could not be had (`unavailable`). The code is one of the worker's own. */
export class WorkerError extends Error {
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

/** @typedef {{op: string, resolve: (answer: any) => void, reject: (reason: WorkerError) => void}} Call */
/** @typedef {ReturnType<typeof createCaller>} Caller */

/** @param {() => Worker} start */
export function createCaller(start) {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {Map<number, Call>} */
  const calls = new Map();
  let lastId = 0;

  function running() {
    if (worker) return worker;
    worker = start();
    worker.addEventListener("message", ({ data }) => settle(data));
    worker.addEventListener("error", end);
    return worker;
  }

  /** @param {{id: number, ok: boolean, error?: string}} answer */
  function settle(answer) {
    const call = calls.get(answer.id);
    calls.delete(answer.id);
    if (answer.ok) call?.resolve(answer);
    else call?.reject(new WorkerError(call.op, answer.error ?? "malformed"));
  }

  /** Ends the worker, as one must be whose script did not arrive: it never answers. The next call starts a new one. */
  function end() {
    worker?.terminate();
    worker = undefined;
    for (const call of calls.values()) call.reject(new WorkerError(call.op, "unavailable"));
    calls.clear();
  }

  return {
    /**
     * @param {string} op
     * @param {object} [facts]
     * @param {Transferable[]} [transfer] of the facts, what the page keeps no copy of
     * @returns {Promise<any>} rejects with a WorkerError
     */
    call(op, facts = {}, transfer = []) {
      return new Promise((resolve, reject) => {
        const id = (lastId += 1);
        calls.set(id, { op, resolve, reject });
        running().postMessage({ ...facts, id, op }, transfer);
      });
    },
    isRunning: () => worker !== undefined,
    end,
  };
}
