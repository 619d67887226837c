"""An event becomes discussions again, one a prompt: for its organiser as it was, for the public with nobody in it.

The reverse of `importing`: what comes out of here and in again comes out the same.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from plenary.archive.conversation import Conversation, FiledStatement, FiledVote, Moderated
from plenary.archive.report.gathering import is_taken_back, withdrawn_until
from plenary.archive.report.privacy import MARK, told_answers
from plenary.deliberation.ballot_facts import VoteCast, VoteWithdrawn
from plenary.deliberation.facts import StatementShown, StatementSubmitted
from plenary.deliberation.small_numbers import K
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Choice, GrantId, ParticipantId, PromptId, Standing, StatementId
from plenary.store.ports import BallotRecord, ProgrammeRecord

CHOICE_OF: Final = {mark: choice for choice, mark in MARK.items()}

SECOND_MS: Final = 1_000
HOUR_MS: Final = 3_600_000

LARGEST_ID: Final = 2**53
"""Other programs read ids as numbers: beyond this, two of them may become one."""


class Readers(StrEnum):
    """Whom an export is for."""

    ORGANISER = "organiser"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's discussion under the event's own ids; `shown` are the statements that everybody saw at the end.

    A seed's author is "". left_out: statements that are not in the conversation.
    """

    number: int
    conversation: Conversation
    shown: frozenset[str]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """A discussion ready to be written: ids are numbers, times whole seconds or hours.

    participant_ids, statement_ids: the event's id of each number, where they are not the same; empty for the public.
    left_out: statements that the public never saw.   k: no answer is that of fewer people.
    """

    readers: Readers
    conversation: Conversation
    participant_ids: dict[str, str]
    statement_ids: dict[str, str]
    left_out: int = 0
    k: int = 1


class Discussions:
    """The discussions of an event, from its records in order."""

    def __init__(self, programme: Iterable[ProgrammeRecord]) -> None:
        self._state = Deliberation()
        self._submitted_ms: dict[StatementId, int] = {}
        self._shown_by: dict[StatementId, GrantId | None] = {}
        self._votes: dict[PromptId, list[tuple[int, VoteCast]]] = {}
        self._withdrawn: list[VoteWithdrawn] = []
        self.follow(programme)

    def follow(self, programme: Iterable[ProgrammeRecord]) -> None:
        """Take in the programme records that follow those taken in before."""
        for record in programme:
            self._state.apply(record.fact)
            if isinstance(record.fact, StatementSubmitted):
                self._submitted_ms[record.fact.statement] = record.at_ms
            elif isinstance(record.fact, StatementShown):
                self._shown_by[record.fact.statement] = record.fact.by

    def take(self, ballots: Iterable[BallotRecord]) -> None:
        """Take in the ballots that follow those taken in before."""
        for record in ballots:
            if isinstance(record.fact, VoteCast):
                prompt = self._state.statements[record.fact.statement].prompt
                self._votes.setdefault(prompt, []).append((record.at_ms, record.fact))
            elif isinstance(record.fact, VoteWithdrawn):
                self._withdrawn.append(record.fact)

    def prompts(self) -> list[Prompt]:
        """The prompts that have statements. One alone is called as the event is."""
        asked = [one for one in self._state.prompts.values() if self._state.statements_of[one.id]]
        event = self._state.event
        assert event is not None, "a programme begins with its event"
        taken_back = withdrawn_until(self._withdrawn)
        found = []
        for prompt in asked:
            # Of an erased statement nothing is left but its place.
            there = [
                one
                for one in self._state.statements_of[prompt.id]
                if not self._state.statements[one].is_erased
            ]
            statements = [self._filed(one) for one in there]
            # Files know no vote that was taken back, so it is not in them.
            stand = [one for one in self._votes.get(prompt.id, []) if not is_taken_back(one[1], taken_back)]
            votes = list(_in_order(stand))
            topic = event.title if len(self._state.prompts) == 1 else prompt.text
            shown = {
                one.id for one in statements
                if self._state.is_shown(StatementId(one.id))
            }  # fmt: skip
            found.append(
                Prompt(
                    prompt.number, Conversation(topic, "", tuple(statements), tuple(votes)), frozenset(shown)
                )
            )
        return found

    def _filed(self, statement: StatementId) -> FiledStatement:
        known = self._state.statements[statement]
        match known.standing:
            case Standing.REJECTED:
                moderated = Moderated.REJECTED
            # Another wording has its own votes in the files, as it had them at the event.
            case Standing.MERGED:
                moderated = Moderated.ACCEPTED
            case Standing.SHOWN if self._shown_by[statement] is not None:
                moderated = Moderated.ACCEPTED
            case _:
                moderated = Moderated.UNDECIDED
        author = "" if known.author is None else known.author
        return FiledStatement(statement, known.text, author, moderated, self._submitted_ms[statement])


