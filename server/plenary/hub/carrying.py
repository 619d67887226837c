"""Between a conversation and the socket that carries it: what each side asks of the other."""

from array import array
from collections.abc import Callable, Sequence
from typing import Final, Protocol

ATTACH: Final = "plenary.attach"
"""The ASGI extension by which an endpoint attaches a Listener to a connection that it has just accepted."""


NO_FILE: Final = -1

Rest = tuple[int, int]
"""Somebody's place in a list, and how much of a frame their socket took: 0 if nothing now, GONE if nothing ever."""

GONE: Final = -1


class Sender(Protocol):
    """Sends to many sockets at once. None of these waits or raises; NO_FILE is passed over, or named as gone."""

    def send(self, files: "array[int]", frame: bytes) -> list[Rest]:
        """Send all of them one frame. Returns those whose sockets did not take it whole."""

    def send_each(self, files: "array[int]", frames: Sequence[bytes]) -> list[Rest]:
        """Send each their own frame."""


class Listener(Protocol):
    """Whom a socket tells what happens to it. None of these waits or raises."""

    def hear(self, payload: bytes, is_text: bool) -> None:
        """A whole message has come."""

    def pinged(self) -> None:
        """A ping has come, which the socket answers by itself, or an answer to one."""

    def ahead(self, count: int) -> None:
        """So many more messages have come already, and are heard one after the other unless the carrier is closed."""

    def held(self) -> None:
        """The other side does not read: what is written from now on only fills memory."""

    def released(self) -> None:
        """It reads again."""

    def behind(self) -> None:
        """Nothing may go straight to the socket's file from now on, until `Carrier.file` names it again."""

    def stalled(self) -> None:
        """It has not read for longer than it is given."""

    def leave(self) -> None:
        """The server is about to stop."""

    def lost(self) -> None:
        """The connection is over. Comes once, and nothing after it."""


class Carrier(Protocol):
    """An attached socket. came_s: when its connection was made, by the event loop's clock. sender: for many at once."""

    came_s: float
    sender: Sender

    @property
    def file(self) -> int:
        """The socket's, where a frame may go straight to it because nothing waits before it; else NO_FILE."""

    def went(self, frame: bytes, sent: int) -> None:
        """The sender has sent so much of the frame: see to the rest, before anything else is written."""

    def write(self, frame: bytes) -> None:
        """Send a frame, as `plenary.wire.framing` makes them."""

    def close(self, code: int, reason: str) -> None:
        """Say goodbye and end the connection; what comes in is no longer heard."""

    def pause(self) -> None:
        """Read no more for now."""

    def resume(self) -> None:
        """Read on."""


Attach = Callable[[Listener], Carrier]
