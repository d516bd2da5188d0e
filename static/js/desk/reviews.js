// What reviewers said of a conversation, for its leads and for other reviewers.
import { make } from "../dom.js";
import { wordsForScore } from "./scorewords.js";
import { timeElement } from "./times.js";

/** @typedef {import("./opener.js").Review} Review */

/**
 * A fold, closed at first. A reviewer's own stands elsewhere.
 * @param {Review[]} reviews
 */
export function reviewsPart(reviews) {
  const others = reviews.filter(({ mine }) => !mine);
  if (!others.length) return [];
  return [
    make(
      "details",
      { class: "joined reviews" },
      make("summary", {}, `Reviews (${others.length})`),
      make("ul", { class: "reviews-list" }, ...others.map((review) => make("li", {}, ...reviewContent(review)))),
    ),
  ];
}

/** @param {Review} review */
export function reviewContent(review) {
  const by = make("p", { class: "review-by" }, make("bdi", { translate: "no" }, review.by), ", ", timeElement(review.received));
  if (review.trouble !== null) return [by, make("p", {}, "This review does not fit the conversation, or cannot be opened. It is not shown.")];
  return [
    by,
    make("p", { class: "review-score" }, wordsForScore(review.score)),
    ...(review.text ? [make("div", { class: "letter-text", dir: "auto", translate: "no" }, review.text)] : []),
  ];
}
