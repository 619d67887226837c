"""Seats in Redis.

Keys, each after the name space: `seats:CODE` (a hash: subject to seat), `seat-keys:CODE` (a hash: each ticket, recovery
code and holder to its subject) and `seat-secret:CODE`.
"""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Final, cast

import msgspec

from plenary.deliberation.seats import Seat
from plenary.deliberation.vocabulary import EventCode
from plenary.store.memory_seats import in_order, subject_of
from plenary.store.redis_assured import Assured
from plenary.store.redis_reaching import reached
from plenary.store.redis_scripts import KEPT, ONCE, RUN
from plenary.store.redis_worker import Worker

# Everything is compared before anything is written: a script that stops half-way is not taken back.
PUT: Final = (
    RUN
    + ONCE
    + """
local code = ARGV[3]
local seats, keys = space .. ':seats:' .. code, space .. ':seat-keys:' .. code
for at = 4, #ARGV, 9 do
  if (redis.call('HGET', seats, ARGV[at]) or '') ~= ARGV[at + 1] then return {'changed'} end
end
for at = 4, #ARGV, 9 do
  local subject, after = ARGV[at], ARGV[at + 2]
  for before = at + 3, at + 5 do
    if ARGV[before] ~= '' then redis.call('HDEL', keys, ARGV[before]) end
  end
  if after == '' then redis.call('HDEL', seats, subject) else redis.call('HSET', seats, subject, after) end
  for key = at + 6, at + 8 do
    if ARGV[key] ~= '' then redis.call('HSET', keys, ARGV[key], subject) end
  end
end
"""
    + KEPT
)
"""ARGV from the third on: the event, and of each change its subject, the seat before and after, the keys of both (three
each); "" for none. Gives nothing if all went through, "changed" where one was not as it stood before."""

SEAT: Final = """
local subject = redis.call('HGET', KEYS[2], ARGV[1])
return subject and redis.call('HGET', KEYS[1], subject)
"""

SECRET: Final = RUN + ONCE + "redis.call('SET', space .. ':seat-secret:' .. ARGV[3], ARGV[4], 'NX')" + KEPT
"""ARGV from the third on: the event, and what its secret is if it has none."""

FORGET: Final = (
    RUN
    + ONCE
    + """
for _, kind in ipairs({':seats:', ':seat-keys:', ':seat-secret:'}) do redis.call('DEL', space .. kind .. ARGV[3]) end
"""
    + KEPT
)
"""ARGV[3]: the event."""

# A script's arguments have room for so many changes.
MOST_AT_ONCE: Final = 500

_pack: Final = msgspec.msgpack.Encoder().encode
_unpack: Final = msgspec.msgpack.Decoder(Seat).decode


class RedisSeats:
    """The Seats in the Redis at `url`. `await close()` lets go of it.

    relaxed_durability: as a RedisStore has it.
    """

    def __init__(self, url: str, space: str = "plenary", relaxed_durability: bool = False) -> None:
        place = reached(url, space)
        self._assured = Assured(place, relaxed_durability)
        self._space = place.space
        self._client = place.client
        self._worker = Worker("plenary-seats")

    async def seat(self, code: EventCode, key: str) -> Seat | None:
        return _read(await self._worker.do(lambda: self._client.eval(SEAT, 2, *self._keys(code), key)))

    async def seat_for(self, code: EventCode, subject: str) -> Seat | None:
        return _read(await self._worker.do(lambda: self._client.hget(self._keys(code)[0], subject)))

    async def seats(self, code: EventCode) -> list[Seat]:
        found = await self._worker.do(lambda: self._client.hvals(self._keys(code)[0]))
        return in_order(_unpack(one) for one in cast("list[bytes]", found))

    async def put(self, code: EventCode, changes: Sequence[tuple[Seat | None, Seat | None]]) -> bool:
        if len(changes) > MOST_AT_ONCE:
            raise ValueError(f"at most {MOST_AT_ONCE} changes at once")
        flat: list[str | bytes | int] = [code]
        for change in changes:
            flat += [subject_of(change), *(b"" if one is None else _pack(one) for one in change)]
            for one in change:
                keys = () if one is None else one.keys
                flat += [*keys, *[""] * (3 - len(keys))]
        return not await self._worker.do(lambda: self._assured.write(PUT, *flat))

    async def seat_secret(self, code: EventCode) -> bytes:
        def read() -> bytes:
            self._assured.write(SECRET, code, secrets.token_bytes(32))
            return cast(bytes, self._client.get(f"{self._space}:seat-secret:{code}"))

        return await self._worker.do(read)

    async def forget_seats(self, code: EventCode) -> int:
        def forget() -> int:
            count: int = self._client.hlen(self._keys(code)[0])
            self._assured.write(FORGET, code)
            return count

        return await self._worker.do(forget)

    async def close(self) -> None:
        await asyncio.to_thread(self._worker.end)
        self._client.close()

    def _keys(self, code: EventCode) -> tuple[str, str]:
        return f"{self._space}:seats:{code}", f"{self._space}:seat-keys:{code}"


def _read(found: object) -> Seat | None:
    return _unpack(found) if isinstance(found, bytes) else None
