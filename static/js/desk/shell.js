// The desk's shell: who is signed in, whether their keys are unlocked, and which view is shown.
import { find } from "../dom.js";
import { createAlarms } from "./alarms.js";
import { createApi, look } from "./api.js";
import { createDialogs } from "./dialogs.js";
import { showElsewhere } from "./elsewhere.js";
import { createFrame } from "./frame.js";
import { createHerald } from "./herald.js";
import { createIdle } from "./idle.js";
import { createInboxChoice } from "./inboxchoice.js";
import { createKeys } from "./keys.js";
import { createLinks, linkedReference } from "./links.js";
import { isAllowed, notify } from "./notification.js";
import { createNavigation } from "./router.js";
import { createRoutes, isFor } from "./routes.js";
import { sentenceFor } from "./sentences.js";
import { createStage } from "./stage.js";
import { createTabs } from "./tabs.js";
import { createTitleMark } from "./titlemark.js";
import { createToasts } from "./toasts.js";
import { createTouch } from "./touch.js";
import { createGate } from "./unlock.js";
import { holdsUnsent } from "./unsent.js";
import { createWaiting } from "./waiting.js";
import { createStarter } from "./workers.js";
import { createWordsMaker } from "./wrapping.js";

const HOME = "/desk/";
const conversationPath = (/** @type {string} */ reference) => `/desk/c/${reference}`;
const SOME_CONVERSATION = conversationPath("0000000000");
const RENEW_MS = 5 * 60 * 1000; // while somebody is there: new keys begin, and the session must not end

/** @typedef {import("./me.js").Me} Me */
/** @typedef {import("./me.js").MyInbox} MyInbox */

/**
 * @typedef {object} Context what a view stands on
 * @property {import("./api.js").Api} api
 * @property {Pick<import("./keys.js").Keys, "call" | "trouble"> & {refresh: () => Promise<Me>}} keys
 * @property {Me} me the newest
 * @property {MyInbox} inbox the one that is chosen in the header
 * @property {Pick<import("./alarms.js").Alarms, "look" | "listen">} alarms
 * @property {() => boolean} wasHere whether there was a key or a pointer since this was last asked
 * @property {string} health address of the health detector's data
 * @property {(slug: string) => void} useInbox chooses it in the header, without opening the view anew
 * @property {(sentence: string, kind?: "done" | "problem") => void} say
 * @property {(failure: unknown) => void} tell says what went wrong
 * @property {(question: import("./dialogs.js").Question) => Promise<boolean>} ask
 * @property {import("./dialogs.js").Dialogs} dialogs
 * @property {() => boolean} modal whether a dialog is open
 * @property {(path: string, how?: {replace?: boolean}) => void} go
 * @property {(text: string) => void} title of the document
 * @property {() => void} lock
 * @property {() => void} signOut
 * @property {ReturnType<typeof createWordsMaker>} words
 * @property {AbortSignal} signal aborted when the view is closed
 */

/**
 * @typedef {object} View
 * @property {(main: HTMLElement, params: Record<string, string>, context: Context) => void | Promise<void>} open
 * @property {(params: Record<string, string>, context: Context) => void | Promise<void>} [move] to another address of the same view
 * @property {() => void} [close]
 * @property {() => void} [forget] drops what the view keeps while it is closed
 */

