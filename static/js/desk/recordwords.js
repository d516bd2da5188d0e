// The records' entries in plain words: who did what. The chain itself has kinds and outcomes (widget/staff/acts.py).

const ACCOUNT = /^account \d+$/;
const MEMBER = /^member:[0-9a-f]+$/;
const DECIDED = /^(given|refused) (.+)$/;
const COUNT = /^members (\d+)$/;

/** @type {Record<string, string>} by kind and outcome */
const WHOLE = {
  "notice trying": "Began to send a notice to the ticket system",
  "notice sent": "Sent a notice to the ticket system",
  "notice found": "Found the notice in the ticket system already",
  "read read": "Read the conversation",
  "read again": "Looked at the conversation again",
  "read given": "Read the conversation, above the budget, as a lead had allowed",
  "read slow": "Read the conversation, above the budget, slowly",
  "budget hour": "wanted to read more conversations than one may in an hour",
  "budget member_day": "wanted to read more conversations than one may in a day",
  "budget inbox_day": "wanted to read more conversations than the whole team may in a day",
  "extension asked": "Asked to read more than the budget",
  "extension slow": "Went on reading slowly, since nobody had answered",
  "reply closed": "Answered the patient, and closed the conversation",
  "note closed": "Left a note for the team, and closed the conversation",
  "state open": "Opened the conversation again",
  "state waiting": "Set the conversation to wait for the patient",
  "state snoozed": "Snoozed the conversation",
  "state closed": "Closed the conversation",
  "state assigned": "Gave the conversation to somebody",
  "state released": "Gave the conversation back to the team",
  "merge taken back": "Took a merging back",
  "digest code": "Had a code e-mailed, to confirm their address",
  "digest trying": "Were about to get their daily summary by e-mail",
  "digest sent": "Got their daily summary by e-mail",
  "digest failed": "Got no mail: it could not be sent",
  "digest refused": "Got no mail: their address takes none",
  "digest unsure": "May have got mail: the connection was lost",
  "answer-mail trying": "Began to email the patient that there is an answer",
  "answer-mail sent": "Emailed the patient that there is an answer",
  "answer-mail failed": "Could not email the patient that there is an answer",
  "answer-mail refused": "Erased the patient's email address: it takes no mail",
  "answer-mail unsure": "May have emailed the patient that there is an answer: the connection was lost",
  "appoint members 1": "Appointed a lead",
  "saved-reply saved": "Saved a reply for the team to use again",
  "saved-reply removed": "Removed a saved reply",
};

/** @type {Record<string, (outcome: string) => string>} by kind, where the outcome is no matter or part of the sentence */
const OF_KIND = {
  notice: (outcome) => `Could not send a notice: ${outcome}`,
  reply: () => "Answered the patient",
  note: () => "Left a note for the team",
  score: () => "Reviewed the conversation",
  state: (outcome) => `Changed the conversation: ${outcome}`,
  enrol: (role) => `Enrolled as ${role}`,
  invite: (role) => `Invited somebody as ${role}`,
  withdraw: () => "Withdrew an invitation",
  decline: (role) => `Turned away somebody who enrolled as ${role}`,
  grant: (outcome) => `Let in ${members(outcome)}`,
  remove: (outcome) => `Removed ${members(outcome)}`,
  appoint: (outcome) => `Appointed ${members(outcome)}`,
  renew: () => "Renewed the inbox's keys for the months to come",
  export: () => "Saved a copy of the conversation",
  extension: (outcome) => decided(outcome),
  "sign-in": () => "Signed in",
  "sign-out": (name) => `Signed ${name} out`,
  "passkey-add": () => "Added a passkey",
  "passkey-remove": () => "Removed a passkey",
  "letters-open": (outcome) => `Opened ${outcome} with the recovery kit`,
  handover: (slug) => `Handed the conversation over to ${slug}`,
  deleted: () => "Deleted the conversation",
  merge: (outcome) => `Merged the conversation ${outcome}`,
  replacement: (outcome) => `Had the conversation replaced ${outcome}`,
};

/**
 * @param {string} kind
 * @param {string} outcome
 */
export function wordsForAct(kind, outcome) {
  return WHOLE[`${kind} ${outcome}`] ?? OF_KIND[kind]?.(outcome) ?? `${kind}: ${outcome}`;
}

/** @param {string} actor a member's name, or what the chain says */
export function wordsForActor(actor) {
  if (actor === "kit") return "The recovery kit";
  if (actor === "patient") return "The patient";
  if (actor === "worker" || ACCOUNT.test(actor)) return "Sotto itself";
  return MEMBER.test(actor) ? "Somebody who has left" : actor;
}

/** @param {string} outcome such as "given Ada" */
function decided(outcome) {
  const [, act, name = ""] = DECIDED.exec(outcome) ?? [];
  if (!act) return outcome;
  return act === "given" ? `Let ${wordsForActor(name)} read more` : `Refused to let ${wordsForActor(name)} read more`;
}

/** @param {string} outcome */
function members(outcome) {
  const count = COUNT.exec(outcome)?.[1];
  if (count === undefined) return outcome;
  return count === "1" ? "a member" : `${count} members`;
}
