// The patient's page: puts its parts together.
import { find, findA } from "./dom.js";
import { createForm } from "./form.js";
import { createKeys, pinsOf, rememberSeen, slugOf } from "./keys.js";
import { offerLanguages } from "./languages.js";
import { createMessaging } from "./messaging.js";
import { readPage } from "./page.js";
import { createPause } from "./pause.js";
import { createDoor } from "./post.js";
import { showReceipt } from "./receipt.js";
import { createSealer, SealerError } from "./sealer.js";
import { createSender, Refused, refusalOf } from "./sender.js";
import { createShared } from "./shared.js";
import { createState } from "./state.js";
import { canSeal } from "./support.js";
import { createWords } from "./words.js";
import { helpWriting } from "./writing.js";

const FIRST_TOUCHES = ["pointerdown", "focusin", "keydown", "input"];
const THEMES = ["light", "dark", "auto"];

if (canSeal()) begin(readPage());
else find("not-started").classList.remove("late");

/** @param {import("./page.js").Page} page */
function begin(page) {
  const words = createWords(page.words, page.language, { team: page.team, phone: page.help.phone ?? "" });
  const form = createForm(page.topics, page.crisis, words);
  const sendButton = findA("send", HTMLButtonElement);
  const pause = createPause((seconds) => state.tick(seconds));
  const state = createState({ words, help: page.help, hurry: pause.hurry });
  const messaging = createMessaging(page.sites, {
    open: welcome,
    set: ({ theme, language }) => {
      if (THEMES.includes(String(theme))) document.documentElement.dataset.theme = String(theme);
      if (page.languages.includes(String(language))) words.use(String(language));
    },
    prefill: (facts) => {
      form.prefill(facts);
      shared.draw();
    },
  });

  const pins = pinsOf(location.hash);
  const inbox = slugOf(location.pathname);
  const door = createDoor(inbox);
  const sealer = createSealer(() => new Worker(page.worker, { type: "module" }));
  const keys = createKeys({
    pins,
    inbox,
    fetchKeys: door.keys,
    sealer,
    seen: rememberSeen(inbox, pins),
    now: () => Date.now() / 1000,
  });
  const sender = createSender({
    door,
    keys,
    sealer,
    token: form.form.dataset.token ?? "",
    wait: pause.take,
    show: state.show,
  });

  const shared = createShared({ shared: page.shared, form, words });
  const aid = helpWriting(form.message, words, page);
  let sending = false;

  offerLanguages(page.languages, words);
  sendButton.addEventListener("click", send);
  find("close").addEventListener("click", () => messaging.tell("close"));
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) messaging.tell("close");
  });
  window.addEventListener("online", pause.hurry);
  window.addEventListener("beforeunload", (event) => {
    if (form.holdsText()) event.preventDefault();
  });
  for (const touch of FIRST_TOUCHES) form.form.addEventListener(touch, prepare);
  find("not-started").remove();
  find("tools").hidden = form.form.hidden = false;

  function welcome() {
    find("close").hidden = false;
    if (document.activeElement === document.body) document.getElementById("heading")?.focus({ preventScroll: true });
  }

  /** At the first touch: the worker, and the keys, so that a lost connection later finds all that sealing needs. */
  async function prepare() {
    for (const touch of FIRST_TOUCHES) form.form.removeEventListener(touch, prepare);
    if (!pins.length) return refuse("no_pin");
    try {
      await keys.ensure();
    } catch (failure) {
      const refused = failure instanceof SealerError && failure.code !== "unavailable";
      if (refused && !sending) refuse(refusalOf(failure).reason);
    }
  }

  async function send() {
    if (sending || !form.isComplete()) return;
    lock(true);
    try {
      await finish(await sender.send(form.read()));
    } catch (failure) {
      refuse(failure instanceof Refused ? failure.reason : "broken");
    } finally {
      lock(false);
    }
  }

  /** @param {boolean} locked */
  function lock(locked) {
    sending = locked;
    form.lock(locked);
    aid.lock(locked);
    sendButton.setAttribute("aria-disabled", String(locked));
  }

  /** @param {string} reason */
  function refuse(reason) {
    state.refuse(reason, form.holdsText());
    messaging.tell("error");
  }

  /** @param {import("./receipt.js").Receipt} receipt */
  async function finish(receipt) {
    messaging.tell("sent");
    state.clear();
    aid.forget();
    form.discard();
    showReceipt(receipt, page.qr, words);
    await sealer.forget();
  }
}
