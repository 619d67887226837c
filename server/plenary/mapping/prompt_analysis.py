"""One prompt as far as the analyst has read it: its engine, its dots, and what is posted of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import plenary_analysis as analysis
from plenary.deliberation.ballot_facts import ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.findings import REMOTE
from plenary.deliberation.opinion import Posting
from plenary.deliberation.routing import Routing
from plenary.deliberation.vocabulary import Mode, PromptId, StatementId
from plenary.mapping.carrying import carried_of, packed_carried
from plenary.mapping.choosing import VALUES, packed_model
from plenary.mapping.dots import DotBoard
from plenary.mapping.hearing import heard_by_place
from plenary.mapping.pace import Pace
from plenary.mapping.sureness import packed_sureness
from plenary.mapping.translation import posted_map, votes_in
from plenary.mapping.veiling import Veil


@dataclass(frozen=True, slots=True)
class TimedVote:
    """A vote and when it was kept, in milliseconds since 1970: for paces and windows, never for order."""

    fact: VoteCast
    at_ms: int


class PromptAnalysis:
    """One prompt's engine and dots.

    latest: what was posted last, by whomever: the next map goes on from it.   k: no count in public is of fewer people.
    changed: whether a new posting would say anything new.
    """

    def __init__(self, prompt: PromptId, epoch: str, latest: Posting | None, k: int) -> None:
        self.changed = False
        self._pace = Pace()
        self._prompt = prompt
        self._epoch = epoch
        self._frame = -1
        carried = None
        self._board = DotBoard()
        if latest is not None:
            self._frame = latest.map.frame
            carried = carried_of(latest)
            if carried is not None:
                self._board = DotBoard(carried.span, latest.map.dots)
        self._k = k
        self._veil = Veil(k, latest.told if latest is not None else ())
        self._engine = analysis.Engine(previous=carried.map if carried else None)
        self._known: dict[StatementId, bool] = {}

    def opened(self) -> None:
        """An opened prompt has a map, be it an empty one; opened again, it has one already."""
        self.changed = self.changed or self._frame < 0

    def moderated(self, statement: StatementId, is_shown: bool) -> None:
        """The statement is shown now, or it is not. What never was shown changes nothing when it waits on."""
        if self._known.get(statement, False) != is_shown:
            self.changed = True
        self._known[statement] = is_shown
        self._engine.moderate(statement, counted=is_shown)

    def seated(self, joined: ParticipantJoined) -> None:
        """Where somebody takes part: far away is one side, as a venue is."""
        side = REMOTE if joined.mode is Mode.REMOTE else joined.venue
        self._engine.seat(joined.participant, side)

    def voted(self, votes: Iterable[TimedVote]) -> None:
        """These votes are in the log."""
        cast = list(votes)
        self._engine.add(_vote(one) for one in cast)
        self._board.add(one.fact.participant for one in cast)
        for one in cast:
            self._pace.quicken(one.at_ms)
        self.changed = True

    def withdrawn(self, facts: Iterable[VoteWithdrawn]) -> None:
        """These votes have been taken back, whether they are in the log yet or not."""
        self._engine.withdraw(
            analysis.Withdrawal(one.participant, one.statement, _stamp(one)) for one in facts
        )
        self.changed = True

    def draw(self, frame: int, at_ms: int) -> Posting | None:
        """The posting of that frame; None if the frame does not rise."""
        if frame <= self._frame:
            self.changed = False
            return None
        found = self._engine.opinion_map(frame, now_ms=at_ms)
        drawn = self._board.draw(found)
        heard = heard_by_place(found, self._engine.venue_of, self._k)
        whole = replace(posted_map(self._prompt, at_ms, found, drawn, self._k), heard=heard)
        since = None if drawn.moved is None else self._frame
        routing = Routing(
            votes={one.statement: votes_in(one.tally) for one in whole.results},
            votes_per_s=self._pace.votes_per_s(at_ms),
            model=packed_model(found.warmth),
        )
        dot_of = self._board.dot_of()
        return Posting(
            whole,
            since,
            drawn.moved,
            dot_of,
            routing,
            packed_sureness(found, dot_of, drawn.span),
            packed_carried(found, drawn.span, len(dot_of)),
            self._epoch,
            told=self._veil.draw(whole.results, whole.groups),
        )

    def posted(self, posting: Posting) -> None:
        self.changed = False
        self._frame = posting.map.frame
        self._veil.posted(posting.told)
        self._board.posted(posting.map.dots)


def _vote(vote: TimedVote) -> analysis.Vote:
    fact = vote.fact
    return analysis.Vote(fact.participant, fact.statement, VALUES[fact.choice], _stamp(fact), vote.at_ms)


def _stamp(fact: VoteCast | VoteWithdrawn) -> analysis.Stamp:
    return fact.operation.counter, fact.operation.device
