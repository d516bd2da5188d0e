// Whether this browser says that letters have come, on the member's account page.
import { make } from "../dom.js";
import { askPermission, permission, wanted } from "./notification.js";

const LABEL = "Tell me about new letters on this computer";
const DENIED =
  "Your browser does not allow it. Allow notifications for this page in the browser’s settings (often behind the sign beside the address), then turn it on here.";
const NOT_ASKED = "Your browser did not allow it yet. Try again, and choose “Allow”.";
const UNSUPPORTED = "This browser cannot show notifications.";
const IS_ON = "It is on. It works while the desk is open in a tab behind others, until you lock it or are signed out.";

export function notifyPart() {
  const state = permission();
  const on = wanted.isOn() && state === "granted";
  const told = make("p", { class: "hint", role: "status", id: "tell-state" }, on ? IS_ON : wanted.isOn() ? DENIED : "");
  const box = make("input", { type: "checkbox", id: "tell", "aria-describedby": "tell-state", ...(on ? { checked: "" } : {}) });
  box.addEventListener("change", async () => {
    const granted = box.checked ? await askPermission() : "granted";
    const now = box.checked && granted === "granted";
    wanted.turn(now);
    box.checked = box.defaultChecked = now;
    told.textContent = now ? IS_ON : { denied: DENIED, default: NOT_ASKED, granted: "", unsupported: UNSUPPORTED }[granted];
  });
  return make(
    "section",
    { class: "part", "aria-labelledby": "news" },
    make("h2", { id: "news" }, "New letters"),
    make("p", { class: "quiet" }, "While you look at something else, this browser can say how many letters have come, and in which inbox. It says nothing else of them."),
    ...(state === "unsupported"
      ? [make("p", {}, UNSUPPORTED)]
      : [make("div", { class: "choice" }, box, make("label", { for: "tell" }, LABEL)), told]),
  );
}
