// What is marked in a text and what is asked about it, as plain values. Offsets are UTF-16 units, as in a textarea.

/** @typedef {{start: number, end: number, kind: string}} Finding */

/**
 * One thing to look at: the same words in the same sense, wherever they stand.
 * @typedef {{key: string, kind: string, excerpt: string, findings: Finding[]}} Item
 */

const HEALTH = new Set([
  "condition",
  "symptom",
  "medicine",
  "procedure",
  "measurement",
  "mental_health",
  "sexual_reproductive",
]);

/** @param {string} kind */
export function isHealth(kind) {
  return HEALTH.has(kind);
}

/**
 * The findings as items, without those the patient keeps; what could be misused comes before what is personal.
 * @param {string} text
 * @param {Finding[]} findings
 * @param {Set<string>} kept keys
 * @returns {Item[]}
 */
export function itemsOf(text, findings, kept) {
  /** @type {Map<string, Item>} */
  const items = new Map();
  for (const finding of findings) {
    const excerpt = text.slice(finding.start, finding.end);
    const key = `${finding.kind} ${excerpt.toLowerCase()}`;
    if (kept.has(key)) continue;
    const item = items.get(key) ?? { key, kind: finding.kind, excerpt, findings: [] };
    item.findings.push(finding);
    items.set(key, item);
  }
  const all = [...items.values()];
  return [...all.filter(({ kind }) => !isHealth(kind)), ...all.filter(({ kind }) => isHealth(kind))];
}

/**
 * @param {string} text
 * @param {Finding[]} findings not overlapping
 * @param {string} replacement
 */
export function replaceAll(text, findings, replacement) {
  return [...findings]
    .sort((one, other) => other.start - one.start)
    .reduce((left, { start, end }) => left.slice(0, start) + replacement + left.slice(end), text);
}

/**
 * The findings of the text before an edit, where they stand after it; those that the edit touched are gone.
 * @param {Finding[]} findings
 * @param {string} before
 * @param {string} after
 */
export function carryOver(findings, before, after) {
  const head = commonHead(before, after);
  const tail = commonTail(before, after, head);
  const shift = after.length - before.length;
  return findings.flatMap((finding) => {
    if (finding.end <= head) return [finding];
    if (finding.start < before.length - tail) return [];
    return [{ ...finding, start: finding.start + shift, end: finding.end + shift }];
  });
}

/**
 * @param {string} one
 * @param {string} other
 */
function commonHead(one, other) {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}

/**
 * @param {string} one
 * @param {string} other
 * @param {number} head counted already
 */
function commonTail(one, other, head) {
  const most = Math.min(one.length, other.length) - head;
  let length = 0;
  while (length < most && one[one.length - 1 - length] === other[other.length - 1 - length]) length += 1;
  return length;
}

/**
 * The text cut into plain and marked pieces. Findings may overlap; the first one wins.
 * @param {string} text
 * @param {Finding[]} findings
 * @returns {{text: string, kind: string}[]} kind is empty for a plain piece
 */
export function piecesOf(text, findings) {
  const pieces = [];
  let at = 0;
  for (const { start, end, kind } of [...findings].sort((one, other) => one.start - other.start)) {
    if (start < at) continue;
    pieces.push({ text: text.slice(at, start), kind: "" }, { text: text.slice(start, end), kind });
    at = end;
  }
  pieces.push({ text: text.slice(at), kind: "" });
  return pieces.filter((piece) => piece.text);
}
