// The page of an inbox's saved replies: what there is, and the way to change it.
import { make, makeButton } from "../../dom.js";
import { failurePanel } from "../notices.js";
import { sentenceFor, sentenceForTrouble } from "../sentences.js";
import { brokenPart } from "./broken.js";
import { createEditing } from "./editing.js";
import { foundPart } from "./listing.js";
import { createShelf } from "./shelf.js";
import { nonePart } from "./suggestions.js";

/** @typedef {import("../shell.js").Context} Context */
/** @typedef {import("./shelf.js").Shelf} Shelf */
/** @typedef {import("./editing.js").Unfinished} Unfinished */

/** @type {Map<string, Unfinished>} by inbox: what is being written outlives a lock, and nothing else */
const unfinished = new Map();

/** @type {import("../shell.js").View} */
export const savedReplies = {
  async open(main, _params, context) {
    const shelf = createShelf(context);
    context.signal.addEventListener("abort", shelf.forget);
    window.addEventListener("beforeunload", (event) => unfinished.size > 0 && event.preventDefault(), { signal: context.signal });
    context.title("Saved replies");
    const body = make("div", { class: "part" }, make("p", { class: "quiet" }, "Opening…"));
    main.append(make("h1", { tabindex: "-1" }, "Saved replies"), body);
    await begin();

    async function begin() {
      const trouble = context.keys.trouble(context.inbox.slug);
      if (trouble) return void body.replaceChildren(failurePanel(sentenceForTrouble(trouble), begin));
      try {
        await shelf.load();
        if (!context.signal.aborted) show(main, context, shelf);
      } catch (failure) {
        const sentence = sentenceFor(failure);
        if (sentence) body.replaceChildren(failurePanel(sentence, begin)); // else the desk shows it in another way
      }
    }
  },
  forget: () => unfinished.clear(),
};

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {Shelf} shelf
 */
function show(main, context, shelf) {
  const { slug } = context.inbox;
  const begun = unfinished.get(slug);
  if (begun) edit(begun);
  else list("");

  /**
   * @param {string} asked
   * @param {string} [done] whose line is to be found again
   */
  function list(asked, done) {
    const isElsewhere = document.activeElement !== document.body && !main.contains(document.activeElement);
    main.replaceChildren(...listParts({ context, shelf, asked, edit, redraw: (now) => list(now) }));
    const line = done === undefined ? null : main.querySelector(`[data-reply="${CSS.escape(done)}"] button`);
    const place = line ?? main.querySelector("h1");
    if (place instanceof HTMLElement && !isElsewhere) place.focus();
  }

  /** @param {Unfinished} what */
  function edit(what) {
    const editing = createEditing({
      context,
      shelf,
      what,
      keep: (now) => (now ? unfinished.set(slug, now) : unfinished.delete(slug)),
      done: (id) => list("", id),
    });
    editing.show(main);
  }
}

/**
 * @param {object} parts
 * @param {Context} parts.context
 * @param {Shelf} parts.shelf
 * @param {string} parts.asked
 * @param {(what: Unfinished) => void} parts.edit
 * @param {(asked: string) => void} parts.redraw
 */
function listParts({ context, shelf, asked, edit, redraw }) {
  const begin = (/** @type {import("./shelf.js").Content} */ content) => edit({ base: null, ...content });
  const head = make(
    "div",
    { class: "view-head" },
    make(
      "div",
      {},
      make("h1", { tabindex: "-1" }, "Saved replies"),
      make("p", { class: "lead" }, `Texts that ${context.inbox.name} uses again and again. They are sealed as letters are: only who answers here can read them.`),
    ),
    make("div", { class: "toolbar" }, makeButton("New saved reply", { class: "button main" }, () => begin({ title: "", text: "", effects: {} }))),
  );
  const replies = shelf.readable();
  const all = replies.length ? [foundPart({ context, shelf, asked, edit, redraw })] : [nonePart(begin)];
  return [head, ...all, ...brokenPart(context, shelf, () => redraw(asked))];
}
