// The writing aid's questions below the message: one line each, with Remove, Keep and Why?
import { find, findA, make, makeButton } from "./dom.js";

const NEWS_MS = 1200; // a screen reader should not hear of each key
const MOST_SHOWN = 40; // characters of a finding

/** @type {Record<string, string>} kind -> the end of its reason's key; the others are about health */
const REASONS = {
  ssn: "number",
  mrn: "number",
  insurance_id: "number",
  date_of_birth: "number",
  card: "money",
  bank: "money",
  phone: "contact",
  email: "contact",
  address: "contact",
  password: "password",
};

/** @typedef {import("./marks.js").Item} Item */

/**
 * @param {object} parts
 * @param {import("./words.js").Words} parts.words
 * @param {(key: string) => void} parts.remove
 * @param {(keys: string[]) => void} parts.keep
 * @param {() => void} parts.emptied where the focus goes when the last line is gone
 */
export function createAidList({ words, remove, keep, emptied }) {
  const panel = find("aid");
  const list = find("aid-list");
  const news = find("aid-news");
  const keepAll = findA("aid-keep-all", HTMLButtonElement);
  /** @type {Item[]} */
  let items = [];
  /** @type {Set<string>} keys */
  let told = new Set();
  let timer = 0;

  keepAll.addEventListener("click", (event) => act(event, () => keep(items.map(({ key }) => key))));
  words.follow(draw);

  /** Lines that are still right stay in place, with the focus and an open answer. @param {Item[]} found */
  function show(found) {
    const before = items.map(({ key }) => key).join("\n");
    items = found;
    if (before === items.map(({ key }) => key).join("\n")) return;
    draw();
    clearTimeout(timer);
    timer = window.setTimeout(announce, NEWS_MS);
  }

  function draw() {
    list.replaceChildren(...items.map(line));
    panel.hidden = items.length === 0;
    keepAll.hidden = items.length < 2;
  }

  /** @param {Item} item */
  function line({ key, kind, excerpt }) {
    const what = words.say(`kind_${kind}`);
    const why = make("p", { class: "aid-why", hidden: "" }, words.say(`why_${REASONS[kind] ?? "health"}`));
    return make(
      "li",
      { class: "aid-item" },
      make("p", { class: "aid-what" }, make("q", {}, shortened(excerpt)), ` ${words.say("aid_is", { what })}`),
      make(
        "div",
        { class: "aid-choices" },
        choice("aid_remove", excerpt, (event) => act(event, () => remove(key))),
        choice("aid_keep", excerpt, (event) => act(event, () => keep([key]))),
        question(excerpt, why),
      ),
      why,
    );
  }

  /**
   * @param {string} key of the button's word
   * @param {string} excerpt what it is about, for those who hear the button alone
   * @param {(event: MouseEvent) => void} press
   */
  function choice(key, excerpt, press) {
    const label = words.say(`${key}_what`, { what: shortened(excerpt) });
    return makeButton(words.say(key), { class: "button small", "aria-label": label }, press);
  }

  /**
   * @param {string} excerpt
   * @param {HTMLElement} why
   */
  function question(excerpt, why) {
    const button = choice("aid_why", excerpt, () => {
      why.hidden = !why.hidden;
      button.setAttribute("aria-expanded", String(!why.hidden));
    });
    button.setAttribute("aria-expanded", "false");
    button.classList.add("plain");
    return button;
  }

  /**
   * Keyboards press without a pointer's count of clicks; their place must not be lost with the line.
   * @param {MouseEvent} event
   * @param {() => void} change
   */
  function act(event, change) {
    change();
    if (event.detail > 0) return;
    const next = list.querySelector("button");
    if (next) next.focus();
    else emptied();
  }

  /** Says what is new; what goes away is said only when nothing is left. */
  function announce() {
    const fresh = items.filter(({ key }) => !told.has(key));
    if (fresh.length) news.textContent = sentence(fresh);
    else if (!items.length && told.size) news.textContent = words.say("aid_announce_none");
    told = new Set(items.map(({ key }) => key));
  }

  /** @param {Item[]} fresh */
  function sentence(fresh) {
    const [first] = fresh;
    if (first && fresh.length === 1) return words.say("aid_announce_one", { what: words.say(`kind_${first.kind}`) });
    return words.say("aid_announce_many", { count: fresh.length });
  }

  return { show };
}

/** @param {string} excerpt */
function shortened(excerpt) {
  const letters = [...excerpt];
  return letters.length > MOST_SHOWN ? `${letters.slice(0, MOST_SHOWN).join("")}…` : excerpt;
}
