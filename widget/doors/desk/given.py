"""What a lead's browser hands in when members change, read out of JSON. Raises Malformed, or Invalid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from widget.crypto.encoding import from_base64url, list_of_objects, whole_number
from widget.crypto.errors import Malformed
from widget.crypto.labels import ID_BYTES
from widget.crypto.statements import Signed
from widget.staff.credentials import bytes_of
from widget.staff.errors import Invalid
from widget.staff.removals import KIT, Removal
from widget.staff.rosters import Admission

KIT_NAME = "kit"  # as a holder's id


def admission(facts: Mapping[str, Any]) -> Admission:
    named = list_of_objects(facts.get("members"))
    granted = {_id(each.get("member")): _letters(each.get("grants")) for each in named}
    if len(granted) != len(named):
        raise Invalid("Somebody is named twice.")
    return Admission(Signed.from_json(facts.get("roster")), granted)


def removal(facts: Mapping[str, Any]) -> Removal:
    named = facts.get("members")
    if not isinstance(named, list):
        raise Malformed
    made = list_of_objects(facts.get("epochs"))
    granted = {whole_number(each.get("n")): _by_holder(each.get("grants")) for each in made}
    if len(granted) != len(made):
        raise Invalid("An epoch is named twice.")
    return Removal(
        members=frozenset(map(_id, named)),
        roster=Signed.from_json(facts.get("roster")),
        keys=Signed.from_json(facts.get("keys")),
        grants=granted,
    )


def _by_holder(value: object) -> dict[bytes | None, bytes]:
    named = list_of_objects(value)
    found = {_holder(each.get("holder")): bytes_of(each.get("letter")) for each in named}
    if len(found) != len(named):
        raise Invalid("An epoch is granted twice to somebody.")
    return found


def _letters(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise Malformed
    return tuple(map(bytes_of, value))


def _holder(value: object) -> bytes | None:
    return KIT if value == KIT_NAME else _id(value)


def _id(value: object) -> bytes:
    return from_base64url(value, ID_BYTES)
