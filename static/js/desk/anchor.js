// Where the list is scrolled: rows come and go above what is read, and what is read must not move.

/** @typedef {ReturnType<typeof createScroller>} Scroller */

/**
 * @param {HTMLElement} pane scrolls by itself in a wide window, with the page in others
 * @param {AbortSignal} signal
 */
export function createScroller(pane, signal) {
  function isOwn() {
    return getComputedStyle(pane).overflowY === "auto";
  }

  function box() {
    return isOwn() ? pane.getBoundingClientRect() : { top: 0, bottom: window.innerHeight };
  }

  /** @param {Element} element */
  function isSeen(element) {
    const { top, bottom } = element.getBoundingClientRect();
    const seen = box();
    return bottom > seen.top && top < seen.bottom;
  }

  /**
   * The row that is selected, if it is in sight; else the first that is, unless the list is at its top.
   * @param {HTMLElement} list
   * @param {string} selected
   */
  function anchorOf(list, selected) {
    const row = selected && list.querySelector(`[data-reference="${CSS.escape(selected)}"]`);
    if (row && isSeen(row)) return row;
    return position() > 0 ? firstSeen(list) : null;
  }

  function position() {
    return isOwn() ? pane.scrollTop : window.scrollY;
  }

  /** @param {HTMLElement} list */
  function firstSeen(list) {
    const chunk = firstBelow(list.children, box().top);
    return chunk && firstBelow(chunk.children, box().top)?.querySelector("[data-reference]");
  }

  return {
    /**
     * @param {HTMLElement} list
     * @param {string} selected
     * @param {() => void} draw
     */
    keep(list, selected, draw) {
      const anchor = anchorOf(list, selected);
      const before = anchor?.getBoundingClientRect().top ?? 0;
      draw();
      if (!anchor?.isConnected) return;
      const moved = anchor.getBoundingClientRect().top - before;
      if (moved) (isOwn() ? pane : window).scrollBy({ top: moved, behavior: "instant" });
    },
    /** The conversations whose rows are in sight. @param {HTMLElement} list */
    inSight(list) {
      const rows = list.getElementsByClassName("row");
      const first = firstSeen(list);
      const found = [];
      for (let at = first ? [...rows].indexOf(first) : rows.length; at < rows.length; at += 1) {
        const row = /** @type {HTMLElement} */ (rows[at]);
        if (!isSeen(row)) break;
        found.push(row.dataset.reference ?? "");
      }
      return found;
    },
    /** @param {() => void} scrolled */
    watch(scrolled) {
      pane.addEventListener("scroll", scrolled, { passive: true, signal });
      window.addEventListener("scroll", scrolled, { passive: true, signal });
    },
  };
}

/**
 * The first of some elements, which stand one below the other, that does not end above.
 * @param {HTMLCollection} elements
 * @param {number} top
 */
function firstBelow(elements, top) {
  let [from, to] = [0, elements.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) <= top) from = middle + 1;
    else to = middle;
  }
  return elements[from] ?? null;
}
