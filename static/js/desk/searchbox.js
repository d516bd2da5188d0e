// The search: what it finds stands in the list's place for as long as something is asked.
import { make } from "../dom.js";
import { wholeReference } from "./searchindex.js";

const MOST_SHOWN = 50;
const NEWS_MS = 600; // a screen reader should not hear of each key
const HINT = "Finds references, and words in letters that you have opened here. The server cannot read letters, so it cannot search them.";

/** @typedef {import("./searchindex.js").Result} Result */

/**
 * @param {object} parts
 * @param {(asked: string) => Result[]} parts.find
 * @param {(reference: string) => string} parts.addressOf
 * @param {(reference: string) => void} parts.open
 * @param {(searching: boolean) => void} parts.show
 */
export function createSearchBox({ find, addressOf, open, show }) {
  const field = make("input", {
    type: "search",
    id: "search",
    placeholder: "Search",
    "aria-label": "Search references and opened letters",
    "aria-describedby": "search-hint",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    writingsuggestions: "false",
    translate: "no",
  });
  const list = make("ol", { class: "rows" });
  const none = make("p", { class: "pane-state quiet" }, "Nothing here has these words.");
  const hint = make("p", { class: "hint", id: "search-hint" }, HINT);
  const told = make("p", { class: "unseen", role: "status" });
  const results = make("div", { class: "results", hidden: "" }, told, list, none, hint);
  let timer = 0;

  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.preventDefault();
      clear();
    } else if (event.key === "Enter") enter();
    else if (event.key === "ArrowDown") step(event, 0);
  });
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.findIndex((link) => link === document.activeElement);
    if (event.key === "ArrowDown") step(event, at + 1);
    else if (event.key === "ArrowUp") step(event, at - 1);
    else if (event.key === "Escape") {
      clear();
      field.focus();
    }
  });

  function look() {
    const asked = field.value.trim();
    const found = asked ? find(asked) : [];
    list.replaceChildren(...found.slice(0, MOST_SHOWN).map((result) => make("li", {}, line(result))));
    none.hidden = found.length > 0;
    results.hidden = !asked;
    show(Boolean(asked));
    clearTimeout(timer);
    timer = window.setTimeout(() => (told.textContent = asked ? `${found.length} found.` : ""), NEWS_MS);
  }

  /** A reference that is typed whole is opened, whether or not it is known here. */
  function enter() {
    const reference = wholeReference(field.value);
    if (!reference) return list.querySelector("a")?.focus();
    clear();
    open(reference);
  }

  function clear() {
    field.value = "";
    look();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} to
   */
  function step(event, to) {
    event.preventDefault();
    const links = list.querySelectorAll("a");
    if (to < 0) field.focus();
    else links[Math.min(to, links.length - 1)]?.focus();
  }

  /** @param {Result} result */
  function line({ reference, match }) {
    return make(
      "a",
      { class: "row result", href: addressOf(reference) },
      make("span", { class: "row-reference", translate: "no" }, reference),
      ...(match ? [make("span", { class: "result-line", dir: "auto", translate: "no" }, ...marked(match))] : []),
    );
  }

  return {
    field,
    results,
    focus() {
      field.focus();
      field.select();
    },
    isUsed: () => field.value.trim() !== "",
  };
}

/** @param {import("./searchindex.js").Match} match */
function marked({ line, start, end }) {
  return [line.slice(0, start), make("mark", {}, line.slice(start, end)), line.slice(end)];
}
