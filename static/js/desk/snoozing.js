// When a snoozed conversation comes back: some mornings to choose from, or a moment that is picked.
import { make, makeButton } from "../dom.js";
import { morningOf, snoozeChoices } from "./due.js";
import { makeAnswers } from "./fields.js";

/** @typedef {(until: number, when: string) => void} Take */

/**
 * @param {import("./dialogs.js").Dialogs} dialogs
 * @param {Take} take
 * @returns {import("./pick.js").Option[]}
 */
export function snoozeOptions(dialogs, take) {
  const choices = snoozeChoices(new Date());
  const mornings = choices.map(({ label, at }) => ({
    label: `${label}: ${morningOf(at)}`,
    act: () => take(at, `on ${morningOf(at)}`),
  }));
  const first = choices[0]?.at ?? 0;
  return [...mornings, { label: "Pick a time…", act: () => pick(dialogs, first, take) }];
}

/**
 * The same where there is no button to hang the choices on.
 * @param {import("./dialogs.js").Dialogs} dialogs
 * @param {string} reference
 * @param {Take} take
 */
export function askSnooze(dialogs, reference, take) {
  const choices = snoozeOptions(dialogs, take).map(({ label, act }) => {
    const choose = () => {
      shown.dialog.close();
      act();
    };
    return make("li", {}, makeButton(label, { class: "pick-option" }, choose));
  });
  const cancel = makeButton("Cancel", {}, () => shown.dialog.close());
  const answers = makeAnswers(cancel);
  const shown = dialogs.show(`Snooze ${reference}`, make("ul", { class: "pick-choices" }, ...choices), answers);
}

/**
 * @param {import("./dialogs.js").Dialogs} dialogs
 * @param {number} first what the field begins with
 * @param {Take} take
 */
function pick(dialogs, first, take) {
  const told = { autocomplete: "off", "aria-describedby": "snooze-problem", min: local(Date.now()) };
  const field = make("input", { type: "datetime-local", id: "snooze-time", ...told });
  field.value = local(first * 1000);
  const problem = make("p", { class: "error", id: "snooze-problem", role: "alert" });
  const accept = () => {
    const until = Math.floor(new Date(field.value).getTime() / 1000);
    if (until > Date.now() / 1000) {
      shown.dialog.close();
      take(until, `on ${morningOf(until)}`);
    } else {
      problem.textContent = "Pick a day and a time that are still to come.";
      field.focus();
    }
  };
  const shown = dialogs.show(
    "Snooze until",
    make("p", { class: "field" }, make("label", { for: field.id }, "Day and time"), field),
    problem,
    make(
      "div",
      { class: "toolbar dialog-answers" },
      makeButton("Snooze", { class: "button main" }, accept),
      makeButton("Cancel", {}, () => shown.dialog.close()),
    ),
  );
  field.focus();
}

/** As such a field has it: the reader's own time, to the minute. @param {number} at in milliseconds */
function local(at) {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
