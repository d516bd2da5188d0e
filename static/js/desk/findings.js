// Marks in opened letters what tells of somebody's health, or could be misused. It can be switched off.
import { loadDetector } from "../detector.js";
import { markLetter } from "./letters.js";
import { createSwitch } from "./switches.js";

const SLICE_MS = 8; // of one go at a long letter, so that keys are answered in between

/** @typedef {import("./letters.js").Shown} Shown */
/** @typedef {ReturnType<typeof createFindings>} Findings */

/**
 * @param {string} address of the detector's data
 * @param {AbortSignal} signal
 */
export function createFindings(address, signal) {
  /** @type {Promise<Awaited<ReturnType<typeof loadDetector>>> | undefined} */
  let detector;
  /** @type {Shown[]} */
  let shown = [];
  let round = 0;
  const marking = createSwitch("marks");

  async function mark() {
    const mine = (round += 1);
    const isOld = () => mine !== round || signal.aborted;
    detector ??= loadDetector(address, null);
    const { look } = await detector;
    for (const each of shown) {
      if (isOld()) return;
      const scan = await inSlices(look(each.letter.text), isOld);
      if (scan) markLetter(each, scan.findings);
    }
  }

  function draw() {
    if (!marking.isOn()) {
      round += 1;
      for (const each of shown) markLetter(each, []);
      return;
    }
    mark().catch(() => {
      detector = undefined; // the next conversation tries again; letters are read without marks
    });
  }

  return {
    isOn: marking.isOn,
    /** @param {boolean} wanted */
    turn(wanted) {
      marking.turn(wanted);
      draw();
    },
    /** @param {Shown[]} letters those that are in the page now */
    show(letters) {
      shown = letters;
      draw();
    },
  };
}

/**
 * @template T
 * @param {Generator<void, T, void>} steps
 * @param {() => boolean} isOld
 * @returns {Promise<T | null>}
 */
async function inSlices(steps, isOld) {
  let end = performance.now() + SLICE_MS;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (isOld()) return null;
    end = performance.now() + SLICE_MS;
  }
}