def _in_order(cast: Sequence[tuple[int, VoteCast]]) -> Iterator[FiledVote]:
    """Every vote once, in time, so that of a person's votes on a statement the latest is the one that counts.

    The log's last word is the highest operation, whenever it came in; files know times only, in seconds. The vote that
    counts keeps its time; one that it replaced is put before it where need be.
    """
    by_cell: dict[tuple[str, str], list[tuple[int, int, VoteCast]]] = {}
    for place, (at_ms, vote) in enumerate(cast):
        by_cell.setdefault((vote.participant, vote.statement), []).append((at_ms, place, vote))
    rows: list[tuple[int, int, VoteCast]] = []
    for history in by_cell.values():
        history.sort(key=lambda one: one[2].operation)
        # One that came in twice counts from the first time.
        once = {vote.operation: (at_ms, place, vote) for at_ms, place, vote in reversed(history)}
        latest_ms: int | None = None
        for at_ms, place, vote in once.values():
            at_ms -= at_ms % SECOND_MS
            if latest_ms is not None:
                at_ms = min(at_ms, latest_ms - SECOND_MS)
            rows.append((at_ms, place, vote))
            latest_ms = at_ms
    rows.sort(key=lambda row: row[:2])
    for number, (at_ms, _, vote) in enumerate(rows, 1):
        yield FiledVote(number, vote.participant, vote.statement, vote.choice, at_ms)


def for_organiser(prompt: Prompt) -> Edition:
    """Everything that a Polis file has room for: all statements, the whole history, times to the second."""
    conversation = prompt.conversation
    people = _numbers(one for one in conversation.participants if one)
    seeds = str(1 + max((int(number) for number in people.values()), default=-1))
    number_of = {**people, "": seeds}
    statement_of = _numbers(one.id for one in conversation.statements)
    statements = tuple(
        replace(
            one,
            id=statement_of[one.id],
            author=number_of[one.author],
            created_ms=one.created_ms - one.created_ms % SECOND_MS,
        )
        for one in conversation.statements
    )
    votes = tuple(
        replace(one, participant=number_of[one.participant], statement=statement_of[one.statement])
        for one in conversation.votes
    )
    return Edition(
        Readers.ORGANISER,
        replace(conversation, statements=tuple(sorted(statements, key=_written)), votes=votes),
        {number: id_ for id_, number in people.items() if number != id_},
        {number: id_ for id_, number in statement_of.items() if number != id_},
    )


def for_public(prompt: Prompt, chance: random.Random, k: int = K) -> Edition:
    """What may be published: statements that were shown and last votes, under numbers that are new every time.

    Who wrote a statement cannot be told: each has an author's number of its own, which no voter has. Nor when anybody
    voted: authors vote on their own statement within the hour when few others do, so a vote has its statement's hour.
    Answers that too few gave to be told, as in the report, are passes: other programs know no such answer.
    """
    conversation = prompt.conversation
    shown = [one for one in conversation.statements if one.id in prompt.shown]
    statement_of = {one.id: str(number) for number, one in enumerate(shown)}
    given: dict[str, dict[ParticipantId, str]] = {}
    for vote in conversation.last_votes().values():
        if vote.statement in statement_of:
            given.setdefault(vote.statement, {})[ParticipantId(vote.participant)] = MARK[vote.choice]
    last = [
        (who, statement, CHOICE_OF.get(mark, Choice.PASS))
        for statement, answers in given.items()
        for who, mark in told_answers(StatementId(statement), answers, k).items()
    ]
    voters = sorted({who for who, _, _ in last})
    numbers = [str(number) for number in range(len(voters) + len(shown))]
    voters_numbers, authors_numbers = numbers[: len(voters)], numbers[len(voters) :]
    chance.shuffle(voters_numbers)
    chance.shuffle(authors_numbers)
    number_of = dict(zip(voters, voters_numbers, strict=True))
    statements = [
        replace(
            one, id=statement_of[one.id], author=author, created_ms=one.created_ms - one.created_ms % HOUR_MS
        )
        for one, author in zip(shown, authors_numbers, strict=True)
    ]
    hour_ms = {one.id: one.created_ms for one in statements}
    rows = [(int(statement_of[statement]), int(number_of[who]), choice) for who, statement, choice in last]
    votes = tuple(
        FiledVote(number, str(who), str(about), choice, hour_ms[str(about)])
        for number, (about, who, choice) in enumerate(sorted(rows), 1)
    )
    return Edition(
        Readers.PUBLIC,
        replace(conversation, statements=tuple(sorted(statements, key=_written)), votes=votes),
        {},
        {},
        prompt.left_out + len(conversation.statements) - len(shown),
        k,
    )


def _written(one: FiledStatement) -> tuple[int, int, str]:
    return (one.created_ms, len(one.id), one.id)


def _numbers(ids: Iterable[str]) -> dict[str, str]:
    """A whole number for every id: itself, where all are whole numbers already; otherwise its place."""
    known = list(dict.fromkeys(ids))
    if all(_is_number(one) for one in known):
        return {one: one for one in known}
    return {one: str(place) for place, one in enumerate(known)}


def _is_number(id_: str) -> bool:
    return id_.isascii() and id_.isdigit() and (id_ == "0" or id_[0] != "0") and int(id_) < LARGEST_ID
