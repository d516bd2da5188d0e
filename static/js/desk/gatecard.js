// The card that stands alone on a page which asks one thing.
import { make } from "../dom.js";

/**
 * @param {HTMLElement} main
 * @param {...HTMLElement} content
 */
export function drawGate(main, ...content) {
  main.replaceChildren(
    make("p", { class: "gate-brand" }, "Sotto"),
    make("section", { class: "gate card" }, ...content),
  );
}

/**
 * With a heading that has the focus, to be read from there.
 * @param {HTMLElement} main
 * @param {string} heading
 * @param {...HTMLElement} content
 */
export function showGate(main, heading, ...content) {
  const first = make("h1", { tabindex: "-1" }, heading);
  drawGate(main, first, ...content);
  first.focus({ preventScroll: true });
}
