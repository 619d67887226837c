"""One event as far as the analyst has read it: records go in, postings come out. No waiting and no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, assert_never

from plenary.deliberation.ballot_facts import ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.entities import Ballot
from plenary.deliberation.facts import (
    DecisionUndone,
    ParticipantErased,
    PromptDrafted,
    PromptOpened,
    StatementMerged,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
)
from plenary.deliberation.identity import erasure_mark
from plenary.deliberation.opinion import Posting
from plenary.deliberation.small_numbers import K
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Operation, ParticipantId, Phase, PromptId, Standing, StatementId
from plenary.mapping.prompt_analysis import PromptAnalysis, TimedVote
from plenary.store.ports import BallotRecord, ProgrammeRecord

ABOVE_PHONES: Final = 2**60
"""No phone counts its operations so far."""


class EventAnalysis:
    """An event's programme, and an analysis of each of its prompts.

    latest: the last posting of each prompt, by whomever; only newer ones are posted, and they go on from it. Those of
    another epoch are passed over: the log may have lost what they rest on.
    k: no count in public is of fewer people.
    heard_ms: when the latest record came in, 0 for none.
    is_stale: votes taken in before now count for another statement, as wordings were merged or taken apart, or under
    another name, as somebody was erased: to be begun anew and read again, which gives each wording back exactly what
    was its own.
    """

    def __init__(self, epoch: str, latest: Mapping[PromptId, Posting], k: int = K) -> None:
        self.epoch = epoch
        self._k = k
        self.programme = 0
        self.ballots = 0
        self.heard_ms = 0
        self.is_stale = False
        self._counted_for: dict[StatementId, StatementId] = {}
        self._said: dict[tuple[ParticipantId, StatementId], Ballot] = {}
        """What somebody has said on the wordings of a card that has several."""
        self._turns = ABOVE_PHONES
        """Numbers the words on such cards, each later than those before."""
        self._latest = {prompt: one for prompt, one in latest.items() if one.epoch == epoch}
        self._state = Deliberation()
        self._prompts: dict[PromptId, PromptAnalysis] = {}
        self._seats: dict[ParticipantId, ParticipantJoined] = {}

    def take(self, programme: Sequence[ProgrammeRecord], ballots: Sequence[BallotRecord]) -> None:
        """Take in the records that follow those taken in before."""
        for record in programme:
            self._follow(record)
            self.programme = record.number
            self.heard_ms = max(self.heard_ms, record.at_ms)
        votes: dict[PromptId, list[TimedVote]] = {}
        taken_back: dict[PromptId, list[VoteWithdrawn]] = {}
        erased = self._state.erased
        for ballot in ballots:
            # Read before they were erased: they come again under another name.
            if erased and erasure_mark(ballot.fact.participant) in erased:
                self.is_stale = True
                continue
            match ballot.fact:
                case VoteCast(statement=statement) | VoteWithdrawn(statement=statement):
                    prompt = self._state.statements[statement].prompt
                    counted = self._on_its_card(ballot.fact)
                    if isinstance(counted, VoteCast):
                        votes.setdefault(prompt, []).append(TimedVote(counted, ballot.at_ms))
                    elif counted is not None:
                        taken_back.setdefault(prompt, []).append(counted)
                case ParticipantJoined():
                    self._seat(ballot.fact)
                case _:
                    assert_never(ballot.fact)
            self.ballots = ballot.number
            self.heard_ms = max(self.heard_ms, ballot.at_ms)
        for prompt, cast in votes.items():
            self._prompts[prompt].voted(cast)
        for prompt, withdrawn in taken_back.items():
            self._prompts[prompt].withdrawn(withdrawn)

    def _on_its_card(self, fact: VoteCast | VoteWithdrawn) -> VoteCast | VoteWithdrawn | None:
        """What the fact makes somebody's word on the statement that it counts for; None where it says nothing new.

        Of a card with several wordings it is the last vote on any of them that is not taken back.
        """
        card = self._counted_for.get(fact.statement, fact.statement)
        if card not in self._state.wordings:
            return fact
        said = self._said.setdefault((fact.participant, card), Ballot())
        if (last := said.last_word(fact.statement)) is not None and last.operation >= fact.operation:
            return None
        said.apply(fact)
        self._turns += 1
        operation = Operation(self._turns, "")
        if not said.votes:
            return VoteWithdrawn(fact.participant, card, operation)
        word = max(said.votes.values(), key=lambda vote: vote.operation)
        return replace(word, statement=card, operation=operation)

    def _seat(self, joined: ParticipantJoined) -> None:
        """Where somebody takes part; the later of two joins says so, whatever the order they come in."""
        who = joined.participant
        if who in self._seats and self._seats[who].operation >= joined.operation:
            return
        self._seats[who] = joined
        for prompt in self._prompts.values():
            prompt.seated(joined)

    def _follow(self, record: ProgrammeRecord) -> None:
        self._state.apply(record.fact)
        match record.fact:
            case PromptDrafted(prompt=prompt):
                made = PromptAnalysis(prompt, self.epoch, self._latest.pop(prompt, None), self._k)
                for joined in self._seats.values():
                    made.seated(joined)
                self._prompts[prompt] = made
            case ParticipantErased():
                self.is_stale = self.is_stale or self.ballots > 0
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
        drawn = self._prompts[prompt].draw(self.programme + self.ballots, at_ms)
        return None if drawn is None else replace(drawn, ballots=self.ballots)

    def posted(self, posting: Posting) -> None:
        """The posting is out: the next one is a difference to it."""
        self._prompts[posting.map.prompt].posted(posting)
