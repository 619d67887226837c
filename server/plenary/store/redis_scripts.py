"""What runs inside Redis, and the form in which records lie there. Nothing here talks to Redis.

Keys, each after the name space given as KEYS[1]: `events` (the set of codes); of each event `event:` (a hash:
how far both streams have come, and their last hashes), `programme:` and `ballots:` (streams; an entry's id is
its record's number), `of:CODE:PARTICIPANT` (a list: the numbers of what they said), `joined:` (a set), `erased:`
(a hash: what is left of records of which something was erased), `anew:` (for ten minutes: streams written anew),
`postings:` (a hash: the last posting of each prompt) and `lease:` (a hash: which analyst has it, and the fence);
`analysts` (a sorted set: until when each is taken to be alive), `hubs` (the same) and `present:` (a hash: who is
connected to which hub); `receipt-keys` (a set: what hubs sign receipts with); `run` (the Redis process that last
served); `put:` (the batches of the last minute, so that one sent twice is kept once). Channels, sharded: `moved` and
`posted`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, Mode, VenueId
from plenary.store.ports import Moderator, Presence, RecordDamaged
from plenary.store.records import Chain, ErasedRecord, Row, Stream
from plenary.store.writes import Batch, EventHead

RUN: Final = """
local space = KEYS[1]
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
"""

# Another process of Redis may hold less than was acknowledged: put back from a backup, cut short by a crash,
# promoted from a replica. So with every new process, every event goes on in a new epoch, before anything else.
_BEGIN: Final = (
    RUN
    + """
local function event(code) return space .. ':event:' .. code end
local function head(code)
  local found = redis.call('HMGET', event(code), 'epoch', 'programme', 'programme_hash', 'ballots', 'ballots_hash')
  return found[1] and found or {}
end
if redis.call('GET', space .. ':run') ~= run then
  for _, code in ipairs(redis.call('SMEMBERS', space .. ':events')) do
    local epoch = redis.call('HGET', event(code), 'epoch') or ''
    redis.call('HSET', event(code), 'epoch', string.sub(redis.sha1hex(run .. code .. epoch), 1, 16))
    redis.call('SPUBLISH', space .. ':moved', code)
  end
  redis.call('SET', space .. ':run', run)
end
"""
)

RESTARTED: Final = "RESTARTED"
"""What writes are refused with where Redis is not the process that was found durable."""

ONCE: Final = """
if ARGV[2] ~= run then return redis.error_reply('RESTARTED') end
local once = space .. ':put:' .. ARGV[1]
-- A write, so that who waits for replicas waits for what was written before it.
if redis.call('EXPIRE', once, 60) == 1 then return {} end
"""
"""ARGV: the write's name, the process that was found durable. After RUN; gives nothing for a write that is there."""

KEPT: Final = """
redis.call('SET', once, '', 'EX', 60)
return {}
"""
"""The end of what begins with ONCE. Also where nothing had to be written: what was read may be on no replica yet."""

# The lists that people's records are found by are named after those who have joined: nobody votes who has not.
_FORGET: Final = """
local function forget(code)
  for _, who in ipairs(redis.call('SMEMBERS', space .. ':joined:' .. code)) do
    redis.call('DEL', space .. ':of:' .. code .. ':' .. who)
  end
  redis.call('DEL', event(code), space .. ':programme:' .. code, space .. ':ballots:' .. code,
    space .. ':joined:' .. code, space .. ':postings:' .. code, space .. ':erased:' .. code)
  redis.call('SREM', space .. ':events', code)
  redis.call('SPUBLISH', space .. ':moved', code)
end
"""

