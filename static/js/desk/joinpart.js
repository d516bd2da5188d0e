// Joining a further inbox, with the passkeys and keys that the member has: on their account page.
import { WorkerError } from "../caller.js";
import { make, makeButton } from "../dom.js";
import { Refused } from "./api.js";
import { once } from "./busy.js";
import { makeField } from "./fields.js";
import { parseLink } from "./invitationlink.js";
import { ROLES, nameOfRole } from "./roles.js";

const NO_LINK = "This is not an invitation’s link. Paste all of it.";
const OTHER_ROOT =
  "This inbox belongs to another organisation than your keys. Open the link in another browser profile, and join there with a passkey of its own.";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./invitationlink.js").Link} Link */
/** @typedef {{name: string, role: import("./roles.js").Role, inbox: {id: string, name: string}}} Offer what the server says of an invitation */

/**
 * @param {Context} context
 * @param {() => void} joined
 */
export function joinPart({ api, ask, keys, me, say, tell }, joined) {
  const error = make("p", { class: "error", id: "join-link-error", role: "alert" });
  const field = make("input", { id: "join-link", type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "join-link-hint join-link-error" });
  const button = makeButton("Join", { type: "submit" }, () => {});
  const form = make(
    "form",
    { class: "stack", novalidate: "" },
    makeField("Join another inbox", field, error, "Paste the link that a lead of that inbox gave you. Your passkeys stay the same."),
    make("div", { class: "toolbar" }, button),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(button, refuse, join);
  });

  async function join() {
    error.textContent = "";
    field.removeAttribute("aria-invalid");
    const link = linkIn(field.value);
    if (!link) return mark(NO_LINK);
    /** @type {Offer} */
    const offer = await api.post("/desk/enrol/options", { invite: link.id });
    const { mac } = await keys.call("join", { invite: link, pin: link.pin, inbox: offer.inbox.id });
    if (!(await ask(question(offer)))) return;
    await api.post("/desk/join", { invite: link.id, mac });
    field.value = "";
    await keys.refresh();
    say(`A lead of ${offer.inbox.name} sees you now, and lets you in.`);
    joined();
  }

  /** @param {unknown} failure */
  function refuse(failure) {
    if (failure instanceof WorkerError && failure.code === "pin_mismatch") return mark(OTHER_ROOT);
    if (failure instanceof Refused && (failure.code === "gone" || failure.code === "invalid")) return mark(failure.message);
    tell(failure);
  }

  /** @param {string} sentence */
  function mark(sentence) {
    error.textContent = sentence;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  /**
   * @param {Offer} offer
   * @returns {import("./dialogs.js").Question}
   */
  function question({ role, inbox }) {
    return {
      heading: `Join ${inbox.name}?`,
      text: [`You are invited as ${nameOfRole(role).toLowerCase()}: you will be able to ${ROLES[role].invited}.`, `You stay ${me.member.name}.`],
      yes: "Join",
    };
  }
  return form;
}

/** @param {string} typed @returns {Link | undefined} */
function linkIn(typed) {
  const at = typed.indexOf("#");
  return at < 0 ? undefined : parseLink(typed.slice(at).trim());
}
