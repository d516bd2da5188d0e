// The page's side of the talk with the site around its frame. Nothing typed, found or sent is ever in a message:
// what the site could learn, its vendors' scripts could learn.

const PROTOCOL = 1;
const WIDE = "(min-width: 40rem)";
const HEIGHTS_PX = { narrow: 720, wide: 640 };

/**
 * @typedef {object} Hearing what the site may ask for
 * @property {() => void} open
 * @property {(facts: {theme?: unknown, language?: unknown}) => void} set
 * @property {(facts: Record<string, unknown>) => void} prefill
 */

/** @typedef {"close" | "sent" | "error"} News */
/** @typedef {ReturnType<typeof createMessaging>} Messaging */

/**
 * Says nothing until a site that may embed the page has opened it, and then to that site alone.
 * @param {string[]} sites origins
 * @param {Hearing} hearing
 */
export function createMessaging(sites, hearing) {
  const host = window.parent;
  let origin = "";

  /**
   * @param {"ready" | "height" | News} type
   * @param {{height?: number}} [facts]
   */
  function say(type, facts = {}) {
    if (origin) host.postMessage({ sotto: PROTOCOL, type, ...facts }, origin);
  }

  function sayHeight() {
    say("height", { height: window.matchMedia(WIDE).matches ? HEIGHTS_PX.wide : HEIGHTS_PX.narrow });
  }

  /** @param {MessageEvent} event */
  function hear(event) {
    if (event.source !== host || !sites.includes(event.origin) || event.data?.sotto !== PROTOCOL) return;
    origin = event.origin;
    const { type, ...facts } = event.data;
    if (type === "open") {
      say("ready");
      sayHeight();
      hearing.open();
    } else if (type === "set") hearing.set(facts);
    else if (type === "prefill") hearing.prefill(facts);
  }

  if (host !== window) {
    window.addEventListener("message", hear);
    window.matchMedia(WIDE).addEventListener("change", sayHeight);
  }
  return {
    /** @param {News} type */
    tell: (type) => say(type),
  };
}
