"""Mail as a real server gets it, or refuses it."""

from __future__ import annotations

import threading
from email import message_from_bytes, policy
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.letterbox import Mailbox, MailServer, certificate, message
from translate_flow import post
from translate_flow.errors import UsageError
from translate_flow.post import NotTaken, Place, addresses, mail, plain

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on purpose
ANY = st.text(max_size=400) | st.text(alphabet=" \r\n\t\x00\x0b\x85\u2028:,;<>@\"=?.abc\ud800é", max_size=200)
EVIL = "Hi\r\nBcc: eve@evil.example\r\n\r\nbody"


def place(port: int, *, user: str = "", secret: str = "", scheme: str = "smtp", sender: str = "The Beacon <desk@beacon.example>") -> Place:
    return Place("mail", "mail", f"{scheme}://{user + '@' if user else ''}127.0.0.1:{port}", secret, sender)


def refused(box: Mailbox, **message_: str) -> NotTaken:
    with MailServer(box) as server, pytest.raises(NotTaken) as told:
        post.send(place(server.port), message(**message_))
    return told.value


def test_what_arrives() -> None:
    box = Mailbox()
    text = "Посмотрите: março, 你好.\n.a line that begins with a dot\n" + "long " * 300 + "\nEnd  \n"
    with MailServer(box) as server, post.opened(place(server.port)) as there:
        there.send(message(subject="A devolução de “março”", name="Ana Añón, Ruiz", text=text))
        there.send(message(subject="A devolução de “março”", name="Ana Añón, Ruiz", text=text))
    assert box.connections == 1
    (recipients, first), (_, second) = box.got
    assert first == second  # the same again, if it is sent again
    assert recipients == ["ana@example.org"]
    [got, _] = box.mails
    assert got.get_content().replace("\r\n", "\n") == text
    assert max(map(len, first.split(b"\r\n"))) <= 998
    assert first.isascii()
    facts = {"Subject": "A devolução de “março”", "From": "The Beacon <desk@beacon.example>", "Message-ID": "<0123456789abcdef0123456789abcdef@beacon.example>", "Auto-Submitted": "auto-generated", "Date": "Sun, 08 Mar 2026 12:00:00 +0000", "Content-Language": "en"}
    assert {name: str(got[name]) for name in facts} == facts
    assert got["To"].addresses[0].addr_spec == "ana@example.org"
    assert got["To"].addresses[0].display_name == "Ana Añón Ruiz"


@example(EVIL, EVIL, EVIL)
@example("=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", "=?utf-8?q?eve=40evil.example=2C?= <eve@evil.example>,", "\n.\nQUIT")
@example("é" * 300, ("Müller, Ana " * 20), "a\r.\rb")
@given(ANY, ANY, ANY)
def test_nothing_that_is_told_adds_a_header_or_a_recipient(subject: str, name: str, text: str) -> None:
    data = mail.drawn(message(subject=subject, name=name, text=text), *addresses.sender("The Beacon <desk@beacon.example>"))
    head, _, _body = data.partition(b"\r\n\r\n")
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    read = message_from_bytes(data, policy=policy.default)
    assert sorted(read.keys()) == sorted(mail._HEADERS)
    assert [one for _, one in getaddresses([str(read["To"])])] == ["ana@example.org"]
    assert [one.addr_spec for one in read["To"].addresses] == ["ana@example.org"]
    assert "\n" not in str(read["Subject"])
    assert "\r" not in str(read["Subject"])
    assert read.get_content().replace("\r\n", "\n").rstrip("\n") == plain.lines(text).rstrip("\n")


@pytest.mark.parametrize("address", ["", "ana", "ana@example.org\r\nRCPT TO:<eve@evil.example>", "ana@example.org, eve@evil.example", "a b@example.org", "<ana@example.org>", "ana@-x.example", "ana@example.org>", "ana@example.org SIZE=9", "a..b@example.org", "x" * 65 + "@example.org", "ana@exa mple.org"])
def test_an_address_that_is_none_is_never_sent_to(address: str) -> None:
    box = Mailbox()
    told = refused(box, address=address)
    assert (told.again, told.whose, box.asked, box.got) == (False, "address", [], [])


