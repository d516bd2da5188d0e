import { concat, sign } from "../../../static/js/crypto/labels.js";
import { b64, changed, conversation, drawn, epoch, inbox, otherInbox, outsider, replaced } from "./cast.mjs";
import { ascii, u32, u64 } from "./crafted.mjs";

const NOW = 1_800_000_000;
const last = drawn("letter before", 32);

function record({ mark = "SH", version = 1, at = u64(NOW) } = {}) {
  const start = concat(ascii(mark), Uint8Array.of(version), conversation, inbox, inbox, otherInbox);
  return concat(start, u32(1), at, u32(7), last);
}

export function handovers() {
  const of = (name, outcome, bytes, { signed = bytes, seed = epoch.sign.seed, label = "handover" } = {}) => ({
    name,
    outcome,
    record: b64(bytes),
    sign_public: b64(epoch.sign.publicKey),
    signature: b64(sign(seed, label, signed)),
  });
  const facts = {
    conversation: b64(conversation),
    origin: b64(inbox),
    from: b64(inbox),
    to: b64(otherInbox),
    seq: 1,
    at: NOW,
    epoch: 7,
    last: b64(last),
  };
  const good = record();
  return [
    { ...of("a conversation handed over", "ok", good), sign_seed: b64(epoch.sign.seed), expected: facts },
    of("signed by another", "bad_signature", good, { seed: outsider.sign.seed }),
    of("signed for another purpose", "bad_signature", good, { label: "delete" }),
    of("to another inbox than was signed", "bad_signature", changed(good, 51), { signed: good }),
    of("another mark", "malformed", record({ mark: "SX" })),
    of("a version to come", "wrong_version", record({ version: 2 })),
    of("cut short", "malformed", good.slice(0, -1)),
    of("one byte too long", "malformed", concat(good, Uint8Array.of(0))),
    of("a time that JavaScript does not hold", "malformed", replaced(good, 71, [0x00, 0x20, 0, 0, 0, 0, 0, 0])),
  ];
}
