"""Who sits at the desk in tests: members with real passkeys and real keys, who came by real invitations."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.test import TestResponse

from tests.authenticator import Passkey, made
from tests.doors.visitors import DESK, Door, named
from tests.memberkit import Desk, Keyring, unlocked
from widget.crypto.encoding import from_base64url, to_base64url
from widget.crypto.kit import Kit
from widget.records import inboxes
from widget.staff import appointing
from widget.staff.appointing import Link

COOKIE, HOST = "__Host-sotto-desk", "desk.localhost"
OWN_PAGE = {"Origin": DESK, "Sec_Fetch_Site": "same-origin"}


@dataclass
class Seat:
    """A browser at the desk, and the member in front of it; at first nobody."""

    door: Door
    name: str = ""
    slug: str = "riverside"
    keyring: Keyring = field(default_factory=Keyring)
    passkey: Passkey | None = None
    csrf: str = ""
    signed_in: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = self.door.app.test_client()

    def at(self, door: Door) -> Seat:
        """The same browser before a copy of the desk."""
        seat = replace(self, door=door, passkey=self.passkey and replace(self.passkey))
        cookie = self.client.get_cookie(COOKIE, domain=HOST)
        if cookie is not None:
            seat.client.set_cookie(COOKIE, cookie.value, domain=HOST)
        return seat

    def get(self, path: str, **headers: Any) -> TestResponse:
        given = named({"Sec_Fetch_Site": "same-origin"} | headers)
        return self.client.get(path, base_url=DESK, headers=given)

    def post(self, path: str, facts: Any = None, **headers: Any) -> TestResponse:
        """As the desk's own page posts JSON; a header set to None is left out."""
        body = json.dumps({} if facts is None else facts)
        return self.send(path, body.encode(), **{"Content_Type": "application/json"} | headers)

    def send(self, path: str, body: bytes, **headers: Any) -> TestResponse:
        """Bytes as they are; a letter, unless told otherwise."""
        usual = OWN_PAGE | {"Content_Type": "application/octet-stream", "X_CSRF_Token": self.csrf}
        return self.client.post(path, base_url=DESK, data=body, headers=named(usual | headers))

    def joins(self, link: Link, **otherwise: Any) -> TestResponse:
        """Opens an invitation's link and enrols."""
        options = asked(self.post("/desk/enrol/options", {"invite": to_base64url(link.id)}))
        passkey, credential = made(options, DESK)
        self.name, self.passkey = options["name"], passkey
        facts = self.keyring.join(link, options, passkey)
        return self.post("/desk/enrol/verify", facts | {"credential": credential} | otherwise)

    def signs_in(self) -> TestResponse:
        answer = self.post("/desk/passkey/login/verify", {"credential": self.answers("login")})
        if answer.status_code == 200:
            self.signed_in = answer.get_json()
            self.csrf = self.signed_in["csrf"]
        return answer

    def touches(self) -> TestResponse:
        return self.post("/desk/passkey/touch/verify", {"credential": self.answers("touch")})

    def answers(self, purpose: str, **otherwise: Any) -> dict[str, Any]:
        """The passkey's answer to a fresh challenge for signing in ("login") or a "touch"."""
        assert self.passkey is not None
        options = asked(self.post(f"/desk/passkey/{purpose}/options"))
        return self.passkey.answer(options["challenge"], DESK, **otherwise)

    @property
    def id(self) -> str:
        """As JSON has it."""
        found: str = self.signed_in["member"]["id"]
        return found

    @property
    def member(self) -> bytes:
        return from_base64url(self.id, 16)

    @property
    def desk(self) -> Desk:
        """What the member's browser unlocks, with all that ME gives now."""
        assert self.passkey is not None
        me = asked(self.get("/desk/me"))
        wrap = next(each for each in me["wraps"] if each["kind"] == 1)
        keyring, root = unlocked(wrap["blob"], self.member, self.passkey)
        return Desk.of(keyring, root, me, self.slug)

    @property
    def lead_desk(self) -> Desk:
        """With the grants of epochs to come, which a lead passes on."""
        ahead = asked(self.get(f"/desk/inboxes/{self.slug}/grants/ahead"))
        return self.desk.holding(ahead["grants"])

    def members(self) -> dict[str, Any]:
        return asked(self.get(f"/desk/inboxes/{self.slug}/members"))

    def invites(self, role: str, name: str) -> Link:
        link = self.desk.invite(role, name)
        facts = {"id": to_base64url(link.id), "role": role, "name": name}
        assert self.post(f"/desk/inboxes/{self.slug}/invitations", facts).status_code == 201
        return link

    def lets_in(self, *newcomers: Seat) -> None:
        ids = {each.id for each in newcomers}
        waiting = [each for each in self.members()["members"] if each["id"] in ids]
        answer = self.post(f"/desk/inboxes/{self.slug}/grants", self.lead_desk.admission(waiting))
        assert answer.status_code == 200, answer.text

    def removes(self, *leaving: Seat) -> TestResponse:
        facts = self.lead_desk.removal([each.id for each in leaving], self.members()["kit"])
        return self.post(f"/desk/inboxes/{self.slug}/removals", facts)


