// Whether the patient was helped: three words, asked for once, when the conversation is solved.
import { find } from "../dom.js";
import { door } from "./door.js";

const SAID = /** @type {const} */ (["yes", "partly", "no"]);

/**
 * @param {import("../words.js").Words} words
 * @param {() => import("./door.js").Code | undefined} code
 */
export function createRating(words, code) {
  const section = find("rating");
  for (const said of SAID) find(`rating-${said}`).addEventListener("click", () => say(said));

  /** @param {typeof SAID[number]} said */
  async function say(said) {
    const given = code();
    const answer = given && (await door.rate(given, said).catch(() => undefined));
    const thanked = answer?.status === 200;
    find("rating-state").textContent = words.say(thanked ? "rating_thanks" : "code_unreachable");
    find("rating-choices").hidden = thanked;
    if (thanked) find("rating-state").focus();
  }

  return {
    /** @param {import("./thread.js").Facts} facts */
    show({ state, rated, goes_on }) {
      const asked = state === "closed" && !rated && !goes_on;
      // A word of thanks stays until there is something else.
      if (rated && !section.hidden) return;
      section.hidden = !asked;
      find("rating-choices").hidden = false;
      find("rating-state").textContent = "";
    },
  };
}