# Everything is compared before anything is written: a script that stops half-way is not taken back.
PUT: Final = (
    _BEGIN
    + _FORGET
    + ONCE
    + """
local heads, as_expected, rows = {}, true, 5 + 11 * ARGV[4]
for at = 5, rows - 1, 11 do
  local now = head(ARGV[at])
  heads[#heads + 1] = now
  for field = 1, 5 do as_expected = as_expected and (now[field] or '') == ARGV[at + field] end
end
if not as_expected then return heads end
for at = 5, ARGV[3] == '' and 0 or rows - 1, 11 do
  local code, before, after = ARGV[at], {unpack(ARGV, at + 1, at + 5)}, {unpack(ARGV, at + 6, at + 10)}
  if after[1] ~= '' then
    if before[1] == '' then redis.call('SADD', space .. ':events', code) end
    redis.call('HSET', event(code), 'epoch', after[1], 'programme', after[2], 'programme_hash', after[3],
      'ballots', after[4], 'ballots_hash', after[5])
    if before[1] ~= after[1] or before[2] ~= after[2] then redis.call('SPUBLISH', space .. ':moved', code) end
  elseif before[1] ~= '' then
    forget(code)
  end
end
for at = rows, #ARGV, 6 do
  local code, stream, number, packed, who, joins = unpack(ARGV, at, at + 5)
  redis.call('XADD', space .. ':' .. stream .. ':' .. code, number .. '-0', 'r', packed)
  if who ~= '' then redis.call('RPUSH', space .. ':of:' .. code .. ':' .. who, number) end
  if joins ~= '' then
    redis.call('SADD', space .. ':joined:' .. code, who)
    redis.call('HINCRBY', event(code), 'joinings', 1)
  end
end
"""
    + KEPT
)
"""ARGV from the third on: "" if the batch changes nothing, and the batch as `flat_batch` has it.

Gives the heads of all the batch's events if one is not what the batch was made on; nothing if it is kept.
"""

# Entries of a stream cannot be changed, and what is deleted from one stays in its memory and files: so an event's
# streams are written anew beside the old ones, a page at a time, and then put in their place.
COPY: Final = """
local from, to, first, count = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local instead = {}
for at = 3, #ARGV, 2 do instead[ARGV[at]] = ARGV[at + 1] end
local last = 0
for _, entry in ipairs(redis.call('XRANGE', from, first, '+', 'COUNT', count)) do
  last = string.match(entry[1], '%d+')
  redis.call('XADD', to, entry[1], 'r', instead[last] or entry[2][2])
end
redis.call('EXPIRE', to, 600)
return tonumber(last)
"""
"""KEYS: a stream and its copy. ARGV: number of the first record, how many at most, and of each record that is to be
another in the copy its number and what it is then. Gives the number of the last one copied, 0 for none."""

ERASE: Final = (
    _BEGIN
    + ONCE
    + """
local code, who, pseudonym, anew, number, packed = unpack(ARGV, 5, 10)
local now = head(code)
if now[1] ~= ARGV[3] or now[2] ~= ARGV[4] then return {'moved'} end
local own, theirs = space .. ':of:' .. code .. ':' .. who, space .. ':of:' .. code .. ':' .. pseudonym
if redis.call('LLEN', own) ~= tonumber(ARGV[12]) then return {'more'} end
for _, stream in ipairs({'programme', 'ballots'}) do
  local old = space .. ':' .. stream .. ':' .. code
  local new = anew .. ':' .. stream
  local last = redis.call('XREVRANGE', new, '+', '-', 'COUNT', 1)
  if last[1] then
    for _, entry in ipairs(redis.call('XRANGE', old, '(' .. last[1][1], '+')) do
      redis.call('XADD', new, entry[1], 'r', entry[2][2])
    end
    redis.call('RENAME', new, old)
    redis.call('PERSIST', old)
  end
end
redis.call('XADD', space .. ':programme:' .. code, number .. '-0', 'r', packed)
redis.call('HSET', event(code), 'programme', number, 'programme_hash', ARGV[11])
if redis.call('EXISTS', own) == 1 then redis.call('RENAME', own, theirs) end
if redis.call('SREM', space .. ':joined:' .. code, who) == 1 then
  redis.call('SADD', space .. ':joined:' .. code, pseudonym)
end
for at = 13, #ARGV, 2 do redis.call('HSET', space .. ':erased:' .. code, ARGV[at], ARGV[at + 1]) end
redis.call('SPUBLISH', space .. ':moved', code)
"""
    + KEPT
)
"""ARGV from the third on: the epoch and the number that it was decided on; code, participant and
pseudonym; what the copies' names begin with; the new record's number, packed, and its hash; how many records the
participant had; and of each erased record where it is (as "stream number") and the body left. Copies are there up to
some record; the rest is copied here.

Gives nothing if it is done, "moved" if the programme is elsewhere, "more" if the participant has said more since."""

HEADS: Final = (
    _BEGIN
    + """
local found = {}
for i, code in ipairs(redis.call('SMEMBERS', space .. ':events')) do found[i] = {code, head(code)} end
return found
"""
)

