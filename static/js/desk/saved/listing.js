// The saved replies that open: searched, and each with what can be done to it.
import { make, makeButton } from "../../dom.js";
import { Refused } from "../api.js";
import { once } from "../busy.js";
import { wordsFor } from "./effects.js";
import { matching } from "./match.js";

const NEWS_MS = 600; // a screen reader should not hear of each key

/** @typedef {import("./shelf.js").Reply} Reply */

/**
 * @param {object} parts
 * @param {import("../shell.js").Context} parts.context
 * @param {import("./shelf.js").Shelf} parts.shelf
 * @param {string} parts.asked
 * @param {(what: import("./editing.js").Unfinished) => void} parts.edit
 * @param {(asked: string) => void} parts.redraw
 */
export function foundPart({ context, shelf, asked, edit, redraw }) {
  const field = make("input", {
    type: "search",
    id: "replies-search",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    writingsuggestions: "false",
    translate: "no",
  });
  const told = make("p", { class: "hint", role: "status" });
  const lines = make("ul", { class: "replies" });
  let timer = 0;
  field.value = asked;
  field.addEventListener("input", draw);
  draw();

  function draw() {
    const found = matching(shelf.readable(), field.value);
    lines.replaceChildren(...found.map(line));
    lines.hidden = found.length === 0;
    clearTimeout(timer);
    timer = window.setTimeout(() => (told.textContent = countOf(found.length)), NEWS_MS);
  }

  /** @param {Reply} reply */
  function line(reply) {
    const also = wordsFor(reply.effects);
    const change = makeButton("Change", { class: "button small", "aria-label": `Change ${reply.title}` }, () => edit({ base: reply, ...reply }));
    const away = makeButton("Remove", { class: "button plain small", "aria-label": `Remove ${reply.title}` }, () => once(away, context.tell, () => remove(reply)));
    return make(
      "li",
      { class: "saved-reply", "data-reply": reply.id },
      make("h2", { dir: "auto", translate: "no" }, reply.title),
      make("p", { class: "saved-whole", dir: "auto", translate: "no" }, reply.text),
      ...(also ? [make("p", { class: "saved-also" }, `Sending it also ${also}.`)] : []),
      make("div", { class: "toolbar" }, change, away),
    );
  }

  /** @param {Reply} reply */
  async function remove(reply) {
    const text = ["Nobody on your team can use it any more. What was answered with it stays as it is."];
    if (!(await context.ask({ heading: `Remove “${reply.title}”?`, text, yes: "Remove", danger: true }))) return;
    try {
      await shelf.remove(reply);
      context.say(`“${reply.title}” is removed.`);
    } catch (failure) {
      if (!isVersion(failure)) throw failure;
      await shelf.load();
      context.say("Somebody changed it meanwhile. Look at it again.", "problem");
    }
    if (!context.signal.aborted) redraw(field.value);
  }

  return make("div", { class: "part" }, make("div", { class: "field replies-search" }, make("label", { for: field.id }, "Search"), field), told, lines);
}

/** @param {number} count */
function countOf(count) {
  if (count === 0) return "No saved reply has these words.";
  return count === 1 ? "1 saved reply." : `${count} saved replies.`;
}

/** @param {unknown} failure */
function isVersion(failure) {
  return failure instanceof Refused && failure.code === "version";
}
