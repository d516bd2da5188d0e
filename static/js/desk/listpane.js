// The list in the page: filters, search, rows, and how it stands with them.
import { make, makeButton } from "../dom.js";
import { createFilterBar } from "./filterbar.js";
import { askFor, askToReview, isNarrowed, queryOf, USUAL } from "./filters.js";
import { createListing } from "./listing.js";
import { createRows } from "./rows.js";
import { createSearchBox } from "./searchbox.js";
import { sentenceFor } from "./sentences.js";

const FRESHEN_MS = 250; // after scrolling
const NEWS_MS = 30_000;

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {import("./pages.js").Slip} Slip */
/** @typedef {ReturnType<typeof createListPane>} ListPane */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.pane
 * @param {import("./shell.js").Context} parts.context
 * @param {import("./facts.js").Facts} parts.facts
 * @param {import("./anchor.js").Scroller} parts.scroller
 * @param {(asked: string, references: string[]) => import("./searchindex.js").Result[]} parts.find
 * @param {(filters: Filters) => void} parts.choose
 * @param {() => void} parts.help
 * @param {(slips: ReadonlyMap<string, Slip>) => void} parts.drawn
 */
export function createListPane({ pane, context, facts, scroller, find, choose, help, drawn }) {
  const { api, inbox, signal, go } = context;
  const isReviewer = inbox.role === "reviewer";
  /** @type {Filters} */
  let filters = { ...USUAL };
  const addressOf = (/** @type {string} */ reference) => `/desk/c/${encodeURIComponent(reference)}${queryOf(filters)}`;

  const heading = make("div", { class: "list-heading" });
  const list = make("div", { class: "rows", role: "list", "aria-label": "Conversations" });
  const state = make("div", { class: "list-state" });
  const more = makeButton("More", { class: "button more", hidden: "" }, () => loadMore());
  const news = make("p", { class: "list-news" });
  const told = make("p", { class: "unseen", role: "status" });
  const doubts = make("p", { class: "list-doubts", role: "status" });
  /** @type {Set<string>} what was changed here is no news */
  const own = new Set();
  const rows = createRows({ list, facts, addressOf, tells: () => !isReviewer && (filters.state === "all" || filters.unopened), signal });
  const bar = createFilterBar({ facts, role: inbox.role, choose });
  const search = createSearchBox({
    find: (asked) => find(asked, listing.references()),
    addressOf,
    open: (reference) => go(addressOf(reference)),
    show: (searching) => (listed.hidden = searching),
  });
  const listing = createListing({
    queryFor: isReviewer ? askToReview : askFor,
    // What a page asks by itself keeps no session, unless it says that somebody is there.
    fetch: (query) => api.get("/desk/list", { inbox: inbox.slug, ...query, present: query.since && context.wasHere() ? 1 : null }),
    signal,
    show,
    tell: ({ counts, members }) => {
      facts.meet(members);
      bar.meet();
      bar.tell(counts);
    },
    doubt: (out) => (doubts.textContent = out ? "The desk cannot be reached: this list may be out of date." : ""),
    inSight: () => scroller.inSight(list),
  });
  const listed = make("div", {}, bar.element, doubts, news, list, state, more);
  const keys = makeButton("Keys", { class: "button plain small keys-button", "aria-label": "Keys: keyboard shortcuts" }, help);
  pane.replaceChildren(make("div", { class: "list-head" }, heading, search.field, keys), told, search.results, listed);

  let timer = 0;
  let newsTimer = 0;
  scroller.watch(() => {
    clearTimeout(timer);
    timer = window.setTimeout(listing.freshen, FRESHEN_MS);
  });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    clearTimeout(newsTimer);
  });

  /** @param {import("./listing.js").Shown} shown */
  function show({ groups, slips, more: isMore, fresh }) {
    scroller.keep(list, rows.selected(), () => rows.draw(groups, slips));
    more.hidden = !isMore;
    state.replaceChildren(...(groups.some(({ length }) => length) ? [] : [make("p", { class: "pane-state quiet" }, isReviewer ? nothingToReview(filters) : emptySentence(filters))]));
    tell(fresh.filter((reference) => !own.has(reference)));
    if (fresh.length) own.clear();
    drawn(slips);
  }

  /** @param {string[]} fresh */
  function tell(fresh) {
    if (!fresh.length) return;
    const text = `${fresh.length} new`;
    told.textContent = `${text} in the list.`;
    const first = fresh[0] ?? "";
    news.replaceChildren(makeButton(text, { class: "button small" }, () => {
      news.replaceChildren();
      rows.select(first);
      rows.focus();
    }));
    clearTimeout(newsTimer);
    newsTimer = window.setTimeout(() => {
      news.replaceChildren();
      told.textContent = "";
    }, NEWS_MS);
  }

  async function start() {
    rows.draw([], new Map());
    more.hidden = true;
    news.replaceChildren();
    state.replaceChildren(make("p", { class: "pane-state quiet", role: "status" }, "Looking…"));
    try {
      await listing.start(filters);
    } catch (failure) {
      fail(failure);
    }
  }

  /** @param {unknown} failure */
  function fail(failure) {
    const sentence = sentenceFor(failure);
    if (!sentence || signal.aborted) return;
    const again = makeButton("Try again", {}, start);
    state.replaceChildren(make("div", { class: "pane-state", role: "alert" }, make("p", {}, sentence), again));
  }

  async function loadMore() {
    if (more.getAttribute("aria-disabled") === "true") return;
    const count = listing.references().length;
    more.setAttribute("aria-disabled", "true");
    try {
      await listing.more();
      const first = listing.references()[count];
      // Who pressed it goes on reading where the list ended.
      if (first && document.activeElement === more) rows.link(first)?.focus();
    } catch (failure) {
      context.tell(failure);
    } finally {
      more.setAttribute("aria-disabled", "false");
    }
  }

  return {
    rows,
    search,
    hasFocus: () => pane.contains(document.activeElement),
    focusHeading: () => heading.querySelector("h1")?.focus({ preventScroll: true }),
    slip: listing.slip,
    look: listing.look,
    /**
     * @param {string} reference
     * @param {Partial<Slip>} facts
     */
    patch(reference, facts) {
      own.add(reference);
      listing.patch(reference, facts);
    },
    /**
     * @param {Filters} wanted
     * @param {boolean} isMain whether the list is what the address names
     */
    show(wanted, isMain) {
      const same = queryOf(wanted) === queryOf(filters) && listing.isStarted();
      filters = wanted;
      const text = "Conversations";
      heading.replaceChildren(isMain ? make("h1", { tabindex: "-1" }, text) : make("h2", {}, text));
      bar.show(filters);
      rows.address();
      if (same) rows.fill();
      else void start();
    },
    address: () => `/desk/${queryOf(filters)}`,
    addressOf,
  };
}

/** @param {Filters} filters */
function emptySentence(filters) {
  if (isNarrowed(filters)) return "Nothing here fits this filter.";
  const of = /** @type {Record<string, string>} */ ({
    open: "All answered. Nobody is waiting for you.",
    waiting: "No answer is waiting to be read.",
    snoozed: "Nothing is snoozed.",
    closed: "Nothing is closed yet.",
    all: "No letters yet. They appear here by themselves.",
  });
  return of[filters.state] ?? "";
}

/** @param {Filters} filters */
function nothingToReview({ review, ...others }) {
  if (isNarrowed({ review: "", ...others })) return "Nothing here fits this filter.";
  if (review) return "Nothing is reviewed yet.";
  return "Nothing to review. Closed conversations that are drawn at random appear here by themselves.";
}
