// A daily summary by e-mail, on the member's account page.
import { make, makeButton } from "../dom.js";
import { Refused } from "./api.js";
import { once } from "./busy.js";
import { digestForm } from "./digestform.js";
import { makeField } from "./fields.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {{available: boolean, state: "off" | "asked" | "on" | "refused", address: string, hour: number, zone: string}} Digest */

/** @param {Context} context */
export function digestPart(context) {
  const { api, say, tell } = context;
  const place = make("div", { class: "stack" });
  const element = make(
    "section",
    { class: "part", "aria-labelledby": "digest" },
    make("h2", { id: "digest", tabindex: "-1" }, "A summary by e-mail"),
    make("p", { class: "quiet" }, "Once a day: how many letters are open, late, and waiting for you. It has numbers and the desk’s address, nothing else. When nothing waits, nothing is sent."),
    place,
  );

  /** @param {Digest} digest */
  function draw(digest) {
    if (!digest.available) return place.replaceChildren(make("p", {}, "E-mail is not set up here. Ask whoever runs this desk."));
    if (digest.state === "on") return place.replaceChildren(...isOn(digest));
    if (digest.state === "asked") return place.replaceChildren(...isAsked(digest));
    const refused = `${digest.address} takes no mail, so nothing is sent there any more.`;
    place.replaceChildren(...(digest.state === "refused" ? [make("p", { class: "notice" }, refused)] : []), digestForm(context, digest, taken));
  }

  /** The focus was in what is drawn anew. @param {Digest} digest */
  function taken(digest) {
    draw(digest);
    (place.querySelector("input") ?? element.querySelector("h2"))?.focus();
  }

  /** @param {Digest} digest */
  function isOn(digest) {
    const change = makeButton("Change", { class: "button small" }, () => {
      place.replaceChildren(digestForm(context, digest, taken), makeButton("Leave it as it is", { class: "button plain" }, () => taken(digest)));
      place.querySelector("input")?.focus();
    });
    return [
      make("p", {}, "It is sent to ", make("b", {}, digest.address), ` at ${digest.hour}:00 (${digest.zone}).`),
      make("div", { class: "toolbar" }, change, offButton("Turn off")),
    ];
  }

  /** @param {Digest} digest */
  function isAsked(digest) {
    const error = make("p", { class: "error", id: "code-error", role: "alert" });
    const field = make("input", { id: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "7", "aria-describedby": "code-hint code-error" });
    const confirm = makeButton("Confirm", { class: "button main", type: "submit" }, () => {});
    const form = make(
      "form",
      { class: "stack digest-form" },
      makeField("Code", field, error, `Six digits. We have sent them to ${digest.address}; they are good for 15 minutes.`),
      make("div", { class: "toolbar" }, confirm, offButton("Stop")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void once(confirm, refuse, async () => {
        taken(await api.post("/desk/digest/confirm", { code: field.value }));
        say("Your address is confirmed.");
      });
    });

    /** @param {unknown} failure */
    function refuse(failure) {
      if (!(failure instanceof Refused && failure.code === "invalid")) return tell(failure);
      error.textContent = failure.message;
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }
    return [form];
  }

  /** @param {string} label */
  function offButton(label) {
    const button = makeButton(label, { class: "button small" }, () => once(button, tell, turnOff));
    return button;
  }

  async function turnOff() {
    draw(await api.post("/desk/digest/off"));
    element.querySelector("h2")?.focus();
    say("No summary is sent.");
  }

  return { element, load: async () => draw(await api.get("/desk/digest")) };
}
