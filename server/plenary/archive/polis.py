"""Reads a discussion that Polis has exported, in any of its three dialects, whole or not at all.

Signs are as exports have them: 1 agrees, -1 disagrees, 0 passes. The dialects differ in columns that are not needed
here, in the unit of time and in the name of the participants' matrix. What red-dwarf and Plenary write is read as well.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from plenary.archive.cells import OUR_ZONE, bare
from plenary.archive.conversation import (
    Caution,
    Conversation,
    FiledStatement,
    FiledVote,
    Moderated,
    is_inverted,
)
from plenary.archive.tables import Files, Table, Unreadable, opened, pairs, table
from plenary.deliberation.vocabulary import Choice

CHOICES: Final = {"1": Choice.AGREE, "-1": Choice.DISAGREE, "0": Choice.PASS}
MODERATED: Final = {str(int(one)): one for one in Moderated}
FLAGS: Final = {"true": True, "false": False, "1": True, "0": False, "": False}

MATRICES: Final = ("participants-votes.csv", "participant-votes.csv")

MILLISECONDS_FROM: Final = 10**11
"""A larger number is a time in milliseconds, a smaller one in seconds."""

LATEST_MS: Final = 10**14 - 1
ID_LIMIT: Final = 64

Value = TypeVar("Value")


def read_polis(path: Path) -> Conversation:
    """The discussion in a folder or zip of Polis' files. Raises Unreadable, and then nothing has been read."""
    with opened(path) as files:
        return read_polis_files(files)


def read_polis_files(files: Files) -> Conversation:
    """As `read_polis`, of files that are open already."""
    statements, is_ours = _statements(files)
    votes = _votes(files, {one.id for one in statements})
    summary = pairs(files, "summary.csv")
    if is_ours and summary is not None:
        summary = {key: bare(value) for key, value in summary.items()}
    read = Conversation(
        topic=(summary or {}).get("topic", "").strip() or files.name,
        description=(summary or {}).get("conversation-description", "").strip(),
        statements=statements,
        votes=votes,
    )
    cautions = [*_summary_cautions(summary, files), *_sign_cautions(read), *_matrix_cautions(files, read)]
    return replace(read, cautions=tuple(cautions))


def _statements(files: Files) -> tuple[tuple[FiledStatement, ...], bool]:
    """The statements, and whether Plenary has written them."""
    filed = table(
        files, "comments.csv", ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
    )
    if filed is None:
        raise Unreadable("comments.csv", None, "is missing")
    if not len(filed):
        raise Unreadable("comments.csv", None, "has no statements")
    ids, authors = ids_of(filed, "comment-id", must_differ=True), ids_of(filed, "author-id")
    moderated = each_of(filed, "moderated", MODERATED)
    is_meta = each_of(filed, "is-meta", FLAGS) if "is-meta" in filed.columns else [False] * len(filed)
    is_ours = _is_ours(filed)
    texts, times = _texts(filed), times_ms_of(filed)
    if is_ours:
        texts = [bare(text) for text in texts]
    statements = map(FiledStatement, ids, texts, authors, moderated, times, is_meta)
    return tuple(sorted(statements, key=lambda one: (one.created_ms, len(one.id), one.id))), is_ours


def _is_ours(filed: Table) -> bool:
    return all(time.endswith(OUR_ZONE) for time in filed.columns.get("datetime", ("",)))


def _texts(filed: Table) -> list[str]:
    texts = list(filed["comment-body"])
    if not _is_ours(filed) and all(
        len(text) > 1 and text.startswith('"') and text.endswith('"') for text in texts
    ):
        texts = [text[1:-1] for text in texts]
    for record, text in enumerate(texts):
        if not text.strip():
            raise filed.fault(record, "the statement has no text")
    return texts


