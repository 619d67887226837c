"""A live event with everything that an export has to tell, as a store keeps it; for tests."""

import asyncio
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from plenary.__main__ import main
from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import (
    AccessGranted,
    DecisionUndone,
    EventCreated,
    ProgrammeFact,
    PromptDrafted,
    PromptOpened,
    StatementRejected,
    StatementShown,
    StatementSubmitted,
)
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Mode,
    Operation,
    ParticipantId,
    PromptId,
    Role,
    StatementId,
)
from plenary.store.sqlite_store import SqliteStore

TOWN = EventCode("TOWN")
DESK = GrantId("desk")
ENGLISH = Language("en")
BUSES, PARKS = PromptId("buses"), PromptId("parks")
ADA, BO, CY = (ParticipantId(f"{name}aaaaaaaaaaaaa") for name in ("ada", "bob", "cyd"))
BEGUN_MS = 1_600_000_000_500
FORMULA = '=HYPERLINK("http://x")'


def submitted(statement: str, prompt: PromptId, text: str, by: ParticipantId | None) -> StatementSubmitted:
    return StatementSubmitted(StatementId(statement), prompt, text, ENGLISH, by)


PROGRAMME: list[ProgrammeFact] = [
    EventCreated(TOWN, "Town hall", ENGLISH),
    AccessGranted(DESK, Role.MODERATOR, "digest"),
    PromptDrafted(BUSES, "What about buses?", DESK),
    PromptOpened(BUSES, DESK),
    PromptDrafted(PARKS, "And parks?", DESK),
    PromptOpened(PARKS, DESK),
    submitted("seed", BUSES, "More buses", None),
    StatementShown(StatementId("seed"), DESK),
    submitted("formula", BUSES, FORMULA, ADA),
    StatementShown(StatementId("formula"), None),
    submitted("rude", BUSES, "Rude words", BO),
    StatementShown(StatementId("rude"), DESK),
    StatementRejected(StatementId("rude"), "rude", DESK),
    submitted("waiting", BUSES, "Nobody has read this yet", BO),
    submitted("back", BUSES, "Trams, +5 of them", BO),
    StatementShown(StatementId("back"), DESK),
    StatementRejected(StatementId("back"), "", DESK),
    DecisionUndone(StatementId("back"), 2, DESK),
    submitted("tree", PARKS, "More trees", CY),
    StatementShown(StatementId("tree"), DESK),
]


def joined(who: ParticipantId) -> ParticipantJoined:
    return ParticipantJoined(who, Mode.IN_ROOM, None, ENGLISH, Operation(1, "phone"))


def cast(who: ParticipantId, statement: str, choice: Choice, counter: int, device: str = "phone") -> VoteCast:
    return VoteCast(who, StatementId(statement), choice, Operation(counter, device))


# Seconds after the beginning, and what came in. Ada's vote 9 is her last word on the seed, though 5 came in later.
BALLOTS: list[tuple[int, BallotFact]] = [
    (60, joined(ADA)),
    (60, joined(BO)),
    (61, cast(ADA, "seed", Choice.AGREE, 2)),
    (62, cast(ADA, "seed", Choice.DISAGREE, 9, "other")),
    (63, cast(ADA, "seed", Choice.PASS, 5)),
    (64, cast(ADA, "seed", Choice.DISAGREE, 9, "other")),
    (65, cast(BO, "seed", Choice.AGREE, 2)),
    (65, cast(BO, "seed", Choice.PASS, 3)),
    (66, cast(BO, "formula", Choice.AGREE, 4)),
    (67, cast(BO, "rude", Choice.AGREE, 5)),
    (68, cast(ADA, "back", Choice.AGREE, 10)),
    (4_000, joined(CY)),
    (4_001, cast(CY, "tree", Choice.AGREE, 2)),
    (4_002, cast(ADA, "tree", Choice.DISAGREE, 11)),
    # Bo has no word on the trees: what he said first came in last, and had been taken back by then.
    (4_003, cast(BO, "tree", Choice.AGREE, 7)),
    (4_004, VoteWithdrawn(BO, StatementId("tree"), Operation(8, "phone"))),
    (4_005, cast(BO, "tree", Choice.PASS, 6)),
]


def town(data: Path, also: Sequence[ProgrammeFact] = ()) -> Path:
    """The data directory, with the event in it.   also: what else happened, last."""
    asyncio.run(_kept(data, [*PROGRAMME[1:], *also]))
    return data


async def _kept(data: Path, programme: Sequence[ProgrammeFact]) -> None:
    store = SqliteStore(data)
    try:
        position = await store.create(PROGRAMME[:1], BEGUN_MS)
        for place, fact in enumerate(programme, 1):
            position = await store.append(TOWN, [fact], position, BEGUN_MS + place * 1_000)
        for second, ballot in BALLOTS:
            await store.append_ballots(TOWN, [ballot], position, BEGUN_MS + second * 1_000)
    finally:
        await store.close()


def plenary(*arguments: object) -> int:
    return main([str(one) for one in arguments])


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }


def exported(data: Path, output: Path, *more: object, format_: str = "polis", code: str = TOWN) -> Path:
    assert plenary("export", code, "--data", data, "--format", format_, "--output", output, *more) == 0
    return output


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
