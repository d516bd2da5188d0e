// The writing aid: marks what the patient may not want to send, and asks. It never stands in the way of sending,
// and what it finds stays in this page.
import { drawMarks } from "./backdrop.js";
import { carryOver, isHealth, itemsOf, replaceAll } from "./marks.js";

const QUIET_MS = 300; // after the last key; marks in half-typed words would flicker
const SLICE_MS = 6; // of one go at a long text, so that keys are answered in between
const AGAIN_MS = 2000; // until the detector is asked for once more by itself; each time twice as long

/** @typedef {import("./health.js").Scan} Scan */
/** @typedef {import("./marks.js").Finding} Finding */

/**
 * @param {object} parts
 * @param {HTMLTextAreaElement} parts.field
 * @param {HTMLElement} parts.marks lies under the field
 * @param {() => Promise<{look: (text: string) => Generator<void, Scan, void>}>} parts.load the detector
 * @param {(items: import("./marks.js").Item[]) => void} parts.show
 * @param {() => void} parts.crisis
 */
export function createAid({ field, marks, load, show, crisis }) {
  /** @type {((text: string) => Generator<void, Scan, void>) | undefined} */
  let look;
  /** @type {Finding[]} */
  let findings = [];
  /** @type {Set<string>} */
  const kept = new Set();
  let text = field.value;
  let frame = 0;
  let task = 0;
  let pause = 0;
  let again = 0;
  let wait = AGAIN_MS;
  let inCrisis = false;
  let loading = false;

  field.addEventListener("focus", begin);
  field.addEventListener("input", () => {
    follow(field.value);
    behindFrame(() => run(typing));
    clearTimeout(pause);
    pause = window.setTimeout(rest, QUIET_MS);
  });

  /** What was found moves along with the words. @param {string} changed */
  function follow(changed) {
    findings = carryOver(findings, text, changed);
    text = changed;
  }

  /**
   * The key is shown first; what it changes in the marks and what it tells comes behind that.
   * @param {() => void} work
   */
  function behindFrame(work) {
    stop();
    frame = requestAnimationFrame(() => {
      task = window.setTimeout(work);
    });
  }

  /** The patient rests from typing. */
  function rest() {
    run(settle);
    begin();
  }

  /**
   * Loads the detector; where the network fails, it is tried again at the next pause or focus, or after some time: the
   * patient may have written everything by then.
   */
  async function begin() {
    if (look || loading) return;
    loading = true;
    clearTimeout(again);
    try {
      look = (await load()).look;
      run(settle);
    } catch {
      // Nothing is marked until then.
      again = window.setTimeout(begin, wait);
      wait *= 2;
    } finally {
      loading = false;
    }
  }

  /**
   * Looks at the text as it is now, in slices, in place of any look that is under way; what was marked stays so
   * until then.
   * @param {(scan: Scan) => void} then
   */
  function run(then) {
    stop();
    draw();
    if (look) proceed(look(text), then);
  }

  function stop() {
    cancelAnimationFrame(frame);
    clearTimeout(task);
  }

  /**
   * @param {Generator<void, Scan, void>} steps
   * @param {(scan: Scan) => void} then
   */
  function proceed(steps, then) {
    const end = performance.now() + SLICE_MS;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return then(step.value);
      if (performance.now() > end) break;
    }
    task = window.setTimeout(() => proceed(steps, then));
  }

  /** While keys come, what lies under the caret may be half a word: it is marked if it was already, or in a pause. */
  function typing(/** @type {Scan} */ scan) {
    const caret = field.selectionEnd;
    const isFinished = (/** @type {Finding} */ { start, end }) => caret < start || end < caret;
    const marked = (/** @type {Finding} */ one) => findings.some((two) => one.start < two.end && two.start < one.end);
    take(scan.findings.filter((finding) => isFinished(finding) || marked(finding)));
  }

  function settle(/** @type {Scan} */ scan) {
    inCrisis ||= scan.crisis;
    if (inCrisis) crisis();
    take(scan.findings);
  }

  function take(/** @type {Finding[]} */ found) {
    // Who asks for help in a crisis is not to be asked whether the words are needed.
    findings = found.filter(({ kind }) => !inCrisis || !isHealth(kind));
    draw();
    ask();
  }

  function ask() {
    show(itemsOf(text, findings, kept));
  }

  function draw() {
    drawMarks(marks, text, itemsOf(text, findings, kept).flatMap((item) => item.findings));
  }

  /** @param {string} changed */
  function write(changed) {
    follow(changed);
    field.value = changed;
    answered();
  }

  /** The question goes at once, whatever the look takes: who answered by keyboard is put at the next one. */
  function answered() {
    ask();
    run(settle);
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
      // From the last on and one by one, so that what stands between them moves along.
      for (const finding of [...(item?.findings ?? [])].reverse()) follow(replaceAll(text, [finding], replacement));
      write(text);
      return () => write(before);
    },
    /** @param {string[]} keys */
    keep(keys) {
      for (const key of keys) kept.add(key);
      answered();
    },
    /** Forgets the text and all that was found in it. */
    forget() {
      stop();
      clearTimeout(pause);
      clearTimeout(again);
      look = undefined;
      findings = [];
      text = "";
      kept.clear();
      marks.replaceChildren();
    },
  };
}
