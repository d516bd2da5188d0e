// What all of a report's days came to, at a glance.
import { make } from "../../dom.js";
import { spanOf } from "./spans.js";

/** @param {import("./models.js").Sums} total */
export function tiles({ opened, answered, timely, late, solved, backlog, rated }) {
  const due = timely + late;
  const said = rated.yes + rated.partly + rated.no;
  const facts = [
    ["Began", String(opened), ""],
    ["Solved", String(solved.count), ""],
    ["First answer", timed(answered.median), answered.count ? `median of ${answered.count}` : ""],
    ["Solving", timed(solved.median), solved.count ? `median of ${solved.count}` : ""],
    ["Late", due ? `${Math.round((100 * late) / due)} %` : "–", due ? `${late} of ${due} expected` : ""],
    ["Not solved", String(backlog), "at the end"],
    ["Helped", said ? `${Math.round((100 * rated.yes) / said)} %` : "–", said ? `${rated.yes} of ${said} who said` : ""],
  ];
  return make(
    "dl",
    { class: "tiles" },
    ...facts.map(([name = "", value = "", more = ""]) =>
      make("div", { class: "tile card" }, make("dt", {}, name), make("dd", { class: "tile-value" }, value), ...(more ? [make("dd", { class: "hint" }, more)] : [])),
    ),
  );
}

/** @param {number | null} minutes */
function timed(minutes) {
  return minutes === null ? "–" : spanOf(minutes);
}
