// A mark before the document's title, for as long as the member looks at another tab.

const SIGNS = ["focus", "pointerdown", "keydown"];

/** @typedef {ReturnType<typeof createTitleMark>} TitleMark */

export function createTitleMark() {
  let mark = "";

  /** @param {string} text nothing takes it away */
  function set(text) {
    const bare = mark && document.title.startsWith(`${mark} `) ? document.title.slice(mark.length + 1) : document.title;
    mark = text;
    document.title = text ? `${text} ${bare}` : bare;
  }

  const clear = () => mark && set("");
  for (const sign of SIGNS) window.addEventListener(sign, clear, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => document.hidden || clear());
  return { set };
}