READ: Final = (
    _BEGIN
    + """
local code, stream, first, count = unpack(ARGV)
return {head(code), redis.call('XRANGE', space .. ':' .. stream .. ':' .. code, first, '+', 'COUNT', count)}
"""
)
"""ARGV: code, stream, number of the first record, how many at most. Gives the head and the entries."""

READ_BALLOT: Final = (
    _BEGIN
    + """
local code, who = unpack(ARGV)
local found = {}
for i, number in ipairs(redis.call('LRANGE', space .. ':of:' .. code .. ':' .. who, 0, -1)) do
  found[i] = {number, redis.call('XRANGE', space .. ':ballots:' .. code, number - 1, number)}
end
return {head(code), found}
"""
)
"""ARGV: code, participant. Gives the head and, of each record, its number, the one before it and itself."""

COUNT: Final = (
    _BEGIN
    + """
return {head(ARGV[1]), redis.call('SCARD', space .. ':joined:' .. ARGV[1]),
  tonumber(redis.call('HGET', event(ARGV[1]), 'joinings') or '0')}
"""
)
"""ARGV: code. Gives the head, how many people have joined, and how often anybody has."""

POST: Final = """
local space, code, analyst, fence = KEYS[1], ARGV[1], ARGV[4], ARGV[5]
if analyst ~= '' then
  local lease = redis.call('HMGET', space .. ':lease:' .. code, 'analyst', 'fence')
  if lease[1] ~= analyst or lease[2] ~= fence then return redis.error_reply('FENCED') end
end
redis.call('HSET', space .. ':postings:' .. code, ARGV[2], ARGV[3])
redis.call('SPUBLISH', space .. ':posted', cmsgpack.pack({code, ARGV[2]}))
"""
"""ARGV: code, prompt, posting, and the analyst and fence of the lease, "" for none. Followers are told which, and fetch
the latest: a burst is fetched once."""

FENCED: Final = "FENCED"
"""What POST refuses with where the lease is another's."""

# Every analyst computes the same shares: an event is that analyst's with whom its code hashes highest, so that one who
# comes or goes moves no more than its own share. Time is Redis' own; no analyst's clock matters.
SHARE: Final = """
local space, me, last_ms = KEYS[1], ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now, analysts = time[1] * 1000 + math.floor(time[2] / 1000), space .. ':analysts'
redis.call('ZREMRANGEBYSCORE', analysts, '-inf', now)
redis.call('ZADD', analysts, now + last_ms, me)
local alive, mine = redis.call('ZRANGE', analysts, 0, -1), {}
for at = 3, #ARGV do
  local code, best, most = ARGV[at], '', ''
  for _, one in ipairs(alive) do
    local weight = redis.sha1hex(one .. code)
    if weight > most then best, most = one, weight end
  end
  local lease = space .. ':lease:' .. code
  local holder = redis.call('HGET', lease, 'analyst')
  if best ~= me then
    if holder == me then redis.call('HSET', lease, 'analyst', '') end
  else
    if holder ~= me and not (holder and redis.call('ZSCORE', analysts, holder)) then
      redis.call('HINCRBY', lease, 'fence', 1)
      redis.call('HSET', lease, 'analyst', me)
      holder = me
    end
    if holder == me then
      mine[#mine + 1] = code
      mine[#mine + 1] = redis.call('HGET', lease, 'fence')
    end
  end
end
return mine
"""
"""ARGV: analyst, for how many milliseconds it is taken to be alive, and all events. Gives its events, each with its
fence."""

LEAVE: Final = """
redis.call('ZREM', KEYS[1] .. ':analysts', ARGV[1])
"""
"""ARGV: analyst."""

MEET: Final = """
local space, me, last_ms = KEYS[1], ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now, hubs = time[1] * 1000 + math.floor(time[2] / 1000), space .. ':hubs'
redis.call('ZREMRANGEBYSCORE', hubs, '-inf', now)
redis.call('ZADD', hubs, now + last_ms, me)
local found = {redis.call('ZCARD', hubs)}
for at = 3, #ARGV, 2 do
  local present, others = space .. ':present:' .. ARGV[at], {}
  redis.call('HSET', present, me, ARGV[at + 1])
  for _, hub in ipairs(redis.call('HKEYS', present)) do
    if not redis.call('ZSCORE', hubs, hub) then
      redis.call('HDEL', present, hub)
    elseif hub ~= me then
      others[#others + 1] = redis.call('HGET', present, hub)
    end
  end
  found[#found + 1] = others
end
return found
"""
"""ARGV: hub, for how many milliseconds it is taken to be alive, and of each event its code and who is connected here.
Gives how many hubs there are, and of each event who is connected to each of the others."""

