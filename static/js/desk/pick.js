// A button that shows a few choices. It closes once one is made, at Escape, and when the focus goes elsewhere.
import { make, makeButton } from "../dom.js";

/** @typedef {{label: string, act: () => void, current?: boolean}} Option */
/** @typedef {ReturnType<typeof makePick>} Pick */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
let lastId = 0;

/**
 * @param {string} label what stands on the button
 * @param {() => Option[]} options asked for each time that they are shown
 */
export function makePick(label, options) {
  const id = `pick-${(lastId += 1)}`;
  const list = make("ul", { class: "pick-list", id, hidden: "" });
  const button = makeButton(label, { class: "button small pick-button", "aria-expanded": "false", "aria-controls": id }, toggle);
  const element = make("div", { class: "pick" }, button, list);

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key in STEPS && !list.hidden) {
      event.preventDefault();
      step(STEPS[event.key] ?? 0);
    }
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) show(false);
  });

  /** @param {boolean} shown */
  function show(shown) {
    list.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
  }

  function toggle() {
    if (list.hidden) open();
    else close();
  }

  function open() {
    list.replaceChildren(...options().map(item));
    show(true);
    list.querySelector("button")?.focus();
  }

  function close() {
    show(false);
    button.focus();
  }

  /** @param {Option} option */
  function item({ label: text, act, current = false }) {
    const choose = () => {
      close();
      act();
    };
    return make("li", {}, makeButton(text, { class: "pick-option", "aria-pressed": String(current) }, choose));
  }

  /** @param {number} by */
  function step(by) {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.findIndex((each) => each === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  }

  return { element, button, open };
}
