"""A lead's signed ROSTER, and what lets newcomers read: checked as far as the server can, then stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, update

from widget.crypto.errors import SealError
from widget.crypto.inboxkeys import Issue
from widget.crypto.statements import NO_STATEMENT, Signed, follow_roster, lead_id_of
from widget.crypto.statements import Member as Listed
from widget.records import statements
from widget.staff import acts, granting, invitations
from widget.staff.errors import Invalid
from widget.staff.people import ACTIVE, AUDITOR, Member, Membership
from widget.staff.standing import Standing, look
from widget.store.keyfolder import KeyFolder
from widget.store.models import membership

OUTDATED = "The inbox has changed meanwhile. Reload the page and do it again."


@dataclass(frozen=True)
class Admission:
    """Newcomers' ids with the grants for each, and the roster that names them."""

    roster: Signed
    grants: Mapping[bytes, tuple[bytes, ...]]


def admit(connection: Connection, keys: KeyFolder, by: Membership, given: Admission, now: int) -> None:
    """The newcomers are active from now on, and read. Raises Invalid."""
    before = look(connection, by.slug, now)
    newcomers = tuple(_newcomer(before, member_id) for member_id in given.grants)
    if not newcomers:
        raise Invalid("Nobody was named to be let in.")
    take_roster(connection, before, given.roster, by.member, (*before.active, *newcomers))
    for each in newcomers:
        _grant_all(connection, keys, before, each, given.grants[each.member.id])
        activate(connection, each)
    facts = {"inbox": before.inbox.id.hex(), "members": [each.member.id.hex() for each in newcomers]}
    acts.record(connection, "grant", acts.actor(by.member.id), f"members {len(newcomers)}", facts, now)


def activate(connection: Connection, of: Membership) -> None:
    """From waiting. Nothing is left of the invitation."""
    this = (membership.c.member_id == of.member.id, membership.c.inbox_id == of.inbox_id)
    connection.execute(update(membership).where(*this).values(state=ACTIVE))
    invitations.fulfil(connection, of.inbox_id, of.member.id)


def take_roster(
    connection: Connection, before: Standing, given: Signed, by: Member, members: Iterable[Membership]
) -> None:
    """Raises Invalid unless it follows the one before, `by` signed it, and it names just these members."""
    try:
        roster = follow_roster(before.authority, given, before.now)
    except SealError as problem:
        raise Invalid(f"The roster does not hold ({problem.code}). Reload the page.") from None
    last = None if before.roster is None else before.roster.issue
    check_issue(roster.issue, by, last, before.roster_signed)
    if set(roster.members) != {listed(each) for each in members}:
        raise Invalid("The roster names others, other keys or other roles than this inbox has.")
    statements.add(connection, before.inbox.id, statements.ROSTER, roster.issue.seq, given)


def check_issue(issue: Issue, by: Member, last: Issue | None, last_signed: Signed | None) -> None:
    """Raises Invalid unless the statement is the next in its line, and by this lead."""
    if issue.lead != lead_id_of(by.sign_public):
        raise Invalid("This was signed by another lead than the one who is signed in.")
    seq, prev = (last.seq, last_signed.hash) if last and last_signed else (0, NO_STATEMENT)
    if (issue.seq, issue.prev) != (seq + 1, prev):
        raise Invalid(OUTDATED)


def listed(of: Membership) -> Listed:
    """As ROSTER has it."""
    return Listed(of.member.id, of.role, of.member.xwing_public, of.member.sign_public)


def _newcomer(before: Standing, member_id: bytes) -> Membership:
    found = before.membership(member_id)
    if found.active:
        raise Invalid(f"{found.member.name} has been let in already. Reload the page.")
    return found


def _grant_all(
    connection: Connection, keys: KeyFolder, before: Standing, to: Membership, letters: tuple[bytes, ...]
) -> None:
    """All epochs of which there may be letters; none to an auditor. Of those that are over, none is kept."""
    given = granting.by_number(letters, before.inbox.id, to.member.xwing_public)
    wanted = frozenset[int]() if to.role == AUDITOR else before.open_numbers()
    known = frozenset(each.n for each in before.keys.epochs) if wanted else wanted
    if not wanted <= given.keys() <= known:
        raise Invalid(f"The grants to {to.member.name} are not of the epochs that this inbox has.")
    kept = {number: letter for number, letter in given.items() if number in wanted}
    granting.put(connection, keys, before.inbox, before.keys.epochs, to.member.holder_id, kept)
