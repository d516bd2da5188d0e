// Which key does what in the working view.
import { NOTE, REPLY } from "./drafts.js";
import { askSnooze } from "./snoozing.js";

const WIDE = "(min-width: 1100px)"; // as in css/desk/panes.css

/** @typedef {import("./pages.js").Slip} Slip */

/**
 * @param {object} parts
 * @param {import("./shell.js").Context} parts.context
 * @param {import("./listpane.js").ListPane} parts.list
 * @param {import("./conversation.js").Conversation} parts.conversation
 * @param {import("./acts.js").Acts} parts.acts
 * @param {import("./undo.js").Undo} parts.undo
 * @param {() => void} parts.help
 * @returns {import("./keyboard.js").Shortcut[]}
 */
export function shortcutsOf({ context, list, conversation, acts, undo, help }) {
  const { role } = context.inbox;

  /** @param {number} steps */
  function step(steps) {
    const next = list.rows.beside(steps);
    if (!next) return;
    list.rows.select(next);
    if (conversation.reference() && !window.matchMedia(WIDE).matches) context.go(list.addressOf(next));
    else list.rows.focus();
  }

  /**
   * What a key does, it does to the row that has the focus, else to the conversation that is opened.
   * @param {(slip: Slip) => void} onRow
   * @param {() => void} onOpened
   */
  function act(onRow, onOpened) {
    const slip = list.slip(list.rows.selected());
    if (!list.hasFocus() && conversation.reference()) onOpened();
    else if (slip) onRow(slip);
  }

  /** @param {Slip} slip */
  function close(slip) {
    if (slip.state !== "closed") void acts.close(slip);
  }

  /** @param {Slip} slip */
  function snooze(slip) {
    if (slip.state === "closed") return;
    askSnooze(context.dialogs, slip.reference, (until, when) => void acts.snooze(slip, until, when));
  }

  /** @param {Slip} slip */
  function take(slip) {
    void acts.assign(slip, context.me.member.id, "you");
  }

  const toList = () => context.go(list.address());
  const leads = [
    { keys: "g m", does: "Go to members", act: () => context.go("/desk/members") },
    { keys: "g r", does: "Go to records", act: () => context.go("/desk/records") },
  ];
  const isReviewer = role === "reviewer";
  const acting = [
    { keys: "t", does: "Reply with a saved reply", act: conversation.answerSaved },
    { keys: "n", does: "Write a note", act: () => conversation.answer(NOTE) },
    { keys: "e", does: "Close it", act: () => act(close, conversation.close) },
    { keys: "a", does: "Take it yourself", act: () => act(take, conversation.assignToMe) },
    { keys: "s", does: "Snooze it", act: () => act(snooze, conversation.openSnooze) },
    { keys: "z", does: "Undo closing or snoozing", act: undo.use },
  ];
  return [
    { keys: "j", does: "Next conversation", act: () => step(1) },
    { keys: "k", does: "Previous conversation", act: () => step(-1) },
    { keys: "o", does: "Open it (Enter does, too)", act: () => list.rows.link(list.rows.selected())?.click() },
    { keys: "u", does: "Back to the list", act: () => (conversation.reference() ? toList() : list.rows.focus()) },
    { keys: "r", does: isReviewer ? "Review it" : "Reply", act: () => conversation.answer(REPLY) },
    ...(isReviewer ? [] : acting),
    { keys: "/", does: "Search", act: list.search.focus },
    { keys: "g l", does: "Go to the list", act: toList },
    ...(isReviewer ? [] : [{ keys: "g t", does: "Go to saved replies", act: () => context.go("/desk/replies") }]),
    ...(role === "lead" ? leads : []),
    { keys: "?", does: "Show these keys", act: help },
  ];
}
