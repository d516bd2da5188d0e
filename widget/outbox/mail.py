"""Mail: one message to one address, through the operator's own server.

Three things can go wrong, and each needs another answer: it was not taken and can be tried again, the address
takes none, or nobody can tell. What the server says is left out of all of them, for it may quote the address.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from widget.parsing import MailServer, is_address
from widget.settings import Settings

PATIENCE_SECONDS = 10.0  # for each answer; a member waits for the code
LINE_THAT_BEGINS_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)
BROKEN = (OSError, smtplib.SMTPException)


class MailError(Exception):
    """The mail was not sent, as far as is known. The message is one sentence without addresses."""


class NotTaken(MailError):
    """The server surely does not have it. It can be tried again."""


class Refused(MailError):
    """The server says for good that it takes nothing for this address."""


class Unsure(MailError):
    """The connection was lost after all of it had been handed over: the server may have it."""


@dataclass(frozen=True)
class Mail:
    """Plain text to one address. Raises ValueError for what could become a header of its own."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not is_address(self.to):
            raise ValueError("the address is none")
        if not self.subject.isprintable():
            raise ValueError("the subject is not one line")


def send(settings: Settings, mail: Mail) -> None:
    """Returns once the server has taken it. Raises MailError."""
    if settings.smtp is None:
        raise NotTaken("No mail server is set.")
    message = _message(settings.mail_from, mail)
    with _session(settings.smtp, _domain(settings.mail_from)) as smtp:
        try:
            _hand_over(smtp, settings.mail_from, mail.to)
        except BROKEN:
            raise NotTaken("The connection to the mail server was lost.") from None
        _deliver(smtp, message)


@contextmanager
def _session(server: MailServer, name: str) -> Iterator[smtplib.SMTP]:
    """Signed in, and encrypted unless the server is this machine."""
    try:
        smtp = _connected(server, name)
    except BROKEN:
        raise NotTaken("The mail server cannot be reached.") from None
    try:
        _greet(smtp, server)
        yield smtp
        # A server that says goodbye badly has taken the mail all the same.
        with contextlib.suppress(*BROKEN):
            smtp.quit()
    finally:
        smtp.close()


def _connected(server: MailServer, name: str) -> smtplib.SMTP:
    if server.tls:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=PATIENCE_SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, name, timeout=PATIENCE_SECONDS)


def _greet(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        if not (server.tls or server.is_here):
            _encrypt(smtp)
        if server.user:
            smtp.login(server.user, server.password)
    except smtplib.SMTPNotSupportedError:
        raise NotTaken("The mail server offers no sign-in.") from None
    except smtplib.SMTPAuthenticationError:
        raise NotTaken("The mail server refuses the sign-in.") from None
    except BROKEN:
        raise NotTaken("The mail server does not answer as it should.") from None


def _encrypt(smtp: smtplib.SMTP) -> None:
    if not smtp.has_extn("starttls"):
        raise NotTaken("The mail server offers no encryption (STARTTLS).")
    try:
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()  # what it said before counts no more: anybody may have said it
    except BROKEN:
        raise NotTaken("The encryption that the mail server offers does not hold.") from None


def _hand_over(smtp: smtplib.SMTP, sender: str, to: str) -> None:
    _expect("the sender", smtp.mail(sender)[0], 250)
    code, _ = smtp.rcpt(to)
    if code // 100 == 5:
        raise Refused("The mail server takes no mail for this address.")
    _expect("the address", code, 250, 251)
    _expect("the mail", smtp.docmd("DATA")[0], 354)


def _deliver(smtp: smtplib.SMTP, message: bytes) -> None:
    try:
        smtp.send(LINE_THAT_BEGINS_WITH_A_DOT.sub(b"..", message) + b".\r\n")
        code, _ = smtp.getreply()
    except BROKEN:
        raise Unsure("The connection was lost while the mail server took the mail.") from None
    _expect("the mail", code, 250)


def _expect(what: str, code: int, *good: int) -> None:
    if code not in good:
        raise NotTaken(f"The mail server does not take {what} ({code}).")


def _message(sender: str, mail: Mail) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Sotto <{sender}>"
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine should answer
    message.set_content(mail.text, cte="quoted-printable")
    return message.as_bytes()


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
