// In place of the gate, where another tab shows what a link led to.
import { make, makeButton } from "../dom.js";
import { showGate } from "./gatecard.js";

const HEADING = "Shown in your other Sotto tab";
const STAYS = "Your browser does not let this page close its tab. Close it yourself: nothing is kept in it.";

/**
 * @param {HTMLElement} main
 * @returns {Promise<void>} resolves when the member wants it here instead
 */
export function showElsewhere(main) {
  document.title = `${HEADING} – Sotto`;
  return new Promise((resolve) => {
    const told = make("p", { class: "gate-state", role: "status" });
    showGate(
      main,
      HEADING,
      make("p", {}, "The desk is unlocked there already, so the conversation was opened in that tab."),
      make(
        "div",
        { class: "toolbar" },
        makeButton("Close this tab", { class: "button main" }, () => {
          window.close();
          told.textContent = STAYS; // read only where it did not
        }),
        makeButton("Open it here instead", {}, () => resolve()),
      ),
      told,
    );
  });
}
