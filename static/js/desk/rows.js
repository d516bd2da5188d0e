// The rows in the page: kept, not made anew, so that the one that is selected stays where it is and keeps the focus.
import { make } from "../dom.js";
import { rowContent, rowWords } from "./row.js";

const AGES_MS = 30_000;
const CHUNK = 50; // rows that the browser skips together while none of them is in sight
const ROW_REM = 3.8; // about what a row is high

/** @typedef {import("./pages.js").Slip} Slip */
/** @typedef {{item: HTMLElement, link: HTMLAnchorElement, slip?: Slip, words?: string}} Row */
/** @typedef {ReturnType<typeof createRows>} Rows */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.list
 * @param {import("./facts.js").Facts} parts.facts
 * @param {(reference: string) => string} parts.addressOf
 * @param {() => boolean} parts.tells whether rows say their state
 * @param {AbortSignal} parts.signal
 */
export function createRows({ list, facts, addressOf, tells, signal }) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {string[]} */
  let order = [];
  /** @type {ReadonlyMap<string, Slip>} */
  let slips = new Map();
  let selected = ""; // by the reader; the one that the Tab key leads to
  let opened = "";

  const timer = setInterval(fill, AGES_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  list.addEventListener("focusin", ({ target }) => {
    const reference = target instanceof HTMLElement ? target.dataset.reference : undefined;
    if (reference) select(reference);
  });

  /**
   * @param {string[][]} groups in order, as they were fetched
   * @param {ReadonlyMap<string, Slip>} newSlips
   */
  function draw(groups, newSlips) {
    const newOrder = groups.flat();
    const next = whereToGo(newOrder);
    const focused = list.contains(document.activeElement);
    order = newOrder;
    slips = newSlips;
    place(groups);
    fill();
    select(next);
    if (focused && document.activeElement !== rows.get(selected)?.link) focus();
  }

  /** The row that is selected; or, where it has gone, the one that took its place. @param {string[]} newOrder */
  function whereToGo(newOrder) {
    const left = new Set(newOrder);
    const at = order.indexOf(selected);
    if (at < 0 || left.has(selected)) return selected;
    const still = (/** @type {string} */ each) => left.has(each);
    return order.slice(at).find(still) ?? order.slice(0, at).filter(still).at(-1) ?? "";
  }

  /** @param {string[][]} groups */
  function place(groups) {
    const wanted = new Set(order);
    for (const [reference, { item }] of rows) {
      if (wanted.has(reference)) continue;
      item.remove();
      rows.delete(reference);
    }
    const chunks = groups.flatMap(inChunks);
    while (list.children.length < chunks.length) list.append(make("div", { class: "rows-chunk" }));
    for (const [at, references] of chunks.entries()) fit(/** @type {HTMLElement} */ (list.children[at]), references);
    while (list.children.length > chunks.length) list.lastElementChild?.remove();
  }

  /**
   * Moves as few rows as can be: one that is moved loses the focus.
   * @param {HTMLElement} chunk
   * @param {string[]} references
   */
  function fit(chunk, references) {
    chunk.style.containIntrinsicBlockSize = `auto ${references.length * ROW_REM}rem`;
    let at = chunk.firstElementChild;
    for (const reference of references) {
      const { item } = rows.get(reference) ?? made(reference);
      if (at !== item && at?.nextElementSibling === item) {
        const moved = at;
        at = item;
        chunk.append(moved); // it comes later, here or in the next chunk
      }
      if (at === item) at = item.nextElementSibling;
      else chunk.insertBefore(item, at);
    }
  }

  /** @param {string} reference */
  function made(reference) {
    const link = make("a", { class: "row", href: addressOf(reference), tabindex: "-1", "data-reference": reference });
    /** @type {Row} */
    const row = { item: make("div", { role: "listitem" }, link), link };
    if (reference === opened) link.setAttribute("aria-current", "true");
    rows.set(reference, row);
    return row;
  }

  /** Says what is known now, where it is not said yet. */
  function fill() {
    const about = { facts, now: Date.now() / 1000, tells: tells() };
    for (const [reference, row] of rows) {
      const slip = slips.get(reference);
      if (!slip) continue;
      const words = rowWords(slip, about);
      const same = row.slip === slip || JSON.stringify(row.slip) === JSON.stringify(slip);
      row.slip = slip;
      if (same && words === row.words) continue;
      row.words = words;
      row.link.classList.toggle("unread", slip.unread && slip.state !== "closed");
      row.link.replaceChildren(...rowContent(slip, about));
    }
  }

  /** @param {string} reference */
  function select(reference) {
    rows.get(selected)?.link.setAttribute("tabindex", "-1");
    if (!rows.has(selected)) list.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    selected = reference;
    const way = rows.get(reference) ?? rows.get(order[0] ?? "");
    way?.link.setAttribute("tabindex", "0");
  }

  function focus() {
    rows.get(selected)?.link.focus({ preventScroll: true });
    rows.get(selected)?.link.scrollIntoView({ block: "nearest" });
  }

  return {
    draw,
    fill,
    select,
    focus,
    /** Addresses carry the filters, which change. */
    address() {
      for (const [reference, { link }] of rows) link.href = addressOf(reference);
    },
    selected: () => selected,
    /** @param {string} reference the one that is shown beside the list; or none */
    mark(reference) {
      rows.get(opened)?.link.removeAttribute("aria-current");
      opened = reference;
      rows.get(opened)?.link.setAttribute("aria-current", "true");
    },
    /** The one that is so many further on. @param {number} steps */
    beside(steps) {
      const at = order.indexOf(selected || opened);
      return order[at < 0 ? 0 : Math.min(Math.max(at + steps, 0), order.length - 1)] ?? "";
    },
    /** @param {string} reference */
    link: (reference) => rows.get(reference)?.link,
  };
}

/** @param {string[]} references @returns {string[][]} */
function inChunks(references) {
  return Array.from({ length: Math.ceil(references.length / CHUNK) }, (_, at) => references.slice(at * CHUNK, (at + 1) * CHUNK));
}
