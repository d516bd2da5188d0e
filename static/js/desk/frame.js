// What stands around every view: the inbox that is chosen, where one can go, and the way out.
import { find, findA, make, makeButton } from "../dom.js";
import { activeInboxes } from "./me.js";
import { sentenceForTrouble } from "./sentences.js";
import { dayOf } from "./times.js";

const REMINDED_SECONDS = 60 * 86400; // before the keys end

/** @typedef {{label: string, path: string}} Place */

/**
 * @param {object} acts
 * @param {(slug: string) => void} acts.choose
 * @param {() => void} acts.lock
 * @param {() => void} acts.signOut
 */
export function createFrame({ choose, lock, signOut }) {
  const header = find("header");
  const inboxes = findA("inbox", HTMLSelectElement);
  const menu = find("menu");
  const opener = findA("menu-opener", HTMLButtonElement);
  let drawn = "";

  inboxes.addEventListener("change", () => choose(inboxes.value));
  find("lock").addEventListener("click", lock);
  find("sign-out").addEventListener("click", signOut);
  opener.addEventListener("click", () => toggle(Boolean(menu.hidden)));
  menu.addEventListener("click", ({ target }) => target instanceof HTMLAnchorElement && toggle(false));
  find("account").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    toggle(false);
    opener.focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Node && !find("account").contains(target)) toggle(false);
  });

  /** @param {boolean} open */
  function toggle(open) {
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  }

  return {
    /**
     * @param {import("./me.js").Me} me
     * @param {import("./me.js").MyInbox | undefined} chosen
     * @param {Place[]} places
     * @param {(slug: string) => string | null} trouble
     */
    show(me, chosen, places, trouble) {
      const active = activeInboxes(me);
      const facts = [
        me.member.name,
        chosen?.slug,
        places,
        ...active.map((inbox) => [inbox.slug, inbox.name, inbox.test, trouble(inbox.slug), keysEnd(inbox, me.now)]),
      ];
      // What has not changed stays as it is, with the focus and an open list.
      if (drawn === (drawn = JSON.stringify(facts))) return;
      inboxes.replaceChildren(...active.map(({ slug, name }) => make("option", { value: slug }, name)));
      inboxes.value = chosen?.slug ?? "";
      find("inbox-choice").hidden = active.length < 2;
      find("inbox-name").textContent = active.length < 2 ? (chosen?.name ?? "") : "";
      find("nav-list").replaceChildren(
        ...places.map(({ label, path }) => make("li", {}, make("a", { class: "nav-link", href: path }, label))),
      );
      find("member-name").textContent = me.member.name;
      find("test-banner").hidden = !chosen?.test;
      find("troubles").replaceChildren(
        ...active.flatMap((inbox) => [...troubleOf(inbox, trouble(inbox.slug)), ...reminderOf(inbox, me.now)]),
      );
      header.hidden = false;
    },
    /** Marks where the member is. @param {string} path of the place */
    mark(path) {
      for (const link of find("nav-list").querySelectorAll("a")) {
        if (link.getAttribute("href") === path) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    },
    hide() {
      drawn = "";
      toggle(false);
      header.hidden = find("test-banner").hidden = true;
      inboxes.replaceChildren();
      for (const id of ["inbox-name", "nav-list", "member-name", "troubles"]) find(id).replaceChildren();
    },
    /** @param {number | null} left seconds until the desk locks itself */
    warn(left) {
      const warning = find("idle");
      warning.hidden = left === null;
      if (left === null) return warning.replaceChildren();
      // Said once; a line that is read out each second would say nothing else.
      if (!warning.hasChildNodes()) {
        warning.append(
          make("p", { role: "alert" }, "The desk locks itself in a minute, because nobody seems to be here."),
          make("p", { class: "idle-left" }),
          makeButton("Stay", { class: "button main small" }, () => {}), // the press itself is the sign
        );
      }
      const count = /** @type {HTMLElement} */ (warning.querySelector(".idle-left"));
      count.textContent = `${left} s`;
    },
  };
}

/**
 * @param {import("./me.js").MyInbox} inbox
 * @param {string | null} trouble
 */
function troubleOf({ name }, trouble) {
  if (trouble === null) return [];
  return [
    make(
      "div",
      { class: "notice alarm", role: "alert" },
      make("h2", {}, name),
      make("p", {}, sentenceForTrouble(trouble)),
    ),
  ];
}

/**
 * When the inbox's keys end, where a lead has to see to it now.
 * @param {import("./me.js").MyInbox} inbox
 * @param {number} now
 */
function keysEnd({ role, keys_until }, now) {
  return role === "lead" && keys_until - now < REMINDED_SECONDS ? keys_until : null;
}

/**
 * @param {import("./me.js").MyInbox} inbox
 * @param {number} now
 */
function reminderOf(inbox, now) {
  const end = keysEnd(inbox, now);
  if (end === null) return [];
  const when = end > now ? `end on ${dayOf(end)}: patients cannot write after that` : "have ended: patients cannot write";
  return [
    make(
      "section",
      { class: "notice", "aria-label": "Keys" },
      make("p", {}, `The monthly keys of ${inbox.name} ${when}. Ask whoever keeps the recovery kit to run `,
        make("code", {}, `flask inbox renew ${inbox.slug}`), "."),
    ),
  ];
}
