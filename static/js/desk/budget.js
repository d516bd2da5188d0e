// The reading budget is used up: why there is one, when the next conversation can be opened, and asking for more.
import { make, makeButton } from "../dom.js";
import { createAskMore } from "./askmore.js";

const USUAL_WAIT_S = 60; // where the door does not say

/** @type {Record<string, string>} by the cap that was reached */
const WHY = {
  hour: "You have opened {limit} conversations within an hour, as many as one person may.",
  member_day: "Today you have opened as many conversations as one person may: {used} of {limit}.",
  inbox_day: "Today your team has opened as many conversations as the inbox allows: {used} of {limit}.",
};

/**
 * @param {import("./api.js").Refused} refused
 * @param {import("./shell.js").Context} context
 * @param {() => void} again opens it
 */
export function budgetPanel({ body, retryAfter }, context, again) {
  const until = Date.now() + (body.retry_after ?? retryAfter ?? USUAL_WAIT_S) * 1000;
  const ending = new AbortController();
  const count = make("p", { class: "countdown" });
  const ready = make("p", { class: "unseen", role: "status" });
  const button = makeButton("Open it now", { class: "button main", "aria-disabled": "true" }, () => isFree() && again());
  const timer = setInterval(() => (panel.isConnected ? tick() : ending.abort()), 1000);
  ending.signal.addEventListener("abort", () => clearInterval(timer));
  context.signal.addEventListener("abort", () => ending.abort(), { signal: ending.signal });

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
  const panel = make(
    "section",
    { class: "pane-state" },
    make("h2", {}, "A little pause"),
    make("p", {}, why(body)),
    make("p", { class: "quiet" }, "The limit is there so that nobody who got hold of a sign-in could read everything. What you have open stays open, and you can answer it."),
    count,
    button,
    ready,
    createAskMore(context, again, ending.signal),
  );
  return panel;
}

/** @param {{cap?: string, used?: number, limit?: number}} body */
function why({ cap = "", used = 0, limit = 0 }) {
  const sentence = WHY[cap] ?? "You have opened as many conversations as one person may for now.";
  return sentence.replace("{used}", String(used)).replace("{limit}", String(limit));
}

/** @param {number} seconds */
function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
}
