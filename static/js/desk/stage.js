// What `main` shows: one view at a time, opened and closed as the address changes.
import { make, makeButton } from "../dom.js";
import { sentenceFor } from "./sentences.js";

/** @typedef {import("./shell.js").View} View */
/** @typedef {import("./shell.js").Context} Context */
/** @typedef {Record<string, string>} Params */

/**
 * @param {HTMLElement} main
 * @param {(signal: AbortSignal) => Context} contextWith
 */
export function createStage(main, contextWith) {
  /** @type {{view: View, context: Context, ending: AbortController} | undefined} */
  let shown;

  /**
   * @param {View} view
   * @param {string} name
   * @param {Params} params
   */
  async function open(view, name, params) {
    close();
    const ending = new AbortController();
    const context = contextWith(ending.signal);
    shown = { view, context, ending };
    main.dataset.view = name;
    try {
      const opening = view.open(main, params, context);
      focusHeading();
      await opening;
      if (!ending.signal.aborted) focusHeading();
    } catch (failure) {
      if (!ending.signal.aborted) showFailure(failure, () => void open(view, name, params));
    }
  }

  function close() {
    const before = shown;
    shown = undefined;
    before?.ending.abort();
    before?.view.close?.();
    main.replaceChildren();
    main.className = "desk-main";
    delete main.dataset.view;
  }

  /** To be read from its beginning, unless the view has put the focus at a place of its own. */
  function focusHeading() {
    const heading = main.querySelector("h1");
    if (heading && !main.contains(document.activeElement)) heading.focus({ preventScroll: true });
  }

  /**
   * @param {unknown} failure
   * @param {() => void} again
   */
  function showFailure(failure, again) {
    const sentence = sentenceFor(failure);
    if (!sentence) return;
    main.replaceChildren(
      make(
        "section",
        { class: "stack" },
        make("h1", { tabindex: "-1" }, "This cannot be shown"),
        make("p", {}, sentence),
        make("p", {}, makeButton("Try again", {}, again)),
      ),
    );
    focusHeading();
  }

  return {
    /**
     * @param {View} view
     * @param {string} name
     * @param {Params} params
     * @param {{anew?: boolean}} [how] anew: even where the view could move to the new address
     */
    async show(view, name, params, { anew = false } = {}) {
      if (anew || shown?.view !== view || !view.move) return open(view, name, params);
      main.dataset.view = name;
      await view.move(params, shown.context);
    },
    close,
  };
}
