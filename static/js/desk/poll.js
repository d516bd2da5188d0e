// Asks again and again, as long as the page is looked at. A door that does not answer is asked less often.

const EVERY_MS = 5_000;
const LONGEST_MS = 60_000;

/** @typedef {ReturnType<typeof createPoll>} Poll */

/**
 * @param {() => Promise<void>} act rejects when it failed
 * @param {AbortSignal} signal ends it
 * @param {number} [every] in milliseconds
 */
export function createPoll(act, signal, every = EVERY_MS) {
  let timer = 0;
  let wait = every;
  /** @type {Promise<void> | undefined} */
  let underWay;

  /** Asks at once; what is under way already has to end first, for it may have been asked too early. */
  async function now() {
    clearTimeout(timer);
    while (underWay) await underWay;
    if (signal.aborted) return;
    underWay = attempt();
    await underWay;
    underWay = undefined;
    plan();
  }

  async function attempt() {
    try {
      await act();
      wait = every;
    } catch {
      wait = Math.min(wait * 2, LONGEST_MS);
    }
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden && !signal.aborted) timer = window.setTimeout(now, wait);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : now()), { signal });
  window.addEventListener("online", now, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return { now, plan };
}
