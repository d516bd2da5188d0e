// Which days, in which parts, and the same as a file.
import { make } from "../../dom.js";
import { PARTS, WEEKS, fits } from "./period.js";

const OWN = "own";
const PART_NAMES = /** @type {const} */ ({ week: "By week", topic: "By topic", agent: "By agent" });

/** @typedef {import("./period.js").Period} Period */

/**
 * @param {(period: Period) => void} choose
 */
export function createControls(choose) {
  /** @type {Period | undefined} */
  let now;
  const parts = make("select", { id: "report-by", autocomplete: "off" }, ...PARTS.map((part) => make("option", { value: part }, PART_NAMES[part])));
  const weeks = make(
    "select",
    { id: "report-weeks", autocomplete: "off" },
    ...WEEKS.map((count) => make("option", { value: String(count) }, `Last ${count} weeks`)),
    make("option", { value: OWN }, "Days of your own"),
  );
  const from = dayField("report-from");
  const to = dayField("report-to");
  const days = make("div", { class: "report-days" }, field("From", from), field("To", to));
  const error = make("p", { class: "error", id: "report-error", role: "alert" });
  const file = make("a", { class: "button small", download: "" }, "Download as CSV");

  parts.addEventListener("change", () => take());
  weeks.addEventListener("change", () => {
    days.hidden = weeks.value !== OWN;
    if (weeks.value === OWN) from.focus();
    else take();
  });
  for (const day of [from, to]) day.addEventListener("change", () => take());

  function take() {
    if (!now) return;
    const own = weeks.value === OWN;
    const fitting = !own || fits(from.value, to.value);
    error.textContent = fitting ? "" : "Choose two days, at most two years apart: first the earlier one.";
    for (const day of [from, to]) day.setAttribute("aria-invalid", String(!fitting));
    if (!fitting) return;
    const by = PARTS.find((part) => part === parts.value) ?? now.by;
    choose({ by, weeks: own ? null : Number(weeks.value), from: from.value, to: to.value });
  }

  return {
    element: make(
      "div",
      { class: "report-controls" },
      field("Figures", parts),
      field("Days", weeks),
      days,
      make("p", { class: "report-file" }, file),
      error,
    ),
    /**
     * @param {Period} period
     * @param {string} address of the file
     */
    show(period, address) {
      now = period;
      parts.value = period.by;
      weeks.value = period.weeks === null ? OWN : String(period.weeks);
      days.hidden = period.weeks !== null;
      from.value = period.from;
      to.value = period.to;
      error.textContent = "";
      for (const day of [from, to]) day.setAttribute("aria-invalid", "false");
      file.href = address;
    },
  };
}

/** @param {string} id */
function dayField(id) {
  return make("input", { type: "date", id, autocomplete: "off", "aria-describedby": "report-error" });
}

/**
 * @param {string} label
 * @param {HTMLElement} input
 */
function field(label, input) {
  return make("p", { class: "field" }, make("label", { for: input.id }, label), input);
}
