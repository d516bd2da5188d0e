// What sending a saved reply also does, as it is chosen.
import { make } from "../../dom.js";

const MOST_DAYS = 365;
const SNOOZED = "snoozed";
const STATES = /** @type {[string, string][]} */ ([
  ["", "waits for the patient, as after every answer"],
  ["open", "stays open"],
  ["closed", "is closed"],
  [SNOOZED, "is put aside for some days"],
]);
const HOLDERS = /** @type {[string, string][]} */ ([
  ["", "stays with whoever has it"],
  ["me", "goes to whoever sends this"],
  ["nobody", "goes back to the team"],
]);

/** @typedef {import("./effects.js").Effects} Effects */

/**
 * @param {Effects} before
 * @param {() => void} changed
 */
export function createEffectFields(before, changed) {
  const state = choice("reply-state", STATES, before.snoozeDays ? SNOOZED : before.state === "waiting" ? "" : (before.state ?? ""));
  const holder = choice("reply-holder", HOLDERS, before.assign ?? "");
  const days = make("input", { type: "number", id: "reply-days", min: "1", max: String(MOST_DAYS), step: "1", autocomplete: "off", "aria-describedby": "reply-days-error" });
  const error = make("p", { class: "error", id: "reply-days-error", role: "alert" });
  const daysField = make("div", { class: "field" }, make("label", { for: days.id }, "For how many days?"), days, error);
  days.value = String(before.snoozeDays ?? 3);
  const element = make(
    "fieldset",
    { class: "saved-then" },
    make("legend", {}, "When it is sent, the conversation"),
    make("div", { class: "pair" }, labelled("State", state), labelled("Holder", holder)),
    daysField,
  );
  element.addEventListener("input", () => {
    error.textContent = "";
    days.setAttribute("aria-invalid", "false");
    daysField.hidden = state.value !== SNOOZED;
    changed();
  });
  daysField.hidden = state.value !== SNOOZED;

  function dayCount() {
    const count = days.valueAsNumber;
    return Number.isInteger(count) && count >= 1 && count <= MOST_DAYS ? count : 0;
  }

  return {
    element,
    /** @returns {Effects} */
    read() {
      return {
        ...(state.value === SNOOZED ? { snoozeDays: dayCount() || 1 } : state.value ? { state: state.value } : {}),
        ...(holder.value ? { assign: holder.value } : {}),
      };
    },
    /** Whether it can be read as it is; else says what is wrong. */
    check() {
      if (state.value !== SNOOZED || dayCount()) return true;
      error.textContent = `Give a number of days from 1 to ${MOST_DAYS}.`;
      days.setAttribute("aria-invalid", "true");
      days.focus();
      return false;
    },
  };
}

/**
 * @param {string} id
 * @param {[string, string][]} options
 * @param {string} chosen
 */
function choice(id, options, chosen) {
  const select = make("select", { id, autocomplete: "off" }, ...options.map(([value, label]) => make("option", { value }, label)));
  select.value = chosen;
  return select;
}

/**
 * @param {string} label
 * @param {HTMLSelectElement} select
 */
function labelled(label, select) {
  return make("div", { class: "field" }, make("label", { for: select.id }, label), select);
}
