// A member's passkeys and words, on their account's page.
import { make, makeButton } from "../dom.js";
import { openAdding } from "./adding.js";
import { once } from "./busy.js";
import { wordsOf } from "./keys.js";
import { personFacts } from "./people.js";
import { dayOf, timeElement } from "./times.js";

/** @typedef {import("./shell.js").Context} Context */
/** @typedef {import("./me.js").Passkey} Passkey */

/**
 * @param {Context} context
 * @param {() => void} redraw
 */
export function passkeysPart(context, redraw) {
  const { me } = context;
  const words = Boolean(wordsOf(me));
  return [
    make(
      "section",
      { class: "part", "aria-labelledby": "passkeys" },
      make("h2", { id: "passkeys" }, "Passkeys"),
      ...(me.passkeys.length === 1 ? [advice()] : []),
      make("ul", { class: "people" }, ...me.passkeys.map((passkey) => line(context, passkey, words, redraw))),
      make(
        "p",
        {},
        makeButton("Add a passkey", { class: me.passkeys.length === 1 ? "button main" : "button" }, () =>
          openAdding(context, redraw),
        ),
      ),
    ),
    ...(words ? [wordsPart()] : []),
  ];
}

function advice() {
  return make(
    "div",
    { class: "notice" },
    make("h3", {}, "Add a second passkey"),
    make("p", {}, "If this one is lost, nobody can give you your keys back: you would have to be invited again."),
    make("p", {}, "A phone or a security key makes a good second one."),
  );
}

/**
 * @param {Context} context
 * @param {Passkey} passkey
 * @param {boolean} words whether there are some
 * @param {() => void} redraw
 */
function line(context, passkey, words, redraw) {
  const { label, created, last, prf } = passkey;
  const others = context.me.passkeys.length > 1;
  const button = makeButton("Remove", { class: "button small" }, () =>
    once(button, context.tell, () => remove(context, passkey, redraw)),
  );
  button.append(make("span", { class: "unseen" }, ` ${label}`));
  return make(
    "li",
    { class: "person" },
    make("p", { class: "person-name" }, label),
    personFacts(
      prf ? "unlocks your keys" : words ? "needs your six words" : "signs in, unlocks nothing",
      ["made ", timeElement(created, dayOf)],
      ["last used ", timeElement(last)],
    ),
    make("div", { class: "person-acts" }, ...(others ? [button] : [])),
  );
}

/**
 * @param {Context} context
 * @param {Passkey} passkey
 * @param {() => void} redraw
 */
async function remove({ api, ask, keys, say, signal }, { credential, label }, redraw) {
  const sure = await ask({
    heading: `Remove “${label}”?`,
    text: [
      "It will not sign you in any more, and wherever it did, you are signed out: here too, if you used it now.",
      "Delete it on its device as well; the desk cannot do that.",
    ],
    yes: "Remove",
    no: "Keep",
    danger: true,
  });
  if (!sure) return;
  await api.post("/desk/passkey/remove", { credential });
  await keys.refresh();
  if (signal.aborted) return;
  say(`“${label}” was removed.`);
  redraw();
}

function wordsPart() {
  return make(
    "section",
    { class: "part", "aria-labelledby": "six" },
    make("h2", { id: "six" }, "Six words"),
    make("p", {}, "You wrote six words down. They unlock your keys where a passkey cannot by itself."),
    make("p", {}, "Nobody can show them to you again."),
  );
}
