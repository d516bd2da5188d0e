// A wait that can be seen and cut short.

const SECOND_MS = 1000;

/**
 * @param {(seconds: number) => void} tick called at the start and each second with the whole seconds left
 */
export function createPause(tick) {
  /** @type {(() => void) | undefined} */
  let finish;

  return {
    /**
     * Resolves after the seconds, or at the next hurry().
     * @param {number} seconds
     * @returns {Promise<void>}
     */
    take(seconds) {
      return new Promise((resolve) => {
        const until = Date.now() + seconds * SECOND_MS;
        const left = () => Math.ceil((until - Date.now()) / SECOND_MS);
        const timer = setInterval(() => (left() > 0 ? tick(left()) : finish?.()), SECOND_MS);
        finish = () => {
          clearInterval(timer);
          finish = undefined;
          resolve();
        };
        tick(left());
      });
    },
    /** Ends the wait, if there is one. */
    hurry() {
      finish?.();
    },
  };
}
