"""The opinion groups of an event's prompts: stated in an archive, and found again by whoever verifies it."""

import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec

import plenary_analysis as analysis
from plenary import __version__
from plenary.archive.report.gathering import Gathered, Last
from plenary.archive.report.timeline import VALUES
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import Fact
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Phase, PromptId, Standing, StatementId
from plenary.store.ports import BallotRecord, ProgrammeRecord
from plenary.store.records import Row, Stream

WHAT: Final = (
    "The opinion groups of each prompt's last votes on the statements shown at the end, as that version of Plenary "
    "finds them. members: SHA-256 of one line a person in order, 'participant<TAB>group', the group empty for none."
)

NEARLY: Final = 0.99
"""Of the people, as many must be in groups of the sizes stated: at a boundary machines differ in the last digit."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """One prompt's. groups: label and size, as the map has them."""

    prompt: int
    people: int
    votes: int
    groups: tuple[tuple[str, int], ...]
    members: str


@dataclass(frozen=True, slots=True)
class Groupings:
    """Every prompt's that was opened, as the archive states them. program: the version that found them."""

    what: str
    program: str
    prompts: tuple[Grouping, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A prompt's groups found again. is_same: whether everybody is in the group that was stated."""

    found: Grouping
    is_same: bool


class GroupingsWrong(Exception):
    """The groups that are stated are not those of the votes."""


def take_in(gathered: Gathered, stream: Stream, row: Row, fact: Fact) -> None:
    """The next record, taken into what was gathered. Raises LookupError where it speaks of what is not there."""
    if isinstance(fact, BallotFact):
        gathered.take([BallotRecord(row.number, row.at_ms, fact, row.hash)])
    else:
        gathered.follow([ProgrammeRecord(row.number, row.at_ms, fact, row.hash)])


def groupings(gathered: Gathered) -> Groupings:
    """What the event's votes give now."""
    asked = sorted(gathered.state.prompts.values(), key=lambda one: one.number)
    return Groupings(
        WHAT,
        __version__,
        tuple(_grouping(gathered, one.id, one.number) for one in asked if one.phase is not Phase.DRAFT),
    )


def written(stated: Groupings) -> str:
    return msgspec.json.encode(stated).decode()


def regrouped(stated: str, gathered: Gathered) -> tuple[Groupings, tuple[Regrouped, ...]]:
    """What is stated, and every prompt's groups found again.

    Raises GroupingsWrong, where this version states that it found others; ValueError where nothing can be read.
    """
    known = msgspec.json.decode(stated, type=Groupings)
    again = groupings(gathered)
    if [one.prompt for one in known.prompts] != [one.prompt for one in again.prompts]:
        raise GroupingsWrong("it does not state the groups of each of its prompts")
    pairs = list(zip(known.prompts, again.prompts, strict=True))
    for then, now in pairs:
        if (then.people, then.votes) != (now.people, now.votes):
            raise GroupingsWrong(f"prompt {now.prompt} does not have the people and votes that it states")
        if known.program == __version__ and not _are_alike(then, now):
            raise GroupingsWrong(f"the groups of prompt {now.prompt} are not those of its votes")
    return known, tuple(Regrouped(now, now == then) for then, now in pairs)


def map_of(last: Last, shown: set[StatementId]) -> analysis.OpinionMap:
    """A cold analysis of those of the votes that are on the statements."""
    engine = analysis.Engine()
    for statement in sorted(shown):
        engine.add_statement(statement)
    votes = [
        analysis.Vote(who, statement, VALUES[cast.fact.choice])
        for (who, statement), cast in last.items()
        if statement in shown
    ]
    engine.add(votes)
    return engine.opinion_map(len(votes))


def shown_in(state: Deliberation, prompt: PromptId) -> set[StatementId]:
    """The statements that everybody saw at the end."""
    return {one for one in state.statements_of[prompt] if state.statements[one].standing is Standing.SHOWN}


def _grouping(gathered: Gathered, prompt: PromptId, number: int) -> Grouping:
    found = map_of(gathered.last_votes(prompt), shown_in(gathered.state, prompt))
    labels = [found.groups[place].label if place >= 0 else "" for place in found.labels.tolist()]
    lines = sorted(f"{who}\t{label}\n" for who, label in zip(found.participants, labels, strict=True))
    return Grouping(
        number,
        len(found.participants),
        sum(one.agree + one.disagree + one.passed for one in found.statements),
        tuple((one.label, one.size) for one in found.groups),
        hashlib.sha256("".join(lines).encode()).hexdigest(),
    )


def _are_alike(then: Grouping, now: Grouping) -> bool:
    before, after = dict(then.groups), dict(now.groups)
    moved = sum(abs(size - after.get(label, 0)) for label, size in before.items())
    return before.keys() == after.keys() and moved <= 2 * (1 - NEARLY) * now.people