@dataclass
class Staff:
    """The team of riverside, one of each kind, and two who are not of it."""

    door: Door
    kit: Kit
    lead: Seat
    agent: Seat
    reviewer: Seat
    auditor: Seat
    unappointed: Seat
    """A lead whom the lead let in, and the kit has not appointed yet."""
    waiting: Seat
    """Enrolled as an agent, and not let in yet."""
    other: Seat
    """The lead of the inbox practice."""
    outsider: Seat
    """Nobody: a browser without a session."""

    def seats(self) -> dict[str, Seat]:
        kinds = ("outsider", "waiting", "agent", "reviewer", "unappointed", "lead", "auditor", "other")
        return {kind: getattr(self, kind) for kind in kinds}

    def at(self, door: Door) -> Staff:
        """The same people before a copy of the desk."""
        return replace(self, door=door, **{kind: seat.at(door) for kind, seat in self.seats().items()})

    def appoint(self) -> None:
        """The kit makes leads of those who wait for it."""
        appoint(self.door, self.kit, "riverside")


def found_staff(door: Door, kit: Kit) -> Staff:
    lead, other = first_lead(door, kit, "riverside", "Lena Lead"), first_lead(door, kit, "practice", "Otto")
    roles = {
        "agent": ("agent", "Ada Agent"),
        "reviewer": ("reviewer", "Rui Reviewer"),
        "auditor": ("auditor", "Ann Auditor"),
        "unappointed": ("lead", "Lee Later"),
    }
    seats = {kind: newcomer(lead, *role_and_name) for kind, role_and_name in roles.items()}
    lead.lets_in(*seats.values())
    waiting = newcomer(lead, "agent", "Wim Waiting")
    return Staff(door, kit, lead=lead, waiting=waiting, other=other, outsider=Seat(door), **seats)


def first_lead(door: Door, kit: Kit, slug: str, name: str) -> Seat:
    """Invited and appointed beside the kit."""
    now = int(door.clock.now)
    found = door.house.store.read(lambda connection: inboxes.get(connection, slug))
    link = door.house.store.write(lambda c: appointing.invite(c, found, "lead", name, now))
    seat = Seat(door, slug=slug)
    assert seat.joins(link).status_code == 201
    appoint(door, kit, slug, link)
    seat.signs_in()
    return seat


def newcomer(lead: Seat, role: str, name: str) -> Seat:
    """Enrolled and signed in, and waits."""
    seat = Seat(lead.door, slug=lead.slug)
    assert seat.joins(lead.invites(role, name)).status_code == 201
    seat.signs_in()
    return seat


def appoint(door: Door, kit: Kit, slug: str, link: Link | None = None) -> None:
    keys, now = door.house.keys, int(door.clock.now)
    door.house.store.write(lambda c: appointing.appoint(c, keys, kit, slug, link, now))


def asked(answer: TestResponse) -> dict[str, Any]:
    """The facts of an answer that has to be one."""
    assert answer.status_code == 200, answer.text
    facts: dict[str, Any] = answer.get_json()
    return facts


def refusal(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["error"]
