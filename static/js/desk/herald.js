// Says that letters have come while the desk's tab is behind others: how many and in which inbox, and no more.
import { createArrivals } from "./arrivals.js";

const EVERY_MS = 60_000;
const NEWEST_OPEN = { state: "open", sort: "new" };

/**
 * @param {object} parts
 * @param {(query: Record<string, string | number | null>) => Promise<any>} parts.fetch the door's list
 * @param {() => boolean} parts.isAllowed
 * @param {(slug: string) => string} parts.nameOf an inbox
 * @param {(text: string, tag: string) => {close: () => void} | null} parts.notify
 * @param {(count: number) => void} parts.mark
 * @param {Pick<Document, "hidden" | "addEventListener" | "removeEventListener">} [parts.where]
 */
export function createHerald({ fetch, isAllowed, nameOf, notify, mark, where = document }) {
  /** @type {AbortController | undefined} while the tab is behind others */
  let away;

  function turn() {
    away?.abort();
    away = undefined;
    if (!where.hidden || !isAllowed()) return;
    away = new AbortController();
    watch(away.signal);
  }

  function stop() {
    where.removeEventListener("visibilitychange", turn);
    away?.abort();
    away = undefined;
  }

  /** @param {AbortSignal} signal */
  function watch(signal) {
    const arrivals = createArrivals();
    /** @type {Map<string, number>} */
    const totals = new Map();
    /** @type {Map<string, {close: () => void} | null>} */
    const shown = new Map();
    /** @type {number | null} */
    let since = null;

    async function look() {
      // It does not say that somebody is there: the session ends as if nobody asked.
      const answer = await fetch({ ...NEWEST_OPEN, since: since ?? 0 });
      if (signal.aborted || !answer.conversations) return;
      since = answer.changed;
      for (const [slug, count] of arrivals.take(answer.conversations)) {
        totals.set(slug, (totals.get(slug) ?? 0) + count);
        shown.set(slug, notify(sentence(totals.get(slug) ?? 0, nameOf(slug)), `letters ${slug}`));
      }
      const all = [...totals.values()].reduce((sum, each) => sum + each, 0);
      if (all) mark(all);
    }

    /** In a minute it is asked again, unless the session has ended. @param {any} failure */
    const failed = (failure) => failure?.code === "signed_out" && stop();
    const again = () => void look().catch(failed);
    const timer = setInterval(again, EVERY_MS);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      for (const each of shown.values()) each?.close();
    });
    again();
  }

  return {
    start() {
      where.addEventListener("visibilitychange", turn);
      turn();
    },
    stop,
  };
}

/**
 * @param {number} count
 * @param {string} inbox
 */
function sentence(count, inbox) {
  return `${count} new ${count === 1 ? "letter" : "letters"} in ${inbox}`;
}
