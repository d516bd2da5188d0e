"""Sends the code that shows whether an address is the member's."""

from __future__ import annotations

from widget.outbox import mail
from widget.outbox.mail import Mail, MailError
from widget.settings import Settings
from widget.staff import acts
from widget.staff.digesting import KIND, OUTCOMES
from widget.staff.digests import CODE_SECONDS
from widget.store import Store

SUBJECT = "Sotto: confirm your address"  # without the code, which locked screens would show
CODE = "code"


def send(settings: Settings, store: Store, member_id: bytes, address: str, code: str, now: int) -> None:
    """On record before it leaves. Raises MailError."""
    _record(store, member_id, CODE, now)
    try:
        mail.send(settings, Mail(address, SUBJECT, text(settings, code)))
    except MailError as problem:
        _record(store, member_id, OUTCOMES[type(problem)], now)
        raise


def text(settings: Settings, code: str) -> str:
    return "\n".join(
        [
            f"Your code is {code}.",
            "",
            f"Type it on your account's page at the desk within {CODE_SECONDS // 60} minutes:",
            f"{settings.desk_origin}/desk/account",
            "",
            "If you did not ask for this, do nothing. You get no further mail.",
            "",
        ]
    )


def _record(store: Store, member_id: bytes, outcome: str, now: int) -> None:
    actor = acts.actor(member_id)
    store.write(lambda connection: acts.record(connection, KIND, actor, outcome, {}, now))
