// Who asks to read more than their budget, and what leads answer.
import { make, makeButton } from "../dom.js";
import { once } from "./busy.js";
import { addressOf } from "./extension.js";
import { clockOf, momentOf } from "./times.js";

/** @typedef {import("./alarms.js").Request} Request */
/** @typedef {import("./alarms.js").Alarm} Alarm */
/** @typedef {import("./shell.js").Context} Context */

const CAPS = /** @type {Record<string, string>} */ ({
  hour: "as many as one may in an hour",
  member_day: "as many as one may in a day",
  inbox_day: "as many as the whole team may in a day",
});

/** @type {import("./shell.js").View} */
export const requests = {
  async open(main, _params, context) {
    context.title("Reading above the budget");
    const place = make("div", { class: "stack" });
    main.append(
      make(
        "section",
        { class: "stack reading-requests" },
        make("h1", { tabindex: "-1" }, "Reading above the budget"),
        make("p", { class: "lead" }, "Members can open a set number of conversations, so that nobody with a stolen sign-in can read them all. Before you say yes, ask whether it is really them."),
        place,
        make("p", {}, ...recordsLine(context)),
      ),
    );
    let drawn = "";
    const draw = (/** @type {import("./alarms.js").Answer} */ answer) => {
      const { requests: asked, alarms } = answer;
      if (drawn === (drawn = JSON.stringify([asked, alarms]))) return; // a button that has the focus keeps it
      place.replaceChildren(...partsOf(asked, alarms, context));
    };
    draw(await context.api.get("/desk/extensions"));
    context.alarms.listen(draw, context.signal);
  },
};

/**
 * @param {Request[]} asked
 * @param {Alarm[]} alarms
 * @param {Context} context
 */
function partsOf(asked, alarms, context) {
  const open = asked.filter(({ state }) => state !== "refused");
  const refused = asked.filter(({ state }) => state === "refused");
  return [
    open.length ? make("ul", { class: "people" }, ...open.map((each) => requestItem(each, context))) : make("p", { class: "quiet" }, "Nobody asks to read more right now."),
    ...part("Refused today", refused.map((each) => requestItem(each, context))),
    ...part("Used up within the last hour", alarms.map(alarmItem)),
  ];
}

/**
 * @param {string} heading
 * @param {HTMLElement[]} items
 */
function part(heading, items) {
  return items.length ? [make("h2", {}, heading), make("ul", { class: "people" }, ...items)] : [];
}

/**
 * @param {Request} request
 * @param {Context} context
 */
function requestItem(request, context) {
  const { name, inbox, asked, used, limit, state, reason } = request;
  const count = `${used} ${used === 1 ? "conversation" : "conversations"} opened today, of ${limit} a day`;
  return make(
    "li",
    { class: "person reading-request" },
    make("p", { class: "person-name" }, make("bdi", { translate: "no" }, name), ...(state === "slow" ? [make("span", { class: "tag" }, "Reads slowly")] : [])),
    make("p", { class: "person-facts" }, make("span", {}, inbox), make("span", {}, `Asked at ${clockOf(asked)}`), make("span", {}, count)),
    ...(request.decides ? [actsOf(request, context)] : []),
    ...(reason ? [make("p", { class: "reading-reason" }, "Their reason: ", make("q", { dir: "auto", translate: "no" }, reason))] : []),
  );
}

/**
 * @param {Request} request
 * @param {Context} context
 */
function actsOf({ id, slug, name, more, state }, { api, alarms, say, tell }) {
  /** @param {boolean} give */
  const decide = async (give) => {
    try {
      await api.post(`${addressOf(slug)}/decided`, { id, give });
      say(give ? `${name} can read ${more} more within the next hour.` : `You refused. ${name} is told.`);
    } finally {
      await alarms.look(); // also where another lead was faster
    }
  };
  const yes = makeButton(`Let them read ${more} more`, { class: "button small main", "aria-label": `Let them read ${more} more: ${name}` }, () => once(yes, tell, () => decide(true)));
  const no = makeButton("Refuse", { class: "button small", "aria-label": `Refuse: ${name}` }, () => once(no, tell, () => decide(false)));
  return make("div", { class: "person-acts" }, yes, ...(state === "refused" ? [] : [no]));
}

/** @param {Alarm} alarm */
function alarmItem({ name, inbox, at, cap }) {
  return make(
    "li",
    { class: "person" },
    make("p", { class: "person-name" }, make("bdi", { translate: "no" }, name)),
    make("p", { class: "person-facts" }, make("span", {}, inbox), make("span", {}, momentOf(at)), make("span", {}, `Wanted to open more than ${CAPS[cap] ?? "one may"}`)),
  );
}

/** @param {Context} context */
function recordsLine({ inbox }) {
  const isShown = inbox.role === "lead" || inbox.role === "auditor";
  const records = isShown ? make("a", { href: "/desk/records" }, "The records") : "The records";
  return [records, " show each conversation that was read, and what was read above the budget."];
}
