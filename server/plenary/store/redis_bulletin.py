"""The bulletin in a Redis that many hubs share: the latest posting of each prompt, and word of every new one."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, PromptId
from plenary.store import redis_scripts as scripts
from plenary.store.following import Follower, Followers
from plenary.store.ports import Fenced, Lease, Meeting, Presence, StoreUnavailable
from plenary.store.redis_reaching import reached
from plenary.store.redis_subscription import Subscription
from plenary.store.redis_worker import Worker

LEASE_MS: Final = 2_000
HUB_LASTS_MS: Final = 5_000

Posted = tuple[EventCode, Posting]


class RedisBulletin:
    """A Bulletin in Redis, the Leases for it, and where its hubs meet; for one event loop.

    Nothing of it is durable, nor need it be.
    """

    def __init__(self, url: str, space: str = "plenary") -> None:
        place = reached(url, space)
        self._space = place.space
        self._client = place.client
        self._followers = Followers[tuple[EventCode, PromptId], Posted]()
        self._subscription = Subscription(self._client, f"{self._space}:posted", self._told)
        self._working = Worker("plenary-bulletin")

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        analyst, fence = (lease.analyst, str(lease.fence)) if lease is not None else ("", "")
        asked: tuple[str | bytes, ...] = (
            code,
            posting.map.prompt,
            scripts.pack_posting(posting),
            analyst,
            fence,
        )
        try:
            await self._working.do(lambda: self._client.eval(scripts.POST, 1, self._space, *asked))
        except StoreUnavailable as trouble:
            if scripts.FENCED in str(trouble.__cause__):
                raise Fenced(code) from None
            raise

    async def share(self, analyst: str, codes: Sequence[EventCode]) -> dict[EventCode, Lease]:
        asked: tuple[str | int, ...] = (analyst, LEASE_MS, *codes)
        answer = await self._working.do(lambda: self._client.eval(scripts.SHARE, 1, self._space, *asked))
        mine = iter(cast("list[bytes]", answer))
        return {
            EventCode(code.decode()): Lease(analyst, int(fence))
            for code, fence in zip(mine, mine, strict=True)
        }

    async def leave(self, analyst: str) -> None:
        await self._working.do(lambda: self._client.eval(scripts.LEAVE, 1, self._space, analyst))

    async def forget(self, code: EventCode) -> None:
        await self._working.do(lambda: self._client.delete(f"{self._space}:postings:{code}"))

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        postings = await self._working.do(lambda: self._latest(code))
        return {posting.map.prompt: posting for posting in postings}

    async def meet(self, hub: str, here: Mapping[EventCode, Presence]) -> Meeting:
        asked: list[str | bytes | int] = [hub, HUB_LASTS_MS]
        for code, presence in here.items():
            asked += [code, scripts.pack_presence(presence)]
        answer = await self._working.do(lambda: self._client.eval(scripts.MEET, 1, self._space, *asked))
        hubs, *others = cast("list[Any]", answer)
        elsewhere = {code: scripts.unpack_presences(one) for code, one in zip(here, others, strict=True)}
        return Meeting(int(hubs), elsewhere)

    async def share_keys(self, keys: frozenset[bytes]) -> frozenset[bytes]:
        place = f"{self._space}:receipt-keys"

        def share() -> frozenset[bytes]:
            known = frozenset(cast("set[bytes]", self._client.smembers(place)))
            if new := keys - known:
                self._client.sadd(place, *new)
            return known | keys

        return await self._working.do(share)

    def follow(self) -> Follower[tuple[EventCode, PromptId], Posted]:
        """As the port says; a follower may first be given what was posted last before its call."""
        follower = self._followers.follow()
        self._subscription.begin()
        return follower

    async def close(self) -> None:
        await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        self._subscription.end()
        self._working.end()
        self._client.close()

    def _latest(self, code: EventCode) -> list[Posting]:
        kept = cast("list[bytes]", self._client.hvals(f"{self._space}:postings:{code}"))
        return [scripts.unpack_posting(packed) for packed in kept]

    def _told(self, posted: bytes | None) -> list[Callable[[], None]]:
        if posted is None:
            codes = cast("list[bytes]", self._client.smembers(f"{self._space}:events"))
            found = [
                (code, posting)
                for code in [EventCode(code.decode()) for code in codes]
                for posting in self._latest(code)
            ]
        else:
            code, prompt = scripts.unpack_posted(posted)
            packed = cast("bytes | None", self._client.hget(f"{self._space}:postings:{code}", prompt))
            found = [(EventCode(code), scripts.unpack_posting(packed))] if packed is not None else []
        return [partial(self._followers.tell, (code, one.map.prompt), (code, one)) for code, one in found]
