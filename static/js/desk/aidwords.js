// What the writing aid says to the team. Agents need not repeat what a patient told of themselves.
import { createWords } from "../words.js";

const WHY_HEALTH =
  "The patient’s words need not be repeated: answers are read on phones and over shoulders, and a copy of a health " +
  "detail is one more to lose. If your answer needs it, keep it: it is sealed.";

const SENTENCES = {
  aid_is: "looks like {what}.",
  aid_remove: "Remove",
  aid_remove_what: "Remove {what}",
  aid_keep: "Keep",
  aid_keep_what: "Keep {what}",
  aid_why: "Why?",
  aid_why_what: "Why {what}?",
  aid_removed: "[…]",
  aid_announce_one: "Worth a second look: {what}. You can remove or keep it below your text.",
  aid_announce_many: "{count} details are worth a second look. You can remove or keep them below your text.",
  aid_announce_none: "Nothing left to look at.",
  kind_condition: "a health condition",
  kind_symptom: "a symptom",
  kind_medicine: "a medicine",
  kind_procedure: "a test or treatment",
  kind_measurement: "a health measurement",
  kind_mental_health: "something about mental health",
  kind_sexual_reproductive: "something about sexual or reproductive health",
  kind_ssn: "a Social Security number",
  kind_mrn: "a medical record number",
  kind_insurance_id: "an insurance number",
  kind_date_of_birth: "a date of birth",
  kind_card: "a card number",
  kind_bank: "a bank account number",
  kind_phone: "a phone number",
  kind_email: "an email address",
  kind_address: "a street address",
  kind_password: "a password",
  why_health: WHY_HEALTH,
  why_number: "With numbers like this, someone could pretend to be the patient. The last four digits are enough to name one.",
  why_money: "An answer never needs a full card or account number.",
  why_contact: "The patient knows how to be reached. Keep it if it is your team’s own.",
  why_password: "No password belongs in a letter. Ask the patient to change it.",
};

export function createAidWords() {
  return createWords({ en: SENTENCES }, "en", {});
}
