// Six words to be written on paper, shown once; two of them are asked back before anything goes on.
import { make, makeButton } from "../dom.js";

const ASKED = 2;

/** @typedef {(heading: string, ...content: HTMLElement[]) => void} Draw puts the focus on the heading */

/**
 * Resolves once two of the words were typed back.
 * @param {Draw} draw
 * @param {string} text the words
 * @returns {Promise<void>}
 */
export function giveWords(draw, text) {
  const words = text.split(" ");
  return new Promise((resolve) => {
    const show = () =>
      drawWords(draw, words, () => {
        askBack(draw, words, show, resolve);
      });
    show();
  });
}

/**
 * @param {Draw} draw
 * @param {string[]} words
 * @param {() => void} next
 */
function drawWords(draw, words, next) {
  draw(
    "Write down these six words",
    make("p", {}, "Your passkey signs you in, but it cannot unlock your keys by itself. These words do, each time."),
    make("ol", { class: "six-words", translate: "no" }, ...words.map((word) => make("li", {}, word))),
    make("p", {}, "Write them on paper, in this order, and keep the paper where only you can get it. Take no picture."),
    make("p", {}, "They are not shown again, and nobody can tell you them."),
    makeButton("I have written them down", { class: "button main wide" }, next),
  );
}

/**
 * @param {Draw} draw
 * @param {string[]} words
 * @param {() => void} back
 * @param {() => void} done
 */
function askBack(draw, words, back, done) {
  const fields = drawnPlaces(words.length).map((place) => wordField(place));
  const error = make("p", { class: "error", id: "back-error", role: "alert" });
  const form = make(
    "form",
    { class: "stack" },
    ...fields.map(({ field }) => field),
    error,
    make("button", { class: "button main wide" }, "Go on"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = fields.find(({ input, place }) => input.value.trim().toLowerCase() !== words[place]);
    error.textContent = wrong ? `Word ${wrong.place + 1} is another one. Look at your paper.` : "";
    if (wrong) wrong.input.focus();
    else done();
  });
  draw(
    "Two of them, from your paper",
    make("p", {}, "This makes sure that you can read them later."),
    form,
    makeButton("Show the words again", { class: "button plain" }, back),
  );
  fields[0]?.input.focus();
}

/** @param {number} place from 0 */
function wordField(place) {
  const id = `word-${place + 1}`;
  const input = make("input", {
    id,
    type: "text",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    writingsuggestions: "false",
    translate: "no",
    "aria-describedby": "back-error",
  });
  return {
    place,
    input,
    field: make("div", { class: "field" }, make("label", { for: id }, `Word ${place + 1}`), input),
  };
}

/** Two different places, in order. @param {number} count */
function drawnPlaces(count) {
  const places = Array.from({ length: count }, (_, place) => place);
  const drawn = Array.from(
    { length: ASKED },
    () => places.splice(Math.floor(Math.random() * places.length), 1)[0] ?? 0,
  );
  return drawn.sort((one, other) => one - other);
}
