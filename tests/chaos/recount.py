"""64 phones vote on one statement at once, over two hubs, without a pause: every map that is posted is counted again.

Each phone asks again as soon as it is answered, on the statement that all are on, so that its votes lie in the log one
after the other without a gap (row A7).
"""

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import orjson

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.identity import participant_id
from plenary.deliberation.vocabulary import EventCode, ParticipantId
from plenary.store.ports import BallotRecord
from plenary.store.redis_store import RedisStore
from plenary.wire.codec import Encoding
from tests.bench.sockets import Socket, connect
from tests.chaos.report import Report
from tests.chaos.watching import Watcher, contradictions, miscounts
from tests.cluster import Cluster
from tests.prepared import prepared

PHONES = 64
STATEMENTS = 6
EACH = 50
"""Votes of a phone on a statement before all go on to the next."""
CHOICES = ("agree", "disagree", "pass")
FIRST_OP = 2
LAST_MAP_WITHIN_S = 30.0
PAGE = 10_000


class Phone:
    """One of them. counted: its last operation that was answered so."""

    def __init__(self, code: EventCode, number: int, seed: int, statements: list[str]) -> None:
        self.key = f"recount-{seed}-{number:06}"
        self.who = participant_id(code, self.key)
        self.counted = FIRST_OP - 1
        self.refused: list[str] = []
        self.may_go_on = True
        self._number = number
        self._statements = statements

    def vote(self, op: int) -> tuple[str, str]:
        """Which statement that operation is on, and what it says."""
        return self._statements[op // EACH % len(self._statements)], CHOICES[(op + self._number) % 3]

    def hear(self, socket: Socket, text: bytes) -> None:
        if text.startswith(b'{"kind":"refused"'):
            self.refused.append(text.decode())
        elif text.startswith(b'{"kind":"counted"'):
            op = orjson.loads(text)["op"]
            self.counted = max(self.counted, op)
            if self.may_go_on:
                statement, choice = self.vote(op + 1)
                socket.send_text(
                    orjson.dumps({"kind": "vote", "op": op + 1, "statement": statement, "choice": choice})
                )


async def counted_again(name: str, votes: int, seed: int) -> Report:
    """Have so many votes counted, and recount each map."""
    report = Report(name, seed, what="maps")
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder)) as cluster:
        links = await asyncio.to_thread(lambda: cluster.create(title="Chaos", prompts=["What now?"]))
        code = EventCode(links.code)
        url = f"ws{cluster.url.removeprefix('http')}/ws/{code}"
        statements = [str(one) for one in await prepared(url, links.moderator_key, STATEMENTS)]
        phones = [Phone(code, number, seed, statements) for number in range(PHONES)]
        watcher = Watcher(code)
        async with asyncio.TaskGroup() as tasks:
            following = tasks.create_task(watcher.follow(cluster.redis_url))
            sockets = []
            for number, phone in enumerate(phones):
                hub = cluster.hubs[number % len(cluster.hubs)]
                socket = await connect(
                    f"ws://127.0.0.1:{hub.port}/ws/{code}", Encoding.JSON.value, phone.hear
                )
                hello = {"kind": "hello", "role": "participant", "key": phone.key, "device": "d"}
                socket.send_text(orjson.dumps(hello))
                # The answer to it is as good as a first vote's: the next one follows.
                socket.send_text(b'{"kind":"join","op":%d,"mode":"remote","language":"en"}' % (FIRST_OP - 1))
                sockets.append(socket)
            while _counted(phones) < votes:
                await asyncio.sleep(0.05)
                if any(phone.refused for phone in phones):
                    break
            for phone in phones:
                phone.may_go_on = False
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_MAP_WITHIN_S):
                    # Everybody's coming is in the log as well.
                    while not watcher.seen or watcher.seen[-1].ballots < _counted(phones) + PHONES:
                        await asyncio.sleep(0.1)
            for socket in sockets:
                socket.close()
            following.cancel()
        store = RedisStore(cluster.redis_url)
        try:
            log = Log(store, code, {phone.who: phone for phone in phones}, report)
            report.complaints += contradictions(watcher.seen)
            report.complaints += await asyncio.to_thread(
                miscounts, watcher.seen, log.records(asyncio.get_running_loop())
            )
            await asyncio.to_thread(log.end)
            await store.verify(code)
        finally:
            await store.close()
    report.happened[name] = _counted(phones)
    if not watcher.seen or watcher.seen[-1].ballots < _counted(phones) + PHONES:
        report.complaints.append("the last votes are in no map")
    report.complaints += [reason for phone in phones for reason in phone.refused]
    report.looked = len(watcher.seen)
    return report


def _counted(phones: list[Phone]) -> int:
    return sum(phone.counted - FIRST_OP + 1 for phone in phones)


class Log:
    """The ballots from first to last, each looked at as it goes by."""

    def __init__(
        self, store: RedisStore, code: EventCode, phones: dict[ParticipantId, Phone], report: Report
    ) -> None:
        self._store = store
        self._code = code
        self._phones = phones
        self._report = report
        self._last = dict.fromkeys(phones, FIRST_OP - 1)
        self._left: Iterator[BallotRecord] = iter(())

    def records(self, loop: asyncio.AbstractEventLoop) -> Iterator[BallotRecord]:
        """In order, a page at a time; for a thread beside the loop."""
        self._left = self._records(loop)
        return self._left

    def _records(self, loop: asyncio.AbstractEventLoop) -> Iterator[BallotRecord]:
        number = 0
        while True:
            reading = self._store.since(self._code, number, PAGE)
            page = asyncio.run_coroutine_threadsafe(reading, loop).result()
            for record in page:
                if isinstance(record.fact, VoteCast):
                    self._look(record.fact)
                yield record
            number += len(page)
            if len(page) < PAGE:
                return

    def _look(self, vote: VoteCast) -> None:
        who, op, report = vote.participant, vote.operation.counter, self._report
        if op <= self._last[who]:
            report.doubled += 1
            report.complaints.append(f"kept twice: {who} {op}")
        elif op > self._last[who] + 1:
            report.lost += op - self._last[who] - 1
            report.complaints.append(f"lost: {who} between {self._last[who]} and {op}")
        if (vote.statement, vote.choice.value) != self._phones[who].vote(op):
            report.changed += 1
            report.complaints.append(f"changed: {who} {op}")
        self._last[who] = max(self._last[who], op)

    def end(self) -> None:
        """Look at what no map contains, and whether all that counted was there."""
        for _ in self._left:
            pass
        for who, phone in self._phones.items():
            if (missing := phone.counted - self._last[who]) > 0:
                self._report.lost += missing
                self._report.complaints.append(f"lost: {missing} of {who}")
