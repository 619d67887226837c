"""Between a conversation and the socket that carries it: what each side asks of the other."""

from collections.abc import Callable
from typing import Final, Protocol

ATTACH: Final = "plenary.attach"
"""The ASGI extension by which an endpoint attaches a Listener to a connection that it has just accepted."""


class Listener(Protocol):
    """Whom a socket tells what happens to it. None of these waits or raises."""

    def hear(self, payload: bytes, is_text: bool) -> None:
        """A whole message has come."""

    def pinged(self) -> None:
        """A ping has come, which the socket answers by itself, or an answer to one."""

    def held(self) -> None:
        """The other side does not read: what is written from now on only fills memory."""

    def released(self) -> None:
        """It reads again."""

    def stalled(self) -> None:
        """It has not read for longer than it is given."""

    def leave(self) -> None:
        """The server is about to stop."""

    def lost(self) -> None:
        """The connection is over. Comes once, and nothing after it."""


class Carrier(Protocol):
    """An attached socket. came_s: when its connection was made, by the event loop's clock."""

    came_s: float

    def write(self, frame: bytes) -> None:
        """Send a frame, as `plenary.wire.framing` makes them."""

    def close(self, code: int, reason: str) -> None:
        """Say goodbye and end the connection; what comes in is no longer heard."""

    def pause(self) -> None:
        """Read no more for now."""

    def resume(self) -> None:
        """Read on."""


Attach = Callable[[Listener], Carrier]
