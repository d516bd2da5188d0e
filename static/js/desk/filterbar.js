// The list's filters: links and fields that lead to another address.
import { make } from "../dom.js";
import { STATE_NAMES } from "./facts.js";
import { REVIEWED, STATES, TO_REVIEW, USUAL, queryOf } from "./filters.js";

const SORT_NAMES = { due: "Due first", new: "Newest first", old: "Oldest first" };
const ANY = { value: "", label: "Any" };

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {{value: string, label: string}} Option */
/** @typedef {{words: (Node | string)[], counted: string, chosen: Partial<Filters>}} Tab counted: the name of its count */

const FOR_REVIEWERS = {
  label: "Reviews",
  /** @returns {Tab[]} */
  tabs: () => [
    { words: ["To review"], counted: TO_REVIEW, chosen: { review: "" } },
    { words: ["Reviewed"], counted: REVIEWED, chosen: { review: REVIEWED } },
  ],
  sorts: { due: "Newest first", old: "Oldest first" }, // nothing is due: the order that is usual is another
};
const FOR_OTHERS = {
  label: "State",
  /** @returns {Tab[]} */
  tabs: () => STATES.map((state) => ({ words: tabWords(state), counted: state, chosen: { state } })),
  sorts: SORT_NAMES,
};

/**
 * @param {object} parts
 * @param {import("./facts.js").Facts} parts.facts
 * @param {import("./me.js").Role} parts.role
 * @param {(filters: Filters) => void} parts.choose
 */
export function createFilterBar({ facts, role, choose }) {
  /** @type {Filters} */
  let now = { ...USUAL };
  const { label, tabs, sorts } = role === "reviewer" ? FOR_REVIEWERS : FOR_OTHERS;
  const links = tabs().map((tab) => {
    const count = make("span", { class: "count" });
    return { tab, count, link: make("a", { class: "state-tab" }, ...tab.words, count) };
  });
  const fields = {
    topic: selectField("Topic"),
    assignee: selectField("With"),
    language: selectField("Language"),
    sort: selectField("Order"),
  };
  const unopened = make("input", { type: "checkbox", id: "unopened", autocomplete: "off" });
  const reviewed = make("input", { type: "checkbox", id: "reviewed", autocomplete: "off" });
  const summary = make("summary", {});
  const more = make(
    "details",
    { class: "filters-more" },
    summary,
    make("div", { class: "filters-fields" }, ...Object.values(fields).map(({ element }) => element)),
    ...(role === "reviewer" ? [] : [check(unopened, "Answer not opened for 48 hours")]),
    ...(role === "lead" ? [check(reviewed, "Reviewed by a reviewer")] : []),
  );
  const element = make(
    "div",
    { class: "filters" },
    make("nav", { "aria-label": label }, make("ul", { class: "state-tabs" }, ...links.map(({ link }) => make("li", {}, link)))),
    more,
  );

  for (const [name, { select }] of Object.entries(fields)) {
    select.addEventListener("change", () => choose({ ...now, [name]: select.value }));
  }
  unopened.addEventListener("change", () => {
    // Answers wait with the patient: among the open ones there are none.
    const state = unopened.checked && now.state === "open" ? "waiting" : now.state;
    choose({ ...now, unopened: unopened.checked, state });
  });
  reviewed.addEventListener("change", () => {
    const state = reviewed.checked && now.state === "open" ? "closed" : now.state;
    choose({ ...now, review: reviewed.checked ? REVIEWED : "", state });
  });

  /** @param {Filters} filters */
  function show(filters) {
    now = filters;
    for (const { tab, link } of links) {
      const chosen = { ...filters, ...tab.chosen };
      // Where the address is that of a conversation, it goes on to be shown.
      link.href = location.pathname + queryOf(chosen);
      if (queryOf(chosen) === queryOf(filters)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    fill(fields.topic.select, [ANY, ...facts.topics], filters.topic);
    fill(fields.language.select, [ANY, ...facts.languages], filters.language);
    fill(fields.sort.select, Object.entries(sorts).map(([value, name]) => ({ value, label: name })), filters.sort);
    meet();
    unopened.checked = filters.unopened;
    reviewed.checked = filters.review === REVIEWED;
    summary.textContent = `Filter: ${said().join(", ")}`;
  }

  /** Who there is may change while the list is open. */
  function meet() {
    const options = [{ value: "", label: "Anybody" }, { value: "me", label: "You" }, { value: "none", label: "Nobody" }];
    fill(fields.assignee.select, [...options, ...facts.others().map(({ id, name }) => ({ value: id, label: name }))], now.assignee);
  }

  function said() {
    const chosen = [fields.topic, fields.assignee, fields.language].flatMap(({ select }) =>
      select.value ? [select.selectedOptions[0]?.textContent ?? ""] : [],
    );
    const parts = [...chosen, ...(now.unopened ? ["not opened for 48 h"] : []), ...(now.review && role === "lead" ? ["reviewed"] : [])];
    const order = sorts[/** @type {"due"} */ (now.sort)] ?? sorts.due;
    return [...(parts.length ? parts : ["none"]), order.toLowerCase()];
  }

  return {
    element,
    show,
    meet,
    /** @param {Record<string, number>} counts */
    tell(counts) {
      for (const { tab, count } of links) {
        const number = counts[tab.counted];
        count.textContent = number === undefined ? "" : ` ${number}${number === counts.most ? "+" : ""}`;
      }
    },
  };
}

/** The first word is enough to see, beside the others. @param {string} state */
function tabWords(state) {
  const [first = "", ...rest] = (STATE_NAMES[state] ?? state).split(" ");
  return [first, ...(rest.length ? [make("span", { class: "unseen" }, ` ${rest.join(" ")}`)] : [])];
}

/**
 * @param {HTMLInputElement} box
 * @param {string} label
 */
function check(box, label) {
  return make("p", { class: "check" }, box, make("label", { for: box.id }, label));
}

/** @param {string} label */
function selectField(label) {
  const id = `filter-${label.toLowerCase()}`;
  const select = make("select", { id, autocomplete: "off" });
  return { select, element: make("p", { class: "field" }, make("label", { for: id }, label), select) };
}

/**
 * What the address names stays chosen, also where it is not among the known.
 * @param {HTMLSelectElement} select
 * @param {Option[]} options
 * @param {string} value
 */
function fill(select, options, value) {
  const known = options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  const said = JSON.stringify(known);
  if (select.dataset.options !== said) {
    select.replaceChildren(...known.map((option) => make("option", { value: option.value }, option.label)));
    select.dataset.options = said;
  }
  select.value = value;
}
