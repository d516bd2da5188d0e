// The desk's working view: the list, and the conversation that is opened from it.
import { make } from "../dom.js";
import { createActs } from "./acts.js";
import { createScroller } from "./anchor.js";
import { createConversation } from "./conversation.js";
import { createDrafts, NOTE, REPLY } from "./drafts.js";
import { createFacts } from "./facts.js";
import { queryOf, readFilters } from "./filters.js";
import { showHelp } from "./help.js";
import { createKeyboard } from "./keyboard.js";
import { createListPane } from "./listpane.js";
import { createSearchIndex } from "./searchindex.js";
import { createUndo } from "./undo.js";

const WIDE = "(min-width: 1100px)"; // as in css/desk/panes.css
const CONVERSATION = "/desk/c/";
const drafts = createDrafts(); // the one thing that outlives a lock

/** @typedef {import("./shell.js").Context} Context */

/** @returns {import("./shell.js").View} */
function createConversations() {
  /** @type {ReturnType<typeof begin> | undefined} */
  let shown;

  /**
   * @param {HTMLElement} main
   * @param {Context} context
   */
  function start(main, context) {
    const ending = new AbortController();
    context.signal.addEventListener("abort", () => ending.abort());
    shown?.end();
    main.replaceChildren();
    shown = begin(main, Object.create(context, { signal: { value: ending.signal } }), () => {
      ending.abort();
      start(main, context);
      shown?.focus();
    });
    void shown.go(referenceIn(location.pathname));
  }

  return {
    open: (main, _params, context) => start(main, context),
    move({ reference }) {
      const before = shown?.reference();
      void shown?.go(reference ?? "");
      if (shown?.reference() !== before) shown?.focus();
    },
    close() {
      shown?.end();
      shown = undefined;
    },
    forget: drafts.forget,
  };
}

export const conversations = createConversations();

/** @param {string} path */
function referenceIn(path) {
  return path.startsWith(CONVERSATION) ? decodeURIComponent(path.slice(CONVERSATION.length)) : "";
}

/**
 * @param {HTMLElement} main
 * @param {Context} context
 * @param {() => void} anew another inbox was chosen: all that is shown is of the one before
 */
