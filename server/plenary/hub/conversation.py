"""What one connection says and is answered, whatever carries it: hello first, then requests, one after the other."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Protocol

from plenary.deliberation.ballot_commands import EnterBallot
from plenary.deliberation.identity import statement_id
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode, Level, Operation, Role
from plenary.hub.audience import Connection
from plenary.hub.hub import Hub
from plenary.hub.keys import Cookies, WrongKey
from plenary.hub.live_event import LiveEvent
from plenary.hub.outbox import Link
from plenary.hub.pacing import A_PING, BEFORE_WELCOME, MESSAGES, Bucket, TooFast
from plenary.hub.receipts import Word, is_as_offered, stands
from plenary.hub.session import KeyRefused, ParticipantSession, Session, StaffSession, admit, command
from plenary.store.ports import EventUnknown, StoreUnavailable
from plenary.wire.closing import Closing
from plenary.wire.codec import BadMessage, Broadcast, Encoding, read
from plenary.wire.from_client import Claim, FromClient, Hello, Ping, Request, Submit
from plenary.wire.from_server import Counted, Pong, Refused

log = logging.getLogger(__name__)


class TwoWayLink(Link, Protocol):
    """A link whose socket can be told to read no more for now."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...


class Conversation:
    """One connection to an event, from its first message to its end.

    Calls come from the event loop. What is said while an answer is due waits its turn, unread where it is much.
    """

    __slots__ = (
        "_busy",
        "_code",
        "_connection",
        "_cookies",
        "_encoding",
        "_event",
        "_expiry",
        "_hub",
        "_is_over",
        "_link",
        "_messages",
        "_unread",
        "_wrong_key",
    )

    def __init__(
        self,
        hub: Hub,
        code: EventCode,
        encoding: Encoding,
        cookies: Cookies,
        link: TwoWayLink,
        wrong_key: WrongKey | None = None,
    ) -> None:
        self._hub = hub
        self._code = code
        self._encoding = encoding
        self._cookies = cookies
        self._wrong_key = wrong_key
        self._expiry: asyncio.TimerHandle | None = None
        self._link = link
        self._event: LiveEvent | None = None
        self._connection: Connection | None = None
        self._busy = False
        self._is_over = False
        self._unread: list[bytes] = []
        self._messages = Bucket(MESSAGES.burst, time.monotonic())

    @property
    def has_begun(self) -> bool:
        """Whether hello has been said."""
        return self._busy or self._connection is not None

    def hear(self, payload: bytes) -> None:
        """A message has come."""
        if self._is_over:
            return
        if self._is_flooding():
            return self.end(Closing.TOO_FAST)
        if self._busy or self._unread or not self._has_room():
            self._unread.append(payload)
            self._link.pause()
        else:
            self._take(payload)

    def pinged(self) -> None:
        """A ping has come, or the answer to one: nobody sends many."""
        if self._hub.pacing is not None and self._messages.take(MESSAGES, time.monotonic(), A_PING) > 0:
            self.end(Closing.TOO_FAST)

    def ahead(self, count: int) -> None:
        """So many more messages have come: whoever says more than a phone has to say is not heard to the end first."""
        if self._hub.pacing is None or self._is_over:
            return
        if self._connection is None:
            # Letting them in would cost more than anything they say.
            most: float = BEFORE_WELCOME - len(self._unread)
        elif self._connection.participant is None:
            return
        else:
            most = self._messages.left
        if count > most:
            self.end(Closing.TOO_FAST)

    def waiting(self) -> list[Broadcast]:
        """What is to be sent now."""
        return self._connection.outbox.take() if self._connection is not None else []

    def bad(self) -> None:
        """Something has come that is no message of this protocol."""
        self.end(Closing.BAD_MESSAGE)

    def go_on(self) -> None:
        """Read what waits, as far as answers may be given."""
        while self._unread and not self._busy and not self._is_over and self._has_room():
            self._take(self._unread.pop(0))
        if not self._unread and not self._busy:
            self._link.resume()

    def hold(self) -> None:
        """The socket does not read what is sent."""
        if self._connection is not None:
            self._connection.outbox.hold()

    def behind(self) -> None:
        """Something waits at the socket, or it is about to close: what is sent has to wait its turn."""
        if self._event is not None and self._connection is not None:
            self._event.connections.behind(self._connection)

    def release(self) -> None:
        """It reads again."""
        if self._connection is not None and not self._is_over:
            self._connection.outbox.release()
            self.go_on()

    def end(self, closing: Closing) -> None:
        """Close the connection from this side."""
        if self._is_over:
            return
        self._is_over = True
        # A code that no event has is whatever somebody typed.
        event = self._code if self._event is not None else None
        log.info("connection closed", extra={"event": event, "closing": closing.label})
        if self._connection is not None:
            self._connection.outbox.end(closing)
        else:
            self._link.end(closing)
        self._leave()

    def lost(self) -> None:
        """The connection is gone."""
        self._is_over = True
        self._leave()

    def _leave(self) -> None:
        self._hub.door.passed(self)
        event, connection = self._event, self._connection
        self._event = self._connection = None
        self._unread = []
        if self._expiry is not None:
            self._expiry.cancel()
        if event is not None and connection is not None:
            event.connections.detach(connection)
            if connection.participant is not None:
                event.release_ballot(connection.participant)

    def _has_room(self) -> bool:
        return self._connection is None or self._connection.outbox.has_room

    def _take(self, payload: bytes) -> None:
        try:
            self._carry_out(read(payload, self._encoding))
        except BadMessage:
            self.bad()
        except Exception:
            log.exception("a message broke its connection", extra={"event": self._code})
            self.end(Closing.TROUBLE)

    def _carry_out(self, message: FromClient) -> None:
        event, connection = self._event, self._connection
        if event is None or connection is None:
            if not isinstance(message, Hello):
                raise BadMessage("hello comes first")
            self._busy = True
            self._hub.begin(self._admit(message), f"hello to {self._code}")
            return
        match message:
            case Hello():
                raise BadMessage("hello comes once")
            case Ping():
                self.pinged()
                connection.outbox.put_answer(Broadcast(Pong(event.known.clock(), self._hub.door.window_s())))
            case Claim():
                # Never answered, so one too many is passed over.
                with contextlib.suppress(TooFast):
                    self._check_pace(connection, message)
                    event.connections.claim(connection, message)
            case request:
                self._ask(event, connection, request)

    def _ask(self, event: LiveEvent, connection: Connection, request: Request) -> None:
        op = request.op

        def answered(trouble: Exception | None) -> None:
            self._busy = False
            if self._is_over:
                return
            if trouble is None:
                connection.outbox.put_answer(Broadcast(self._counted(event, connection.session, request)))
            elif isinstance(trouble, Refusal):
                log.info("refused", extra={"event": self._code, "code": trouble.code})
                connection.outbox.put_answer(Broadcast(Refused(op, trouble.code)))
            else:
                return self.end(Closing.TROUBLE)
            self.go_on()

        try:
            self._check_pace(connection, request)
        except TooFast as too_fast:
            self._hub.measures.refused[too_fast.code] += 1
            connection.outbox.put_answer(Broadcast(Refused(op, too_fast.code, too_fast.wait_ms)))
            return
        self._busy = True
        try:
            asked = command(connection.session, request, self._hub.receipts)
        except Refusal as refusal:
            return answered(refusal)
        if isinstance(asked, EnterBallot):
            self._hub.begin(_enter(event, asked, answered), f"paper ballot in {self._code}")
        else:
            event.ask(asked, answered)

    def _counted(self, event: LiveEvent, session: Session, request: Request) -> Counted:
        """With a receipt for what stands in the log as it was asked, or has been taken back there."""
        if not isinstance(session, ParticipantSession):
            return Counted(request.op)
        who, state = session.participant, event.known.state
        if isinstance(request, Word):
            if not stands(state.ballots.get(who), session.device, request):
                return Counted(request.op)
            return Counted(request.op, self._hub.receipts.give(session.code, who, session.device, request))
        if isinstance(request, Submit):
            made = statement_id(session.code, who, Operation(request.op, session.device))
            if is_as_offered(state.statements.get(made), request):
                receipt = self._hub.receipts.give(session.code, who, session.device, request)
                return Counted(request.op, receipt, made)
        return Counted(request.op)

    def _check_pace(self, connection: Connection, asked: Request | Claim) -> None:
        """Raises TooFast."""
        if self._hub.pacing is not None:
            self._hub.pacing.check(connection.session, asked)

    def _is_flooding(self) -> bool:
        """Whether a phone says more than any phone has to say; what staff ask is counted for itself."""
        is_staff = self._connection is not None and self._connection.participant is None
        if self._hub.pacing is None or is_staff:
            return False
        return self._messages.take(MESSAGES, time.monotonic()) > 0

    async def _admit(self, hello: Hello) -> None:
        """Find the event and who asks; from then on they are told everything their role may see."""
        try:
            await self._hub.door.hellos.passed()
            if not self._is_over:
                await self._attach(hello)
        except EventUnknown:
            self.end(Closing.EVENT_UNKNOWN)
        except KeyRefused:
            self.end(self._refused_key(hello))
        except StoreUnavailable:
            self.end(Closing.TROUBLE)
        except Exception:
            log.exception("connection failed", extra={"event": self._code})
            self.end(Closing.TROUBLE)
        self._busy = False
        self.go_on()

    def _refused_key(self, hello: Hello) -> Closing:
        """What to say to a key that opens nothing: it is counted where it came from, and nobody has to try often."""
        has_tried_often = hello.key is not None and self._wrong_key is not None and self._wrong_key() > 0
        return Closing.TOO_FAST if has_tried_often else Closing.KEY_REFUSED

    async def _seat(self, event: LiveEvent, hello: Hello, cookie: str | None) -> Seat | None:
        """The seat that the device holds, where the event asks for one."""
        if hello.role is not Role.PARTICIPANT or event.known.state.level is Level.DEVICE:
            return None
        for shown in (cookie, hello.key):
            seat = await self._hub.seating.held(self._code, shown) if shown else None
            if seat is not None:
                return seat
        return None

    async def _attach(self, hello: Hello) -> None:
        event = self._event = await self._hub.live_event(self._code)
        now_ms = event.known.clock()
        cookie = self._cookies.get(hello.role)
        seat = await self._seat(event, hello, cookie)
        session = admit(event.known.state, self._code, hello, now_ms, cookie, seat)
        if isinstance(session, ParticipantSession):
            await event.hold_ballot(session.participant)
            if self._is_over:
                event.release_ballot(session.participant)
        if not self._is_over:
            self._event = event
            self._connection = event.connections.attach(
                session, hello.since, self._link, self._hub.door.window_s()
            )
            self._wrong_key = None
            self._hub.door.passed(self)
            if isinstance(session, StaffSession) and session.expires_ms is not None:
                left_s = (session.expires_ms - now_ms) / 1_000
                loop = asyncio.get_running_loop()
                self._expiry = loop.call_later(left_s, self.end, Closing.KEY_REFUSED)


async def _enter(event: LiveEvent, ballot: EnterBallot, answered: Callable[[Exception | None], None]) -> None:
    """Ask for a paper ballot, which is nobody's connection: it is at hand until the answer is there."""
    try:
        await event.hold_ballot(ballot.participant)
        await event.carry_out(ballot)
    except Exception as trouble:
        answered(trouble)
    else:
        answered(None)
    finally:
        event.release_ballot(ballot.participant)
