// What was done, by whom: the desk's records, newest first.
import { make, makeButton } from "../dom.js";
import { wordsForAct, wordsForActor } from "./recordwords.js";
import { ago, momentOf } from "./times.js";

const ADDRESS = "/desk/records/entries";

/** @typedef {{seq: number, at: number, kind: string, reference: string | null, actor: string, outcome: string}} Entry */
/** @typedef {Entry & {reason: string | null}} Alarm */
/** @typedef {{entries: Entry[], next: number | null, alarms?: Alarm[], head?: {seq: number, hash: string}}} Answer */

/** @type {import("./shell.js").View} */
export const records = {
  async open(main, _params, { api, inbox, title, tell, signal }) {
    const mayRead = inbox.role === "lead";
    const body = make("tbody");
    const older = makeButton("Older", { class: "button more" }, () => load().catch(tell));
    /** @type {number | null} */
    let next = null;
    title("Records");
    /** @type {Answer} */
    const first = await api.get(ADDRESS);
    if (signal.aborted) return;
    take(first);
    main.append(
      make(
        "section",
        { class: "stack records" },
        make("h1", { tabindex: "-1" }, "Records"),
        make("p", { class: "lead" }, "What left the house, what was read and what was done. Each entry holds on to the one before it: one that is changed or taken out shows."),
        ...alarmsPart(first.alarms ?? []),
        ...(first.entries.length ? [entriesPart(body)] : [make("p", { class: "quiet" }, "Nothing has happened yet.")]),
        older,
        ...headPart(first),
      ),
    );

    async function load() {
      if (older.getAttribute("aria-disabled") === "true") return;
      older.setAttribute("aria-disabled", "true");
      try {
        const answer = await api.get(ADDRESS, { before: next });
        if (!signal.aborted) take(answer).at(0)?.focus();
      } finally {
        older.setAttribute("aria-disabled", "false");
      }
    }

    /** @param {Answer} answer */
    function take(answer) {
      next = answer.next;
      older.hidden = next === null;
      const rows = answer.entries.map((entry) => rowOf(entry, mayRead));
      body.append(...rows);
      return rows;
    }
  },
};

/** @param {HTMLElement} body */
function entriesPart(body) {
  const columns = ["When", "Who", "What", "Conversation"];
  const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)));
  return make("table", { class: "records-table" }, make("caption", { class: "unseen" }, "Entries, newest first"), make("thead", {}, head), body);
}

/**
 * @param {Entry} entry
 * @param {boolean} mayRead whether who looks can open conversations
 */
function rowOf({ at, kind, reference, actor, outcome }, mayRead) {
  return make(
    "tr",
    { "data-kind": kind, tabindex: "-1" },
    make("td", { "data-column": "When" }, make("time", { datetime: new Date(at * 1000).toISOString() }, momentOf(at))),
    make("td", { "data-column": "Who" }, wordsForActor(actor)),
    make("td", { "data-column": "What" }, wordsForAct(kind, outcome)),
    make("td", { "data-column": "Conversation", translate: "no" }, ...(reference ? [named(reference, mayRead)] : [])),
  );
}

/**
 * @param {string} reference
 * @param {boolean} mayRead
 */
function named(reference, mayRead) {
  if (!mayRead) return make("span", { class: "reference" }, reference);
  return make("a", { class: "reference", href: `/desk/c/${encodeURIComponent(reference)}` }, reference);
}

/** @param {Alarm[]} rung */
function alarmsPart(rung) {
  if (!rung.length) return [];
  const lines = rung.map(({ at, kind, actor, outcome, reason }) => {
    const act = wordsForAct(kind, outcome);
    const sentence = `${wordsForActor(actor)} ${act.charAt(0).toLowerCase()}${act.slice(1)}, ${ago(at)} (${momentOf(at)}).`;
    return make("li", {}, sentence, ...(reason ? [" Their reason: ", make("q", { dir: "auto", translate: "no" }, reason)] : []));
  });
  return [
    make(
      "section",
      { class: "notice alarm" },
      make("h2", {}, "Somebody wanted to read more than they may"),
      make("p", {}, "Ask them whether it was they. If it was not, remove the member: their sessions end, and new keys are made."),
      make("ul", { class: "alarms" }, ...lines),
      make("p", {}, make("a", { href: "/desk/reading" }, "Who asks to read more now")),
    ),
  ];
}

/** Who keeps it elsewhere sees later whether entries were altered. @param {Answer} answer */
function headPart({ head }) {
  if (!head?.seq) return [];
  const hash = make("code", { translate: "no" }, head.hash);
  return [make("p", { class: "hint" }, `Newest entry: number ${head.seq}, fingerprint `, hash, ". Note both elsewhere to see later that nothing before it was altered.")];
}
