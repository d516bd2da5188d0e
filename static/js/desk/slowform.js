// Why somebody goes on without an answer: a few words for leads and auditors, in which no patient belongs.
import { loadDetector } from "../detector.js";
import { make, makeButton } from "../dom.js";
import { createAidWords } from "./aidwords.js";
import { once } from "./busy.js";
import { makeField } from "./fields.js";
import { sentenceFor } from "./sentences.js";

const LEAST = 10; // characters, as the door has it
const MOST = 300;
const PAUSE_MS = 400; // of typing, before it is looked through
const HINT = "Leads and auditors read this, and it is not sealed. Do not name a patient, nor anything of their health.";

/**
 * @param {object} parts
 * @param {string} parts.health address of the detector's data
 * @param {(reason: string) => Promise<void>} parts.send
 */
export function createSlowForm({ health, send }) {
  const field = make("textarea", {
    id: "slow-reason",
    rows: "3",
    maxlength: String(MOST),
    autocomplete: "off",
    spellcheck: "false",
    writingsuggestions: "false",
    translate: "no",
    "aria-describedby": "slow-reason-hint slow-reason-error",
  });
  const error = make("p", { class: "error", id: "slow-reason-error", role: "alert" });
  const doubt = make("p", { class: "notice", role: "status", hidden: "" });
  const button = makeButton("Go on slowly", {}, () => once(button, fail, submit));
  const look = createLook(health);
  let timer = 0;

  field.addEventListener("input", () => {
    complain("");
    clearTimeout(timer);
    timer = window.setTimeout(() => void warn(), PAUSE_MS);
  });

  async function warn() {
    const found = await look(field.value);
    doubt.hidden = !found;
    doubt.textContent = found ? `This looks like ${found}. Leave out what tells of a patient.` : "";
  }

  async function submit() {
    const reason = field.value.trim();
    if (reason.length >= LEAST) return send(reason);
    complain(`Say why in at least ${LEAST} characters.`);
    field.focus();
  }

  /** @param {unknown} failure */
  function fail(failure) {
    complain(sentenceFor(failure));
  }

  /** @param {string} sentence */
  function complain(sentence) {
    error.textContent = sentence;
    field.setAttribute("aria-invalid", String(sentence !== ""));
  }

  return make("div", { class: "stack slow-form" }, makeField("Why do you need to go on?", field, error, HINT), doubt, button);
}

/**
 * What a text tells that is worth a second look, in words; empty where nothing does. Without the detector's data,
 * the hint alone has to do.
 * @param {string} health
 * @returns {(text: string) => Promise<string>}
 */
function createLook(health) {
  /** @type {ReturnType<typeof loadDetector> | undefined} */
  let detector;
  const words = createAidWords();
  return async (text) => {
    try {
      detector ??= loadDetector(health, null);
      const scan = (await detector).look(text);
      for (let step = scan.next(); ; step = scan.next()) {
        if (!step.done) continue;
        const first = step.value.findings[0];
        return first ? words.say(`kind_${first.kind}`) : "";
      }
    } catch {
      detector = undefined;
      return "";
    }
  };
}
