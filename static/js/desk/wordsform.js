// Asks for a member's six words, where a passkey cannot unlock their keys.
import { WorkerError } from "../caller.js";
import { make, makeButton } from "../dom.js";
import { makeField } from "./fields.js";
import { sentenceFor } from "./sentences.js";

const WRONG = "These are not your six words. Check each one, and their order.";

/**
 * @param {object} parts
 * @param {(...content: HTMLElement[]) => void} parts.draw
 * @param {(words: string) => Promise<void>} parts.open
 * @returns {Promise<boolean>} whether they opened; not where another passkey is wanted
 */
export function askForWords({ draw, open }) {
  return new Promise((resolve) => {
    const field = make("input", {
      id: "words",
      type: "text",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      writingsuggestions: "false",
      translate: "no",
      "aria-describedby": "words-hint words-trouble",
    });
    const trouble = make("p", { class: "error", id: "words-trouble", role: "alert" });
    const line = make("p", { class: "gate-state", role: "status" });
    const button = make("button", { class: "button main wide" }, "Open");
    const heading = make("h1", { tabindex: "-1" }, "Your six words");
    const form = make(
      "form",
      { class: "stack" },
      makeField(
        "The six words that you wrote down",
        field,
        trouble,
        "In their order, with a space between them.",
      ),
      button,
    );
    const other = makeButton("Use another passkey", { class: "button plain" }, () => resolve(false));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void attempt();
    });
    draw(
      heading,
      make("p", {}, "You are signed in. This passkey cannot unlock your keys by itself: your words do."),
      form,
      line,
      other,
    );
    field.focus();

    async function attempt() {
      if (button.getAttribute("aria-disabled") === "true" || !field.value.trim()) return;
      button.setAttribute("aria-disabled", "true");
      trouble.textContent = "";
      line.textContent = "Opening. This takes a few seconds…";
      try {
        await open(field.value);
        field.value = "";
        resolve(true);
      } catch (failure) {
        trouble.textContent =
          failure instanceof WorkerError && failure.code === "cannot_open" ? WRONG : sentenceFor(failure);
        field.focus();
      } finally {
        line.textContent = "";
        button.setAttribute("aria-disabled", "false");
      }
    }
  });
}