def test_international_addresses() -> None:
    box = Mailbox()
    with MailServer(box) as server:
        post.send(place(server.port), message(address="ana@münchen.example"))
        with pytest.raises(NotTaken, match="SMTPUTF8") as told:
            post.send(place(server.port), message(address="añón@example.org"))
    assert (told.value.again, told.value.whose) == (False, "address")
    assert box.asked == ["ana@xn--mnchen-3ya.example"]
    box = Mailbox()
    with MailServer(box, enable_SMTPUTF8=True) as server:
        post.send(place(server.port), message(address="añón@example.org", subject="é"))
    assert box.asked == ["añón@example.org"]
    assert "\r\nTo: Ana Ruiz <añón@example.org>\r\n".encode() in box.got[0][1]


@pytest.mark.parametrize(
    ("answer", "again", "whose"),
    [
        ("550 5.1.1 no such user", False, "address"), ("550 no such user", False, "address"), ("551 moved", False, "address"), ("550 5.2.1 closed", False, "address"),
        ("554 5.7.1 relay access denied", True, "letter"), ("550 5.7.1 not for you", True, "letter"), ("554 no", True, "letter"), ("530 5.7.0 log in first", True, "place"),
        ("451 4.7.1 greylisted", True, "letter"), ("452 4.2.2 full", True, "letter"), ("421 4.3.2 closing", True, "place"),
    ],
)  # fmt: skip
def test_a_recipient_that_is_refused(answer: str, again: bool, whose: str) -> None:
    box = Mailbox(recipient=lambda _: answer)
    told = refused(box)
    assert (told.again, told.whose) == (again, whose)
    assert answer[:3] in told.message
    assert told.remedy
    assert box.got == []


@pytest.mark.parametrize(("answer", "again", "whose"), [("554 5.6.0 spam", False, "letter"), ("451 later", True, "letter"), ("421 closing", True, "place")])
def test_a_letter_that_is_refused(answer: str, again: bool, whose: str) -> None:
    told = refused(Mailbox(data=lambda: answer))
    assert (told.again, told.whose) == (again, whose)


@pytest.mark.parametrize("answer", ["550 5.7.1 you may not send", "451 later", "421 4.7.0 closing"])
def test_a_sender_that_is_refused_is_the_servers_trouble(answer: str) -> None:
    told = refused(Mailbox(sender=answer))
    assert (told.again, told.whose) == (True, "place")


def test_one_that_is_refused_does_not_spoil_the_next() -> None:
    box = Mailbox(recipient=lambda address: "550 5.1.1 no" if address.startswith("ben") else "")
    with MailServer(box) as server, post.opened(place(server.port)) as there:
        there.send(message())
        with pytest.raises(NotTaken):
            there.send(message(address="ben@example.org"))
        there.send(message(address="eva@example.org"))
    assert [recipients for recipients, _ in box.got] == [["ana@example.org"], ["eva@example.org"]]
    assert box.connections == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_line_drops_after_data(when: str) -> None:
    box = Mailbox(drop=when)
    told = refused(box)
    assert (told.again, told.whose) == (True, "place")
    assert len(box.got) == (when == "after")


def test_a_line_that_was_closed_meanwhile_is_opened_again() -> None:
    box = Mailbox()
    with MailServer(box) as server, post.opened(place(server.port)) as there:
        there.send(message())
        there._smtp.sock.shutdown(2)  # type: ignore[attr-defined]  # as a server does that has waited long enough
        there.send(message())
    assert (len(box.got), box.connections) == (2, 2)


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    box = Mailbox()
    with MailServer(box) as server:
        port = server.port
    with pytest.raises(NotTaken, match="cannot be reached") as told:
        post.send(place(port), message())
    assert told.value.whose == "place"
    with pytest.raises(NotTaken, match="no host that can be found"):
        post.send(Place("mail", "mail", "smtp://mail.invalid", sender="desk@beacon.example"), message())
    monkeypatch.setattr(mail, "PATIENCE", 0.3)
    stall = threading.Event()
    with MailServer(Mailbox(stall=stall)) as server:
        with pytest.raises(NotTaken) as told:  # one that keeps the line open without a word
            post.send(place(server.port), message())
        stall.set()
    assert (told.value.again, told.value.whose) == (True, "place")


