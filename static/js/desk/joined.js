// Other conversations of the same patient: those that go on in this one, and the one that this goes on in.
import { make } from "../dom.js";
import { makeLetter } from "./letters.js";
import { alarmPanel } from "./notices.js";

/**
 * @param {import("./opener.js").Opened} opened
 * @returns {HTMLElement[]}
 */
export function joinedPart({ sealed, joined }) {
  const other = sealed.goes_on_in;
  return [
    ...(other
      ? [make("p", { class: "notice" }, "This conversation goes on in ", make("a", { href: `/desk/c/${other}` }, other), ".")]
      : []),
    ...joined.map(({ reference, letters, trouble }) =>
      make(
        "details",
        { class: "joined" },
        make("summary", {}, `Earlier, in ${reference}: ${letters.length} ${letters.length === 1 ? "letter" : "letters"}`),
        ...(trouble ? [alarmPanel(trouble)] : []),
        make("ol", { class: "letters" }, ...letters.map((letter) => make("li", {}, makeLetter(letter).element))),
      ),
    ),
  ];
}
