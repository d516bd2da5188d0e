// One chart with its legend, what is pointed at in words, and the same figures as a table.
import { make } from "../../dom.js";
import { drawColumns } from "./columns.js";
import { placeText, valueText } from "./models.js";
import { drawRows } from "./rows.js";
import { draw, filled, patterns } from "./svg.js";

/** @typedef {import("./models.js").Model} Model */

const SWATCH = 14; // pixels

/**
 * @param {Model} model
 * @param {AbortSignal} signal ends what it watches
 */
export function createChart(model, signal) {
  const id = `chart-${model.id}`;
  const readout = make("p", { class: "readout hint" });
  const holder = make("div", { class: "chart-holder" });
  const points = createPoints(model, readout);
  let width = 0;

  const size = new ResizeObserver(([entry]) => {
    const now = Math.floor(entry?.contentRect.width ?? 0);
    if (!now || now === width) return;
    width = now;
    const drawing = model.drawn === "columns" ? drawColumns(model, id, width) : drawRows(model, id, width);
    points.take(drawing.points, () => holder.replaceChildren(svgOf(model, id, drawing)));
  });
  size.observe(holder);
  signal.addEventListener("abort", () => size.disconnect());
  points.listen(holder, signal);

  return make(
    "section",
    { class: "chart card", "aria-labelledby": `${id}-title` },
    make("h2", { id: `${id}-title` }, model.title),
    make("p", { class: "hint", id: `${id}-description` }, model.description),
    legend(model, id),
    holder,
    readout,
    table(model),
  );
}

/**
 * @param {Model} model
 * @param {string} id
 * @param {import("./columns.js").Drawing} drawing
 */
function svgOf({ title, series }, id, { width, height, parts }) {
  const names = series.map(({ name }) => name).join(" and ");
  return draw(
    "svg",
    { class: "chart-drawing", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": `${title}: ${names}. Arrow keys move from one to the next.`, "aria-describedby": `${id}-description` },
    patterns(id),
    ...parts,
  );
}

/** @param {Model} model @param {string} id */
function legend({ series, lines }, id) {
  const entries = series.map(({ name, look }) => {
    const own = `${id}-key-${look}`;
    const key = lines ? draw("path", { class: `line ${look}`, d: `M0 ${SWATCH / 2}H${SWATCH * 2}` }) : draw("rect", { ...filled(own, look), width: SWATCH, height: SWATCH });
    const swatch = draw("svg", { class: "swatch", width: lines ? SWATCH * 2 : SWATCH, height: SWATCH, "aria-hidden": "true" }, patterns(own), key);
    return make("li", {}, swatch, name);
  });
  return make("ul", { class: "legend" }, ...entries);
}

/** @param {Model} model */
function table(model) {
  const { title, what, series, places } = model;
  const head = [what, ...series.map(({ name }) => name)].map((name) => make("th", { scope: "col" }, name));
  const rows = places.map(({ name }, index) =>
    make("tr", {}, make("th", { scope: "row" }, name), ...series.map(({ values }) => make("td", {}, valueText(model, values[index])))),
  );
  return make(
    "details",
    { class: "chart-table" },
    make("summary", {}, "The same as a table"),
    make("table", {}, make("caption", { class: "unseen" }, title), make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)),
  );
}

/**
 * One stop of the tab key for all points of a chart; arrow keys go from one to the next. What is under the pointer or has the focus is said below.
 * @param {Model} model
 * @param {HTMLElement} readout
 */
function createPoints(model, readout) {
  /** @type {SVGGElement[]} */
  let points = [];
  let current = model.newest ? Math.max(0, model.places.length - 1) : 0;

  /** @param {number} index */
  function mark(index) {
    points[current]?.setAttribute("tabindex", "-1");
    current = index;
    points[current]?.setAttribute("tabindex", "0");
    readout.textContent = model.places.length ? placeText(model, current) : "";
  }

  /** @param {EventTarget | null} target */
  function indexOf(target) {
    const point = target instanceof Element ? target.closest(".point") : null;
    return points.findIndex((each) => each === point);
  }

  return {
    /**
     * The same points, drawn anew.
     * @param {SVGGElement[]} drawn
     * @param {() => void} show
     */
    take(drawn, show) {
      const hadFocus = points[current]?.contains(document.activeElement);
      points = drawn;
      for (const point of points) point.setAttribute("tabindex", "-1");
      show();
      mark(current);
      if (hadFocus) points[current]?.focus();
    },
    /** @param {HTMLElement} holder @param {AbortSignal} signal */
    listen(holder, signal) {
      for (const type of ["pointerover", "focusin"]) {
        holder.addEventListener(type, ({ target }) => indexOf(target) >= 0 && mark(indexOf(target)), { signal });
      }
      holder.addEventListener(
        "keydown",
        (event) => {
          const to = { ArrowLeft: current - 1, ArrowUp: current - 1, ArrowRight: current + 1, ArrowDown: current + 1, Home: 0, End: points.length - 1 }[event.key];
          if (to === undefined || event.ctrlKey || event.metaKey || event.altKey || indexOf(event.target) < 0) return;
          event.preventDefault();
          points[Math.min(Math.max(to, 0), points.length - 1)]?.focus();
        },
        { signal },
      );
    },
  };
}
