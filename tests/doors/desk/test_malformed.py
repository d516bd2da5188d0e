"""What no browser posts: whatever it is, the answer is the client's mistake and never the server's."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import cbor2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.authenticator import made
from tests.doors.desk.routes import Route, routes
from tests.doors.desk.seats import Seat, Staff, asked
from tests.doors.desk.test_account import registered
from tests.doors.visitors import DESK
from tests.memberkit import Keyring
from widget import create_app
from widget.crypto.encoding import to_base64url
from widget.doors.policies import POLICIES
from widget.settings import Settings

POSTS = [
    route
    for route in routes(create_app(Settings.from_environment({})))
    if route.posts and not POLICIES[route.endpoint].letters
]
MEBIBYTE = 1024 * 1024
BODIES = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "a text": b'"x"',
    "half an object": b'{"id":',
    "no UTF-8": b"\xff\xfe",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "no number": b'{"id": NaN}',
    "a number without end": b'{"id": ' + b"9" * 5000 + b"}",
    "half a character": b'{"id": "\\ud800"}',
    "half a character as a name": b'{"\\udfff": 1}',
    "depths": b"[" * 100_000,
    "depths within": b'{"id": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "a mebibyte": b'{"id": "' + b"A" * MEBIBYTE + b'"}',
    "a mebibyte of nulls": b"\0" * MEBIBYTE,
}
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    1e300,
    2**70,
    "",
    "\0",
    "é",
    "=",
    "A",
    "A" * 10_000,
    "\ud800",
    [],
    [None],
    {},
    {"a": {}},
]


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.rule)
def test_whatever_the_body_is_the_mistake_is_the_clients(sqlite_desk: Staff, route: Route) -> None:
    for name, body in BODIES.items():
        headers = {"Content_Type": "application/json"}
        answer = sqlite_desk.lead.send(route.path("7Q4M9ZTK2D"), body, **headers)
        assert 400 <= answer.status_code < 500, (name, answer.text)


Facts = dict[str, Any]


def enrolment(desk: Staff) -> Facts:
    link = desk.lead.invites("agent", "Nia Newcomer")
    options = asked(desk.outsider.post("/desk/enrol/options", {"invite": to_base64url(link.id)}))
    passkey, credential = made(options, DESK)
    keyring = Keyring()
    words = keyring.words_wrap(passkey.user_handle, link.pin)
    return keyring.join(link, options, passkey) | {
        "credential": credential,
        "words_wrap": to_base64url(words),
    }


def admission(desk: Staff) -> Facts:
    waiting = [each for each in desk.lead.members()["members"] if each["state"] == "waiting"]
    return desk.lead.lead_desk.admission(waiting)


def removal(desk: Staff) -> Facts:
    return desk.lead.lead_desk.removal([desk.agent.id], desk.lead.members()["kit"])


def invitation(_desk: Staff) -> Facts:
    return {"id": to_base64url(bytes(range(16))), "role": "agent", "name": "Nia"}


GENUINE: dict[str, tuple[str, Callable[[Staff], Facts]]] = {
    "signing in": ("/desk/passkey/login/verify", lambda desk: {"credential": desk.lead.answers("login")}),
    "touching": ("/desk/passkey/touch/verify", lambda desk: {"credential": desk.lead.answers("touch")}),
    "adding a passkey": ("/desk/passkey/register/verify", lambda desk: registered(desk.lead)[1]),
    "enrolling": ("/desk/enrol/verify", enrolment),
    "inviting": ("/desk/inboxes/riverside/invitations", invitation),
    "letting in": ("/desk/inboxes/riverside/grants", admission),
    "removing": ("/desk/inboxes/riverside/removals", removal),
}


@pytest.mark.parametrize("act", GENUINE)
def test_a_genuine_request_with_one_odd_value_is_never_the_servers_mistake(
    sqlite_desk: Staff, act: str
) -> None:
    path, genuine = GENUINE[act]
    facts = genuine(sqlite_desk)
    tried = 0
    for place in places(facts):
        for odd in ODD:
            answer = sqlite_desk.lead.post(path, changed(facts, place, odd))
            assert answer.status_code < 500, (place, odd, answer.text)
            tried += 1
    assert tried > 50


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Of lists the first is enough: the others are alike."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, within in value.items():
            yield from places(within, (*path, name))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def changed(facts: Facts, place: tuple[Any, ...], odd: Any) -> Facts:
    found = copy.deepcopy(facts)
    at: Any = found
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = odd
    return found


exhaustive = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
BYTES = st.binary(max_size=400)
# What a passkey's answer is made of, and what it never is.
THINGS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.binary(max_size=80) | st.text(max_size=20),
    lambda within: (
        st.lists(within, max_size=4)
        | st.dictionaries(
            st.sampled_from(["fmt", "attStmt", "authData", "alg", "sig", "x5c", "ver"]) | st.integers(-4, 4),
            within,
            max_size=6,
        )
    ),
    max_leaves=12,
)


def test_an_attestation_of_anything_is_never_the_servers_mistake(sqlite_desk: Staff) -> None:
    seat, link = Seat(sqlite_desk.door), sqlite_desk.lead.invites("agent", "Nia Newcomer")

    @exhaustive
    @given(THINGS.map(cbor2.dumps) | BYTES)
    def knock(attested: bytes) -> None:
        options = asked(seat.post("/desk/enrol/options", {"invite": to_base64url(link.id)}))
        passkey, credential = made(options, DESK)
        credential["response"]["attestationObject"] = to_base64url(attested)
        facts = seat.keyring.join(link, options, passkey) | {"credential": credential}
        assert seat.post("/desk/enrol/verify", facts).status_code == 422

    knock()
    assert seat.joins(link).status_code == 201


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJSON"])
def test_an_answer_of_any_bytes_is_never_the_servers_mistake(sqlite_desk: Staff, part: str) -> None:
    lead = sqlite_desk.lead
    client_data = THINGS.filter(lambda thing: not _has_bytes(thing)).map(
        lambda thing: json.dumps(thing).encode()
    )

    @exhaustive
    @given(BYTES | client_data if part == "clientDataJSON" else BYTES)
    def knock(content: bytes) -> None:
        credential = lead.answers("login")
        credential["response"][part] = to_base64url(content)
        answer = lead.post("/desk/passkey/login/verify", {"credential": credential})
        assert (answer.status_code, answer.get_json()["error"]) == (401, "signed_out")

    knock()
    assert lead.signs_in().status_code == 200


def _has_bytes(thing: Any) -> bool:
    if isinstance(thing, dict):
        return any(not isinstance(name, str) or _has_bytes(within) for name, within in thing.items())
    return isinstance(thing, bytes) or (isinstance(thing, list) and any(map(_has_bytes, thing)))


@pytest.mark.parametrize(
    "path",
    [
        "/desk/inboxes/%00/members",
        "/desk/inboxes/" + "a" * 500 + "/members",
        "/desk/inboxes/RIVERSIDE/members",
        "/desk/inboxes/../members",
        "/desk/inboxes/é/members",
    ],
)
def test_odd_inboxes_are_as_such_that_are_not_there(sqlite_desk: Staff, path: str) -> None:
    assert sqlite_desk.lead.get(path).status_code in (403, 404)


def test_letters_alone_are_posted_as_bytes(sqlite_desk: Staff) -> None:
    """The routes that are left out above have tests of their own."""
    left_out = {route.endpoint for route in routes(sqlite_desk.door.app) if route.posts} - {
        route.endpoint for route in POSTS
    }
    assert left_out <= {"desk.letters", "desk.save_reply", "desk.scores"}