Head = list[bytes]
"""An event's head as Redis gives it: epoch, programme, its hash, ballots, their hash; empty if there is none."""

Entry = tuple[bytes, list[bytes]]

_NO_HEAD: Final = [b""] * 5
_Kept = tuple[int, str, int, bytes, bytes]
_pack: Final = msgspec.msgpack.Encoder().encode
_unpack: Final = msgspec.msgpack.Decoder(_Kept).decode
pack_posting: Final = msgspec.msgpack.Encoder().encode
unpack_posting: Final = msgspec.msgpack.Decoder(Posting).decode
_Present = tuple[list[tuple[Mode, VenueId | None, int]], tuple[Moderator, ...]]
_unpack_present: Final = msgspec.msgpack.Decoder(_Present).decode
unpack_posted: Final = msgspec.msgpack.Decoder(tuple[str, str]).decode


def pack_presence(presence: Presence) -> bytes:
    """Who is connected to one hub, for MEET."""
    crowd = [(mode, venue, people) for (mode, venue), people in presence.crowd.items()]
    return msgspec.msgpack.encode((crowd, presence.moderators))


def unpack_presences(packed: Sequence[bytes]) -> Presence:
    """Who is connected to all those hubs together."""
    crowd: Counter[tuple[Mode, VenueId | None]] = Counter()
    moderators: list[Moderator] = []
    for people, at_desks in map(_unpack_present, packed):
        for mode, venue, count in people:
            crowd[mode, venue] += count
        moderators.extend(at_desks)
    return Presence(crowd, tuple(moderators))


def event_head(code: EventCode, head: Head) -> EventHead | None:
    """The head in a form of its own, to be built upon; None if there is no such event."""
    if not head:
        return None
    epoch, programme, programme_hash, ballots, ballots_hash = head
    return EventHead(
        epoch.decode(),
        Chain(code, Stream.PROGRAMME, int(programme), programme_hash),
        Chain(code, Stream.BALLOTS, int(ballots), ballots_hash),
    )


def plain_head(head: EventHead | None) -> Head:
    """The reverse of `event_head`."""
    if head is None:
        return []
    programme, ballots = head.programme, head.ballots
    numbers = [str(chain.number).encode() for chain in (programme, ballots)]
    return [head.epoch.encode(), numbers[0], programme.hash, numbers[1], ballots.hash]


def flat_batch(batch: Batch, before: dict[EventCode, Head]) -> list[str | bytes | int]:
    """The batch for PUT: how many events, each one's head before and after it, and the new rows."""
    flat: list[str | bytes | int] = [len(before)]
    for code, head in before.items():
        flat += [code, *(head or _NO_HEAD), *(plain_head(batch.heads.get(code)) or _NO_HEAD)]
    for code, stream, row, who in batch.rows:
        joins = "yes" if row.kind == "participant-joined" else ""
        flat += [code, stream.name.lower(), row.number, packed_row(row), who or "", joins]
    return flat


def packed_row(row: Row) -> bytes:
    """The row as it lies in a stream's entry."""
    return _pack(row[1:])


def erased_record(where: bytes, body: bytes) -> ErasedRecord:
    """An entry of `erased:`."""
    stream, _, number = where.partition(b" ")
    return Stream(int(stream)), int(number), body


def row_of(chain: Chain, entry: Entry) -> Row:
    """The record in a stream's entry. Raises RecordDamaged where there is none, naming the chain's next."""
    name, fields = entry
    try:
        number = int(name.partition(b"-")[0])
        return Row(number, *_unpack(fields[1]))
    except (ValueError, IndexError, TypeError) as error:
        raise RecordDamaged(chain.code, chain.name, chain.number + 1) from error


def rows_after(begin: Chain, after: int, entries: Sequence[Entry]) -> tuple[list[Row], Chain]:
    """The rows numbered above `after`, and the chain they go on. The entry of `after` itself comes first."""
    if after <= 0:
        return [row_of(begin, entry) for entry in entries], begin
    if not entries:
        return [], Chain(begin.code, begin.stream, after, b"")
    chain = Chain(begin.code, begin.stream, after - 1, b"")
    rows = [row_of(chain, entry) for entry in entries]
    before = rows.pop(0) if rows[0].number == after else None
    return rows, Chain(begin.code, begin.stream, after, before.hash if before else b"")
