// The choice of language, without losing what is typed.
import { find, makeButton } from "./dom.js";
import { fill } from "./words.js";

/**
 * @param {string[]} languages
 * @param {import("./words.js").Words} words
 */
export function offerLanguages(languages, words) {
  const group = find("languages");
  group.hidden = languages.length < 2;
  const buttons = languages.map((language) => {
    const button = makeButton(words.in(language, "language_name"), { class: "button plain", lang: language }, () => {
      words.use(language);
    });
    return { language, button };
  });
  group.replaceChildren(...buttons.map(({ button }) => button));

  words.follow(() => {
    document.documentElement.lang = words.language;
    document.title = words.say("title");
    fill(document, words);
    for (const { language, button } of buttons) {
      button.setAttribute("aria-pressed", String(language === words.language));
    }
  });
}
