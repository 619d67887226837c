"""Which moderators are at a desk of this hub, and which statement each of them is on.

Claims keep moderators out of each other's way; they decide nothing. Two who act on one statement all the same end with
one state and one line each in the log, as the rules have it. So claims are not kept: they are gone with the desk, or
after a minute without a sign of life.
"""

from dataclasses import dataclass, replace
from typing import Final

from plenary.deliberation.vocabulary import StatementId

CLAIM_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Moderator:
    """Somebody at a desk. `colour` tells those present apart, from 0; `until_ms` ends the claim on the statement."""

    device: str
    name: str
    colour: int
    statement: StatementId | None = None
    until_ms: int = 0


class Claims:
    """Of one event at one hub."""

    def __init__(self) -> None:
        self._present: dict[str, Moderator] = {}

    def enter(self, device: str, name: str) -> None:
        taken = {one.colour for one in self._present.values()}
        colour = next(number for number in range(len(taken) + 1) if number not in taken)
        self._present.setdefault(device, Moderator(device, name, colour))

    def leave(self, device: str) -> None:
        self._present.pop(device, None)

    def claim(
        self, device: str, name: str, statement: StatementId | None, take_over: bool, now_ms: int
    ) -> None:
        """The moderator is on this statement now, or on none. Another's stays theirs, unless taken over."""
        own = self._present.get(device)
        if own is None:
            return
        holder = self.holder(statement, now_ms) if statement is not None else None
        if holder is not None and holder.device != device:
            if not take_over:
                statement = None
            else:
                self._present[holder.device] = replace(holder, statement=None)
        self._present[device] = replace(
            own, name=name or own.name, statement=statement, until_ms=now_ms + CLAIM_MS
        )

    def holder(self, statement: StatementId, now_ms: int) -> Moderator | None:
        """Who is on the statement; None if nobody is, or has not been heard of for too long."""
        on_it = (
            one for one in self._present.values() if one.statement == statement and one.until_ms > now_ms
        )
        return next(on_it, None)

    def present(self, now_ms: int) -> tuple[Moderator, ...]:
        """Everybody at a desk, with the claims that still hold."""
        return tuple(
            one if one.until_ms > now_ms else replace(one, statement=None) for one in self._present.values()
        )

    def expires_ms(self, now_ms: int) -> int | None:
        """When the next claim ends by itself; None without claims."""
        ends = [one.until_ms for one in self._present.values() if one.statement and one.until_ms > now_ms]
        return min(ends, default=None)
