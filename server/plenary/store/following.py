"""Being told of what is new, at most once a subject: for hubs that follow a bulletin or a log."""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

Subject = TypeVar("Subject")
Item = TypeVar("Item")


class Follower(AsyncIterator[Item], Generic[Subject, Item]):
    """What is new since the last item taken: the latest of each subject, longest waiting first.

    It holds at most one item a subject, however long nobody takes any.
    """

    def __init__(self) -> None:
        self._untaken: dict[Subject, Item] = {}
        self._told = asyncio.Event()

    def tell(self, subject: Subject, item: Item) -> None:
        """Take note of an item; one of the same subject that still waits gives its place to it."""
        self._untaken[subject] = item
        self._told.set()

    async def __anext__(self) -> Item:
        while not self._untaken:
            self._told.clear()
            await self._told.wait()
        subject = next(iter(self._untaken))
        return self._untaken.pop(subject)


class Followers(Generic[Subject, Item]):
    """Everybody who follows. A follower that nobody holds any more is forgotten."""

    def __init__(self) -> None:
        self._followers: WeakKeyDictionary[Follower[Subject, Item], None] = WeakKeyDictionary()

    def follow(self) -> Follower[Subject, Item]:
        follower = Follower[Subject, Item]()
        self._followers[follower] = None
        return follower

    def tell(self, subject: Subject, item: Item) -> None:
        for follower in list(self._followers):
            follower.tell(subject, item)
