// Locks the desk when nobody is there. The clock is looked at, rather than a timer trusted: computers sleep.

// No "scroll": where rows come in, the list scrolls by itself. A person's begins with one of these.
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"];
const LOOK_MS = 1000;
const MILLISECONDS = 1000;
const WARN_S = 60;

/**
 * @param {object} parts
 * @param {(left: number | null) => void} parts.warn seconds that are left, of the last minute; null: somebody is there
 * @param {() => void} parts.lock
 * @param {EventTarget} [parts.where] signs of a person come to
 * @param {() => number} [parts.now] in milliseconds
 */
export function createIdle({ warn, lock, where = document, now = Date.now }) {
  let seconds = 0;
  let last = 0;
  let timer = 0;
  let warned = false;
  let sign = false;

  const left = () => Math.ceil(last / MILLISECONDS + seconds - now() / MILLISECONDS);

  function look() {
    if (left() <= 0) return lock();
    if (left() > WARN_S) return;
    warned = true;
    warn(left());
  }

  /**
   * While the warning stands, a pointer that is nudged is no answer; a key or a press is. After a sleep, the first
   * sign may come before the clock was looked at.
   * @param {Event} event
   */
  function note({ type }) {
    if (left() <= 0) lock();
    else if (!warned || type !== "pointermove") stay();
  }

  function stay() {
    last = now();
    sign = true;
    if (warned) warn(null);
    warned = false;
  }

  return {
    stay,
    /** Whether there was a sign of somebody since this was last asked. */
    wasHere() {
      const was = sign;
      sign = false;
      return was;
    },
    /** @param {number} idleSeconds */
    start(idleSeconds) {
      this.stop();
      seconds = idleSeconds;
      stay();
      for (const sign of SIGNS) where.addEventListener(sign, note, { passive: true, capture: true });
      where.addEventListener("visibilitychange", look);
      timer = /** @type {any} */ (setInterval(look, LOOK_MS));
    },
    stop() {
      clearInterval(timer);
      for (const sign of SIGNS) where.removeEventListener(sign, note, { capture: true });
      where.removeEventListener("visibilitychange", look);
      if (warned) warn(null);
      warned = false;
    },
  };
}
