"""An hour as it goes: people come late and leave early, and statements are written all the time. Who is asked what?

What a hub does, by its own chooser, on what it can know: the pace of late, and not who will leave. (`routing.coverage`
says how many votes are to come.)
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Final

import numpy as np

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.routing import Asking, Routing
from plenary.deliberation.vocabulary import Choice, Operation, ParticipantId, PromptId, StatementId
from plenary.hub.router import AHEAD, FEW, PRUDENCE
from plenary.mapping.choosing import choose
from plenary.mapping.prompt_analysis import PromptAnalysis, TimedVote
from plenary_analysis.routing import FLOOR
from tests.figures import Figures

PEOPLE: Final = 108
STATEMENTS: Final = 85
AT_FIRST: Final = 30
HOUR_S: Final = 3_600.0
LAST_WRITTEN_S: Final = 0.92 * HOUR_S
LAST_COME_S: Final = 0.8 * HOUR_S
# Some minutes' patience for so many votes, on average; many leave after a few, some stay for all.
PATIENCE: Final = 12
BETWEEN_VOTES_S: Final = 80.0
BETWEEN_MAPS_S: Final = 180.0
K: Final = 5
LEANINGS: Final = (0.85, 0.7, 0.5, 0.3)


def arrivals(runs: int, figures: Figures) -> None:
    print(
        f"\nAn hour of {PEOPLE} people who come and leave, {AT_FIRST} statements at first and {STATEMENTS} at the end:"
        f"\nstatements with {FLOOR} votes at the close, all and the first; fewest and most votes; by what is counted on"
    )
    ways: dict[str, float | None] = {
        "no routing": None,
        "all of the pace": 1.0,
        "half of it": 0.5,
        f"{PRUDENCE:.0%} of it, as hubs do": PRUDENCE,
        "none of it": 0.0,
    }
    for name, prudence in ways.items():
        votes = np.array([_Hour(seed, prudence).votes_at_the_close() for seed in range(runs)])
        enough = votes >= FLOOR
        print(
            f"  {name:22} {enough.mean():4.0%}  {enough[:, :AT_FIRST].mean():4.0%}   {votes.min(axis=1).mean():4.1f}"
            f" {votes.max(axis=1).mean():5.1f}   ({runs} runs)",
            flush=True,
        )
        if prudence == PRUDENCE:
            figures.at_least(
                f"an hour: statements with {FLOOR} votes at the close", float(enough.mean()), 0.95, ".1%"
            )


class _Hour:
    """prudence: the part of the pace that is counted on; None: everybody has an order of their own."""

    def __init__(self, seed: int, prudence: float | None) -> None:
        self._random = random.Random(seed)
        self._prudence = prudence
        self._analysis = PromptAnalysis(PromptId("one"), "epoch", None, K)
        self._routing = Routing()
        self._shown: dict[StatementId, float] = {}
        self._votes: Counter[StatementId] = Counter()
        self._ballots: dict[int, dict[StatementId, Choice]] = {}
        self._ahead: dict[int, list[StatementId]] = {}
        self._patience: dict[int, int] = {}
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._number = count()
        self._plan()

    def votes_at_the_close(self) -> list[int]:
        """How many each statement has, in the order in which they came."""
        while self._due:
            at_s, _, act = heapq.heappop(self._due)
            if at_s > HOUR_S:
                break
            act(at_s)
        return [self._votes[name] for name in self._shown]

    def _plan(self) -> None:
        for number in range(STATEMENTS):
            late = max(0, number + 1 - AT_FIRST) / (STATEMENTS - AT_FIRST)
            self._at(LAST_WRITTEN_S * late, self._show)
        for who in range(PEOPLE):
            self._ballots[who] = {}
            self._ahead[who] = []
            self._patience[who] = 1 + int(self._random.expovariate(1 / PATIENCE))
            self._at(self._random.uniform(0, LAST_COME_S), partial(self._vote, who))
        self._at(BETWEEN_MAPS_S, self._draw)

    def _at(self, at_s: float, act: Callable[[float], None]) -> None:
        heapq.heappush(self._due, (at_s, next(self._number), act))

    def _show(self, now: float) -> None:
        name = StatementId(f"s{len(self._shown):02}")
        self._shown[name] = self._random.choice(LEANINGS)
        self._analysis.moderated(name, True)

    def _draw(self, now: float) -> None:
        posting = self._analysis.draw(int(now), int(1000 * now))
        if posting is not None:
            self._routing = posting.routing
            self._analysis.posted(posting)
        self._at(now + BETWEEN_MAPS_S, self._draw)

    def _vote(self, who: int, now: float) -> None:
        """One more, and the next in a while, if they have the patience."""
        name = self._next(who, now)
        if name is not None:
            ballot = self._ballots[who]
            leaning = self._shown[name] if who % 2 else 1 - self._shown[name]
            ballot[name] = Choice.AGREE if self._random.random() < leaning else Choice.DISAGREE
            self._votes[name] += 1
            cast = VoteCast(_named(who), name, ballot[name], Operation(len(ballot), f"d{who}"))
            self._analysis.voted([TimedVote(cast, int(1000 * now))])
            self._patience[who] -= 1
        if self._patience[who]:
            wait_s = self._random.expovariate(1 / BETWEEN_VOTES_S)
            self._at(now + wait_s, partial(self._vote, who))

    def _next(self, who: int, now: float) -> StatementId | None:
        ballot = self._ballots[who]
        unseen = tuple(name for name in self._shown if name not in ballot)
        if self._prudence is None:
            # A phone that is told nothing asks in an order of its own.
            return self._random.choice(unseen) if unseen else None
        ahead = [name for name in self._ahead[who] if name not in ballot]
        if len(ahead) <= FEW:
            routing = replace(self._routing, votes=self._votes)
            to_come = self._prudence * routing.votes_per_s * (HOUR_S - now)
            ahead = list(choose(routing, [Asking(_named(who), ballot, unseen)], AHEAD, to_come)[0])
        self._ahead[who] = ahead
        return ahead[0] if ahead else None


def _named(who: int) -> ParticipantId:
    return ParticipantId(f"p{who:03}")
