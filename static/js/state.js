// How the sending goes, in plain sight beside the button: at work, waiting, or refused.
import { WITHOUT_LEAVING } from "./contacts.js";
import { find, make, makeButton } from "./dom.js";

const WAITING = new Set(["offline", "unprepared", "busy"]);
const UNSAFE = new Set(["no_pin", "pin_mismatch", "expired", "rolled_back"]); // nothing was tried
const RETRY_HERE = new Set(["later", "too_long"]); // refusals that need no other help

/**
 * @param {object} parts
 * @param {import("./words.js").Words} parts.words
 * @param {import("./page.js").Help} parts.help
 * @param {() => void} parts.hurry
 */
export function createState({ words, help, hurry }) {
  const line = find("state");
  const waiting = find("waiting");
  const countdown = make("p", { class: "countdown" });
  const refusal = find("refusal");
  const again = makeButton("", { class: "button small" }, hurry);
  waiting.append(countdown, again);

  return {
    /** @param {import("./sender.js").State} state */
    show(state) {
      refusal.hidden = true;
      line.textContent = words.say(`status_${state}`);
      line.hidden = false;
      again.textContent = words.say("try_now");
      waiting.hidden = !WAITING.has(state);
    },
    /** @param {number} seconds left until the next try; not in the live line, which would be read out each second */
    tick(seconds) {
      countdown.textContent = words.say("status_next", { seconds });
    },
    /**
     * @param {string} reason
     * @param {boolean} hasText whether there is something to keep
     */
    refuse(reason, hasText) {
      line.hidden = waiting.hidden = true;
      refusal.replaceChildren(
        make("h2", {}, words.say(UNSAFE.has(reason) ? "refusal_unsafe" : "refusal_heading")),
        make("p", {}, words.say(`refuse_${reason}`)),
        ...(hasText ? [make("p", {}, words.say("refusal_kept"))] : []),
        ...(RETRY_HERE.has(reason) ? [] : otherHelp(help, words)),
      );
      refusal.hidden = false;
    },
    clear() {
      line.hidden = waiting.hidden = refusal.hidden = true;
    },
  };
}

/**
 * @param {import("./page.js").Help} help
 * @param {import("./words.js").Words} words
 */
function otherHelp({ phone, text }, words) {
  const parts = [];
  if (phone) {
    const href = `tel:${phone.replaceAll(" ", "")}`;
    const call = make("a", { class: "button small", href, ...WITHOUT_LEAVING }, words.say("help_call"));
    parts.push(make("p", {}, call));
  }
  const spoken = typeof text === "object" ? text[words.language] : text;
  if (spoken || !phone) parts.push(make("p", {}, spoken || words.say("help_none")));
  return parts;
}
