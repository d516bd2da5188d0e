// Whom to call, at once and above all else, when a text sounds like danger. It stays: taking words back is no sign of safety.
import { find, make } from "./dom.js";

/** @param {import("./words.js").Words} words */
export function createCrisis(words) {
  const panel = find("crisis");
  let shown = false;

  function draw() {
    if (!shown) return;
    panel.replaceChildren(
      make("h2", {}, words.say("crisis_heading")),
      make("p", {}, words.say("crisis_text")),
      make(
        "p",
        { class: "crisis-calls" },
        link("tel:988", "crisis_line"),
        link(words.language === "es" ? "sms:988?body=AYUDA" : "sms:988", "crisis_text_line"),
        link("tel:911", "crisis_emergency"),
      ),
    );
    panel.hidden = false;
  }

  /**
   * @param {string} href
   * @param {string} key
   */
  function link(href, key) {
    const text = [make("strong", {}, words.say(key))];
    const purpose = words.say(`${key}_for`);
    if (purpose) text.push(make("span", {}, purpose));
    return make("a", { href, class: "button crisis-call" }, ...text);
  }

  words.follow(draw);
  return {
    show() {
      if (shown) return;
      shown = true;
      draw();
      document.activeElement?.scrollIntoView({ block: "nearest" }); // from under the panel
    },
  };
}
