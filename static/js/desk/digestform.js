// Where and when a member wants the summary.
import { make, makeButton } from "../dom.js";
import { Refused } from "./api.js";
import { once } from "./busy.js";
import { makeField } from "./fields.js";

const HOURS = 24;
const MORNING = 8;

/** @typedef {import("./digestpart.js").Digest} Digest */

/**
 * @param {import("./shell.js").Context} context
 * @param {Partial<Digest>} before
 * @param {(digest: Digest) => void} taken
 */
export function digestForm({ api, tell, say }, { address = "", hour = MORNING }, taken) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const error = make("p", { class: "error", id: "address-error", role: "alert" });
  const field = make("input", { id: "address", type: "email", autocomplete: "email", value: address, maxlength: "254", "aria-describedby": "address-hint address-error" });
  const hours = Array.from({ length: HOURS }, (_, each) =>
    make("option", { value: String(each), ...(each === hour ? { selected: "" } : {}) }, `${each}:00`),
  );
  const select = make("select", { id: "hour", "aria-describedby": "hour-hint" }, ...hours);
  const button = makeButton("Save", { class: "button main", type: "submit" }, () => {});
  const form = make(
    "form",
    { class: "stack digest-form", novalidate: "" },
    makeField("E-mail address", field, error, "Your own at work. We send a code there first, to see that it is yours."),
    make(
      "div",
      { class: "field" },
      make("label", { for: "hour" }, "When"),
      make("p", { class: "hint", id: "hour-hint" }, `In your time zone, ${zone}.`),
      select,
    ),
    make("div", {}, button),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button, refuse, save);
  });

  async function save() {
    error.textContent = "";
    const digest = await api.post("/desk/digest", { address: field.value.trim(), hour: Number(select.value), zone });
    taken(digest);
    say(digest.state === "on" ? "Saved." : "A code is on its way to you.");
  }

  /** @param {unknown} failure */
  function refuse(failure) {
    if (!(failure instanceof Refused && failure.code === "invalid")) return tell(failure);
    error.textContent = failure.message;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  return form;
}
