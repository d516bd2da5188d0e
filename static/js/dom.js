// Elements are looked up and made here; text only ever goes in as text.

/**
 * The page's element with this id.
 * @param {string} id
 * @returns {HTMLElement}
 * @throws {Error} when the page has none
 */
export function find(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * The page's element with this id, which must be of the given class.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 * @throws {Error} when it is of another
 */
export function findA(id, kind) {
  const element = find(id);
  if (!(element instanceof kind)) throw new Error(`#${id} is no ${kind.name}`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {string} text
 * @param {Record<string, string>} attributes
 * @param {(event: MouseEvent) => void} act
 * @returns {HTMLButtonElement}
 */
export function makeButton(text, attributes, act) {
  const button = make("button", { type: "button", class: "button", ...attributes }, text);
  button.addEventListener("click", act);
  return button;
}
