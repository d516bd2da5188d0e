// What is wrong with a conversation that does not open as a whole, in a plain sentence.

/** @type {Record<string, string>} by the worker's code */
const OF = {
  broken_chain:
    "Letters are missing here, doubled, or in another order than they were written in. Somebody may have withheld or moved some.",
  held_back: "A letter that should still be here is missing. Somebody may be withholding it.",
  bad_signature: "A letter here was not written by who it says it is from. It is not shown.",
  wrong_place: "A letter here belongs to another conversation. It is not shown.",
  cannot_open: "A letter here was changed since it was sealed, and cannot be opened.",
  bad_commitment: "A letter here was made to say different things to different readers. It is not shown.",
  bad_padding: "A letter here was changed since it was sealed, and cannot be opened.",
  wrong_version: "A letter here was written by a newer Sotto than this page. Reload the page.",
  malformed: "Something here is not a letter. It is not shown.",
};

const BEFORE = /** @type {const} */ (["Nothing of this conversation can be believed.", "Only the first letter is as it was written.", "Only the first {n} letters are as they were written."]);

/** @param {import("./opener.js").Trouble} trouble */
export function sentencesFor({ code, after }) {
  const before = (BEFORE[Math.min(after, 2)] ?? "").replace("{n}", String(after));
  return [OF[code] ?? OF.malformed ?? "", before, "Do not answer before somebody has looked into it: tell whoever runs this desk."];
}
