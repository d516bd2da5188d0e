"""Mail leaves through a real server, and each way that it can fail is told apart."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.outbox.postoffice import HANG_UP, SILENCE, PostOffice
from widget.outbox import mail
from widget.outbox.mail import Mail, MailError, NotTaken, Refused, Unsure
from widget.settings import Settings

# This machine too, by an address that our settings do not take for it: mail to it has to be encrypted.
ELSEWHERE = "127.0.0.2"
INES = "ines@riverside.example"


def settings(office: PostOffice, url: str = "") -> Settings:
    return Settings.from_environment(office.settings(url))


def send(office: PostOffice, url: str = "", text: str = "Two lines\nof text.\n") -> None:
    mail.send(settings(office, url), Mail(INES, "Sotto: a subject", text))


def trouble(office: PostOffice, url: str = "") -> MailError:
    with pytest.raises(MailError) as raised:
        send(office, url)
    return raised.value


@pytest.fixture
def office_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    """Encrypts; whoever asks this machine's authorities believes its certificate."""
    certificate, key = certificate_for(ELSEWHERE, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return PostOffice(ELSEWHERE, context=context)


def test_a_mail_arrives_as_it_was_written() -> None:
    text = "Häuser und Bäume\n.\n..und Punkte\n" + "x" * 2000 + "\n"
    with PostOffice() as office:
        send(office, text=text)
    (delivery,) = office.deliveries
    assert (delivery.sender, delivery.to) == ("desk@riverside.example", INES)
    assert delivery.text == text
    message = delivery.message
    assert (message["To"], message["Subject"]) == (INES, "Sotto: a subject")
    assert message["From"] == "Sotto <desk@riverside.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].strip("<>").endswith("@riverside.example")


def test_it_says_nothing_of_this_machine() -> None:
    with PostOffice() as office:
        send(office)
    data = office.deliveries[0].data
    headers = [line.partition(b":")[0] for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n")]
    assert {b"Received", b"User-Agent", b"X-Mailer", b"Reply-To"}.isdisjoint(headers)


@pytest.mark.parametrize(
    "to",
    [
        "ines@riverside.example\r\nBcc: all@riverside.example",
        "ines@riverside.example\n",
        "ines@riverside.example, more@riverside.example",
        "Ines <ines@riverside.example>",
        "ines@riverside.example>",
        "ines",
        "ines@localhost",
        "inés@riverside.example",
        "a b@riverside.example",
        "@riverside.example",
        f"{'x' * 65}@riverside.example",
        f"ines@{'x' * 60}.{'x' * 60}.{'x' * 60}.{'x' * 60}.example",
        "",
    ],
)
def test_an_address_is_one_address_and_nothing_else(to: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Mail(to, "subject", "text")


@pytest.mark.parametrize("subject", ["a\r\nBcc: b@c.example", "a\nb", "a\0b"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(ValueError, match="subject"):
        Mail(INES, subject, "text")


@pytest.mark.parametrize(
    "answers",
    [
        {"greeting": "421 closed"},
        {"greeting": HANG_UP},
        {"EHLO": HANG_UP},
        {"MAIL": "550 not you"},
        {"MAIL": HANG_UP},
        {"RCPT": "451 come back later"},
        {"RCPT": HANG_UP},
        {"DATA": "554 no"},
        {"DATA": HANG_UP},
        {".": "451 full"},
        {".": "554 looks like spam"},
    ],
)
def test_what_was_surely_not_taken_can_be_sent_again(answers: dict[str, str]) -> None:
    with PostOffice(answers=answers) as office:
        assert isinstance(trouble(office), NotTaken)


def test_nobody_listens() -> None:
    with PostOffice() as office:
        pass
    assert isinstance(trouble(office), NotTaken)


def test_an_address_that_takes_no_mail_is_told_apart() -> None:
    with PostOffice(answers={"RCPT": "550 no such user"}) as office:
        assert isinstance(trouble(office), Refused)


@pytest.mark.parametrize("answer", [HANG_UP, SILENCE])
def test_nobody_can_tell_after_the_last_dot(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "PATIENCE_SECONDS", 0.2)
    with PostOffice(answers={".": answer}) as office:
        assert isinstance(trouble(office), Unsure)


@pytest.mark.parametrize("when", ["greeting", "EHLO", "RCPT", "DATA"])
def test_a_server_that_says_nothing_is_not_waited_for(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "PATIENCE_SECONDS", 0.2)
    with PostOffice(answers={when: SILENCE}) as office:
        assert isinstance(trouble(office), NotTaken)
    assert office.deliveries == []


@pytest.mark.parametrize("goodbye", [HANG_UP, "500 stay"])
def test_a_bad_goodbye_changes_nothing(goodbye: str) -> None:
    with PostOffice(answers={"QUIT": goodbye}) as office:
        send(office)
    assert len(office.deliveries) == 1


def test_mail_to_another_machine_is_encrypted(office_elsewhere: PostOffice) -> None:
    with office_elsewhere as office:
        send(office)
    assert office.encrypted == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


def test_and_so_is_the_sign_in(office_elsewhere: PostOffice) -> None:
    office_elsewhere.offers = ("AUTH PLAIN",)
    with office_elsewhere as office:
        send(office, f"smtp://ines:p%40ss@{ELSEWHERE}:{office.port}")
    assert "AUTH" in office.encrypted


def test_without_encryption_nothing_is_said_to_another_machine() -> None:
    with PostOffice(ELSEWHERE, offers=("AUTH PLAIN",)) as office:
        found = trouble(office, f"smtp://ines:pass@{ELSEWHERE}:{office.port}")
    assert isinstance(found, NotTaken)
    assert "STARTTLS" in str(found)
    assert office.commands == ["EHLO"]


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    office_elsewhere: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with office_elsewhere as office:
        assert isinstance(trouble(office), NotTaken)
    assert office.deliveries == []


@pytest.mark.parametrize(
    ("offers", "answers"), [((), {}), (("AUTH PLAIN",), {"AUTH": "535 wrong"}), (("AUTH GSSAPI",), {})]
)
def test_a_sign_in_that_fails_can_be_mended(offers: tuple[str, ...], answers: dict[str, str]) -> None:
    with PostOffice(offers=offers, answers=answers) as office:
        found = trouble(office, f"smtp://ines:hunter2@127.0.0.1:{office.port}")
    assert isinstance(found, NotTaken)
    assert office.deliveries == []


def test_no_error_quotes_the_address_the_password_or_the_server() -> None:
    answers = {"RCPT": f"550 <{INES}> unknown, see hunter2"}
    with PostOffice(offers=("AUTH PLAIN",), answers=answers) as office:
        found = trouble(office, f"smtp://ines:hunter2@127.0.0.1:{office.port}")
        told = settings(office, f"smtp://ines:hunter2@127.0.0.1:{office.port}")
    for text in (str(found), repr(found), repr(told), repr(told.smtp), repr(Mail(INES, "a", "b"))):
        assert "hunter2" not in text
        assert INES not in text
    assert found.__suppress_context__ or found.__context__ is None


def test_without_a_server_nothing_is_sent() -> None:
    with pytest.raises(NotTaken):
        mail.send(Settings.from_environment({}), Mail(INES, "a", "b"))


def certificate_for(address: str, folder: Path) -> tuple[Path, Path]:
    """Files of a certificate that vouches for itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "postoffice")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "postoffice.pem", folder / "postoffice.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
