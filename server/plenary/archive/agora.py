"""Reads the statements that Agora has exported. It exports tallies, not who voted how: they cannot become votes."""

import re
from typing import Final

from plenary.archive.conversation import Caution, Conversation, FiledStatement
from plenary.archive.polis import MODERATED, each_of, ids_of, times_ms_of, whole_number
from plenary.archive.tables import Files, Unreadable, table

COLUMNS: Final = (
    "timestamp", "comment-id", "author-id", "agrees", "disagrees", "passes", "moderated", "comment_text",
)  # fmt: skip

COUNT_DIGITS: Final = 9

EXPORTED: Final = re.compile(r"(?P<slug>.+)-[^-]+-comments-\d{4}-\d\d-\d\dT.*\.csv")
"""How Agora names the file: the title's slug, the conversation's, the kind and the time."""


def agora_file(files: Files) -> str | None:
    """The file of Agora's statements among them; None where there is none. Raises Unreadable where there are two."""
    if (content := files.read("comments.csv")) is not None:
        return "comments.csv" if b"comment_text" in content.split(b"\n", 1)[0] else None
    found = [
        name
        for name in files.names()
        if name.endswith(".csv") and b",comment_text" in (files.read(name) or b"").split(b"\n", 1)[0]
    ]
    if len(found) > 1:
        raise Unreadable(found[1], None, f"{found[0]} has Agora's statements already; give one of them alone")
    return found[0] if found else None


def read_agora(files: Files, file: str) -> Conversation:
    """The statements of the file, as a discussion without votes. Raises Unreadable."""
    filed = table(files, file, COLUMNS)
    if filed is None:
        raise Unreadable(file, None, "is missing")
    if not len(filed):
        raise Unreadable(file, None, "has no statements")
    ids, authors = ids_of(filed, "comment-id", must_differ=True), ids_of(filed, "author-id")
    moderated, times = each_of(filed, "moderated", MODERATED), times_ms_of(filed)
    tallied = 0
    for column in ("agrees", "disagrees", "passes"):
        for record, value in enumerate(filed[column]):
            count = whole_number(value, COUNT_DIGITS)
            if count is None:
                raise filed.fault(record, f"{column} is {value[:64]!r}, not a count")
            tallied += count
    for record, text in enumerate(filed["comment_text"]):
        if not text.strip():
            raise filed.fault(record, "the statement has no text")
    statements = map(FiledStatement, ids, filed["comment_text"], authors, moderated, times)
    named = EXPORTED.fullmatch(file)
    topic = named["slug"].replace("-", " ").capitalize() if named else files.name
    caution = Caution(
        "tallies-only",
        f"Agora exports statements and tallies only: {len(ids)} statements are read; its {tallied} votes are counts "
        "without voters and stay in the file.",
    )
    in_order = tuple(sorted(statements, key=lambda one: (one.created_ms, len(one.id), one.id)))
    return Conversation(topic, "", in_order, (), (caution,))
