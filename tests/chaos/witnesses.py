"""People in a process of their own, who vote at hubs of a cluster and say how long each vote took.

A crowd of thousands in one process feels its own work: to lose three thousand connections at once takes it most of a
second. What the witnesses feel is the hubs' doing.

As a program, `python -m tests.chaos.witnesses CODE SEED STATEMENTS PORT …`: reads lines `SECONDS PORT …`, has those of
these hubs vote for so long, and prints a line of JSON, the votes that were asked and those that counted.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence

from plenary.deliberation.vocabulary import Choice, EventCode, ParticipantId, StatementId
from tests.chaos.history import History, Key, Voter

OF_EACH_HUB = 40
PAUSE_S = 0.25
NUMBERED_FROM = 100_000
"""They are no voters of the crowd."""
LONGEST_LINE = 2**24


class Witnesses:
    """Some at each of these ports. What they asked, and what counted, goes into the history as well."""

    def __init__(self, process: asyncio.subprocess.Process, history: History) -> None:
        self._process, self._history = process, history

    @classmethod
    async def begin(
        cls,
        code: EventCode,
        seed: int,
        statements: Sequence[StatementId],
        ports: Sequence[int],
        history: History,
    ) -> "Witnesses":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.witnesses", code, str(seed), json.dumps(statements), *map(str, ports),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
        )  # fmt: skip
        return cls(process, history)

    async def felt(self, lasts_s: float, ports: Sequence[int]) -> list[float]:
        """How long each vote of those at these hubs took, in seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{lasts_s} {' '.join(map(str, ports))}\n".encode())
        told = json.loads(await self._process.stdout.readline())
        counted = {_key(*key): took_s for *key, took_s in told["counted"]}
        self._history.asked |= {_key(*key) for key in told["asked"]}
        self._history.counted |= counted
        self._history.refused += told["refused"]
        return list(counted.values())

    async def end(self) -> None:
        self._process.kill()
        await self._process.wait()


def _key(who: str, op: int, statement: str, choice: str) -> Key:
    return ParticipantId(who), op, StatementId(statement), Choice(choice)


async def main(code: EventCode, seed: int, statements: list[StatementId], ports: list[int]) -> None:
    histories = {port: History() for port in ports}
    voters = {
        port: [
            Voter(f"ws://127.0.0.1:{port}/ws/{code}", code, number, histories[port], seed)
            for number in range(
                NUMBERED_FROM + place * OF_EACH_HUB, NUMBERED_FROM + (place + 1) * OF_EACH_HUB
            )
        ]
        for place, port in enumerate(ports)
    }
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(voter.client.run()) for those in voters.values() for voter in those]
        while asked := await asyncio.to_thread(sys.stdin.readline):
            lasts_s, *at = asked.split()
            chosen = [int(port) for port in at]
            for port in chosen:
                histories[port].forget()
            until_s = time.monotonic() + float(lasts_s)
            await asyncio.gather(
                *(voted_until(voter, statements, until_s) for port in chosen for voter in voters[port])
            )
            print(told([histories[port] for port in chosen]), flush=True)
        for task in running:
            task.cancel()


async def voted_until(voter: Voter, statements: list[StatementId], until_s: float) -> None:
    await voter.vote(statements, lambda: time.monotonic() < until_s, PAUSE_S)


def told(histories: list[History]) -> str:
    return json.dumps(
        {
            "asked": [key for one in histories for key in one.asked],
            "counted": [[*key, took_s] for one in histories for key, took_s in one.counted.items()],
            "refused": [code for one in histories for code in one.refused],
        }
    )


if __name__ == "__main__":
    asyncio.run(
        main(EventCode(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]), list(map(int, sys.argv[4:])))
    )
