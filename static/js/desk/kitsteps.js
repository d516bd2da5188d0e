// What only the recovery kit can do, step by step: the desk's page has no part in it.
import { copyText } from "../copy.js";
import { make, makeButton } from "../dom.js";
import { makeAnswers } from "./fields.js";
import { namesOf } from "./team.js";

/**
 * @param {import("./shell.js").Context} context
 * @param {import("./team.js").Member[]} leaving a lead among them
 */
export function showKitSteps({ dialogs, inbox, say }, leaving) {
  const command = make(
    "code",
    {},
    `flask desk remove ${leaving.map(idInHex).join(" ")} --inbox ${inbox.slug} --kit FILE`,
  );
  const copy = makeButton("Copy", { class: "button small" }, async () => {
    if (await copyText(command.textContent ?? "", command)) say("The command was copied.");
  });
  const close = makeButton("Close", { class: "button main" }, () => shown.dialog.close());
  const shown = dialogs.show(
    `Removing ${namesOf(leaving)} needs the recovery kit`,
    make(
      "p",
      {},
      "A lead's own word keeps them in, so only the kit can take a lead out. This cannot be done from here.",
    ),
    make(
      "ol",
      { class: "steps" },
      make("li", {}, "Go to whoever keeps the kit's file and its passphrase, at the machine that Sotto runs on."),
      make("li", {}, "There they run this, with the kit's own place for FILE:", make("p", {}, command), copy),
      make(
        "li",
        {},
        "They are asked for the passphrase. The inbox then has new keys, and who was removed is signed out.",
      ),
      make("li", {}, "Reload this page to see who is left."),
    ),
    makeAnswers(close),
  );
}

/** As a terminal takes it: names can be alike, and hold signs that mean something there. @param {{id: string}} member */
function idInHex({ id }) {
  const binary = atob(id.replaceAll("-", "+").replaceAll("_", "/"));
  return Array.from(binary, (symbol) => symbol.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
