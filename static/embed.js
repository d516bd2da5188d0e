// The only script on the site's page. It turns every a[data-sotto] link into a launcher that opens the link's page in a
// panel; where it does not run, the links stay links. It keeps nothing: no cookie, no storage.
import { Panel } from "./js/embed/panel.js";
import { LAUNCHER, dress } from "./js/embed/style.js";

const LINK = "a[data-sotto]";
const nonce = document.currentScript?.nonce || "";

/** @type {Map<string, Panel>} */
const panels = new Map();
/** @type {import("./js/embed/panel.js").Wishes} */
const wishes = { set: {}, prefill: {} };
const page = /** @type {Window & {sotto?: {open?: unknown}}} */ (window);

// A second inclusion does nothing. (An element with the id "sotto" is no inclusion.)
if (typeof page.sotto?.open !== "function") start();

function start() {
  page.sotto = Object.freeze({ open, close, set: wish("set"), prefill: wish("prefill") });
  dress(document, LAUNCHER, nonce);
  announce();
  new MutationObserver(announce).observe(document, { childList: true, subtree: true });
  addEventListener("click", clicked, true);
  addEventListener("message", (event) => each((panel) => panel.hear(event)));
  document.addEventListener("securitypolicyviolation", blocked);
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.matches(LINK));
  if (link && open(/** @type {HTMLAnchorElement} */ (link))) event.preventDefault();
}

/** Returns whether a panel opened; where the frame has failed before, the caller follows the link. */
function open(link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(LINK))) {
  if (!link || !/^https?:$/.test(link.protocol)) return false;
  let panel = panels.get(link.href);
  if (!panel?.host.isConnected) panels.set(link.href, (panel = new Panel(link, wishes, nonce)));
  if (panel.failed) return false;
  panel.open(link);
  return true;
}

function close() {
  each((panel) => panel.close());
}

/** @param {keyof typeof wishes} type */
function wish(type) {
  return (/** @type {object} */ facts) => {
    wishes[type] = { ...wishes[type], ...facts };
    each((panel) => panel.pass(type, facts));
  };
}

/** Says to assistive technology that a launcher opens a dialog; only now, because without the script it does not. */
function announce() {
  for (const link of document.querySelectorAll(`${LINK}:not([aria-haspopup])`)) link.setAttribute("aria-haspopup", "dialog");
}

/** The site's frame-src has no leave for us: there is nothing to wait for. @param {SecurityPolicyViolationEvent} event */
function blocked(event) {
  if (event.effectiveDirective !== "frame-src" || event.disposition === "report") return;
  each((panel) => event.blockedURI.startsWith(panel.origin) && panel.fail());
}

/** @param {(panel: Panel) => void} act */
function each(act) {
  for (const panel of panels.values()) act(panel);
}
