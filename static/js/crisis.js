// Whom to call, at once and above all else, when a text sounds like danger. It stays: taking words back is no sign of safety.
import { contactLinks } from "./contacts.js";
import { find, make } from "./dom.js";

/**
 * @param {Record<string, import("./contacts.js").Contact[]>} contacts by language
 * @param {import("./words.js").Words} words
 */
export function createCrisis(contacts, words) {
  const panel = find("crisis");
  let shown = false;

  function draw() {
    if (!shown) return;
    panel.replaceChildren(
      make("h2", {}, words.say("crisis_heading")),
      make("p", {}, words.say("crisis_text")),
      make("p", { class: "crisis-calls" }, ...contactLinks(contacts, words, { class: "button crisis-call" })),
    );
    panel.hidden = false;
    measure();
  }

  /** For the style sheet, which keeps what has the focus from under the panel. */
  function measure() {
    document.documentElement.style.setProperty("--crisis-size", `${panel.offsetHeight}px`);
  }

  words.follow(draw);
  window.addEventListener("resize", measure);
  return {
    show() {
      if (shown) return;
      shown = true;
      draw();
      document.activeElement?.scrollIntoView({ block: "nearest" }); // from under the panel
      if (!isInSight(panel)) panel.scrollIntoView();
    },
  };
}

/** Whether all of it is seen: where the window is low, or a keyboard covers half of it, it scrolls along with the rest. */
function isInSight(/** @type {HTMLElement} */ element) {
  const { top, bottom } = element.getBoundingClientRect();
  const { offsetTop, height } = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
  return top >= offsetTop && bottom <= offsetTop + height;
}
