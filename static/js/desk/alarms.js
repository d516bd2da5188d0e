// Tells leads and auditors, whatever they are looking at, who has used up their reading budget or asks for more.
import { find, make, makeButton } from "../dom.js";
import { activeInboxes } from "./me.js";
import { createPoll } from "./poll.js";

const EVERY_MS = 15_000;
const MOST = 3; // lines; the page has all of them

/** @typedef {{id: string, slug: string, inbox: string, name: string, state: "asked" | "slow" | "refused", asked: number, used: number, limit: number, cap: string | null, more: number, reason: string | null, decides: boolean}} Request */
/** @typedef {{seq: number, slug: string, inbox: string, name: string, at: number, cap: string}} Alarm */
/** @typedef {{now: number, requests: Request[], alarms: Alarm[]}} Answer */
/** @typedef {{key: string, text: string, mayHide: boolean}} Line */
/** @typedef {ReturnType<typeof createAlarms>} Alarms */

/** @param {Pick<import("./api.js").Api, "get">} api */
export function createAlarms(api) {
  const place = find("alarms");
  /** @type {AbortController | undefined} while there is somebody whom it concerns */
  let watching;
  /** @type {ReturnType<typeof createPoll> | undefined} */
  let poll;
  /** @type {Set<string>} */
  const hidden = new Set();
  /** @type {Set<(answer: Answer) => void>} */
  const listeners = new Set();
  let drawn = "";

  /** @param {AbortSignal} signal */
  function begin(signal) {
    /** @type {number | null} */
    let since = null;
    poll = createPoll(
      async () => {
        const answer = await api.get("/desk/extensions", { since: since ?? 0 });
        if (signal.aborted) return;
        since = answer.now;
        draw(linesOf(answer).filter(({ key }) => !hidden.has(key)));
        for (const listen of listeners) listen(answer);
      },
      signal,
      EVERY_MS,
    );
    void poll.now();
  }

  /** @param {Line[]} lines */
  function draw(lines) {
    if (drawn === (drawn = JSON.stringify(lines))) return; // read out again it would say nothing new
    const more = lines.length - MOST;
    place.replaceChildren(
      ...lines.slice(0, MOST).map(lineElement),
      ...(more > 0 ? [make("p", { class: "notice alarm" }, `And ${more} more. `, look())] : []),
    );
  }

  /** @param {Line} line */
  function lineElement({ key, text, mayHide }) {
    const element = make("div", { class: "notice alarm reading-alarm" }, make("p", {}, text), look());
    if (mayHide) {
      const hide = () => {
        hidden.add(key);
        const next = element.nextElementSibling ?? element.previousElementSibling;
        element.remove();
        (next?.querySelector("a") ?? find("main")).focus();
      };
      element.append(makeButton("Hide", { class: "button small plain", "aria-label": `Hide: ${text}` }, hide));
    }
    return element;
  }

  function stop() {
    watching?.abort();
    watching = poll = undefined;
    drawn = "";
    place.replaceChildren();
  }

  return {
    /** For whoever is signed in now. @param {import("./me.js").Me} me */
    follow(me) {
      const concerns = activeInboxes(me).some(({ role }) => role === "lead" || role === "auditor");
      if (!concerns) return stop();
      if (watching) return;
      watching = new AbortController();
      begin(watching.signal);
    },
    stop,
    /** What was done here shows at once. */
    look: async () => poll?.now(),
    /**
     * @param {(answer: Answer) => void} listen
     * @param {AbortSignal} signal ends it
     */
    listen(listen, signal) {
      if (signal.aborted) return;
      listeners.add(listen);
      signal.addEventListener("abort", () => listeners.delete(listen));
    },
  };
}

function look() {
  return make("a", { class: "button small", href: "/desk/reading" }, "Look");
}

/** @param {Answer} answer @returns {Line[]} */
export function linesOf({ requests, alarms }) {
  const open = requests.filter(({ state }) => state !== "refused");
  return [
    ...open.map(({ id, state, name, inbox, decides }) => ({
      key: `${id} ${state}`,
      text: state === "asked" ? `${name} has used up their reading budget in ${inbox}, and asks to read more.` : `${name} goes on reading slowly in ${inbox}: nobody has answered.`,
      mayHide: !decides || state !== "asked",
    })),
    ...alarms.map(({ seq, name, inbox }) => ({ key: String(seq), text: `${name} has used up their reading budget in ${inbox}.`, mayHide: true })),
  ];
}
