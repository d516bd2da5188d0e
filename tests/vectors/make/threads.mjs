import { b64, conversation, drawn, inbox, otherConversation } from "./cast.mjs";
import { header } from "./crafted.mjs";

const PATIENT = 1;
const STAFF = 2;
const NOTE = 3;
const GRANT = 4;
const SAVED = 5;
const SCORE = 6;
const NOTHING = new Uint8Array(32);

const hashOf = (name) => drawn(`thread/${name}`, 32);

/** A letter of a thread: its name, direction, count and the name of the letter that it follows. */
function letter(name, direction, seq, after, changes = {}) {
  const prev = after ? hashOf(after) : NOTHING;
  const fields = { letter: drawn(`thread id/${name}`, 16), direction, seq, prev, inbox, conversation, ...changes };
  return { header: b64(header(fields)), hash: b64(hashOf(name)) };
}

export function threads() {
  const first = letter("first", PATIENT, 1);
  const reply = letter("reply", STAFF, 1, "first");
  const more = letter("more", PATIENT, 2, "reply");
  const crossing = letter("crossing", PATIENT, 2, "first");
  const note = letter("note", NOTE, 1, "first");
  const second = letter("second reply", STAFF, 2, "more");
  const of = (name, outcome, ...letters) => ({ name, outcome, letters });
  return [
    of("nothing", "ok"),
    of("a first letter", "ok", first),
    of("a letter, a reply and a letter", "ok", first, reply, more, second),
    of("two letters that cross", "ok", first, reply, crossing),
    of("a note between them", "ok", first, note, reply, more),
    of("a letter without its first", "broken_chain", reply),
    of("a replayed first letter", "broken_chain", first, first),
    of("a replayed reply", "broken_chain", first, reply, reply),
    of("a reply left out", "broken_chain", first, more),
    of("a count left out", "broken_chain", first, letter("later", PATIENT, 3, "first")),
    of("out of order", "broken_chain", first, more, reply),
    of("a second opening letter", "broken_chain", first, letter("again", PATIENT, 2)),
    of("after a letter that is not there", "broken_chain", first, letter("after", STAFF, 1, "elsewhere")),
    of("a reply that forgets what its writer had seen", "broken_chain", first, reply, more, second, letter("third", STAFF, 3, "first")),
    of("a letter that forgets its own writer's last", "broken_chain", first, letter("two", PATIENT, 2, "first"), letter("three", PATIENT, 3, "first")),
    of("after a note, which the patient cannot know", "broken_chain", first, note, letter("odd", PATIENT, 2, "note")),
    of("a letter of another conversation", "wrong_place", first, letter("stray", STAFF, 1, "first", { conversation: otherConversation })),
    of("a grant among letters", "wrong_place", first, letter("grant", GRANT, 1, "first")),
    of("a saved reply among letters", "wrong_place", first, letter("saved", SAVED, 1, "first")),
    of("a score among letters", "wrong_place", first, letter("score", SCORE, 1, "first")),
  ];
}
