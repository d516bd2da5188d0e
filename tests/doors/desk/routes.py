"""Every route of the desk with who is let in: the table that a new route has to be entered in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.doors.desk.seats import Seat
from tests.doors.visitors import Door
from widget.doors.policies import POLICIES

KINDS = ("outsider", "waiting", "agent", "reviewer", "unappointed", "lead", "auditor", "other")
IN = "in"
OUT, NO, GONE = "signed_out", "forbidden", "gone"

EVERYBODY = dict.fromkeys(KINDS, IN)
MEMBERS = EVERYBODY | {"outsider": OUT}
NOBODY = dict.fromkeys(KINDS, NO) | {"outsider": OUT}
LEADS = NOBODY | {"lead": IN}
"""Of one inbox, so the other inbox's lead is none of them."""
_ANSWER = {"agent": IN, "unappointed": IN, "lead": IN}
_LIST = _ANSWER | {"reviewer": IN}
_LOOK_BACK = {"auditor": IN, "lead": IN, "other": IN}

# Endpoint -> kind of visitor -> "in", or the code of the refusal.
TABLE: dict[str, dict[str, str]] = {
    "desk.page": EVERYBODY,
    "desk.conversation": EVERYBODY,
    "desk.enrol": EVERYBODY,
    "desk.login_options": EVERYBODY,
    "desk.login_verify": EVERYBODY,
    "desk.enrol_options": EVERYBODY,
    "desk.enrol_verify": EVERYBODY,
    "desk.touch_options": MEMBERS,
    "desk.touch_verify": MEMBERS,
    "desk.register_options": MEMBERS,
    "desk.register_verify": MEMBERS,
    "desk.remove_passkey": MEMBERS,
    "desk.me": MEMBERS,
    "desk.sign_out": MEMBERS,
    "desk.join": MEMBERS,
    "desk.sessions": MEMBERS,
    "desk.end_session": MEMBERS,
    "desk.digest": MEMBERS,
    "desk.ask_digest": MEMBERS,
    "desk.confirm_digest": MEMBERS,
    "desk.stop_digest": MEMBERS,
    "desk.members": LEADS,
    "desk.member_sessions": LEADS,
    "desk.sign_member_out": LEADS,
    "desk.invite": LEADS,
    "desk.withdraw": LEADS,
    "desk.decline": LEADS,
    "desk.grants_ahead": LEADS,
    "desk.grant": LEADS,
    "desk.remove": LEADS,
    # About no one inbox: the other inbox's lead reads in theirs.
    "desk.list": NOBODY | _LIST | {"other": IN},
    "desk.records": NOBODY | _LOOK_BACK,
    "desk.figures": NOBODY | _LOOK_BACK,
    "desk.figures_csv": NOBODY | _LOOK_BACK,
    # A reviewer may, what was drawn for review: none of these conversations was.
    "desk.read": NOBODY | _ANSWER | {"other": GONE, "reviewer": GONE},
    "desk.scores": NOBODY | {"reviewer": IN, "other": GONE},
    "desk.export": NOBODY | _ANSWER | {"other": GONE},
    # About no one inbox either.
    "desk.extensions": NOBODY | _LIST | _LOOK_BACK,
    "desk.ask_more": NOBODY | _LIST,
    "desk.read_slowly": NOBODY | _LIST,
    "desk.decide_more": LEADS,
    "desk.letters": NOBODY | _ANSWER | {"other": GONE},
    "desk.targets": NOBODY | _ANSWER | {"other": GONE},
    "desk.handover": NOBODY | _ANSWER | {"other": GONE},
    "desk.merge": NOBODY | _ANSWER | {"other": GONE},
    "desk.replacement": NOBODY | _ANSWER | {"other": GONE},
    "desk.state": NOBODY | _ANSWER | {"other": GONE},
    "desk.saved_replies": NOBODY | _ANSWER,
    "desk.save_reply": NOBODY | _ANSWER,
    "desk.remove_reply": NOBODY | _ANSWER,
}


@dataclass(frozen=True)
class Route:
    """A rule of the map, asked for in riverside; what it names is filled in by what is there."""

    endpoint: str
    rule: str
    posts: bool

    def path(self, reference: str) -> str:
        named = {"<slug>": "riverside", "<reference>": reference, "<session>": "A" * 22, "<member>": "A" * 22}
        found = self.rule
        for name, value in named.items():
            found = found.replace(name, value)
        return found

    def ask(self, seat: Seat, reference: str) -> TestResponse:
        """As the desk's page asks, with nothing in the body that is good for anything."""
        if not self.posts:
            return seat.get(self.path(reference))
        if POLICIES[self.endpoint].letters:
            return seat.send(self.path(reference), b"no letter")
        return seat.post(self.path(reference))


def routes(app: Flask) -> list[Route]:
    """All of the desk's, as the application has them."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.")]
    return sorted(map(_route, rules), key=lambda route: (route.endpoint, route.rule))


def a_conversation(door: Door) -> str:
    """The reference of one that a patient began in riverside."""
    reference: str = door.post(door.draft().envelope()).get_json()["reference"]
    return reference


def _route(rule: Rule) -> Route:
    return Route(rule.endpoint, rule.rule, "POST" in (rule.methods or ()))
