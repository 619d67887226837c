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
from plenary.store.redis_reaching import reached
from plenary.store.redis_store import Worker

# Everything is compared before anything is written: a script that stops half-way is not taken back.
PUT: Final = """
local seats, keys, count = KEYS[1], KEYS[2], tonumber(ARGV[1])
local at = 2
for i = 1, count do
  if (redis.call('HGET', seats, ARGV[at]) or '') ~= ARGV[at + 1] then return 0 end
  at = at + 9
end
at = 2
for i = 1, count do
  local subject, after = ARGV[at], ARGV[at + 2]
  for before = at + 3, at + 5 do
    if ARGV[before] ~= '' then redis.call('HDEL', keys, ARGV[before]) end
  end
  if after == '' then redis.call('HDEL', seats, subject) else redis.call('HSET', seats, subject, after) end
  for key = at + 6, at + 8 do
    if ARGV[key] ~= '' then redis.call('HSET', keys, ARGV[key], subject) end
  end
  at = at + 9
end
return 1
"""
"""ARGV: how many changes, and of each its subject, the seat before and after, the keys of both (three each); "" for
none. Gives 1 if all went through, 0 where one was not as it stood before."""

SEAT: Final = """
local subject = redis.call('HGET', KEYS[2], ARGV[1])
return subject and redis.call('HGET', KEYS[1], subject)
"""

FORGET: Final = """
local seats = redis.call('HLEN', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
return seats
"""

# A script's arguments have room for so many changes.
MOST_AT_ONCE: Final = 500

_pack: Final = msgspec.msgpack.Encoder().encode
_unpack: Final = msgspec.msgpack.Decoder(Seat).decode


class RedisSeats:
    """The Seats in the Redis at `url`, which a RedisStore has found durable. `await close()` lets go of it."""

    def __init__(self, url: str, space: str = "plenary") -> None:
        place = reached(url, space)
        self._space = place.space
        self._client = place.client
        self._worker = Worker("plenary-seats")

    async def seat(self, code: EventCode, key: str) -> Seat | None:
        return _read(await self._worker.do(lambda: self._client.eval(SEAT, 2, *self._keys(code)[:2], key)))

    async def seat_for(self, code: EventCode, subject: str) -> Seat | None:
        return _read(await self._worker.do(lambda: self._client.hget(self._keys(code)[0], subject)))

    async def seats(self, code: EventCode) -> list[Seat]:
        found = await self._worker.do(lambda: self._client.hvals(self._keys(code)[0]))
        return in_order(_unpack(one) for one in cast("list[bytes]", found))

    async def put(self, code: EventCode, changes: Sequence[tuple[Seat | None, Seat | None]]) -> bool:
        if len(changes) > MOST_AT_ONCE:
            raise ValueError(f"at most {MOST_AT_ONCE} changes at once")
        flat: list[str | bytes | int] = [len(changes)]
        for change in changes:
            flat += [subject_of(change), *(b"" if one is None else _pack(one) for one in change)]
            for one in change:
                keys = () if one is None else one.keys
                flat += [*keys, *[""] * (3 - len(keys))]
        done = await self._worker.do(lambda: self._client.eval(PUT, 2, *self._keys(code)[:2], *flat))
        return bool(done == 1)

    async def seat_secret(self, code: EventCode) -> bytes:
        def read() -> bytes:
            self._client.set(self._keys(code)[2], secrets.token_bytes(32), nx=True)
            return cast(bytes, self._client.get(self._keys(code)[2]))

        return await self._worker.do(read)

    async def forget_seats(self, code: EventCode) -> int:
        return cast(int, await self._worker.do(lambda: self._client.eval(FORGET, 3, *self._keys(code))))

    async def close(self) -> None:
        await asyncio.to_thread(self._worker.end)
        self._client.close()

    def _keys(self, code: EventCode) -> tuple[str, str, str]:
        return (
            f"{self._space}:seats:{code}",
            f"{self._space}:seat-keys:{code}",
            f"{self._space}:seat-secret:{code}",
        )


def _read(found: object) -> Seat | None:
    return _unpack(found) if isinstance(found, bytes) else None
