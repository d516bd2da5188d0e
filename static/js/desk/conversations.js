// The desk's working view: the list, and the conversation that is opened from it.
import { make } from "../dom.js";
import { createActs } from "./acts.js";
import { createScroller } from "./anchor.js";
import { createConversation } from "./conversation.js";
import { createDrafts } from "./drafts.js";
import { createFacts } from "./facts.js";
import { queryOf, readFilters } from "./filters.js";
import { showHelp } from "./help.js";
import { createKeyboard } from "./keyboard.js";
import { createListPane } from "./listpane.js";
import { createShelf } from "./saved/shelf.js";
import { createSearchIndex } from "./searchindex.js";
import { shortcutsOf } from "./shortcuts.js";
import { createUndo } from "./undo.js";

const drafts = createDrafts(); // the one thing that outlives a lock

/** @typedef {import("./shell.js").Context} Context */

/** @returns {import("./shell.js").View} */
function createConversations() {
  /** @type {ReturnType<typeof begin> | undefined} */
  let shown;

  /**
   * @param {HTMLElement} main
   * @param {Context} context
   * @param {string} reference none: the list
   */
  function start(main, context, reference) {
    const ending = new AbortController();
    context.signal.addEventListener("abort", () => ending.abort());
    shown?.end();
    main.replaceChildren();
    shown = begin(main, Object.create(context, { signal: { value: ending.signal } }), () => {
      ending.abort();
      start(main, context, shown?.reference() ?? "");
      shown?.focus();
    });
    void shown.go(reference);
  }

  return {
    open: (main, { reference = "" }, context) => start(main, context, reference),
    move({ reference = "" }) {
      const before = shown?.reference();
      void shown?.go(reference);
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
  const shelf = createShelf(context);
  const undo = createUndo(signal);
  const acts = createActs({ context, undo, done, outdated });
  const list = createListPane({
    pane: listElement,
    context,
    facts,
    scroller: createScroller(listElement, signal),
    find: index.find,
    choose: (filters) => context.go(location.pathname + queryOf(filters)),
    help,
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
    shelf,
    read: ({ sealed, letters, joined }) => {
      if (sealed.slug !== context.inbox.slug) {
        elsewhere(sealed.slug);
        return false;
      }
      index.add(sealed.reference, [...letters, ...joined.flatMap((each) => each.letters)].map(wordsOf));
      list.patch(sealed.reference, { version: sealed.version, state: sealed.state, assignee: sealed.assignee, due: sealed.due });
      return true;
    },
    leave: toList,
    listAddress: list.address,
  });
  const shortcuts = shortcutsOf({ context, list, conversation, acts, undo, help });
  const keyboard = createKeyboard({ shortcuts, isBusy: context.modal, signal });
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

  function help() {
    showHelp(context.dialogs, keyboard);
  }

  function toList() {
    context.go(list.address());
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
      else list.focusHeading();
    },
    end() {
      index.clear();
      shelf.forget();
    },
  };
}

/** All that is to be found of a letter. @param {import("./opener.js").Letter} letter */
function wordsOf({ text, name = "", contact = "" }) {
  return [text, name, contact].join("\n");
}
