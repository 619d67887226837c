"""One event as far as the analyst has read it: records go in, postings come out. No waiting and no I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import plenary_analysis as analysis
from plenary.deliberation.facts import (
    DecisionUndone,
    PromptDrafted,
    PromptOpened,
    StatementMerged,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
    VoteCast,
)
from plenary.deliberation.opinion import OpinionGroup, OpinionMap, Posting, StatementResult, Tally
from plenary.deliberation.routing import Routing
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Phase, PromptId, Standing, StatementId
from plenary.mapping.carrying import carried_of, packed_carried
from plenary.mapping.choosing import VALUES, packed_model
from plenary.mapping.dots import DotBoard, on_scale
from plenary.mapping.pace import Pace
from plenary.mapping.sureness import packed_sureness
from plenary.store.ports import BallotRecord, ProgrammeRecord


class EventAnalysis:
    """An event's programme, and an analysis of each of its prompts.

    latest: the last posting of each prompt, by whomever; only newer ones are posted, and they go on from it. Those of
    another epoch are passed over: the log may have lost what they rest on.
    heard_ms: when the latest record came in, 0 for none.
    is_stale: votes taken in before now count for another statement, as wordings were merged or taken apart: to be begun
    anew and read again, which gives each wording back exactly what was its own.
    """

    def __init__(self, epoch: str, latest: Mapping[PromptId, Posting]) -> None:
        self.epoch = epoch
        self.programme = 0
        self.ballots = 0
        self.heard_ms = 0
        self.is_stale = False
        self._counted_for: dict[StatementId, StatementId] = {}
        self._latest = {prompt: one for prompt, one in latest.items() if one.epoch == epoch}
        self._state = Deliberation()
        self._prompts: dict[PromptId, PromptAnalysis] = {}

    def take(self, programme: Sequence[ProgrammeRecord], ballots: Sequence[BallotRecord]) -> None:
        """Take in the records that follow those taken in before."""
        for record in programme:
            self._follow(record)
            self.programme = record.number
            self.heard_ms = max(self.heard_ms, record.at_ms)
        votes: dict[PromptId, list[VoteCast]] = {}
        for ballot in ballots:
            if isinstance(ballot.fact, VoteCast):
                prompt = self._state.statements[ballot.fact.statement].prompt
                counted_for = self._counted_for.get(ballot.fact.statement, ballot.fact.statement)
                votes.setdefault(prompt, []).append(replace(ballot.fact, statement=counted_for))
                self._prompts[prompt].pace.quicken(ballot.at_ms)
            self.ballots = ballot.number
            self.heard_ms = max(self.heard_ms, ballot.at_ms)
        for prompt, cast in votes.items():
            self._prompts[prompt].voted(cast)

    def _follow(self, record: ProgrammeRecord) -> None:
        self._state.apply(record.fact)
        match record.fact:
            case PromptDrafted(prompt=prompt):
                self._prompts[prompt] = PromptAnalysis(prompt, self.epoch, self._latest.pop(prompt, None))
            case PromptOpened(prompt=prompt):
                self._prompts[prompt].opened()
            case (
                StatementSubmitted(statement=statement)
                | StatementShown(statement=statement)
                | StatementRejected(statement=statement)
                | StatementMerged(statement=statement)
                | DecisionUndone(statement=statement)
            ):
                known = self._state.statements[statement]
                self._prompts[known.prompt].moderated(statement, known.standing is Standing.SHOWN)
                self._recount(statement)
            case _:
                pass

    def _recount(self, statement: StatementId) -> None:
        """Votes on a wording count for the statement it is a wording of; if that changes, those taken in are stale."""
        for wording in self._state.with_wordings(statement):
            counted_for = self._state.standing_for(wording)
            if self._counted_for.get(wording, wording) != counted_for:
                self._counted_for[wording] = counted_for
                self.is_stale = self.is_stale or self.ballots > 0

    def changed(self) -> list[PromptId]:
        """The prompts that have been opened and are no longer as they were posted."""
        prompts = self._state.prompts
        return [
            prompt
            for prompt, one in self._prompts.items()
            if one.changed and prompts[prompt].phase is not Phase.DRAFT
        ]

    def draw(self, prompt: PromptId, at_ms: int) -> Posting | None:
        """The prompt's posting as of now; None where one as new is out already."""
        return self._prompts[prompt].draw(self.programme + self.ballots, at_ms)

    def posted(self, posting: Posting) -> None:
        """The posting is out: the next one is a difference to it."""
        self._prompts[posting.map.prompt].posted(posting)


class PromptAnalysis:
    """One prompt's engine and dots.

    latest: what was posted last, by whomever: the next map goes on from it.
    changed: whether a new posting would say anything new.
    """

    def __init__(self, prompt: PromptId, epoch: str, latest: Posting | None) -> None:
        self.changed = False
        self.pace = Pace()
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

    def voted(self, votes: Iterable[VoteCast]) -> None:
        cast = list(votes)
        self._engine.add(_vote(one) for one in cast)
        self._board.add(one.participant for one in cast)
        self.changed = True

    def draw(self, frame: int, at_ms: int) -> Posting | None:
        """The posting of that frame; None if the frame does not rise."""
        if frame <= self._frame:
            self.changed = False
            return None
        found = self._engine.opinion_map(frame)
        drawn = self._board.draw(found)
        results = tuple(_result(one) for one in found.statements if one.counted)
        representative = dict(found.representative)
        whole = OpinionMap(
            prompt=self._prompt,
            frame=frame,
            votes=sum(_cast(one.tally) for one in results),
            at_ms=at_ms,
            dots=drawn.dots,
            groups=tuple(_group(one, drawn.span) for one in found.groups),
            results=results,
            common_ground=_ids(found.consensus),
            fault_lines=_ids(found.divisive),
            discuss=_ids(found.discuss),
            representative=tuple(_ids(representative.get(one.label, ())) for one in found.groups),
            notes=found.notes,
        )
        since = None if drawn.moved is None else self._frame
        routing = Routing(
            votes={one.statement: _cast(one.tally) for one in results},
            votes_per_s=self.pace.votes_per_s(at_ms),
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
        )

    def posted(self, posting: Posting) -> None:
        self.changed = False
        self._frame = posting.map.frame
        self._board.posted(posting.map.dots)


def _vote(fact: VoteCast) -> analysis.Vote:
    operation = fact.operation
    return analysis.Vote(
        fact.participant, fact.statement, VALUES[fact.choice], (operation.counter, operation.device)
    )


def _cast(tally: Tally) -> int:
    return tally.agree + tally.disagree + tally.passed


def _result(found: analysis.StatementResult) -> StatementResult:
    return StatementResult(
        statement=StatementId(found.id),
        tally=Tally(found.agree, found.disagree, found.passed),
        consensus=found.consensus,
        consensus_on="agree" if found.direction > 0 else "disagree",
        divisiveness=found.divisiveness,
        by_group=tuple(Tally(one.agree, one.disagree, one.passed) for one in found.by_group),
    )


def _group(found: analysis.Group, span: float) -> OpinionGroup:
    x, y = (on_scale(value, span) for value in found.centre)
    return OpinionGroup(found.label, found.size, x, y)


def _ids(names: Iterable[str]) -> tuple[StatementId, ...]:
    return tuple(StatementId(name) for name in names)
