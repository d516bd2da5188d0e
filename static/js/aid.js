// The writing aid: marks what the patient may not want to send, and asks. It never stands in the way of sending,
// and what it finds stays in this page.
import { drawMarks } from "./backdrop.js";
import { carryOver, isHealth, itemsOf, replaceAll } from "./marks.js";

const QUIET_MS = 300; // after the last key; marks in half-typed words would flicker

/** @typedef {{health: boolean, identifier: boolean, crisis: boolean, findings: import("./marks.js").Finding[]}} Scan */

/**
 * @param {object} parts
 * @param {HTMLTextAreaElement} parts.field
 * @param {HTMLElement} parts.marks lies under the field
 * @param {() => Promise<(text: string) => Scan>} parts.load the detector, with offsets in UTF-16 units
 * @param {(items: import("./marks.js").Item[]) => void} parts.show
 * @param {() => void} parts.crisis
 */
export function createAid({ field, marks, load, show, crisis }) {
  /** @type {((text: string) => Scan) | undefined} */
  let detect;
  /** @type {import("./marks.js").Finding[]} */
  let findings = [];
  /** @type {Set<string>} */
  const kept = new Set();
  let text = field.value;
  let timer = 0;
  let inCrisis = false;

  field.addEventListener("focus", begin);
  field.addEventListener("input", () => {
    findings = carryOver(findings, text, field.value);
    text = field.value;
    draw();
    clearTimeout(timer);
    timer = window.setTimeout(look, QUIET_MS);
  });

  /** Loads the detector; where the network fails, the next focus tries again. */
  async function begin() {
    if (detect) return;
    field.removeEventListener("focus", begin);
    try {
      detect = await load();
      look();
    } catch {
      field.addEventListener("focus", begin);
    }
  }

  function look() {
    if (!detect) return;
    const scan = detect(text);
    inCrisis ||= scan.crisis;
    // Who asks for help in a crisis is not to be asked whether the words are needed.
    findings = scan.findings.filter(({ kind }) => !inCrisis || !isHealth(kind));
    if (inCrisis) crisis();
    draw();
    show(itemsOf(text, findings, kept));
  }

  function draw() {
    drawMarks(marks, text, itemsOf(text, findings, kept).flatMap((item) => item.findings));
  }

  /** @param {string} changed */
  function write(changed) {
    field.value = text = changed;
    look();
  }

  draw();
  return {
    /**
     * Takes an item's words out of the text, wherever they stand now. Answers what takes that back.
     * @param {string} key
     * @param {string} replacement
     */
    remove(key, replacement) {
      const before = text;
      const item = itemsOf(text, findings, kept).find((one) => one.key === key);
      write(replaceAll(text, item?.findings ?? [], replacement));
      return () => write(before);
    },
    /** @param {string[]} keys */
    keep(keys) {
      for (const key of keys) kept.add(key);
      look();
    },
    /** Forgets the text and all that was found in it. */
    forget() {
      clearTimeout(timer);
      detect = undefined;
      findings = [];
      text = "";
      kept.clear();
      marks.replaceChildren();
    },
  };
}
