// The place below the letters for who reviews them: how it was handled, from one to five, and why.
import { make, makeButton } from "../dom.js";
import { REVIEW } from "./drafts.js";
import { createReviewForm } from "./reviewform.js";
import { wordsForScore } from "./scorewords.js";
import { sentenceFor } from "./sentences.js";
import { timeElement } from "./times.js";

/** @typedef {import("./opener.js").Opened} Opened */
/** @typedef {import("./reviewform.js").Said} Said */

/**
 * Has the face of createAnswer, in whose place it stands.
 * @param {object} parts
 * @param {string} parts.health
 * @param {import("./drafts.js").Drafts} parts.drafts
 * @param {import("./reviewing.js").Reviewing} parts.reviewing
 * @param {() => void} parts.leave out of the field, by the keyboard
 * @param {(reference: string) => void} parts.saved
 */
export function createReview({ health, drafts, reviewing, leave, saved }) {
  const heading = make("h2", { tabindex: "-1", id: "review-heading" }, "Your review");
  const told = make("p", { class: "unseen", role: "status" });
  const place = make("div", { class: "review-place" });
  const element = make("section", { class: "answer review", "aria-labelledby": heading.id, hidden: "" }, heading, told, place);
  /** @type {Opened | undefined} */
  let opened;
  /** @type {import("./reviewform.js").ReviewForm | undefined} none while what was saved is shown */
  let form;
  let busy = false;

  function reference() {
    return String(opened?.sealed.reference ?? "");
  }

  /** The reviewer's own, as it was saved last. */
  function own() {
    const mine = opened?.reviews.find((review) => review.mine);
    return mine?.trouble === null ? mine : undefined;
  }

  function draw() {
    const draft = readDraft(drafts.get(reference(), REVIEW));
    const mine = own();
    if (!draft && mine) showSaved(mine);
    else write(draft ?? { score: 0, text: "" });
  }

  function clear() {
    form?.forget();
    form = undefined;
    told.textContent = "";
    place.replaceChildren();
  }

  /** @param {Said & {received: number}} mine */
  function showSaved(mine) {
    clear();
    place.append(
      make("p", { class: "review-score" }, `You gave ${wordsForScore(mine.score)}.`),
      ...(mine.text ? [make("div", { class: "letter-text", dir: "auto", translate: "no" }, mine.text)] : []),
      make("p", { class: "hint" }, "Saved ", timeElement(mine.received), ". Reviewers and leads of this inbox can read it."),
      makeButton("Change it", { class: "button small" }, () => {
        write(mine);
        form?.focus();
      }),
    );
  }

  /** @param {Said} said */
  function write(said) {
    const of = reference();
    clear();
    form = createReviewForm({
      place,
      health,
      said,
      keep: (now) => drafts.set(of, REVIEW, packDraft(now)),
      save,
      giveUp: own() ? giveUp : null,
      leave,
    });
  }

  /** @param {Said} said */
  async function save(said) {
    const [mine, field] = [opened, form];
    if (!mine || !field) return;
    field.lock(true);
    busy = true;
    try {
      await reviewing.send(mine, said);
      drafts.set(mine.sealed.reference, REVIEW, "");
      if (opened === mine) showOwn(mine, said);
      saved(mine.sealed.reference);
    } catch (failure) {
      const sentence = sentenceFor(failure);
      if (sentence) field.complain(`Not saved. What you wrote is still here. ${sentence}`);
    } finally {
      busy = false;
      field.lock(false);
    }
  }

  /**
   * As it is once it is saved.
   * @param {Opened} mine
   * @param {Said} said
   */
  function showOwn(mine, said) {
    const others = mine.reviews.filter((review) => !review.mine);
    opened = { ...mine, reviews: [...others, { id: "", by: "", mine: true, received: Date.now() / 1000, ...said, trouble: null }] };
    draw();
    heading.focus();
    told.textContent = "Your review is saved.";
  }

  function giveUp() {
    drafts.set(reference(), REVIEW, "");
    draw();
    heading.focus();
  }

  return {
    element,
    isBusy: () => busy,
    /** @param {Opened} now */
    show(now) {
      const [isOther, before] = [now.sealed.reference !== reference(), own()];
      opened = now;
      element.hidden = false;
      const mine = own();
      const isSame = before?.score === mine?.score && before?.text === mine?.text;
      if (isOther || !isSame) draw();
    },
    hide() {
      opened = undefined;
      clear();
      element.hidden = true;
    },
    begin() {
      if (form) form.focus();
      else place.querySelector("button")?.focus();
    },
    beginSaved() {}, // there is no reply to choose
  };
}

/** @param {Said} said */
function packDraft({ score, text }) {
  return score || text ? JSON.stringify({ score, text }) : "";
}

/** @param {string} draft @returns {Said | undefined} */
function readDraft(draft) {
  return draft ? JSON.parse(draft) : undefined;
}
