"""Reading what Agora exports: statements and tallies, said so."""

import json
from pathlib import Path

import pytest

from plenary.archive.agora import agora_file, read_agora
from plenary.archive.conversation import Conversation, Moderated
from plenary.archive.tables import Unreadable, opened
from tests.archive.exports import SECOND, folder, header, legacy, written, zipped
from tests.archive.town import plenary

NAME = "better-buses-x1y2-comments-2026-01-02T03-04-05Z.csv"
COLUMNS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,passes,votes,moderated,comment_text"
ROWS = (
    (SECOND, "2026-01-01", 0, 0, 5, 2, 1, 8, 0, "More buses"),
    (SECOND + 9, "2026-01-01", 1, 3, 0, 2, 0, 2, -1, 'Say "tram"\nnot train'),
)


def agoras(*rows: tuple[object, ...]) -> str:
    return written([header(COLUMNS), *rows])


def read(path: Path) -> Conversation:
    with opened(path) as files:
        found = agora_file(files)
        assert found is not None
        return read_agora(files, found)


@pytest.mark.parametrize("kind", ["file", "folder", "zip", "comments"])
def test_the_statements_are_read_and_the_tallies_are_said_to_stay(tmp_path, kind):
    name = "comments.csv" if kind == "comments" else NAME
    path = folder(
        tmp_path / "better", {name: agoras(*ROWS), "better-buses-survey_questions.csv": "question-id\n"}
    )
    if kind == "file":
        path = path / NAME
    if kind == "zip":
        path = zipped(tmp_path / "better.zip", {NAME: agoras(*ROWS)})
    found = read(path)

    assert found.topic == ("better" if kind == "comments" else "Better buses")
    assert [(one.id, one.author, one.moderated, one.text) for one in found.statements] == [
        ("0", "0", Moderated.UNDECIDED, "More buses"),
        ("1", "3", Moderated.REJECTED, 'Say "tram"\nnot train'),
    ]
    assert found.votes == ()
    assert [one.code for one in found.cautions] == ["tallies-only"]
    assert "its 10 votes are counts without voters" in found.cautions[0].text


def test_a_control_character_beside_a_count_is_as_good_as_a_space(tmp_path):
    found = read(folder(tmp_path / "x", {NAME: agoras(row(agrees="5\x1f"))}) / NAME)

    assert "its 8 votes are counts without voters" in found.cautions[0].text


def test_an_event_is_made_of_them(tmp_path, capsys):
    path = folder(tmp_path / "x", {NAME: agoras(*ROWS)}) / NAME

    assert plenary("import", path, "--data", tmp_path / "data", "--json") == 0

    said = capsys.readouterr()
    result = json.loads(said.out)
    assert (result["statements"], result["votes"], result["cautions"]) == (2, 0, ["tallies-only"])
    assert "Agora exports statements and tallies only" in said.err


def test_polis_files_are_not_taken_for_agoras(tmp_path):
    with opened(folder(tmp_path / "x", legacy())) as files:
        assert agora_file(files) is None


def row(**changes: object) -> tuple[object, ...]:
    cells = dict(zip(header(COLUMNS), ROWS[0], strict=True))
    return tuple((cells | {name.replace("_id", "-id"): value for name, value in changes.items()}).values())


BROKEN = {
    "no statements": (agoras(), None, "has no statements"),
    "statement twice": (agoras(row(), row()), 3, "statement '0' is there already"),
    "no text": (agoras(row(comment_text=" ")), 2, "the statement has no text"),
    "count in words": (agoras(row(agrees="many")), 2, "agrees is 'many', not a count"),
    "count negative": (agoras(row(passes=-1)), 2, "passes is '-1', not a count"),
    "count a fraction": (agoras(row(disagrees="1.5")), 2, "disagrees is '1.5', not a count"),
    "count of nobody's votes": (agoras(row(agrees="9" * 5_000)), 2, f"agrees is '{'9' * 64}', not a count"),
    "moderation unknown": (agoras(row(moderated="yes")), 2, "moderated is 'yes', not one of '-1', '0', '1'"),
    "time in words": (
        agoras(row(timestamp="today")),
        2,
        "timestamp 'today' is no time in seconds or milliseconds since 1970",
    ),
    "no author": (agoras(row(author_id="")), 2, "author-id '' is no id"),
    "column missing": (agoras(row()).replace("passes", "skips"), 1, "has no column 'passes'"),
    "column twice": (agoras(row()).replace("agrees,", "agrees,agrees,"), 1, "has the column 'agrees' twice"),
    "moderation empty": (agoras(row(moderated="")), 2, "moderated is '', not one of '-1', '0', '1'"),
    "field missing": (agoras(row()[:-2], row()), 2, "8 fields, where the header has 10"),
    "quote left open": (agoras(row()) + '"', 3, "broken CSV (unexpected end of data)"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_line_and_fault_and_leaves_no_trace(tmp_path, case, capsys):
    content, line, fault = BROKEN[case]
    path = folder(tmp_path / "x", {NAME: content}) / NAME

    with pytest.raises(Unreadable) as refused:
        read(path)

    assert (refused.value.file, refused.value.line, refused.value.fault) == (NAME, line, fault)
    assert plenary("import", path, "--data", tmp_path / "data") == 1
    assert capsys.readouterr().err == f"plenary: the discussion cannot be read: {refused.value}\n"
    assert not (tmp_path / "data").exists()


def test_two_of_agoras_files_in_one_place_are_refused(tmp_path):
    path = folder(tmp_path / "x", {NAME: agoras(*ROWS), "b-" + NAME: agoras(*ROWS)})

    with pytest.raises(Unreadable) as refused:
        read(path)

    assert refused.value.fault == f"b-{NAME} has Agora's statements already; give one of them alone"
