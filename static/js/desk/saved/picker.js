// Choosing a saved reply while one answers: a field to search with, and the list below it. Choosing sends nothing.
import { make, makeButton } from "../../dom.js";
import { wordsFor } from "./effects.js";
import { matching } from "./match.js";

const NEWS_MS = 600; // a screen reader should not hear of each key
const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });

/** @typedef {import("./shelf.js").Reply} Reply */
/** @typedef {ReturnType<typeof createPicker>} Picker */

/**
 * @param {object} parts
 * @param {import("./shelf.js").Shelf} parts.shelf
 * @param {(reply: Reply) => void} parts.choose
 * @param {() => void} parts.leave without having chosen, by the keyboard
 * @param {(failure: unknown) => string} parts.explain
 */
export function createPicker({ shelf, choose, leave, explain }) {
  const list = make("ul", { class: "saved-options", id: "saved-list", role: "listbox", "aria-label": "Saved replies", translate: "no" });
  const field = make("input", {
    type: "text",
    id: "saved-search",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
    "aria-describedby": "saved-hint",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    writingsuggestions: "false",
    translate: "no",
  });
  const told = make("p", { class: "hint", role: "status" });
  const problem = make("p", { class: "error", role: "alert" });
  const panel = make(
    "div",
    { class: "saved-picker", id: "saved-picker", hidden: "" },
    make("label", { for: field.id }, "Find a saved reply"),
    field,
    list,
    told,
    problem,
    make("p", { class: "hint", id: "saved-hint" }, "It goes into your answer. Nothing is sent before you send it. ", make("a", { href: "/desk/replies" }, "All saved replies")),
  );
  const button = makeButton("Saved replies", { "aria-expanded": "false", "aria-controls": panel.id }, () => (panel.hidden ? open() : close()));
  /** @type {Reply[]} */
  let shown = [];
  let active = 0;
  let timer = 0;

  field.addEventListener("input", () => {
    active = 0;
    draw();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = STEPS[event.key];
    if (step && shown.length) {
      event.preventDefault();
      active = (active + step + shown.length) % shown.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(shown[active]);
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    close();
    leave();
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    const isNear = relatedTarget instanceof Node && (panel.contains(relatedTarget) || relatedTarget === button);
    if (!isNear) close();
  });
  button.addEventListener("blur", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && panel.contains(relatedTarget))) close();
  });
  // The focus stays in the field while one points.
  for (const part of [list, button]) part.addEventListener("mousedown", (event) => event.preventDefault());

  async function open() {
    if (button.getAttribute("aria-disabled") === "true") return;
    show(true);
    field.value = problem.textContent = "";
    active = 0;
    draw();
    field.focus();
    try {
      await shelf.look();
    } catch (failure) {
      problem.textContent = explain(failure);
    }
    if (panel.hidden) return;
    draw();
    panel.scrollIntoView({ block: "nearest" });
  }

  function close() {
    show(false);
    list.replaceChildren();
    shown = [];
  }

  /** @param {boolean} isShown */
  function show(isShown) {
    panel.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
  }

  function draw() {
    shown = matching(shelf.readable(), field.value);
    list.replaceChildren(...shown.map(option));
    list.hidden = shown.length === 0;
    field.setAttribute("aria-expanded", String(shown.length > 0));
    mark();
    tell();
  }

  function mark() {
    for (const [at, each] of [...list.children].entries()) each.setAttribute("aria-selected", String(at === active));
    const now = list.children[active];
    if (now) field.setAttribute("aria-activedescendant", now.id);
    else field.removeAttribute("aria-activedescendant");
    now?.scrollIntoView({ block: "nearest" });
  }

  /** At once where there is nothing to be chosen from. */
  function tell() {
    clearTimeout(timer);
    const count = shown.length;
    const sentence = count === 1 ? "1 saved reply." : `${count} saved replies.`;
    if (count) timer = window.setTimeout(() => (told.textContent = sentence), told.textContent ? NEWS_MS : 0);
    else if (problem.textContent) told.textContent = "";
    else if (!shelf.isLoaded()) told.textContent = "Opening the saved replies…";
    else told.textContent = shelf.readable().length ? "No saved reply has these words." : "Your team has no saved replies yet.";
  }

  /**
   * @param {Reply} reply
   * @param {number} at
   */
  function option(reply, at) {
    const also = wordsFor(reply.effects);
    const element = make(
      "li",
      { class: "saved-option", role: "option", id: `saved-option-${at}` },
      make("span", { class: "saved-title", dir: "auto" }, reply.title),
      make("span", { class: "saved-text", dir: "auto" }, reply.text),
      ...(also ? [make("span", { class: "saved-also" }, `Sending also ${also}.`)] : []),
    );
    element.addEventListener("click", () => take(reply));
    return element;
  }

  /** @param {Reply | undefined} reply */
  function take(reply) {
    if (!reply) return;
    close();
    choose(reply);
  }

  return { button, panel, open, close };
}
