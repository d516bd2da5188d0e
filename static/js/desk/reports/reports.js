// What the team's work came to, from slips alone: figures, charts, and a file to take along.
import { make } from "../../dom.js";
import { createChart } from "./chart.js";
import { createControls } from "./controls.js";
import { modelsOf } from "./models.js";
import { queryOf, readPeriod } from "./period.js";
import { tiles } from "./tiles.js";

const PAGE = "/desk/reports";
const ADDRESS = "/desk/reports/figures";

/** @typedef {import("./models.js").Figures} Figures */

export const reports = createView();

/** @returns {import("../shell.js").View} */
function createView() {
  /** @type {ReturnType<typeof createPage> | undefined} */
  let page;

  return {
    async open(main, _params, context) {
      context.title("Reports");
      page = createPage(context);
      main.append(page.element);
      await page.load();
    },
    async move(_params, { tell }) {
      await page?.load().catch(tell);
    },
    close() {
      page = undefined;
    },
  };
}

/** @param {import("../shell.js").Context} context */
function createPage({ api, inbox, go, signal }) {
  const controls = createControls((period) => go(PAGE + queryOf(period), { replace: true }));
  const shown = make("div", { class: "report stack" });
  let drawing = new AbortController();
  let asked = 0;
  signal.addEventListener("abort", () => drawing.abort());

  return {
    element: make(
      "section",
      { class: "stack reports" },
      make("h1", { tabindex: "-1" }, "Reports"),
      make("p", { class: "lead" }, "Counted from what the desk knows without opening a letter. Times are in plain hours: nights and weekends count."),
      controls.element,
      shown,
      notes(),
    ),
    /** What the address asks for. */
    async load() {
      const period = readPeriod(location.search, Date.now());
      const query = { inbox: inbox.slug, by: period.by, from: period.from, to: period.to };
      controls.show(period, `${ADDRESS}.csv?${new URLSearchParams(query)}`);
      const mine = (asked += 1);
      shown.setAttribute("aria-busy", "true");
      try {
        /** @type {Figures} */
        const figures = await api.get(ADDRESS, query);
        if (signal.aborted || mine !== asked) return;
        drawing.abort();
        drawing = new AbortController();
        shown.replaceChildren(...contentOf(figures, drawing.signal));
      } finally {
        if (mine === asked) shown.setAttribute("aria-busy", "false");
      }
    },
  };
}

/**
 * @param {Figures} figures
 * @param {AbortSignal} signal
 */
function contentOf(figures, signal) {
  const { total } = figures;
  const some = total.opened + total.answered.count + total.solved.count + total.late + total.backlog > 0;
  if (!some) return [make("p", { class: "notice" }, "Nothing came in these days, and nothing was left to do.")];
  return [tiles(total), make("div", { class: "charts" }, ...modelsOf(figures).map((model) => createChart(model, signal)))];
}

function notes() {
  const lines = [
    "Weeks are ISO weeks, Monday to Sunday; days begin at midnight UTC.",
    "What a day was counted as stays, also when conversations expire or patients delete them: the figures are of no one conversation. They are kept for two years.",
    "A first answer is late from the day on that it was due and had not come. What was closed without an answer before that is not late.",
    "A conversation counts for who had it when its day was counted, soon after midnight.",
    "Medians and “nine of ten” are read off counts by time, and so are about right.",
  ];
  return make("section", { class: "report-notes" }, make("h2", {}, "How this is counted"), make("ul", {}, ...lines.map((line) => make("li", {}, line))));
}
