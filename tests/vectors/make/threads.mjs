import { b64, conversation, drawn, inbox, otherConversation, outsider } from "./cast.mjs";
import { header } from "./crafted.mjs";
import { message } from "./letters.mjs";

const PATIENT = 1;
const STAFF = 2;
const NOTE = 3;
const GRANT = 4;
const SAVED = 5;
const SCORE = 6;
const NOTHING = new Uint8Array(32);

const hashOf = (name) => drawn(`thread/${name}`, 32);

/** The first letter's last day, and the day after. */
const UNTIL = 20_500;
const LATER = UNTIL + 1;

/**
 * A letter of a thread: its name, direction, count and the name of the letter that it follows; `facts` that its message
 * states otherwise than the others.
 */
function letter(name, direction, seq, after, { facts, ...changes } = {}) {
  const prev = after ? hashOf(after) : NOTHING;
  const fields = { letter: drawn(`thread id/${name}`, 16), direction, seq, prev, inbox, conversation, ...changes };
  const isMessage = direction === PATIENT || direction === STAFF;
  return { header: b64(header(fields)), hash: b64(hashOf(name)), message: isMessage ? b64(message(name, facts)) : null };
}

export function threads() {
  const first = letter("first", PATIENT, 1);
  const reply = letter("reply", STAFF, 1, "first");
  const more = letter("more", PATIENT, 2, "reply");
  const crossing = letter("crossing", PATIENT, 2, "first");
  const note = letter("note", NOTE, 1, "first");
  const second = letter("second reply", STAFF, 2, "more");
  const third = letter("third", PATIENT, 3, "second reply");
  const of = (name, outcome, ...letters) => ({ name, outcome, letters, today: UNTIL });
  const later = (name, outcome, ...letters) => ({ ...of(`the beginning gone: ${name}`, outcome, ...letters), today: LATER });
  const saying = (facts) => letter("reply", STAFF, 1, "first", { facts });
  return [
    of("nothing", "ok"),
    of("a first letter", "ok", first),
    of("a letter, a reply and a letter", "ok", first, reply, more, second),
    of("two letters that cross", "ok", first, reply, crossing),
    of("a note between them", "ok", first, note, reply, more),
    of("a reply on the last day of the first letter, which is missing", "held_back", reply, more),
    of("a note whose first letter is missing, and nothing says until when it would be there", "ok", note),
    later("a letter of the patient", "ok", more),
    later("a reply", "ok", reply),
    later("a reply, a letter and a reply", "ok", reply, more, second, third),
    later("a note, then the letters that it stands between", "ok", note, more, second),
    later("letters that cross it", "ok", second, letter("crossed", PATIENT, 2, "reply")),
    later("a count left out", "broken_chain", more, letter("third", PATIENT, 4, "second reply")),
    later("a reply left out", "broken_chain", more, third),
    later("a letter twice", "broken_chain", more, more),
    later("out of order", "broken_chain", second, more, third),
    later("a letter before the reply that it follows", "broken_chain", more, reply),
    later("its first letter after all", "broken_chain", reply, first),
    later("another letter that follows none", "broken_chain", more, letter("odd", STAFF, 2)),
    later("a reply that follows none", "broken_chain", letter("odd", STAFF, 2), more),
    later("a reply that forgets what its writer had seen", "broken_chain", more, second, letter("odd", STAFF, 3, "reply")),
    later("of another conversation", "wrong_place", more, letter("stray", STAFF, 2, "more", { conversation: otherConversation })),
    later("another patient's keys in a reply", "bad_signature", more, letter("odd", STAFF, 2, "more", { facts: { return_pk: b64(outsider.publicKey) } })),
    later("another last day in one of them", "bad_signature", more, letter("odd", STAFF, 2, "more", { facts: { until: 0 } })),
    of("another return key in a reply", "bad_signature", first, saying({ return_pk: b64(outsider.publicKey) })),
    of("another signing key in a reply", "bad_signature", first, saying({ patient_pk: b64(outsider.sign.publicKey) })),
    of("another topic in a reply", "bad_signature", first, saying({ topic: "refunds" })),
    of("another urgency in a reply", "bad_signature", first, saying({ urgency: "urgent" })),
    of("another language in a reply", "bad_signature", first, saying({ language: "es" })),
    of("another name in a reply", "bad_signature", first, saying({ claim: { name: "Eva", contact: "ana@example.org" } })),
    of("another contact in a reply", "bad_signature", first, saying({ claim: { name: "Ana Sample", contact: "" } })),
    of("another last day in a reply", "bad_signature", first, saying({ until: UNTIL - 1 })),
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
