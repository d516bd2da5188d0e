// Asks for the return code: whole, or the part that a link lacks.
import { find, findA } from "../dom.js";
import { REST } from "../codes.js";

/**
 * @param {object} parts
 * @param {import("../words.js").Words} parts.words
 * @param {string} parts.linked the code's part that came with the link, or nothing
 * @param {(code: string) => void} parts.open
 */
export function createAsk({ words, linked, open }) {
  const form = findA("ask", HTMLFormElement);
  const field = findA("code", HTMLInputElement);
  const error = find("code-error");
  const state = find("ask-state");
  const whole = find("ask-whole");
  let complaint = "";

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const typed = field.value.trim();
    if (typed) open(linked + typed);
    else complain("missing");
  });
  field.addEventListener("input", () => complaint && complain(""));
  whole.addEventListener("click", () => {
    linked = "";
    field.value = "";
    draw();
    field.focus();
  });
  words.follow(draw);

  function draw() {
    const rest = linked ? "_rest" : "";
    find("ask-intro").textContent = words.say(`ask${rest}_intro`);
    find("code-label").textContent = words.say(linked ? "ask_rest" : "ask_code");
    find("code-hint").textContent = words.say(`ask${rest}_hint`);
    // Dashes and spaces may be typed too.
    field.size = linked ? REST + 2 : 27;
    whole.hidden = !linked;
    if (complaint) complain(complaint);
  }

  /** @param {string} reason the end of a sentence's key, or nothing */
  function complain(reason) {
    complaint = reason;
    error.textContent = reason ? words.say(`code_${reason}`) : "";
    field.setAttribute("aria-invalid", String(reason !== ""));
    if (reason) field.focus();
  }

  return {
    complain,
    /** @param {boolean} busy */
    busy(busy) {
      form.setAttribute("aria-busy", String(busy));
      state.hidden = !busy;
      state.textContent = busy ? words.say("ask_opening") : "";
    },
    show() {
      form.hidden = false;
      field.value = "";
    },
    hide() {
      form.hidden = true;
      field.value = "";
      linked = "";
      draw();
    },
  };
}
