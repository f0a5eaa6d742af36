"""Letters by mail: RFC 5322 messages built with the standard library, given to the newsroom's mail server by SMTP (RFC 5321).

The envelope names one recipient, `Message.address`, whatever a title or a name holds; the headers are counted before anything is sent.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime

from translate_flow.adoption.http import at_home
from translate_flow.post import Message, NotTaken, Place
from translate_flow.post.addresses import Server, encoded, is_mailbox, sender, server
from translate_flow.post.plain import line, lines, within

TIMEOUT, PATIENCE = 30.0, 120.0  # seconds without a byte, and for one letter
_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,."]+')  # what means something in an address; names do without
_ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
_LOGIN = frozenset({530, 534, 535, 538})
_LATER = "Nothing is lost: it is tried again."


class Mailer:
    """A mail server while letters are given to it; one connection as long as it holds."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.server: Server = server(place.target)
        self.name, self.sender = sender(place.sender)
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: Message) -> None:
        mail = drawn(message, self.name, self.sender)
        address = encoded(message.address)
        try:
            with within(PATIENCE, self._stop):
                self._give(mail, address, wide=not address.isascii() or not self.sender.isascii())
        except NotTaken as error:
            self._reset(error)
            raise
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise self._broken(error) from None

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._smtp.sock is not None:
                    self._smtp.sock.settimeout(5)
                self._smtp.quit()
            self._smtp.close()
        self._smtp = None

    # --- one letter ---

    def _give(self, mail: bytes, address: str, *, wide: bool) -> None:
        smtp = self._ready()
        if wide and not smtp.has_extn("smtputf8"):
            raise NotTaken(f"{self._what} does not carry the address {address} (no SMTPUTF8)", remedy="Give that person another address.", again=False, whose="address")
        code, said = smtp.mail(self.sender, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
        if code != 250:
            remedy = "It wants a login, or STARTTLS: see docs/delivery.md." if code in _LOGIN else f"See that it lets {self.sender} send (`translate-flow settings mail_from`)."
            raise self._refused(code, said, f"does not take mail from {self.sender}", remedy=remedy)
        code, said = smtp.rcpt(address)
        if code not in {250, 251}:
            raise self._recipient(code, said, address)
        try:
            code, said = smtp.data(mail)
        except smtplib.SMTPDataError as error:
            code, said = error.smtp_code, _bytes(error.smtp_error)
        if code == 421:
            raise self._refused(code, said, "closes the line")
        if code != 250:
            raise self._refused(code, said, "does not take the letter", whose="letter", again=code < 500)

    def _recipient(self, code: int, said: bytes, address: str) -> NotTaken:
        """What to make of a refused recipient. Of 5xx only what is about the address is final: 5.7 is a rule of the server, which may not know us yet."""
        what = f"does not take {address}"
        if code == 421:
            return self._refused(code, said, "closes the line")
        if code in _LOGIN:
            return self._refused(code, said, what, remedy="It wants a login: see docs/delivery.md.")
        enhanced = _ENHANCED.match(_words(said))
        policy = enhanced.group(2) == "7" if enhanced else code == 554
        if code < 500 or policy:
            return self._refused(code, said, what, whose="letter")
        return self._refused(code, said, what, whose="address", again=False, remedy="Correct it with `translate-flow people change HANDLE --email ADDRESS`.")

    def _refused(self, code: int, said: bytes, what: str, *, remedy: str = "", whose: str = "place", again: bool = True) -> NotTaken:
        return NotTaken(f"{self._what} {what}: {code} {_words(said)}".rstrip(), remedy=remedy or f"See the mail server's log. {_LATER}", whose=whose, again=again)

    def _reset(self, error: NotTaken) -> None:
        """Takes back what was begun, for the next letter; a line that has lost its step is given up."""
        if self._smtp is None:
            return
        if error.whose == "place":
            self.close()
            return
        try:
            fine = self._smtp.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            fine = False
        if not fine:
            self.close()

    # --- the connection ---

    def _ready(self) -> smtplib.SMTP:
        """A connection that answers. One that is kept may have been closed by the server meanwhile: nothing is lost by opening another."""
        if self._smtp is not None:
            try:
                if self._smtp.noop()[0] == 250:
                    return self._smtp
            except (smtplib.SMTPException, OSError):
                pass
            self.close()
        try:
            return self._connected()
        except smtplib.SMTPConnectError as error:
            raise self._refused(error.smtp_code, _bytes(error.smtp_error), "does not let us in") from None

    def _connected(self) -> smtplib.SMTP:
        there = self.server
        context = ssl.create_default_context()
        smtp = self._smtp = smtplib.SMTP_SSL(timeout=TIMEOUT, context=context) if there.secure else smtplib.SMTP(timeout=TIMEOUT)
        smtp._host = there.host  # type: ignore[attr-defined]  # whom the certificate must name: set only by the constructor that connects
        code, said = smtp.connect(there.host, there.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        smtp.ehlo_or_helo_if_needed()
        home = at_home(there.host)
        if not there.secure and smtp.has_extn("starttls") and not (home and (not there.user or smtp.has_extn("auth"))):
            smtp.starttls(context=context)
            smtp.ehlo()
            home = True  # nobody reads along
        if there.user:
            if not there.secure and not home:
                raise NotTaken(f"{self._what} offers no STARTTLS, and a password is not sent where anybody could read it", remedy="Name it as smtps://, or another server.")
            self._login(smtp)
        return smtp

    def _login(self, smtp: smtplib.SMTP) -> None:
        remedy = "See the user in `translate-flow settings smtp`, and the password in TRANSLATE_FLOW_SMTP_PASSWORD or the file that smtp_password_file names."
        try:
            smtp.login(self.server.user, self.place.secret)
        except smtplib.SMTPAuthenticationError as error:
            raise self._refused(error.smtp_code, _bytes(error.smtp_error), f"does not accept the login of {self.server.user}", remedy=remedy) from None
        except smtplib.SMTPNotSupportedError:
            raise NotTaken(f"{self._what} offers no login", remedy="Leave the user out of `translate-flow settings smtp`, or name the server's port for submission (587).") from None

    def _stop(self) -> None:
        sock = self._smtp.sock if self._smtp is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _broken(self, error: Exception) -> NotTaken:
        if isinstance(error, ssl.SSLError):
            said = getattr(error, "verify_message", "") or error.reason or "it does not speak TLS there"
            return NotTaken(f"{self._what} cannot prove that it is that server: {said}", remedy="Name it as its certificate does; smtps:// is for port 465, smtp:// for 587 and 25.")
        if isinstance(error, socket.gaierror):
            return NotTaken(f"{self._what} is no host that can be found", remedy="Check `translate-flow settings smtp`, and that this machine is connected.")
        if isinstance(error, TimeoutError):
            return NotTaken(f"{self._what} has not answered within {TIMEOUT:.0f} seconds", remedy=_LATER)
        if isinstance(error, smtplib.SMTPResponseException):
            return self._refused(error.smtp_code, _bytes(error.smtp_error), "refuses")
        said = getattr(error, "strerror", None) or line(str(error), 200) or type(error).__name__
        return NotTaken(f"{self._what} broke off, or cannot be reached: {said}", remedy=f"Check `translate-flow settings smtp`. {_LATER}")

    @property
    def _what(self) -> str:
        return f"{self.server.host}:{self.server.port}"


def drawn(message: Message, name: str, address: str) -> bytes:
    """The mail as bytes, lines ended by CRLF; the same for the same message. Raises NotTaken where the address is none."""
    if not is_mailbox(message.address):
        raise NotTaken(f"“{line(message.address, 80)}” is no mail address", remedy=f"Correct it with `translate-flow people change {message.person} --email ADDRESS`.", again=False, whose="address")
    to = encoded(message.address)
    mail = EmailMessage(policy=SMTP.clone(utf8=not (to + address).isascii(), cte_type="7bit"))
    for header, called, whose in (("From", name, address), ("To", message.name, to)):
        local, _, host = whose.rpartition("@")
        mail[header] = Address(_name(called), username=local, domain=host)
    mail["Subject"] = _unencoded(line(message.subject, 250))
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.uid}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(lines(message.text), cte="quoted-printable")
    mail["Content-Language"] = re.sub(r"[^A-Za-z0-9-]", "", message.language) or "en"
    data = mail.as_bytes()
    if sorted(name.lower() for name in BytesHeaderParser().parsebytes(data)) != sorted(name.lower() for name in _HEADERS):
        raise NotTaken("its headers would not be those of a letter", remedy="Read it with `translate-flow notices`, and tell us its title.", again=False, whose="letter")
    return data


def _name(text: str) -> str:
    return _unencoded(line(_SPECIAL.sub(" ", line(text)), 60))


def _unencoded(text: str) -> str:
    """Text that no reader takes for an encoded word (RFC 2047) of its writer's making."""
    while "=?" in text:
        text = text.replace("=?", "= ?")
    return text


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else str(said).encode("utf-8", "replace")


def _words(said: bytes) -> str:
    return line(said.decode("utf-8", "replace"), 200)
