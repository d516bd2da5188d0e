// For a member whom no inbox has let in yet.
import { make, makeButton } from "../dom.js";

const LOOK_MS = 15_000;

/** @returns {import("./shell.js").View} */
export function createWaiting() {
  let timer = 0;

  return {
    open(main, _params, { me, keys, title, tell, say, signal }) {
      const names = me.inboxes.map(({ name }) => name);
      title("Waiting");
      main.append(
        make(
          "section",
          { class: "gate card" },
          make("h1", { tabindex: "-1" }, names.length ? "Almost there" : "No inbox"),
          make("p", {}, sentenceOf(names)),
          ...(names.length
            ? [
                make("p", { class: "quiet" }, "You can close this page and come back later. It also looks by itself."),
                makeButton("Look now", { class: "button main" }, () => void look(true)),
              ]
            : []),
        ),
      );
      timer = window.setInterval(() => !document.hidden && void look(false), LOOK_MS);

      /** @param {boolean} asked */
      async function look(asked) {
        try {
          await keys.refresh();
          if (asked && !signal.aborted) say("Not yet. A lead still has to let you in.");
        } catch (failure) {
          if (asked) tell(failure);
        }
      }
    },
    close: () => clearInterval(timer),
  };
}

/** @param {string[]} names of inboxes */
function sentenceOf(names) {
  if (!names.length) return "You are a member of no inbox any more. A lead of your team can invite you again.";
  const who = `A lead of ${names.join(" and ")} now has to let you in`;
  return `You are signed in. ${who}: only they can give you the keys to letters.`;
}
