// Writes the vectors beside it that libsodium.js can make:  node tests/vectors/make.mjs
// The same every time, so that a changed byte of a format shows as a changed file. make_kit.py writes kit.json.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { codes } from "./make/codes.mjs";
import { envelopes } from "./make/envelopes.mjs";
import { letters } from "./make/letters.mjs";
import { blocks, deletions, memos, rests, xwing } from "./make/parts.mjs";
import { payloads } from "./make/payloads.mjs";
import { rosters, statements } from "./make/statements.mjs";
import { threads } from "./make/threads.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

const FILES = {
  blocks: ["Building blocks: HASH, KDF, AE and signatures.", blocks],
  xwing: ["X-Wing, with the three vectors of its draft standard.", xwing],
  letter: ["LETTER: opened through one stanza.", letters],
  payload: ["The first letter's payload.", payloads],
  thread: ["Letters of a conversation in the order the server gives, by their headers and hashes.", threads],
  envelope: ["ENVELOPE and SLIP.", envelopes],
  rest: ["AT REST.", rests],
  statements: ["AUTHORITY and KEYS, followed from pins.", statements],
  roster: ["ROSTER.", rosters],
  returncode: ["The return code and what is derived from it.", codes],
  memo: ["MEMO.", memos],
  deletion: ["The wish for deletion.", deletions],
};

for (const [name, [about, make]] of Object.entries(FILES)) {
  const vectors = make();
  const names = new Set(vectors.map((vector) => vector.name));
  if (names.size !== vectors.length) throw new Error(`${name}: two vectors have one name`);
  const whole = { about: `${about} Bytes are base64url; outcomes and formats are in docs/envelope.md.`, vectors };
  writeFileSync(join(HERE, `${name}.json`), `${JSON.stringify(whole, null, 1)}\n`);
}
