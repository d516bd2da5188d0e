// Builds what browsers load: one file per entry, named by its content, into static/built/.
//
//   node build.mjs                  builds all entries
//   node build.mjs frame.js …       builds these alone and keeps the others
//
// static/built/manifest.json tells which hashed name an entry has now.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ROOT = dirname(fileURLToPath(import.meta.url));
const OUT = join(ROOT, "static", "built");
const MANIFEST = join(OUT, "manifest.json");
const PUBLIC = "/static/";
const HASH_SYMBOLS = 16;

/** Entry -> its source, and how esbuild makes it; an entry without a format is copied as it is. */
const ENTRIES = {
  // A classic script: the host's page loads it with a plain `async` tag.
  "embed.js": { source: "static/embed.js", format: "iife" },
  "frame.js": { source: "static/js/frame.js", format: "esm" },
  "worker.js": { source: "static/js/worker.js", format: "esm" },
  "deskworker.js": { source: "static/js/desk/worker.js", format: "esm" },
  // libsodium's larger build has all of the smaller one's, and Argon2id.
  "wordsworker.js": {
    source: "static/js/desk/wordsworker.js",
    format: "esm",
    alias: { "libsodium-wrappers": "libsodium-wrappers-sumo" },
  },
  "desk.js": { source: "static/js/desk/desk.js", format: "esm" },
  "enrol.js": { source: "static/js/desk/enrol.js", format: "esm" },
  "qr.js": { source: "static/js/qr.js", format: "esm" },
  "back.js": { source: "static/js/back/back.js", format: "esm" },
  "backworker.js": { source: "static/js/back/worker.js", format: "esm" },
  "back.css": { source: "static/css/back.css", format: "css" },
  "frame.css": { source: "static/css/frame.css", format: "css" },
  "desk.css": { source: "static/css/desk.css", format: "css" },
  "health.json": { source: "static/health/data.json", madeBy: "python -m widget.health.compiler" },
};

// The cryptography that is built into the workers, checked here as well as by package-lock.json.
const CHECKED = {
  "node_modules/libsodium/dist/modules-esm/libsodium.mjs":
    "29087d1719326c68006fe88cd110110e6c198ea078bd9c417ba3975875c89819",
  "node_modules/libsodium-wrappers/dist/modules-esm/libsodium-wrappers.mjs":
    "1fd8ab3f39ed0bd1c12252190b557a367981c89e565be6e032895ad30283dcbf",
  "node_modules/libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs":
    "4c94708f7e78eac7a32b29e2ce0ff96f4bd599d78c129f27bf8a061e20776c8c",
  "node_modules/libsodium-wrappers-sumo/dist/modules-sumo-esm/libsodium-wrappers.mjs":
    "40de1ef7cb8f2caae02c2a8f04809151904fa28cb9364cadedc57af89a6c9284",
};

await main(process.argv.slice(2));

async function main(names) {
  const unknown = names.filter((name) => !(name in ENTRIES));
  if (unknown.length) fail(`there is no entry ${unknown.join(", ")}; entries are ${Object.keys(ENTRIES).join(", ")}`);
  checkSources(names.length ? names : Object.keys(ENTRIES));
  mkdirSync(OUT, { recursive: true });
  const manifest = names.length ? readManifest() : {};
  for (const name of names.length ? names : Object.keys(ENTRIES)) {
    manifest[name] = await make(name, ENTRIES[name]);
  }
  writeManifest(manifest);
  removeOthers(manifest);
}

function checkSources(names) {
  for (const name of names) {
    const { source, madeBy } = ENTRIES[name];
    if (!existsSync(join(ROOT, source))) fail(`${source} is missing${madeBy ? `; make it with ${madeBy}` : ""}`);
  }
  for (const [path, expected] of Object.entries(CHECKED)) {
    if (!existsSync(join(ROOT, path))) fail(`${path} is missing; run npm ci --ignore-scripts`);
    if (sha256(readFileSync(join(ROOT, path))) !== expected) fail(`${path} is not the file that was reviewed`);
  }
}

/** Writes the entry and its source map. Returns the entry's hashed name. */
async function make(name, entry) {
  if (!entry.format) return write(name, readFileSync(join(ROOT, entry.source)));
  const { code, map } = await bundle(name, entry);
  const hashed = hashedName(name, code);
  const note = `sourceMappingURL=${PUBLIC}${hashed}.map`;
  const comment = entry.format === "css" ? `/*# ${note} */\n` : `//# ${note}\n`;
  writeFileSync(join(OUT, `${hashed}.map`), map);
  writeFileSync(join(OUT, hashed), Buffer.concat([code, Buffer.from(comment)]));
  return hashed;
}

async function bundle(name, { source, format, alias }) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [source],
    outfile: join(OUT, name),
    bundle: true,
    alias,
    minify: true,
    write: false,
    sourcemap: "external",
    format: format === "css" ? undefined : format,
    platform: "browser",
    target: ["chrome109", "firefox115", "safari16"],
    legalComments: "none",
    logLevel: "warning",
  });
  const output = (/** @type {string} */ ending) => result.outputFiles.find((file) => file.path.endsWith(ending));
  return { code: Buffer.from(output(extname(name)).contents), map: output(".map").contents };
}

function write(name, content) {
  const hashed = hashedName(name, content);
  writeFileSync(join(OUT, hashed), content);
  return hashed;
}

function hashedName(name, content) {
  const ending = extname(name);
  return `${basename(name, ending)}-${sha256(content).slice(0, HASH_SYMBOLS)}${ending}`;
}

function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

function readManifest() {
  return existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, "utf8")) : {};
}

/** Renamed into place, so that a running server never reads half of it. */
function writeManifest(manifest) {
  writeFileSync(`${MANIFEST}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${MANIFEST}.new`, MANIFEST);
}

function removeOthers(manifest) {
  const current = new Set([basename(MANIFEST), ...Object.values(manifest).flatMap((name) => [name, `${name}.map`])]);
  for (const file of readdirSync(OUT)) {
    if (!current.has(file)) rmSync(join(OUT, file));
  }
}

function fail(/** @type {string} */ reason) {
  console.error(`build: ${reason}.`);
  process.exit(1);
}