/** @param {import("./page.js").Page} page */
export function createShell(page) {
  /** @type {Me | undefined} */
  let me;
  let locked = true;

  const main = find("main");
  const startWorker = createStarter([page.worker, page.wordsWorker]);
  const startWords = () => startWorker(page.wordsWorker);
  const routes = createRoutes();
  const choice = createInboxChoice();
  const dialogs = createDialogs();
  const toasts = createToasts();
  const frame = createFrame({ choose, lock: () => lock("locked"), signOut });
  const api = createApi({
    token: () => me?.csrf ?? "",
    renew,
    touch: () => touch(),
    signedOut: () => lock("signed_out"),
  });
  const touch = createTouch({ post: api.post, dialogs });
  const keys = createKeys({
    start: () => startWorker(page.worker),
    startWords,
    fetchMe: () => api.get("/desk/me"),
    locked: () => lock("locked"),
  });
  const gate = createGate({ main, keys, signOut });
  const idle = createIdle({ warn: frame.warn, lock: () => lock("idle") });
  const tabs = createTabs(leave);
  const navigation = createNavigation(
    (path) => !locked && Boolean(routes.find(path)),
    () => locked || show(),
  );
  const alarms = createAlarms(api);
  const stage = createStage(main, contextWith);
  const titleMark = createTitleMark();
  const herald = createHerald({
    fetch: (query) => api.get("/desk/list", query),
    isAllowed: () => isAllowed() && Boolean(choice.of(me)) && isMine(HOME),
    nameOf: (slug) => me?.inboxes.find((each) => each.slug === slug)?.name ?? slug,
    notify,
    mark: (count) => titleMark.set(`(${count})`),
  });
  const links = createLinks({ canShow: canShowLink, show: showLink });
  const waiting = createWaiting();
  const words = createWordsMaker(startWords);

  /** @param {AbortSignal} signal @returns {Context} */
  function contextWith(signal) {
    return {
      api,
      keys: { call: keys.call, trouble: keys.trouble, refresh: async () => take(await keys.refresh()) },
      get me() {
        return /** @type {Me} */ (me);
      },
      get inbox() {
        return /** @type {MyInbox} */ (choice.of(me));
      },
      alarms,
      wasHere: idle.wasHere,
      health: page.health,
      useInbox,
      say: toasts.say,
      tell,
      ask: dialogs.ask,
      dialogs,
      modal: dialogs.isOpen,
      go: navigation.go,
      title: (text) => (document.title = `${text} – Sotto`),
      lock: () => lock("locked"),
      signOut,
      words,
      signal,
    };
  }

  /** @param {string} slug */
  function useInbox(slug) {
    choice.set(slug);
    if (!locked) draw();
  }

  /** Another inbox has other conversations and members: the view begins anew. @param {string} slug */
  function choose(slug) {
    useInbox(slug);
    const found = routes.find(location.pathname);
    if (found && Object.keys(found.params).length === 0) show({ anew: true });
    else navigation.go(HOME);
  }

  /** Takes in who the member is now, and whom they may act as. @param {Me} fresh */
  function take(fresh) {
    if (locked) return fresh;
    const before = choice.of(me);
    me = fresh;
    draw();
    const now = choice.of(me);
    if (before?.slug !== now?.slug || before?.role !== now?.role) show({ anew: true });
    return fresh;
  }

  /** Another tab has signed in since, perhaps somebody else. */
  async function renew() {
    const fresh = await api.get("/desk/me");
    if (fresh.member.id !== me?.member.id) lock("signed_out");
    else me = fresh;
  }

  /** @param {unknown} failure */
  function tell(failure) {
    const sentence = sentenceFor(failure);
    if (sentence) toasts.say(sentence, "problem");
  }

  /** Whether the member's role has what is at this address. @param {string} path */
  function isMine(path) {
    const found = routes.find(path);
    return Boolean(found && isFor(found.terms, choice.of(me)?.role));
  }

  /**
   * What another tab was led to is shown here, unless that would lose something. Who follows a link is not in this tab:
   * where it has the focus, some page leads away from what is being typed.
   */
  function canShowLink() {
    return !locked && !document.hasFocus() && !dialogs.isOpen() && isMine(SOME_CONVERSATION) && !holdsUnsent(main);
  }

  /** @param {string} reference */
  function showLink(reference) {
    navigation.go(conversationPath(reference));
    titleMark.set("● Opened here:");
    if (isAllowed()) notify("A conversation was opened in this tab.", "link");
  }

  /** @param {{anew?: boolean}} [how] */
  function show(how) {
    const role = choice.of(me)?.role;
    const found = routes.find(location.pathname);
    if (found && isFor(found.terms, role)) {
      frame.mark(found.pattern);
      void stage.show(found.view, found.name, found.params, how).catch(tell);
    } else if (role === undefined) {
      void stage.show(waiting, "waiting", {}, { anew: true });
    } else navigation.go(routes.places(role)[0]?.path ?? "/desk/account", { replace: true });
  }

  function draw() {
    const inbox = choice.of(me);
    if (me) frame.show(me, inbox, inbox ? routes.places(inbox.role) : [], keys.trouble);
    frame.mark(routes.find(location.pathname)?.pattern ?? "");
    if (me) alarms.follow(me);
  }

  /** Nothing of the view, nor of who was there, is left in the page. @param {import("./unlock.js").Why} why */
  function lock(why) {
    if (locked) return;
    locked = true;
    idle.stop();
    alarms.stop();
    // Who is called away goes on hearing of letters, for as long as the session lasts.
    if (why !== "idle") herald.stop();
    stage.close();
    dialogs.closeAll();
    toasts.clear();
    frame.hide();
    words.forget();
    titleMark.set("");
    document.title = "Locked – Sotto";
    void keys.lock();
    void enter(why);
  }

  /**
   * @param {import("./unlock.js").Why} why
   * @param {string} [problem]
   */
  async function enter(why, problem) {
    const before = me;
    const fresh = await gate.pass(why, why === "signed_out" ? undefined : before?.member.name, problem);
    if (before && before.member.id !== fresh.member.id) for (const view of routes.views()) view.forget?.();
    me = fresh;
    locked = false;
    main.replaceChildren();
    idle.start(fresh.idle_seconds);
    draw();
    show({ anew: true });
    herald.start();
  }

  async function signOut() {
    lock("locked");
    try {
      await api.post("/desk/sign-out");
    } catch (failure) {
      const sentence = sentenceFor(failure);
      if (sentence) return toasts.say(`You are not signed out yet. ${sentence}`, "problem");
    }
    tabs.tellSignedOut();
    leave();
  }

  /** A fresh page knows nothing of what this one knew. */
  function leave() {
    void keys.lock();
    location.replace(HOME);
  }

  return {
    /**
     * @param {string} pattern such as "/desk/c/:reference"
     * @param {View} view
     * @param {import("./routes.js").Terms} [terms]
     */
    route: (pattern, view, terms = {}) => routes.add(pattern, view, terms),

    /** Once all views are there. */
    async start() {
      addEventListener("pagehide", () => lock("locked"));
      setInterval(() => {
        if (!locked) keys.refresh().then(take, () => {});
      }, RENEW_MS);
      const linked = linkedReference();
      if (linked && (await links.offer(linked))) await showElsewhere(main);
      try {
        me = await look("/desk/me");
      } catch (failure) {
        return enter("start", sentenceFor(failure));
      }
      return enter("back");
    },
  };
}
