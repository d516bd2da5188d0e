// The conversation's head: which one it is, the way back, and whether details are marked.
import { copyText } from "../copy.js";
import { make, makeButton } from "../dom.js";

/** @typedef {ReturnType<typeof createConversationHead>} ConversationHead */

/**
 * @param {object} parts
 * @param {import("./findings.js").Findings} parts.findings
 * @param {HTMLElement} parts.tools what can be done to the conversation
 * @param {HTMLElement} parts.facts
 */
export function createConversationHead({ findings, tools, facts }) {
  const back = make("a", { class: "button plain small back" }, "All conversations");
  const heading = make("h1", { tabindex: "-1" });
  const copied = make("span", { class: "unseen", role: "status" });
  const copy = makeButton("Copy", { class: "button plain small", "aria-label": "Copy the reference" }, async () => {
    const done = await copyText(reference, heading);
    copied.textContent = done ? "Copied." : "Press Ctrl+C to copy it.";
    copy.textContent = done ? "Copied" : "Copy";
  });
  const marks = makeButton("Mark details", { class: "button small marks" }, () => {
    findings.turn(!findings.isOn());
    press();
  });
  const element = make(
    "header",
    { class: "conversation-head" },
    back,
    make("div", { class: "conversation-name" }, heading, copy, copied),
    tools,
    make("div", { class: "conversation-facts" }, facts, marks),
  );
  let reference = "";

  function press() {
    marks.setAttribute("aria-pressed", String(findings.isOn()));
  }

  return {
    element,
    /**
     * @param {string} wanted
     * @param {string} listAddress
     */
    name(wanted, listAddress) {
      reference = wanted;
      const named = make("span", { class: "reference", translate: "no" }, wanted);
      heading.replaceChildren(make("span", { class: "unseen" }, "Conversation "), named);
      copy.textContent = "Copy";
      copied.textContent = "";
      back.href = listAddress;
      marks.hidden = true;
      press();
    },
    showMarks: () => (marks.hidden = false),
    focus: () => heading.focus({ preventScroll: true }),
  };
}
