// The form's fields: what they hold, and when they may be changed.
import { contactLinks } from "./contacts.js";
import { find, findA, make } from "./dom.js";
import { createNotifyField } from "./notifyfield.js";

/**
 * `notify` is where to write that there is an answer, empty for nowhere.
 * @typedef {{text: string, name: string, contact: string, topic: string, urgency: string, language: string, notify: string}} Letter
 */
/** @typedef {ReturnType<typeof createForm>} Form */

/**
 * @param {import("./page.js").Topic[]} topics
 * @param {Record<string, import("./contacts.js").Contact[]>} contacts whom to call in an emergency, by language
 * @param {import("./words.js").Words} words
 */
export function createForm(topics, contacts, words) {
  const form = findA("form", HTMLFormElement);
  const topic = findA("topic", HTMLSelectElement);
  const urgency = findA("urgency", HTMLSelectElement);
  const name = findA("name", HTMLInputElement);
  const contact = findA("contact", HTMLInputElement);
  const message = findA("message", HTMLTextAreaElement);
  const notify = createNotifyField(words);
  const typed = [name, contact, message];
  /** @type {Set<EventTarget | null>} what the patient has changed, if only to clear it */
  const touched = new Set();
  const error = find("message-error");
  let errorShown = false;

  topic.append(...topics.map(({ code }) => make("option", { value: code })));
  words.follow(label);
  urgency.addEventListener("change", label);
  message.addEventListener("input", () => errorShown && complain(false));
  form.addEventListener("input", ({ target }) => touched.add(target));
  // A form with fields may be submitted by keyboards and extensions; it must never go anywhere.
  form.addEventListener("submit", (event) => event.preventDefault());

  function label() {
    for (const [index, option] of [...topic.options].entries()) {
      const labels = topics[index]?.label ?? {};
      option.textContent = labels[words.language] ?? Object.values(labels)[0] ?? option.value;
    }
    find("urgent-hint").replaceChildren(
      ...(urgency.value === "urgent" ? [words.say("urgent_hint"), ...contactLinks(contacts, words, { class: "call" })] : []),
    );
    if (errorShown) complain(true);
  }

  /** @param {boolean} show */
  function complain(show) {
    errorShown = show;
    error.textContent = show ? words.say("error_message") : "";
    message.setAttribute("aria-invalid", String(show));
  }

  /**
   * A choice that the page does not offer stays as it is, and so does what the patient has changed: the site must not
   * turn an urgent letter into one that waits, or put its own address in place of the patient's.
   * @param {Record<string, unknown>} facts the site's: topic, urgency, name, contact
   */
  function prefill(facts) {
    if (!touched.has(topic)) choose(topic, facts.topic);
    if (!touched.has(urgency)) choose(urgency, facts.urgency);
    if (!touched.has(name)) write(name, facts.name);
    if (!touched.has(contact)) write(contact, facts.contact);
    label();
  }

  return {
    form,
    message,
    prefill,
    /** @returns {Letter} */
    read: () => ({
      text: message.value,
      name: name.value,
      contact: contact.value,
      topic: topic.value,
      urgency: urgency.value,
      language: words.language,
      notify: notify.read(),
    }),
    /** Whether it can be sent; says so in the page, and goes there, where something is missing or wrong. */
    isComplete() {
      const fits = notify.isFit();
      const complete = message.value.trim() !== "";
      complain(!complete);
      if (!complete) message.focus();
      return complete && fits;
    },
    holdsText: () => message.value !== "",
    /** @param {boolean} locked */
    lock(locked) {
      for (const field of typed) field.readOnly = locked;
      notify.lock(locked);
      topic.disabled = urgency.disabled = locked;
    },
    /** Drops what was typed, and the fields with what the browser keeps of it to undo. */
    discard() {
      for (const field of typed) field.value = "";
      notify.clear();
      form.remove();
    },
  };
}

/**
 * @param {HTMLSelectElement} select
 * @param {unknown} value
 */
function choose(select, value) {
  if (!select.disabled && [...select.options].some((option) => option.value === value)) select.value = String(value);
}

/**
 * @param {HTMLInputElement} field
 * @param {unknown} value
 */
function write(field, value) {
  if (typeof value === "string" && field.value === "" && !field.readOnly) field.value = value.slice(0, field.maxLength);
}
