"""Which moderators are at a desk, and which statement each of them is on.

Claims keep moderators out of each other's way; they decide nothing. Two who act on one statement all the same end with
one state and one line each in the log, as the rules have it. So claims are not kept: they are gone with the desk, or
after a minute without a sign of life. Several hubs tell each other theirs every second; where two moderators came onto
one statement meanwhile, both hubs find for the same one.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from plenary.deliberation.vocabulary import StatementId
from plenary.store.ports import Moderator

CLAIM_MS: Final = 60_000


class Claims:
    """Of one event, as one hub has them."""

    def __init__(self) -> None:
        self._here: dict[str, Moderator] = {}
        self._elsewhere: tuple[Moderator, ...] = ()

    @property
    def here(self) -> tuple[Moderator, ...]:
        """Those at a desk of this hub, for the others."""
        return tuple(self._here.values())

    def enter(self, device: str, name: str) -> None:
        colour = _free_colour({one.colour for one in self._everybody()})
        self._here.setdefault(device, Moderator(device, name, colour))

    def leave(self, device: str) -> None:
        self._here.pop(device, None)

    def claim(
        self, device: str, name: str, statement: StatementId | None, take_over: bool, now_ms: int
    ) -> None:
        """The moderator is on this statement now, or on none. Another's stays theirs, unless taken over."""
        own = self._here.get(device)
        if own is None:
            return
        holder = self.holder(statement, now_ms) if statement is not None else None
        since_ms, turns = now_ms, 0
        if holder is not None and holder.device == device:
            since_ms, turns = holder.since_ms, holder.turns
        elif holder is not None and take_over:
            turns = holder.turns + 1
            if holder.device in self._here:
                self._here[holder.device] = replace(holder, statement=None)
        elif holder is not None:
            statement = None
        until_ms = now_ms + CLAIM_MS
        self._here[device] = replace(
            own,
            name=name or own.name,
            statement=statement,
            since_ms=since_ms,
            until_ms=until_ms,
            turns=turns,
        )

    def met(self, elsewhere: tuple[Moderator, ...], now_ms: int) -> bool:
        """Learn who is at a desk of another hub; gives whether that changes anything to see."""
        before = self.present(now_ms)
        self._elsewhere = tuple(one for one in elsewhere if one.device not in self._here)
        for device, own in self._here.items():
            if own.statement is not None and self.holder(own.statement, now_ms) not in (own, None):
                self._here[device] = replace(own, statement=None)
        return self.present(now_ms) != before

    def holder(self, statement: StatementId, now_ms: int) -> Moderator | None:
        """Who is on the statement; None if nobody is, or has not been heard of for too long."""
        on_it = [one for one in self._everybody() if one.statement == statement and one.until_ms > now_ms]
        # The latest to take it over; else the first to come, and of two at the same moment always the same one.
        return min(on_it, key=lambda one: (-one.turns, one.since_ms, one.device), default=None)

    def present(self, now_ms: int) -> tuple[Moderator, ...]:
        """Everybody at a desk, with the claims that still hold."""
        taken = {one.colour for one in self._here.values()}
        found = list(self._here.values())
        for one in self._elsewhere:
            colour = one.colour if one.colour not in taken else _free_colour(taken)
            taken.add(colour)
            found.append(replace(one, colour=colour))
        return tuple(one if self._holds(one, now_ms) else replace(one, statement=None) for one in found)

    def expires_ms(self, now_ms: int) -> int | None:
        """When the next claim ends by itself; None without claims."""
        ends = [one.until_ms for one in self._everybody() if one.statement and one.until_ms > now_ms]
        return min(ends, default=None)

    def _everybody(self) -> Iterator[Moderator]:
        yield from self._here.values()
        yield from self._elsewhere

    def _holds(self, one: Moderator, now_ms: int) -> bool:
        holder = self.holder(one.statement, now_ms) if one.statement is not None else None
        return holder is not None and holder.device == one.device


def _free_colour(taken: set[int]) -> int:
    return next(number for number in range(len(taken) + 1) if number not in taken)
