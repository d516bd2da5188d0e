"""A mail server on a free port of this machine, and what can go wrong at one."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType

HANG_UP = "hang up"
SILENCE = "silence"
"""Says nothing for as long as the test lasts."""


@dataclass
class Delivery:
    sender: str
    to: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        found = message_from_bytes(self.data, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        content: str = self.message.get_content()
        return content.replace("\r\n", "\n")


@dataclass
class PostOffice:
    """Speaks SMTP (RFC 5321). `answers` replace its own by command: an answer, HANG_UP or SILENCE. `.` is the
    answer to the mail itself. `context` lets it offer STARTTLS.
    """

    host: str = "127.0.0.1"
    answers: dict[str, str] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    offers: tuple[str, ...] = ()
    deliveries: list[Delivery] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    encrypted: list[str] = field(default_factory=list)
    """The commands that came encrypted."""

    def __enter__(self) -> PostOffice:
        self.closing = threading.Event()
        office = self

        class Conversation(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                clerk = _Clerk(office, self.request)
                try:
                    clerk.serves()
                finally:
                    clerk.leaves()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up."""

        self._server = Server((self.host, 0), Conversation)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def settings(self, url: str = "") -> dict[str, str]:
        return {"SOTTO_SMTP_URL": url or self.url, "SOTTO_MAIL_FROM": "desk@riverside.example"}


class _Clerk:
    """Serves one connection."""

    def __init__(self, office: PostOffice, connection: socket.socket) -> None:
        self.office = office
        self.connection = connection
        self.lines = connection.makefile("rb")
        self.is_encrypted = False
        self.sender = self.to = ""

    def serves(self) -> None:
        self._answers("greeting", "220 postoffice ESMTP")
        while line := self.lines.readline():
            text = line.decode().strip()
            verb = text.split(" ")[0].upper()
            self.office.commands.append(verb)
            if self.is_encrypted:
                self.office.encrypted.append(verb)
            if not self._does(verb, text):
                return

    def leaves(self) -> None:
        self.lines.close()
        self.connection.close()

    def _does(self, verb: str, text: str) -> bool:
        if verb == "EHLO":
            self._answers(verb, "\r\n".join(["250-postoffice", *self._offers(), "250 HELP"]))
        elif verb == "STARTTLS":
            return self._encrypts()
        elif verb == "AUTH":
            self._answers(verb, "235 welcome")
        elif verb == "MAIL":
            self.sender = text.partition("<")[2].partition(">")[0]
            self._answers(verb, "250 ok")
        elif verb == "RCPT":
            self.to = text.partition("<")[2].partition(">")[0]
            self._answers(verb, "250 ok")
        elif verb == "DATA":
            self._answers(verb, "354 go on")
            if self.office.answers.get(verb) is None:
                self._takes()
        elif verb == "QUIT":
            self._answers(verb, "221 bye")
            return False
        else:
            self._answers(verb, "500 what?")
        return True

    def _offers(self) -> list[str]:
        tls = ("STARTTLS",) if self.office.context and not self.is_encrypted else ()
        return [f"250-{each}" for each in (*tls, *self.office.offers)]

    def _encrypts(self) -> bool:
        assert self.office.context is not None
        self._answers("STARTTLS", "220 go on")
        try:
            self.connection = self.office.context.wrap_socket(self.connection, server_side=True)
        except OSError:
            return False
        self.lines.close()
        self.lines = self.connection.makefile("rb")
        self.is_encrypted = True
        return True

    def _takes(self) -> None:
        data = b""
        while (line := self.lines.readline()) not in (b".\r\n", b""):
            data += line.removeprefix(b".") if line.startswith(b"..") else line
        self.office.deliveries.append(Delivery(self.sender, self.to, data))
        self._answers(".", "250 taken")

    def _answers(self, what: str, usual: str) -> None:
        answer = self.office.answers.get(what, usual)
        if answer == SILENCE:
            self.office.closing.wait()
        if answer in (HANG_UP, SILENCE):
            self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()
            raise ConnectionAbortedError
        self.connection.sendall(answer.encode() + b"\r\n")
