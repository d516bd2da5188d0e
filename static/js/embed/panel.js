// One inbox's panel on the site's page: a modal dialog in a shadow root around the cross-origin frame, and what the two
// say to each other. Nothing that is typed, found or sent is ever in a message; docs/embedding.md lists them all.
import { PANEL, dress } from "./style.js";

const PROTOCOL = 1;
const LOAD_MS = 15_000;
const ANSWER_MS = 4_000; // after the frame has loaded; an error page loads as well, and never answers
const SHORT_PX = 520; // frames that ask for less get the short panel; no other height reaches the layout

/** @typedef {{set: object, prefill: object}} Wishes what the site asked for; kept for frames that open later */

export class Panel {
  /**
   * @param {HTMLAnchorElement} link
   * @param {Wishes} wishes
   * @param {string} nonce
   */
  constructor(link, wishes, nonce) {
    this.link = link;
    this.href = link.href;
    this.origin = new URL(link.href).origin;
    this.wishes = wishes;
    this.loaded = this.ready = this.failed = false;
    this.timer = 0;
    const label = link.getAttribute("aria-label") || link.textContent?.trim() || "Get help";
    this.dialog = make("dialog", { role: "dialog", "aria-modal": "true", "aria-label": label });
    this.frame = make("iframe", { title: label, referrerpolicy: "no-referrer", allow: "", src: this.href });
    this.host = document.createElement("div");
    this.furnish(link.dataset.sottoClose || "Close", nonce);
  }

  /**
   * @param {string} closeLabel
   * @param {string} nonce
   */
  furnish(closeLabel, nonce) {
    const root = this.host.attachShadow({ mode: "open" });
    dress(root, PANEL, nonce);
    // The way out until the frame is there, which brings its own.
    const button = make("button", { type: "button", "aria-label": closeLabel, autofocus: "" });
    button.onclick = () => this.close();
    this.frame.onload = () => this.arrived();
    this.dialog.onclose = () => this.closed();
    this.dialog.onclick = (event) => event.target === this.dialog && this.close(); // the backdrop
    this.dialog.append(button, this.frame, make("i", {}));
    root.append(this.dialog);
    // Beside the body, so that a site that swaps its whole body between pages does not take a half-written letter along.
    document.documentElement.append(this.host);
  }

  /** @param {HTMLAnchorElement} link the launcher that gets the focus back */
  open(link) {
    this.link = link;
    if (this.dialog.open) return;
    this.dialog.showModal();
    if (this.loaded) this.greet();
    else this.expect(LOAD_MS);
  }

  close() {
    this.dialog.close();
  }

  arrived() {
    this.loaded = true;
    this.ready = false; // a page that loads again has heard nothing yet
    if (this.dialog.open) this.greet();
  }

  greet() {
    if (!this.ready) this.expect(ANSWER_MS);
    // Before the message: what the frame then gives the focus to keeps it.
    this.frame.focus();
    this.say("open");
  }

  closed() {
    clearTimeout(this.timer);
    this.say("close");
    (this.link.isConnected ? this.link : /** @type {HTMLElement | null} */ (document.querySelector("a[data-sotto]")))?.focus();
    this.tell("close");
  }

  /** @param {MessageEvent} event */
  hear(event) {
    if (event.source !== this.frame.contentWindow || event.origin !== this.origin) return;
    if (event.data?.sotto !== PROTOCOL) return;
    const { type, height } = event.data;
    if (type === "ready") this.begin();
    else if (type === "height") this.dialog.classList.toggle("short", height < SHORT_PX);
    else if (type === "close") this.close();
    else if (type === "sent" || type === "error") this.tell(type);
  }

  begin() {
    clearTimeout(this.timer);
    if (this.ready) return; // a prefill comes once: later the fields are the patient's
    this.ready = true;
    this.dialog.classList.add("ready");
    this.pass("set", this.wishes.set);
    this.pass("prefill", this.wishes.prefill);
    this.tell("ready");
  }

  /**
   * @param {keyof Wishes} type
   * @param {{theme?: string}} facts
   */
  pass(type, facts) {
    if (this.ready) this.say(type, facts);
    if (type === "set" && facts.theme) this.dialog.dataset.theme = facts.theme;
  }

  /**
   * @param {string} type
   * @param {object} [facts]
   */
  say(type, facts) {
    this.frame.contentWindow?.postMessage({ ...facts, sotto: PROTOCOL, type }, this.origin);
  }

  /** @param {string} type */
  tell(type) {
    this.link.dispatchEvent(new Event(`sotto-${type}`, { bubbles: true }));
  }

  /** @param {number} ms */
  expect(ms) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fail(), ms);
  }

  /** Help matters more than the panel: where the frame cannot be shown, the link is followed after all. */
  fail() {
    this.failed = true;
    if (!this.dialog.open) return;
    this.close();
    location.assign(this.href);
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, string>} attributes
 */
function make(name, attributes) {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key] ?? "");
  return element;
}
