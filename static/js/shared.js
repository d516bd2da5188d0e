// "What is shared": the facts a vendor gets, with the values of the patient's present choices; who reads; how long.
import { find, make } from "./dom.js";

/** What a fact's value hangs on, where the patient chooses it: fact -> field. */
const CHOSEN_BY = /** @type {const} */ ({
  topic: "topic",
  topic_label: "topic",
  urgency: "urgency",
  language: "language",
});

/**
 * @param {object} parts
 * @param {import("./page.js").Shared} parts.shared
 * @param {import("./form.js").Form} parts.form
 * @param {import("./words.js").Words} parts.words
 */
export function createShared({ shared, form, words }) {
  const list = find("shared-facts");

  function draw() {
    list.replaceChildren(
      make("dt", {}, words.say("shared_readers")),
      make("dd", {}, words.say("shared_readers_text")),
      ...vendorsPart(),
      make("dt", {}, words.say("shared_kept")),
      make("dd", {}, words.say("shared_kept_text", { days: shared.retention_days, backup: shared.backup_days })),
    );
  }

  /** An inbox may have no vendor at all. */
  function vendorsPart() {
    if (!shared.facts.length) return [];
    const choices = form.read();
    const facts = shared.facts.map((fact) => make("li", {}, ...spoken(fact, choices, words.language)));
    const heading = shared.vendor ? words.say("shared_vendor", { vendor: shared.vendor }) : words.say("shared_system");
    return [
      make("dt", {}, heading),
      make("dd", {}, make("ul", { class: "shared-list" }, ...facts), make("p", {}, words.say("shared_never"))),
    ];
  }

  // Not a link: its fragment would take the place of the pins in the address.
  find("to-shared").addEventListener("click", () => {
    find("shared").scrollIntoView({ block: "nearest" });
    find("shared-heading").focus({ preventScroll: true });
  });
  form.form.addEventListener("change", draw);
  words.follow(draw);
  return { draw };
}

/**
 * @param {import("./page.js").SharedFact} fact
 * @param {Record<string, string>} choices
 * @param {string} language
 */
function spoken({ name, label, values }, choices, language) {
  const field = CHOSEN_BY[/** @type {keyof typeof CHOSEN_BY} */ (name)];
  const value = field && values[choices[field] ?? ""];
  const told = label[language] ?? label.en ?? name;
  return value ? [`${told}: `, make("b", { translate: "no" }, value)] : [told];
}