# --- TLS and logins ---


def test_a_certificate_of_its_own_making_is_refused(tmp_path, monkeypatch) -> None:
    context, file = certificate(tmp_path)
    box = Mailbox()
    with MailServer(box, tls=context) as server:
        with pytest.raises(NotTaken, match="cannot prove") as told:
            post.send(place(server.port, scheme="smtps"), message())
        assert told.value.whose == "place"
        monkeypatch.setenv("SSL_CERT_FILE", str(file))  # now it is known
        post.send(place(server.port, scheme="smtps"), message())
        monkeypatch.setattr(mail, "PATIENCE", 0.5)
        with pytest.raises(NotTaken):  # TLS where none is expected
            post.send(place(server.port), message())
    assert len(box.got) == 1


def test_a_login_goes_over_tls_that_holds(tmp_path, monkeypatch) -> None:
    context, file = certificate(tmp_path)
    box = Mailbox()
    with MailServer(box, starttls=context, login={"desk": "sesame"}, auth_require_tls=True) as server:
        with pytest.raises(NotTaken, match="cannot prove"):
            post.send(place(server.port, user="desk", secret="sesame"), message())
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        post.send(place(server.port, user="desk", secret="sesame"), message())
        with pytest.raises(NotTaken, match="login of desk: 535") as told:
            post.send(place(server.port, user="desk", secret="wrong"), message())
        assert (told.value.again, told.value.whose) == (True, "place")
        with pytest.raises(NotTaken, match="530"):  # it demands a login
            post.send(place(server.port), message())
    assert len(box.got) == 1


def test_a_password_does_not_travel_in_the_open(monkeypatch) -> None:
    box = Mailbox()
    with MailServer(box, login={"desk": "sesame"}) as server:
        post.send(place(server.port, user="desk", secret="sesame"), message())  # to this machine it may
        monkeypatch.setattr(mail, "at_home", lambda _: False)
        with pytest.raises(NotTaken, match="not sent where anybody could read it"):
            post.send(place(server.port, user="desk", secret="sesame"), message())
    assert len(box.got) == 1
    with MailServer(Mailbox()) as server, pytest.raises(NotTaken, match="not sent where anybody"):
        post.send(place(server.port, user="desk", secret="sesame"), message())


# --- what can be set ---


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail example.org", "smtp://mail.example.org:0", "smtp://mail.example.org:70000", "smtp://mail.example.org:x", "smtp://mail.example.org/inbox", "smtp://mail.example.org?x=1", "smtp://mail.example.org#x", "smtp://a\nb", "smtp://-mail-.org", "smtp://desk:sesame@mail.example.org", "smtp://d%0Aesk@mail.example.org", "smtp://[zz]"])
def test_no_mail_server(url: str) -> None:
    with pytest.raises(UsageError) as told:
        addresses.server(url)
    assert told.value.remedy
    assert "sesame" not in told.value.message


def test_mail_servers() -> None:
    assert addresses.server("smtp://mail.example.org") == addresses.Server(False, "mail.example.org", 587, "")
    assert addresses.server("smtps://desk%40example.org@mail.example.org") == addresses.Server(True, "mail.example.org", 465, "desk@example.org")
    assert addresses.server("smtp://[::1]:25/").host == "::1"
    assert addresses.server("smtp://correo.münchen.example:25").port == 25


@pytest.mark.parametrize("text", ["", "The Beacon", "<>", "The Beacon <desk>", "a@b.example, c@d.example", "The Beacon <a@b.example> x", "A\nBcc: x <a@b.example>", "<a@b.example", "a@b.example\r\n"])
def test_nobody_that_mail_could_be_from(text: str) -> None:
    if text == "a@b.example\r\n":
        assert addresses.sender(text) == ("", "a@b.example")
        return
    with pytest.raises(UsageError):
        addresses.sender(text)


def test_senders() -> None:
    assert addresses.sender('"El Faro, redacción" <desk@beacon.example>') == ("El Faro, redacción", "desk@beacon.example")
    assert addresses.sender("desk@beacon.example") == ("", "desk@beacon.example")
