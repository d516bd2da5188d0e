// The inbox's signed keys: fetched, followed to the link by the worker, and never older than those seen before.

const SEEN = "sotto.keys-seen"; // the one thing that is ever stored: a count, per inbox and pins

/** @typedef {ReturnType<typeof createKeys>} Keys */

/**
 * @param {object} parts
 * @param {string[]} parts.pins
 * @param {string} parts.inbox the slug, as it stands in the link
 * @param {() => Promise<unknown>} parts.fetchKeys the door's answer; rejects where it cannot be had
 * @param {Pick<import("./sealer.js").Sealer, "follow">} parts.sealer
 * @param {{get: () => number, set: (seq: number) => void}} parts.seen
 * @param {() => number} parts.now in Unix seconds
 */
export function createKeys({ pins, inbox, fetchKeys, sealer, seen, now }) {
  let goodUntil = 0;

  /** @param {unknown} keys the door's answer */
  async function take(keys) {
    const { seq, notAfter } = await sealer.follow(pins, inbox, keys, seen.get());
    seen.set(Math.max(seq, seen.get()));
    goodUntil = notAfter;
  }

  return {
    pins,
    take,
    /** Has keys to seal to: those at hand while they are good, else the door's. */
    async ensure() {
      if (now() >= goodUntil) await take(await fetchKeys());
    },
    /** Fetches the door's newest keys. */
    async renew() {
      await take(await fetchKeys());
    },
  };
}

/**
 * The pins of the link that led here: the address's fragment, which browsers keep to themselves.
 * @param {string} fragment
 */
export function pinsOf(fragment) {
  return fragment.replace(/^#/, "").split(".").filter(Boolean);
}

/**
 * The slug of the link that led here. It is never read from what the server says, who could name another inbox.
 * @param {string} path the address's
 */
export function slugOf(path) {
  return path.split("/")[2] ?? ""; // /f/SLUG
}

/**
 * The highest count of keys seen on this device. Storage may be missing or refuse; then the page alone remembers.
 * @param {string} inbox
 * @param {string[]} pins another link starts anew: its root may count from one
 * @returns {{get: () => number, set: (seq: number) => void}}
 */
export function rememberSeen(inbox, pins) {
  const name = `${SEEN}.${inbox}.${pins.join(".")}`;
  let highest = 0;
  try {
    highest = Number(localStorage.getItem(name)) || 0;
  } catch {
    // A frame may be refused its storage.
  }
  return {
    get: () => highest,
    set(seq) {
      highest = seq;
      try {
        localStorage.setItem(name, String(seq));
      } catch {
        // As above.
      }
    },
  };
}
