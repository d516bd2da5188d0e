// The list's filters: links and fields that lead to another address.
import { make } from "../dom.js";
import { STATE_NAMES } from "./facts.js";
import { STATES, USUAL, isNarrowed, queryOf } from "./filters.js";

const SORT_NAMES = /** @type {const} */ ({ due: "Due first", new: "Newest first", old: "Oldest first" });
const ANY = { value: "", label: "Any" };

/** @typedef {import("./filters.js").Filters} Filters */
/** @typedef {{value: string, label: string}} Option */

/**
 * @param {object} parts
 * @param {import("./facts.js").Facts} parts.facts
 * @param {(filters: Filters) => void} parts.choose
 */
export function createFilterBar({ facts, choose }) {
  /** @type {Filters} */
  let now = { ...USUAL };
  const states = STATES.map((state) => {
    const count = make("span", { class: "count" });
    const link = make("a", { class: "state-tab" }, ...tabWords(state), count);
    return { state, count, link };
  });
  const fields = {
    topic: selectField("Topic"),
    assignee: selectField("With"),
    language: selectField("Language"),
    sort: selectField("Order"),
  };
  const unopened = make("input", { type: "checkbox", id: "unopened", autocomplete: "off" });
  const summary = make("summary", {});
  const more = make(
    "details",
    { class: "filters-more" },
    summary,
    make("div", { class: "filters-fields" }, ...Object.values(fields).map(({ element }) => element)),
    make("p", { class: "check" }, unopened, make("label", { for: unopened.id }, "Answer not opened for 48 hours")),
  );
  const element = make(
    "div",
    { class: "filters" },
    make("nav", { "aria-label": "State" }, make("ul", { class: "state-tabs" }, ...states.map(({ link }) => make("li", {}, link)))),
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

  /** @param {Filters} filters */
  function show(filters) {
    now = filters;
    for (const { state, link } of states) {
      // Where the address is that of a conversation, it goes on to be shown.
      link.href = location.pathname + queryOf({ ...filters, state });
      if (state === filters.state) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    fill(fields.topic.select, [ANY, ...facts.topics], filters.topic);
    fill(fields.language.select, [ANY, ...facts.languages], filters.language);
    fill(fields.sort.select, Object.entries(SORT_NAMES).map(([value, label]) => ({ value, label })), filters.sort);
    meet();
    unopened.checked = filters.unopened;
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
    const parts = [...chosen, ...(now.unopened ? ["not opened for 48 h"] : [])];
    return [...(isNarrowed(now) ? parts : ["none"]), SORT_NAMES[/** @type {"due"} */ (now.sort)].toLowerCase()];
  }

  return {
    element,
    show,
    meet,
    /** @param {Record<string, number>} counts */
    tell(counts) {
      for (const { state, count } of states) {
        const number = counts[state];
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
