"""Messages that confirm an address, by SMTP. Addresses are used and not kept, and stand in no log."""

import asyncio
import re
import smtplib
import ssl
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as LINES_OF_SMTP
from email.utils import formatdate, make_msgid
from typing import Final
from urllib.parse import unquote, urlsplit

TIMEOUT_S: Final = 15.0
AT_ONCE: Final = 4
LONGEST_ADDRESS: Final = 254
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

# What one address may be sent, so that nobody is pestered; and all, so that the server is not taken for a spammer.
MOST_TO_ONE: Final = 3
TO_ONE_WITHIN_S: Final = 600.0
MOST_TO_ALL: Final = 2_000
TO_ALL_WITHIN_S: Final = 3_600.0
MOST_REMEMBERED: Final = 20_000

# A narrow reading of RFC 5321: what people have, and nothing that a header or a command could be made of.
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class AddressRefused(Exception):
    """This is no address, or not of a domain that is taken."""


class TooOften(Exception):
    """So many messages have gone to this address, or to all, that more must wait."""


class MailTrouble(Exception):
    """The message was not taken by the mail server. The words say why, and nothing of the address."""


class BadMailServer(ValueError):
    """What was configured is no mail server that messages may be sent to."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where messages are handed over: `smtps://user@host:465`, or `smtp://user@host:587`, which must offer TLS.

    Without TLS only to this machine itself. Raises BadMailServer.
    """

    url: str
    sender: str
    password: str | None = None

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            is_one = (
                parts.scheme in ("smtp", "smtps")
                and parts.hostname
                and parts.port != 0
                and not parts.password
            )
        except ValueError:  # of a port that is no number, or an address in brackets that is none
            is_one = False
        if not is_one:
            raise BadMailServer(
                "a mail server has an address like smtps://user@mail.example.org; its password stands in a file"
            )
        if self.password is not None and not urlsplit(self.url).username:
            raise BadMailServer("a password needs a user: smtps://user@mail.example.org")
        if not _is_address(self.sender):
            raise BadMailServer("the sender is an address like assembly@example.org")

    def deliver(self, message: EmailMessage) -> None:
        """Hand the message over; blocks. Raises MailTrouble."""
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        try:
            if parts.scheme == "smtps":
                with smtplib.SMTP_SSL(
                    host, parts.port or 465, timeout=TIMEOUT_S, context=ssl.create_default_context()
                ) as server:
                    self._hand_over(server, message, parts.username)
                return
            with smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_S) as server:
                server.ehlo()
                if host not in LOOPBACK or server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                self._hand_over(server, message, parts.username)
        except (OSError, smtplib.SMTPException) as trouble:
            raise MailTrouble(type(trouble).__name__) from None

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage, user: str | None) -> None:
        if user and self.password is not None:
            server.login(unquote(user), self.password)
        server.send_message(message)


class Mail:
    """Confirmation messages of one server.

    domains: those whose addresses are taken, all where none is named.   clock_s: rises; for how often one may ask.
    """

    def __init__(
        self, server: MailServer, domains: Sequence[str] = (), clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.domains = tuple(one.strip().lower().removeprefix("@") for one in domains)
        self._server = server
        self._clock_s = clock_s
        self._sent: dict[str, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=MOST_TO_ALL)
        self._turns = asyncio.Semaphore(AT_ONCE)

    def address(self, typed: str) -> str:
        """The address as it is written to. Raises AddressRefused."""
        local, at, domain = typed.strip().rpartition("@")
        try:
            written = f"{local}@{domain.encode('idna').decode().lower()}"
        except UnicodeError:
            raise AddressRefused from None
        if not at or not _is_address(written):
            raise AddressRefused
        if self.domains and written.rpartition("@")[2] not in self.domains:
            raise AddressRefused
        return written

    def allow(self, subject: str) -> None:
        """Count one message to whom the subject stands for. Raises TooOften."""
        now_s = self._clock_s()
        if len(self._all) == MOST_TO_ALL and now_s - self._all[0] < TO_ALL_WITHIN_S:
            raise TooOften
        for forgotten in [one for one, at in self._sent.items() if now_s - at[-1] >= TO_ONE_WITHIN_S]:
            del self._sent[forgotten]
        if subject not in self._sent and len(self._sent) >= MOST_REMEMBERED:
            raise TooOften
        sent = self._sent.setdefault(subject, deque(maxlen=MOST_TO_ONE))
        if len(sent) == MOST_TO_ONE and now_s - sent[0] < TO_ONE_WITHIN_S:
            raise TooOften
        sent.append(now_s)
        self._all.append(now_s)

    async def send(self, address: str, subject: str, text: str) -> None:
        """Send the text. Raises MailTrouble."""
        message = EmailMessage(LINES_OF_SMTP)
        message["From"] = self._server.sender
        message["To"] = address
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._server.sender.rpartition("@")[2])
        # No answer of an out-of-office robot is wanted.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        async with self._turns:
            await asyncio.to_thread(self._server.deliver, message)


def one_person(address: str) -> str:
    """The address as it stands for its owner: written small, and without what they may add to it as they like."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _is_address(written: str) -> bool:
    local, _, domain = written.rpartition("@")
    return (
        len(written) <= LONGEST_ADDRESS
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and _DOMAIN.fullmatch(domain.lower()) is not None
    )
