// Writes the vectors beside it that libsodium.js can make:  node tests/vectors/make.mjs
// The same every time, so that a changed byte of a format shows as a changed file. make_kit.py writes kit.json.
import { writeFileSync } from "node:fs";

import { files } from "./make/files.mjs";

for (const { name, text } of files()) writeFileSync(new URL(`${name}.json`, import.meta.url), text);
