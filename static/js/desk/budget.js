// The reading budget is used up: why there is one, and when the next conversation can be opened.
import { make, makeButton } from "../dom.js";

const USUAL_WAIT_S = 60; // where the door does not say

/** @type {Record<string, string>} by the cap that was reached */
const WHY = {
  hour: "You have opened {limit} conversations within an hour, as many as one person may.",
  member_day: "You have opened {limit} conversations today, as many as one person may.",
  inbox_day: "Your team has opened {limit} conversations today, as many as the inbox allows.",
};

/**
 * @param {import("./api.js").Refused} refused
 * @param {() => void} again opens it
 * @param {AbortSignal} signal
 */
export function budgetPanel({ body, retryAfter }, again, signal) {
  const until = Date.now() + (body.retry_after ?? retryAfter ?? USUAL_WAIT_S) * 1000;
  const count = make("p", { class: "countdown" });
  const ready = make("p", { class: "unseen", role: "status" });
  const button = makeButton("Open it now", { class: "button main", "aria-disabled": "true" }, () => isFree() && again());
  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));

  function isFree() {
    return Date.now() >= until;
  }

  function tick() {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    count.textContent = left ? `The next one is free in ${clock(left)}.` : "The next one is free now.";
    if (left) return;
    clearInterval(timer);
    button.setAttribute("aria-disabled", "false");
    ready.textContent = "You can open it now.";
  }

  tick();
  return make(
    "section",
    { class: "pane-state" },
    make("h2", {}, "A little pause"),
    make("p", {}, (WHY[body.cap] ?? "You have opened as many conversations as one person may for now.").replace("{limit}", String(body.limit ?? ""))),
    make("p", { class: "quiet" }, "The limit is there so that nobody who got hold of a sign-in could read everything. What you have open stays open, and you can answer it."),
    count,
    button,
    ready,
  );
}

/** @param {number} seconds */
function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
}
