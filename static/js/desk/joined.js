// Other conversations of the same patient: those that go on in this one, and the one that this goes on in.
import { make, makeButton } from "../dom.js";
import { makeLetter } from "./letters.js";
import { alarmPanel, goneHint } from "./notices.js";

/**
 * @param {import("./opener.js").Opened} opened
 * @param {() => void} again reads the conversation once more
 * @returns {HTMLElement[]}
 */
export function joinedPart({ sealed, joined }, again) {
  const other = sealed.goes_on_in;
  return [
    ...(other
      ? [make("p", { class: "notice" }, "This conversation goes on in ", make("a", { href: `/desk/c/${other}` }, other), ".")]
      : []),
    ...withheldPart(sealed.withheld ?? [], again),
    ...joined.map(({ reference, letters, gone, trouble }) =>
      make(
        "details",
        { class: "joined" },
        make("summary", {}, `Earlier, in ${reference}: ${letters.length} ${letters.length === 1 ? "letter" : "letters"}`),
        ...(trouble ? [alarmPanel(trouble)] : []),
        ...goneHint(gone),
        make("ol", { class: "letters" }, ...letters.map((letter) => make("li", {}, makeLetter(letter).element))),
      ),
    ),
  ];
}

/**
 * Those that the reading budget did not reach. They come when there is room in it.
 * @param {string[]} withheld their references
 * @param {() => void} again
 */
function withheldPart(withheld, again) {
  if (!withheld.length) return [];
  const [count, are] = withheld.length === 1 ? ["One earlier conversation", "is"] : [`${withheld.length} earlier conversations`, "are"];
  const sentence = `${count} of this patient ${are} not shown: you have opened as many as you may for now.`;
  return [make("div", { class: "notice withheld" }, make("p", {}, sentence), makeButton("Read them", { class: "button small" }, again))];
}
