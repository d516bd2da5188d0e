// A link to a conversation, opened in a new tab: a tab that is unlocked already shows it instead. What goes from one
// tab to the other is the reference, and nothing else.

const CHANNEL = "sotto-desk-links";
const REFERENCE = /^[0-9A-HJKMNP-TV-Z]{10}$/;
const PLACE = /^\/desk\/c\/([0-9A-Z]{10})$/;
const ANSWER_MS = 300; // a tab behind others needs some
const SIGNS = ["pointerdown", "keydown", "focus"];

/** @typedef {{kind: "ask", from: string} | {kind: "here", from: string, to: string, used: number} | {kind: "show", from: string, to: string, reference: string} | {kind: "shown", from: string, to: string}} Message */

/** The reference, where a link led here rather than a reload or the way back. */
export function linkedReference() {
  const [entry] = performance.getEntriesByType("navigation");
  if (!(entry instanceof PerformanceNavigationTiming) || entry.type !== "navigate") return null;
  const reference = PLACE.exec(location.pathname)?.[1] ?? "";
  return REFERENCE.test(reference) ? reference : null;
}

/**
 * @param {object} parts
 * @param {() => boolean} parts.canShow whether this tab is unlocked, and nothing would be lost
 * @param {(reference: string) => void} parts.show
 * @param {EventTarget} [parts.where] signs that this tab is used come to
 * @param {() => number} [parts.now]
 */
export function createLinks({ canShow, show, where = window, now = Date.now }) {
  const me = crypto.randomUUID();
  const channel = new BroadcastChannel(CHANNEL);
  let used = now();
  for (const sign of SIGNS) where.addEventListener(sign, () => (used = now()), { passive: true, capture: true });

  const send = (/** @type {Message} */ message) => channel.postMessage(message);

  /** @param {MessageEvent} event */
  function answer({ data }) {
    if (data?.kind === "ask" && canShow()) send({ kind: "here", from: me, to: data.from, used });
    if (data?.kind !== "show" || data.to !== me || !canShow() || !REFERENCE.test(data.reference)) return;
    show(data.reference);
    send({ kind: "shown", from: me, to: data.from });
  }
  channel.addEventListener("message", answer);

  /**
   * What other tabs answer within a moment.
   * @param {Message} message
   * @param {"here" | "shown"} kind
   * @param {boolean} first whether the first answer will do
   * @returns {Promise<any[]>}
   */
  function ask(message, kind, first) {
    return new Promise((resolve) => {
      /** @type {any[]} */
      const answers = [];
      const timer = setTimeout(done, ANSWER_MS);
      function done() {
        clearTimeout(timer);
        channel.removeEventListener("message", take);
        resolve(answers);
      }
      /** @param {MessageEvent} event */
      function take({ data }) {
        if (data?.kind !== kind || data.to !== me) return;
        answers.push(data);
        if (first) done();
      }
      channel.addEventListener("message", take);
      send(message);
    });
  }

  return {
    /**
     * Of several tabs that could, the one that was used last shows it.
     * @param {string} reference
     * @returns {Promise<boolean>} whether one does
     */
    async offer(reference) {
      const able = await ask({ kind: "ask", from: me }, "here", false);
      const [last] = able.sort((one, other) => other.used - one.used);
      if (!last) return false;
      return (await ask({ kind: "show", from: me, to: last.from, reference }, "shown", true)).length > 0;
    },
    close: () => channel.close(),
  };
}