def _votes(files: Files, statements: set[str]) -> tuple[FiledVote, ...]:
    cast = table(files, "votes.csv", ("timestamp", "comment-id", "voter-id", "vote"))
    if cast is None:
        raise Unreadable("votes.csv", None, "is missing")
    voters, about = ids_of(cast, "voter-id"), ids_of(cast, "comment-id")
    choices, times = each_of(cast, "vote", CHOICES), times_ms_of(cast)
    if not statements.issuperset(about):
        record = next(record for record, statement in enumerate(about) if statement not in statements)
        raise cast.fault(record, f"a vote on statement {about[record]!r}, which comments.csv does not have")
    # Rows of the same time keep the file's order, which within one person and statement is the order of events.
    in_time = sorted(range(len(cast)), key=times.__getitem__)
    return tuple(
        FiledVote(number, voters[one], about[one], choices[one], times[one])
        for number, one in enumerate(in_time, 1)
    )


def _summary_cautions(summary: dict[str, str] | None, files: Files) -> list[Caution]:
    if (summary or {}).get("topic", "").strip():
        return []
    return [Caution("no-topic", f"summary.csv names no topic; the discussion is called {files.name!r}.")]


def _sign_cautions(read: Conversation) -> list[Caution]:
    if not is_inverted(read):
        return []
    text = (
        "Nearly all authors disagree with their own statements: agree and disagree are probably exchanged in "
        "votes.csv, as in what Polis exported from September 2024 on for a while."
    )
    return [Caution("inverted", text)]


def _matrix_cautions(files: Files, read: Conversation) -> list[Caution]:
    """Whether the matrix, where there is one, has the same last votes. It is not relied on."""
    for file in MATRICES:
        matrix = table(files, file, ("participant",))
        if matrix is None:
            continue
        last: dict[str, dict[str, Choice]] = {one.id: {} for one in read.statements}
        for (participant, statement), vote in read.last_votes().items():
            last[statement][participant] = vote.choice
        different = 0
        for statement, held in last.items():
            cells = matrix.columns.get(statement, ("",) * len(matrix))
            choices = {
                who: CHOICES.get(cell) for who, cell in zip(matrix["participant"], cells, strict=True) if cell
            }
            if None in choices.values():
                record = next(record for record, cell in enumerate(cells) if cell and cell not in CHOICES)
                raise matrix.fault(
                    record, f"{cells[record]!r} for statement {statement} is no vote (1, 0 or -1)"
                )
            if choices != held:
                different += sum(
                    choices.get(one) is not held.get(one) for one in choices.keys() | held.keys()
                )
        if different:
            text = f"{file} and votes.csv differ in {different} last votes; votes.csv is what counts."
            return [Caution("matrix-differs", text)]
    return []


def ids_of(filed: Table, column: str, *, must_differ: bool = False) -> list[str]:
    """The column's ids; must_differ: each of them once, for they are the statements' own."""
    ids = [value.strip() for value in filed[column]]
    for wrong in {value for value in ids if not value or len(value) > ID_LIMIT or not value.isprintable()}:
        raise filed.fault(ids.index(wrong), f"{column} {wrong[:ID_LIMIT]!r} is no id")
    if must_differ and len(set(ids)) < len(ids):
        seen: set[str] = set()
        for record, one in enumerate(ids):
            if one in seen:
                raise filed.fault(record, f"statement {one!r} is there already")
            seen.add(one)
    return ids


def each_of(filed: Table, column: str, values: Mapping[str, Value]) -> list[Value]:
    """What each cell of the column stands for."""
    found = [values.get(value.strip().lower()) for value in filed[column]]
    known = [value for value in found if value is not None]
    if len(known) < len(found):
        record = found.index(None)
        allowed = ", ".join(repr(value) for value in values if value)
        raise filed.fault(record, f"{column} is {filed[column][record][:ID_LIMIT]!r}, not one of {allowed}")
    return known


def times_ms_of(filed: Table) -> list[int]:
    """When each record was made, in milliseconds since 1970."""
    times = []
    for record, value in enumerate(filed["timestamp"]):
        time = whole_number(value, len(str(LATEST_MS)))
        if time is None:
            fault = f"timestamp {value[:ID_LIMIT]!r} is no time in seconds or milliseconds since 1970"
            raise filed.fault(record, fault)
        times.append(time if time > MILLISECONDS_FROM else time * 1_000)
    return times


def whole_number(cell: str, most_digits: int) -> int | None:
    """What a cell of so many digits at most says; None where it says anything else."""
    digits = cell.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= most_digits
    return int(digits) if is_number else None
