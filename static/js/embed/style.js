// The looks of the launcher and the panel. Sizes are in em of the reader's own default size ("medium"), because a site
// may have set its root font size to anything. A site gives its colours as --sotto-accent and --sotto-on-accent.

/**
 * The launcher lives in the site's own document, so each rule is important: the site's rules for links must not leak in.
 * `data-sotto="inline"` keeps the site's looks. The bubble is drawn with borders: a picture would need the site's img-src.
 */
export const LAUNCHER = `a[data-sotto=""]{${important(
  "all:initial;position:fixed;inset-block-end:max(1.25em,env(safe-area-inset-bottom));inset-inline-end:max(1.25em,env(safe-area-inset-right));" +
    "z-index:2147483000;display:inline-flex;align-items:center;gap:.6em;box-sizing:border-box;min-height:3.25em;padding:0 1.35em 0 1.2em;" +
    "border:1px solid transparent;border-radius:2em;font:600 medium/1.2 system-ui,sans-serif;cursor:pointer;" +
    "color:var(--sotto-on-accent,#fff);background:var(--sotto-accent,#0f5f5c);box-shadow:0 .4em 1.4em rgb(8 40 40/.28)",
)}}
a[data-sotto=""]::before{content:"";width:.95em;height:.95em;border:2px solid;border-radius:50% 50% 50% 0}
[dir=rtl] a[data-sotto=""]::before{border-radius:50% 50% 0 50%}
a[data-sotto=""]:hover{${important("filter:brightness(1.12)")}}
a[data-sotto=""]:focus-visible{${important("outline:3px solid var(--sotto-accent,#0f5f5c);outline-offset:3px")}}
@media print{a[data-sotto=""]{${important("display:none")}}}
@media (prefers-color-scheme:dark){a[data-sotto=""]{${important(
  "color:var(--sotto-on-accent,#06211f);background:var(--sotto-accent,#7fd1c7)",
)}}a[data-sotto=""]:focus-visible{${important("outline-color:var(--sotto-accent,#7fd1c7)")}}}`;

const DARK = "color-scheme:dark;--paper:#14201f;--ink:#e6efed;--line:#324543";

/** The panel: a corner on a desk, a whole sheet on a phone; the sheet's padding keeps the frame clear of notches. */
export const PANEL = `:host{all:initial}
dialog{color-scheme:light;--paper:#fbfaf7;--ink:#1d2b2a;--line:#d9dfdc;position:fixed;inset:auto;inset-block-end:1.25em;inset-inline-end:1.25em;
box-sizing:border-box;width:27em;height:min(46em,100% - 2.5em);max-width:none;max-height:none;margin:0;padding:0;border:1px solid var(--line);border-radius:1.1em;
overflow:hidden;font:medium/1.4 system-ui,sans-serif;color:var(--ink);background:var(--paper);box-shadow:0 1.2em 4em rgb(8 30 30/.32)}
@media (prefers-color-scheme:dark){dialog{${DARK}}}
[data-theme=dark]{${DARK}}
[data-theme=light]{color-scheme:light;--paper:#fbfaf7;--ink:#1d2b2a;--line:#d9dfdc}
dialog::backdrop{background:rgb(10 26 26/.26)}
.short{height:min(32em,100% - 2.5em)}
iframe{display:block;width:100%;height:100%;border:0;opacity:0}
.ready iframe{opacity:1}
button{position:absolute;inset-block-start:.5em;inset-inline-end:.5em;width:2.75em;height:2.75em;padding:0;border:0;border-radius:50%;font:inherit;color:inherit;background:none;cursor:pointer}
button::before{content:"\\2715"}
button:focus-visible{outline:3px solid;outline-offset:-3px}
i{position:absolute;inset:0;width:2.4em;height:2.4em;margin:auto;border:3px solid var(--line);border-block-start-color:var(--ink);border-radius:50%}
.ready button,.ready i{display:none}
@media (max-width:40em),(max-height:32em){dialog{inset:0;width:100%;height:100%;border:0;border-radius:0;
padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}}
@media (prefers-reduced-motion:no-preference){dialog{animation:rise .24s ease-out}i{animation:turn 1.2s linear infinite}iframe{transition:opacity .2s}}
@keyframes rise{from{opacity:0;transform:translateY(1.5em)}}
@keyframes turn{to{transform:rotate(1turn)}}`;

/**
 * A constructed sheet needs no leave from the site's style-src; where the browser has none (Safari before 16.4), a style
 * element carries the nonce that the site gave to the script.
 * @param {Document | ShadowRoot} root
 * @param {string} css
 * @param {string} nonce
 */
export function dress(root, css, nonce) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.nonce = nonce;
    style.textContent = css;
    ("head" in root ? root.head : root).append(style);
  }
}

/** @param {string} declarations */
function important(declarations) {
  return declarations.replace(/;|$/g, "!important;");
}
