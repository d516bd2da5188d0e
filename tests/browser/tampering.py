"""What a server that lies is caught at: each lie, who sees it, and what the page says then.

This is the table "What a server that lies is caught at" of docs/threat-model.md, with the code for each line.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser import lies
from tests.browser.lies import Lie

FORM, BACK, DESK, MEMBERS = "the form", "the way back", "the desk", "the members page"


@dataclass(frozen=True)
class Case:
    """`shown`: how many letters are shown as genuine, but for the first `gone`. `sentence`: how what the page
    says begins.
    """

    lie: str
    does: Lie
    seen_at: str
    sentence: str
    shown: int = 0
    gone: int = 0

    def __str__(self) -> str:
        return self.lie.replace(" ", "-")


NOT_ONLY_THEM = "We can\u2019t confirm that only Kestrel Clinic would be able to read your message."
OUT_OF_DATE = "The keys that would protect your message are out of date."
OLDER = "The keys that would protect your message are older than those seen here before."
FORM_CASES = (
    Case("puts a key of its own into the signed keys", lies.puts_its_own_key_in, FORM, NOT_ONLY_THEM),
    Case("signs keys itself", lies.signs_keys_itself, FORM, NOT_ONLY_THEM),
    Case("names itself a lead", lies.names_itself_a_lead, FORM, NOT_ONLY_THEM),
    Case("swaps the whole root", lies.swaps_the_root, FORM, NOT_ONLY_THEM),
    Case("gives out another inbox's keys", lies.gives_another_inboxs_keys, FORM, NOT_ONLY_THEM),
    Case("gives out old keys, which were signed once", lies.gives_old_keys, FORM, OLDER),
    Case("gives out keys that have run out", lies.gives_keys_that_have_run_out, FORM, OUT_OF_DATE),
)

UNSAFE = "We can\u2019t confirm that this comes from your team."
BACK_CASES = (
    Case("puts a key of its own into the signed keys", lies.puts_its_own_key_in, BACK, UNSAFE),
    Case("signs keys itself", lies.signs_keys_itself, BACK, UNSAFE),
    Case("names itself a lead", lies.names_itself_a_lead, BACK, UNSAFE),
    Case("swaps the whole root", lies.swaps_the_root, BACK, UNSAFE),
    Case("gives out another inbox's keys", lies.gives_another_inboxs_keys, BACK, UNSAFE),
    Case("gives out old keys, which were signed once", lies.gives_old_keys, BACK, UNSAFE),
    Case("gives out keys that have run out", lies.gives_keys_that_have_run_out, BACK, UNSAFE),
)
BACK_WAY_CASES = (
    Case("swaps the memo", lies.swaps_the_memo, BACK, "This code opens nothing here."),
    Case("forges the record of a hand-over", lies.forges_a_hand_over, BACK, UNSAFE),
    Case("hands over to an inbox of another root", lies.hands_over_to_strangers, BACK, UNSAFE),
)

SOMEWHERE_ELSE = "A letter here belongs somewhere else. It is not shown."
NOT_THE_TEAM = "A letter here was not written by your team, or by you. It is not shown."
MISSING = "A letter is missing, repeated or out of order."
CHANGED = "A letter here was changed on its way. It is not shown."
HELD_BACK = "A letter that should still be here is missing."
BACK_LETTER_CASES = (
    Case("moves a letter from another conversation", lies.puts_in_anothers_letter, BACK, SOMEWHERE_ELSE, 4),
    Case("moves a letter from another inbox", lies.puts_in_another_inboxs_letter, BACK, SOMEWHERE_ELSE, 4),
    Case("puts another first letter in its place", lies.puts_another_letter_first, BACK, SOMEWHERE_ELSE),
    Case("writes an answer", lies.writes_an_answer, BACK, NOT_THE_TEAM, 4),
    Case(
        "writes an answer with a key that was taken back",
        lies.writes_with_a_key_that_was_taken_back,
        BACK,
        NOT_THE_TEAM,
        4,
    ),
    Case("writes in the patient's name", lies.writes_in_the_patients_name, BACK, NOT_THE_TEAM, 4),
    Case("gives a letter twice, under two ids", lies.gives_one_twice, BACK, MISSING, 2),
    Case("turns two letters around", lies.turns_two_around, BACK, MISSING, 1),
    Case("leaves a letter out in the middle", lies.leaves_one_out, BACK, MISSING, 1),
    Case("leaves the first letter out", lies.leaves_the_first_out, BACK, HELD_BACK, 4, gone=1),
    Case("changes a letter", lies.changes_one, BACK, CHANGED, 1),
    Case("swaps the return key at the first letter", lies.swaps_the_return_key, BACK, CHANGED),
)
BACK_HELD_CASE = Case(
    "holds the newest letter back that this page has shown", lies.holds_the_newest_back, BACK, HELD_BACK, 3
)

NOT_SIGNED = "This inbox's keys were not signed by anybody whom your invitation leads to."
NOT_YOUR_TEAM = "This inbox's keys do not belong to the team that invited you."
ELSEWHERE = "What the desk's server sent belongs somewhere else."
OLDER_AT_DESK = (
    "The desk's server sent keys, or a list of members, that are older than those you have seen before."
)
EXPIRED = "This inbox's keys have expired"
DESK_CASES = (
    Case("puts a key of its own into the signed keys", lies.puts_its_own_key_in, DESK, NOT_SIGNED),
    Case("signs keys itself", lies.signs_keys_itself, DESK, NOT_SIGNED),
    Case("names itself a lead", lies.names_itself_a_lead, DESK, NOT_SIGNED),
    Case("swaps the whole root", lies.swaps_the_root, DESK, NOT_YOUR_TEAM),
    Case("gives out another inbox's keys", lies.gives_another_inboxs_keys, DESK, ELSEWHERE),
    Case("gives out old keys, which were signed once", lies.gives_old_keys, DESK, OLDER_AT_DESK),
    Case("gives out keys that have run out", lies.gives_keys_that_have_run_out, DESK, EXPIRED),
    Case("gives out an old list of members", lies.gives_an_old_list_of_members, DESK, OLDER_AT_DESK),
    Case("gives out no list of members", lies.gives_no_list_of_members, DESK, OLDER_AT_DESK),
    Case("puts a stranger into the list of members", lies.puts_a_stranger_into_the_list, DESK, NOT_SIGNED),
    Case("grants a key that no lead has granted", lies.grants_a_key_of_its_own, DESK, NOT_SIGNED),
)

OF_ANOTHER = "A letter here belongs to another conversation. It is not shown."
NOT_BY_THEM = "A letter here was not written by who it says it is from. It is not shown."
NOT_WHOLE = "Letters are missing here, doubled, or in another order than they were written in."
ALTERED = "A letter here was changed since it was sealed, and cannot be opened."
WITHHELD = "A letter that should still be here is missing."
DESK_LETTER_CASES = (
    Case("moves a letter from another conversation", lies.puts_in_anothers_letter, DESK, OF_ANOTHER, 4),
    Case("moves a letter from another inbox", lies.puts_in_another_inboxs_letter, DESK, OF_ANOTHER, 4),
    Case("puts another first letter in its place", lies.puts_another_letter_first, DESK, OF_ANOTHER),
    Case("writes an answer", lies.writes_an_answer, DESK, NOT_BY_THEM, 4),
    Case(
        "writes an answer with a key that was taken back",
        lies.writes_with_a_key_that_was_taken_back,
        DESK,
        NOT_BY_THEM,
        4,
    ),
    Case("writes a note", lies.writes_a_note, DESK, NOT_BY_THEM, 4),
    Case("writes in the patient's name", lies.writes_in_the_patients_name, DESK, NOT_BY_THEM, 4),
    Case("gives a letter twice, under two ids", lies.gives_one_twice, DESK, NOT_WHOLE, 2),
    Case("turns two letters around", lies.turns_two_around, DESK, NOT_WHOLE, 1),
    Case("leaves a letter out in the middle", lies.leaves_one_out, DESK, NOT_WHOLE, 1),
    Case("leaves the first letter out", lies.leaves_the_first_out, DESK, WITHHELD, 4, gone=1),
    Case("changes a letter", lies.changes_one, DESK, ALTERED, 1),
)
DESK_HELD_CASE = Case(
    "holds the newest letter back that this page has shown", lies.holds_the_newest_back, DESK, WITHHELD, 3
)
NOT_HANDED = "Another team is said to have handed this conversation over, and its keys do not confirm it."
DESK_WAY_CASES = (
    Case("forges the record of a hand-over", lies.forges_a_hand_over, DESK, NOT_HANDED),
    Case("hands over to an inbox of another root", lies.hands_over_to_strangers, DESK, NOT_HANDED),
)
BAD_KEY = "This key was not made with your invitation. Do not let them in; invite again."
NEWCOMER_CASES = (
    Case("puts its own key in a newcomer's place", lies.puts_its_key_in_a_newcomers_place, MEMBERS, BAD_KEY),
    Case("gives a newcomer another role", lies.gives_a_newcomer_another_role, MEMBERS, BAD_KEY),
)
MEMBERS_CASES = (
    Case(
        "lists a stranger as a member",
        lies.lists_a_stranger,
        MEMBERS,
        "Mallory Stranger is not in the signed list. No lead gave them a key.",
    ),
    Case(
        "leaves out a member who can read",
        lies.leaves_a_member_out,
        MEMBERS,
        "Somebody is left out below who can read here: agent in the signed list.",
    ),
    Case(
        "shows a member in another role",
        lies.shows_another_role,
        MEMBERS,
        "Sam Agent: the server says auditor, the signed list says agent.",
    ),
)
KIT_CASE = Case("swaps the kit's key when somebody is removed", lies.swaps_the_kit, MEMBERS, ELSEWHERE)
CASES = (
    *FORM_CASES,
    *BACK_CASES,
    *BACK_WAY_CASES,
    *BACK_LETTER_CASES,
    BACK_HELD_CASE,
    *DESK_CASES,
    *DESK_LETTER_CASES,
    DESK_HELD_CASE,
    *DESK_WAY_CASES,
    *NEWCOMER_CASES,
    *MEMBERS_CASES,
    KIT_CASE,
)
