// Which vectors are in which file.
import { codes } from "./codes.mjs";
import { compartments, envelopes } from "./envelopes.mjs";
import { handovers } from "./handovers.mjs";
import { letters } from "./letters.mjs";
import { blocks, deletions, memos, rests, xwing } from "./parts.mjs";
import { invitations, wraps } from "./members.mjs";
import { payloads } from "./payloads.mjs";
import { rosters, statements } from "./statements.mjs";
import { threads } from "./threads.mjs";

const FILES = {
  blocks: ["Building blocks: HASH, KDF, AE and signatures.", blocks],
  xwing: ["X-Wing, with the three vectors of its draft standard.", xwing],
  letter: ["LETTER: opened through one stanza.", letters],
  payload: ["A message: what letters of patient and team say.", payloads],
  thread: ["Letters of a conversation in the order the server gives, by their headers and hashes.", threads],
  envelope: ["ENVELOPE and SLIP.", envelopes],
  compartment: ["COMPARTMENT: its key's id and box, opened with the notification key.", compartments],
  rest: ["AT REST.", rests],
  statements: ["AUTHORITY and KEYS, followed from pins.", statements],
  roster: ["ROSTER, followed from AUTHORITY.", rosters],
  returncode: ["The return code and what is derived from it.", codes],
  memo: ["MEMO.", memos],
  wrap: ["WRAP: a member's secret, for one passkey or under words.", wraps],
  invitation: ["An invitation's secret and the newcomer's MAC.", invitations],
  handover: ["HANDOVER.", handovers],
  deletion: ["The wish for deletion.", deletions],
};

/** What each file holds, by its name without ending. */
export function files() {
  return Object.entries(FILES).map(([name, [about, make]]) => {
    const vectors = make();
    const names = new Set(vectors.map((vector) => vector.name));
    if (names.size !== vectors.length) throw new Error(`${name}: two vectors have one name`);
    const whole = { about: `${about} Bytes are base64url; outcomes and formats are in docs/envelope.md.`, vectors };
    return { name, text: `${JSON.stringify(whole, null, 1)}\n` };
  });
}
