// The way back: puts the page's parts together.
import { createCaller, WorkerError } from "../caller.js";
import { find, findA } from "../dom.js";
import { offerLanguages } from "../languages.js";
import { canSeal } from "../support.js";
import { createWords } from "../words.js";
import { createAnswering } from "./answering.js";
import { createAsk } from "./ask.js";
import { remembered, takeLinkedPart } from "../codes.js";
import { confirm } from "./confirming.js";
import { door } from "./door.js";
import { showErased } from "./erased.js";
import { readPage } from "./page.js";
import { createRating } from "./rating.js";
import { saveAs } from "./saving.js";
import { createThread } from "./thread.js";

/** What a code's own mistakes are, before anything is asked. */
const MISTAKES = new Set(["malformed", "typing_slip"]);

/** @type {Record<string, string>} what to say, by the door's refusal */
const NOT_DELETED = { clock: "delete_clock", gone: "news_unknown" };

const linked = takeLinkedPart(location, history);
if (canSeal()) begin(readPage());
else find("not-started").classList.remove("late");

/** @param {import("./page.js").Page} page */
function begin(page) {
  const words = createWords(page.words, page.language, {});
  const worker = createCaller(() => new Worker(page.worker, { type: "module" }));
  const ask = createAsk({ words, linked, open });
  const thread = createThread(words);
  const rating = createRating(words, () => code);
  const remember = findA("remember", HTMLInputElement);
  /** @type {import("./door.js").Code | undefined} */
  let code;
  let typed = "";
  /** @type {ReturnType<typeof createAnswering> | undefined} */
  let answering;
  /** @type {import("./thread.js").Conversation | undefined} */
  let conversation;
  let round = 0;

  offerLanguages(page.languages, words);
  offerRemembered();
  find("refresh").addEventListener("click", lookForNews);
  find("solved").addEventListener("click", solve);
  // Where no mail is sent there is none to stop.
  document.getElementById("quiet")?.addEventListener("click", quiet);
  find("save").addEventListener("click", save);
  find("leave").addEventListener("click", leave);
  find("delete").addEventListener("click", erase);
  remember.addEventListener("change", changeRemembered);
  window.addEventListener("beforeunload", (event) => {
    if (answering?.holdsText()) event.preventDefault();
  });
  // Another link in the same tab changes the fragment alone.
  window.addEventListener("hashchange", () => location.reload());
  find("not-started").remove();
  find("tools").hidden = false;
  ask.show();

  /** @param {string} given */
  async function open(given) {
    ask.busy(true);
    const problem = await tryOpening(given);
    ask.busy(false);
    if (problem) return ask.complain(problem);
    typed = given;
    ask.hide();
    find("thread").hidden = false;
    remember.checked = remembered.get() !== "";
    if (conversation) answering = createAnswering({ words, page, facts: conversation.facts, worker, refresh: fetchAndOpen, isWhole });
    find("thread-heading").focus();
  }

  /** @param {string} given @returns {Promise<string | undefined>} why not */
  async function tryOpening(given) {
    try {
      code = await worker.call("derive", { code: given });
    } catch (failure) {
      return failure instanceof WorkerError && MISTAKES.has(failure.code) ? failure.code : "unreachable";
    }
    return fetchAndOpen();
  }

  /** @returns {Promise<string | undefined>} why not */
  async function fetchAndOpen() {
    const mine = (round += 1);
    const answer = code && (await door.open(code).catch(() => undefined));
    // Overtaken by a newer one, it would seem to lack what that one brought.
    if (mine !== round) return undefined;
    if (!answer || answer.status >= 500) return "unreachable";
    if (answer.status === 429) return "limited";
    if (answer.status !== 200) return "unreachable";
    try {
      const { letters, gone, trouble } = await worker.call("open", { answer: answer.body });
      conversation = { facts: answer.body, letters, gone, trouble };
    } catch (failure) {
      // Of the memo alone: a code that is no conversation's opens none.
      return failure instanceof WorkerError && failure.code === "cannot_open" ? "unknown" : "unsafe";
    }
    thread.show(conversation);
    rating.show(conversation.facts);
    // What was typed before stays, and is not sent.
    find("answer").hidden = !isWhole() && !answering?.holdsText();
    return undefined;
  }

  function isWhole() {
    return !conversation?.trouble;
  }

  async function lookForNews() {
    const before = conversation?.letters.length;
    const problem = await fetchAndOpen();
    const news = conversation?.letters.length === before ? "thread_refreshed" : "thread_new";
    find("news").textContent = words.say(problem ? `news_${problem}` : isWhole() ? news : "news_trouble");
  }

  async function solve() {
    const answer = code && (await door.solve(code).catch(() => undefined));
    find("news").textContent = words.say(answer?.status === 200 ? "solved_done" : "code_unreachable");
    if (answer?.status === 200) await fetchAndOpen();
  }

  async function quiet() {
    const answer = code && (await door.quiet(code).catch(() => undefined));
    find("news").textContent = words.say(answer?.status === 200 ? "quiet_done" : "code_unreachable");
    find("news").scrollIntoView({ block: "center" });
  }

  async function save() {
    const sure = { text: words.say("save_warning"), yes: words.say("save_yes"), no: words.say("cancel") };
    if (!(await confirm({ heading: words.say("save"), ...sure }, find("save")))) return;
    saveAs(words.say("save_name", { reference: conversation?.facts.reference ?? "" }), thread.text());
  }

  async function erase() {
    const question = {
      heading: words.say("delete_heading"),
      text: words.say("delete_text"),
      yes: words.say("delete_yes"),
      no: words.say("delete_no"),
      danger: true,
    };
    if (!code || !(await confirm(question, find("delete")))) return;
    const wish = await worker.call("wish");
    const answer = await door.delete(code, wish).catch(() => undefined);
    if (answer?.status !== 200) {
      find("news").textContent = words.say(NOT_DELETED[answer?.body.error ?? ""] ?? "delete_failed");
      return find("news").scrollIntoView({ block: "center" });
    }
    forget();
    remembered.forget();
    find("thread").remove();
    showErased(answer.body, words);
  }

  function changeRemembered() {
    if (!remember.checked) return remembered.forget();
    if (remembered.set(typed)) return;
    remember.checked = false;
    remember.disabled = true;
    find("remember-hint").textContent = words.say("remember_refused");
  }

  function offerRemembered() {
    const kept = remembered.get();
    find("remembered").hidden = !kept || linked !== "";
    find("remembered-open").addEventListener("click", () => open(remembered.get()));
    find("remembered-forget").addEventListener("click", () => {
      remembered.forget();
      find("remembered").hidden = true;
      find("code").focus();
    });
  }

  /** A shared device: nothing of the conversation stays, whatever the browser keeps of a page it leaves. */
  function leave() {
    forget();
    location.replace(location.pathname);
  }

  function forget() {
    answering?.forget();
    answering = conversation = code = undefined;
    typed = "";
    thread.clear();
    worker.call("forget").catch(() => {});
    worker.end();
  }
}
