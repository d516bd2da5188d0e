// What this tab has opened, to be searched. It is in memory alone, and dropped when the desk is locked.
import { fold, foldWithPlaces } from "./folding.js";

const REFERENCE = /^[0-9A-HJKMNP-TV-Z]{10}$/;
const BEFORE = 32; // characters of a line that are shown before what matches
const SHOWN = 120;
const FEWEST = 2; // characters to look for

/** @typedef {{line: string, start: number, end: number}} Match where it stands in the line */
/** @typedef {{reference: string, match: Match | null}} Result no match: the reference itself does */

export function createSearchIndex() {
  /** @type {Map<string, import("./folding.js").Folded & {text: string}>} the newest opened last */
  const texts = new Map();

  return {
    /**
     * @param {string} reference
     * @param {string[]} letters
     */
    add(reference, letters) {
      const text = letters.join("\n");
      texts.delete(reference);
      texts.set(reference, { text, ...foldWithPlaces(text) });
    },
    clear: () => texts.clear(),
    /**
     * @param {string} asked
     * @param {Iterable<string>} references also of what was never opened
     * @returns {Result[]} what was opened last comes first
     */
    find(asked, references) {
      const wanted = fold(asked).trim();
      if (wanted.length < FEWEST) return [];
      const start = asReference(asked);
      const named = [...new Set([...texts.keys(), ...references])].filter((each) => each.startsWith(start));
      const inTexts = [...texts].reverse().flatMap(([reference, known]) => {
        const place = known.folded.indexOf(wanted);
        return place < 0 ? [] : [{ reference, match: matchAt(known, place, wanted.length) }];
      });
      return [...named.map((reference) => ({ reference, match: null })), ...inTexts];
    },
  };
}

/** The reference that was typed, whole; or nothing. @param {string} asked */
export function wholeReference(asked) {
  const typed = asReference(asked);
  return REFERENCE.test(typed) ? typed : null;
}

/** References are read as return codes are: O is 0, I and L are 1. @param {string} asked */
function asReference(asked) {
  return asked.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
}

/**
 * @param {import("./folding.js").Folded & {text: string}} known
 * @param {number} place in the folded text
 * @param {number} length
 * @returns {Match}
 */
function matchAt({ text, at }, place, length) {
  const from = at[place] ?? 0;
  const to = at[place + length] ?? text.length;
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const lineEnd = text.indexOf("\n", to);
  const cut = from - lineStart > BEFORE ? wordStart(text, from - BEFORE) : lineStart;
  const end = Math.min(lineEnd < 0 ? text.length : lineEnd, cut + SHOWN);
  const lead = cut > lineStart ? "…" : "";
  return { line: lead + text.slice(cut, Math.max(end, to)), start: from - cut + lead.length, end: to - cut + lead.length };
}

/**
 * The start of the next word, so that no character is cut in half.
 * @param {string} text
 * @param {number} from
 */
function wordStart(text, from) {
  const space = text.indexOf(" ", from);
  return space < 0 || space > from + BEFORE ? from + BEFORE : space + 1;
}
