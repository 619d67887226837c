"""The bulletin of a single process: the analyst posts, hubs on the same event loop follow."""

import asyncio
from collections.abc import AsyncIterator
from weakref import WeakSet

from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, PromptId


class Follower(AsyncIterator[tuple[EventCode, Posting]]):
    """What was posted since the last item taken: the latest of each prompt, longest waiting first.

    It holds at most one posting a prompt, however long nobody takes any.
    """

    def __init__(self) -> None:
        self._untaken: dict[tuple[EventCode, PromptId], Posting] = {}
        self._posted = asyncio.Event()

    def tell(self, code: EventCode, posting: Posting) -> None:
        """Take note of a posting; one of the same prompt that still waits gives its place to it."""
        self._untaken[code, posting.map.prompt] = posting
        self._posted.set()

    async def __anext__(self) -> tuple[EventCode, Posting]:
        while not self._untaken:
            self._posted.clear()
            await self._posted.wait()
        (code, prompt) = next(iter(self._untaken))
        return code, self._untaken.pop((code, prompt))


class LocalBulletin:
    """A Bulletin in memory, for one event loop. A follower that nobody holds any more is forgotten."""

    def __init__(self) -> None:
        self._latest: dict[EventCode, dict[PromptId, Posting]] = {}
        self._followers: WeakSet[Follower] = WeakSet()

    async def post(self, code: EventCode, posting: Posting) -> None:
        self._latest.setdefault(code, {})[posting.map.prompt] = posting
        for follower in self._followers:
            follower.tell(code, posting)

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        return dict(self._latest.get(code, {}))

    def follow(self) -> Follower:
        follower = Follower()
        self._followers.add(follower)
        return follower
