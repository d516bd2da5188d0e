"""What a member's page starts from: who they are, their inboxes with the keys to them, and their own wrap."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from widget.crypto.member import NO_CREDENTIAL, credential_hash
from widget.doors.desk import tokens
from widget.doors.house import House
from widget.records import grants, inboxes, statements
from widget.records.encoding import b64u
from widget.records.expectation import answer_within_hours
from widget.records.grants import Grant
from widget.records.inboxes import Inbox
from widget.staff import passkeys, people, wraps
from widget.staff.people import AUDITOR, Membership
from widget.staff.sessions import Session
from widget.staff.wraps import Wrap


def me(here: House, connection: Connection, mine: Session, now: int) -> dict[str, Any]:
    """ME, and the server's time."""
    who = people.get(connection, mine.member_id)
    kept = wraps.for_session(connection, here.keys, who.id, mine.credential_id)
    memberships = people.memberships_of(connection, who.id, now)
    return {
        "member": {"id": b64u(who.id), "name": who.name},
        "csrf": tokens.issue(here, mine),
        "idle_seconds": min(here.settings.desk_lock_minutes, here.settings.desk_idle_minutes) * 60,
        "now": now,
        "inboxes": [_inbox(here, connection, each, now) for each in memberships],
        "wraps": [_wrap(each, mine) for each in kept],
        "passkeys": passkey_facts(connection, who.id),
    }


def passkey_facts(connection: Connection, member_id: bytes) -> list[dict[str, Any]]:
    """`prf`: whether it unlocks the member's keys by itself."""
    unlocking = wraps.hashes(connection, member_id)
    return [
        {
            "credential": b64u(each.credential_id),
            "label": each.label,
            "created": each.created_at,
            "last": each.last_at,
            "prf": credential_hash(each.credential_id) in unlocking,
        }
        for each in passkeys.of_member(connection, member_id)
    ]


def grant_facts(found: Grant) -> dict[str, Any]:
    return {"n": found.number, "letter": b64u(found.letter)}


def _inbox(here: House, connection: Connection, of: Membership, now: int) -> dict[str, Any]:
    inbox = inboxes.get(connection, of.slug)
    signed = inboxes.keys_answer(connection, inbox)
    roster = statements.newest(connection, inbox.id, statements.ROSTER)
    return {
        "id": b64u(inbox.id),
        "slug": inbox.slug,
        "name": inbox.name,
        "role": of.role,
        "state": of.state,
        "root": signed["root"],
        "authority": signed["authority"],
        "keys": signed["keys"],
        "roster": None if roster is None else roster.to_json(),
        "grants": _grants(here, connection, of, now),
        "test": inbox.test,
        "topics": [{"code": topic.code, "label": _label(inbox, topic.label)} for topic in inbox.topics],
        "languages": list(inbox.languages),
        "answer_within_hours": answer_within_hours(inbox),
        "keys_until": inboxes.keys_until(connection, inbox.id),
    }


def _grants(here: House, connection: Connection, of: Membership, now: int) -> list[dict[str, Any]]:
    """Of epochs that have begun: a member who leaves has nothing of those to come."""
    if not of.active or of.role == AUDITOR:
        return []
    held = grants.held(connection, here.keys, of.inbox_id, of.member.holder_id)
    return [grant_facts(each) for each in held if each.seal_from <= now]


def _label(inbox: Inbox, labels: Any) -> str:
    """The desk speaks English; an inbox without it has labels in its first language."""
    return str(labels.get("en") or labels[inbox.languages[0]])


def _wrap(kept: Wrap, mine: Session) -> dict[str, Any]:
    of_words = kept.credential == NO_CREDENTIAL
    credential = None if of_words else b64u(mine.credential_id)
    return {"kind": int(kept.kind), "credential": credential, "blob": b64u(kept.blob)}