function begin(main, context, anew) {
  const { signal, say } = context;
  const listElement = make("section", { class: "list-pane", "aria-label": "List" });
  const element = make("section", { class: "conversation-pane", "aria-label": "Conversation" });
  const panes = make("div", { class: "panes" }, listElement, element);
  main.classList.add("wide", "working");
  main.append(panes);

  const facts = createFacts(context.inbox, context.me.member.id);
  const index = createSearchIndex();
  const undo = createUndo(signal);
  const acts = createActs({ context, undo, done, outdated });
  const list = createListPane({
    pane: listElement,
    context,
    facts,
    scroller: createScroller(listElement, signal),
    find: index.find,
    choose: (filters) => context.go(location.pathname + queryOf(filters)),
    help: () => showHelp(context.dialogs, keyboard),
    drawn: (slips) => {
      const slip = slips.get(conversation.reference());
      if (slip) conversation.hear(slip);
    },
  });
  const conversation = createConversation({
    pane: element,
    context,
    facts,
    drafts,
    acts,
    read: ({ sealed, letters }) => {
      if (sealed.slug !== context.inbox.slug) {
        elsewhere(sealed.slug);
        return false;
      }
      index.add(sealed.reference, letters.map(({ text, name = "", contact = "" }) => [text, name, contact].join("\n")));
      list.patch(sealed.reference, { version: sealed.version, state: sealed.state, assignee: sealed.assignee, due: sealed.due });
      return true;
    },
    leave: toList,
    listAddress: list.address,
  });
  const keyboard = createKeyboard({ shortcuts: shortcuts(), isBusy: context.modal, signal });
  window.addEventListener("beforeunload", (event) => drafts.hold() && event.preventDefault(), { signal });

  /**
   * @param {string} reference
   * @param {Partial<import("./conversation.js").Known>} facts
   */
  function done(reference, facts) {
    list.patch(reference, facts);
    if (reference === conversation.reference()) conversation.changed(facts);
    void list.look();
  }

  /** The address names a conversation of another inbox than the one that was chosen. @param {string} slug */
  function elsewhere(slug) {
    context.useInbox(slug);
    if (context.inbox.slug === slug) anew();
  }

  /** @param {string} reference */
  function outdated(reference) {
    void list.look();
    if (reference === conversation.reference()) void conversation.outdated();
    else say("Somebody changed this meanwhile. Look at it again.", "problem");
  }

  function toList() {
    context.go(list.address());
  }

  function isWide() {
    return window.matchMedia(WIDE).matches;
  }

  /** @param {number} steps */
  function step(steps) {
    const next = list.rows.beside(steps);
    if (!next) return;
    list.rows.select(next);
    if (conversation.reference() && !isWide()) context.go(list.addressOf(next));
    else list.rows.focus();
  }

  /**
   * What a key does, it does to the row that has the focus, else to the conversation that is opened.
   * @param {(target: import("./acts.js").Target) => void} onRow
   * @param {() => void} onOpened
   */
  function act(onRow, onOpened) {
    const slip = list.slip(list.rows.selected());
    if (!listElement.contains(document.activeElement) && conversation.reference()) onOpened();
    else if (slip && context.inbox.role !== "reviewer") onRow(slip);
  }

  /** @returns {import("./keyboard.js").Shortcut[]} */
  function shortcuts() {
    const leads = [
      { keys: "g m", does: "Go to members", act: () => context.go("/desk/members") },
      { keys: "g r", does: "Go to records", act: () => context.go("/desk/records") },
    ];
    return [
      { keys: "j", does: "Next conversation", act: () => step(1) },
      { keys: "k", does: "Previous conversation", act: () => step(-1) },
      { keys: "o", does: "Open it (Enter does, too)", act: () => list.rows.link(list.rows.selected())?.click() },
      { keys: "u", does: "Back to the list", act: () => (conversation.reference() ? toList() : list.rows.focus()) },
      { keys: "r", does: "Reply", act: () => conversation.answer(REPLY) },
      { keys: "n", does: "Write a note", act: () => conversation.answer(NOTE) },
      { keys: "e", does: "Close it", act: () => act((slip) => slip.state !== "closed" && acts.close(slip), conversation.close) },
      { keys: "a", does: "Take it yourself", act: () => act((slip) => acts.assign(slip, context.me.member.id, "you"), conversation.assignToMe) },
      { keys: "s", does: "Snooze the open one", act: conversation.openSnooze },
      { keys: "z", does: "Undo closing or snoozing", act: undo.use },
      { keys: "/", does: "Search", act: list.search.focus },
      { keys: "g l", does: "Go to the list", act: toList },
      ...(context.inbox.role === "lead" ? leads : []),
      { keys: "?", does: "Show these keys", act: () => showHelp(context.dialogs, keyboard) },
    ];
  }

  return {
    reference: conversation.reference,
    /** @param {string} reference none: the list */
    go(reference) {
      const isOther = reference !== conversation.reference() || !panes.dataset.showing;
      panes.dataset.showing = reference ? "conversation" : "list";
      list.show(readFilters(location.search), !reference);
      list.rows.mark(reference);
      if (!isOther) return;
      if (reference) {
        list.rows.select(reference);
        return conversation.show(reference, list.slip(reference));
      }
      conversation.hide();
      context.title("Conversations");
    },
    focus() {
      if (conversation.reference()) conversation.focus();
      else if (list.rows.selected()) list.rows.focus();
      else listElement.querySelector("h1")?.focus({ preventScroll: true });
    },
    end() {
      index.clear();
    },
  };
}
