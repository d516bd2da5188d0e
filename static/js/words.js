// What the page says, in the language in use. The sentences come with the page (templates/patient/words/).

/** @typedef {ReturnType<typeof createWords>} Words */

/**
 * @param {Record<string, Record<string, string>>} all sentences by language and key
 * @param {string} language the first one in use
 * @param {Record<string, string>} facts values that any sentence may name in braces
 */
export function createWords(all, language, facts) {
  /** @type {(() => void)[]} */
  const listeners = [];

  /**
   * @param {string} key
   * @param {Record<string, string | number>} [values] values for the names in braces
   */
  function say(key, values = {}) {
    const sentence = all[language]?.[key] ?? all.en?.[key] ?? "";
    const known = { ...facts, ...values };
    return sentence.replace(/\{([a-z]+)\}/g, (whole, name) => String(known[name] ?? whole));
  }

  return {
    say,
    /**
     * A sentence in a language that need not be the one in use.
     * @param {string} other
     * @param {string} key
     */
    in: (other, key) => all[other]?.[key] ?? "",
    get language() {
      return language;
    },
    /**
     * Speaks another language from now on. Answers whether it has it.
     * @param {string} wanted
     */
    use(wanted) {
      if (!(wanted in all)) return false;
      language = wanted;
      for (const listener of listeners) listener();
      return true;
    },
    /**
     * Runs now and whenever the language changes.
     * @param {() => void} listener
     */
    follow(listener) {
      listeners.push(listener);
      listener();
    },
  };
}

/**
 * Puts the sentences into every element that names one.
 * @param {ParentNode} root
 * @param {Words} words
 */
export function fill(root, words) {
  for (const element of root.querySelectorAll("[data-say]")) {
    element.textContent = words.say(element.getAttribute("data-say") ?? "");
  }
  for (const element of root.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", words.say(element.getAttribute("data-say-label") ?? ""));
  }
}
