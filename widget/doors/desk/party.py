"""Whose passkeys the desk asks for."""

from __future__ import annotations

from typing import Any

from widget.crypto.member import prf_input
from widget.doors.house import House
from widget.records.encoding import b64u
from widget.staff.ceremonies import SECONDS
from widget.staff.credentials import RelyingParty
from widget.staff.verifying import ALGORITHMS

NAME = "Sotto"


def relying_party(here: House) -> RelyingParty:
    host = here.settings.desk_host
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return RelyingParty(name, here.settings.desk_origin)


def to_answer(here: House, challenge: bytes) -> dict[str, Any]:
    """What a passkey is asked to answer. `prf` is what it is asked to evaluate beside."""
    rp_id = relying_party(here).id
    return {
        "challenge": b64u(challenge),
        "rpId": rp_id,
        "prf": b64u(prf_input(rp_id)),
        "timeout": SECONDS * 1000,
    }


def to_make(here: House, challenge: bytes, member_id: bytes, name: str) -> dict[str, Any]:
    """What a passkey is made for."""
    asked = to_answer(here, challenge)
    return {
        "challenge": asked["challenge"],
        "rp": {"id": asked["rpId"], "name": NAME},
        "user": {"id": b64u(member_id), "name": name},
        "algorithms": [int(each) for each in ALGORITHMS],
        "prf": asked["prf"],
        "timeout": asked["timeout"],
    }
