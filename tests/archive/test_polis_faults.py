"""Polis exports that cannot be read: every fault named, with its file and line."""

import json
import zipfile

import pytest

from plenary.archive.polis import read_polis
from plenary.archive.tables import Unreadable
from tests.archive.exports import SECOND, folder, legacy, text, zipped


def edited(file: str, old: str, new: str) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = dict(legacy())
    content = text(legacy(), file)
    assert old in content
    return files | {file: content.replace(old, new, 1)}


def without(file: str) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = dict(legacy())
    del files[file]
    return files


MS = f"{SECOND}"
BROKEN: dict[str, tuple[dict[str, str | bytes], str, int | None, str]] = {
    "no votes": (without("votes.csv"), "votes.csv", None, "is missing"),
    "no comments": (without("comments.csv"), "comments.csv", None, "is missing"),
    "empty votes": (legacy() | {"votes.csv": ""}, "votes.csv", None, "is empty"),
    "empty comments": (legacy() | {"comments.csv": "\n\n"}, "comments.csv", None, "is empty"),
    "no statements": (
        legacy() | {"comments.csv": text(legacy(), "comments.csv").splitlines()[0]},
        "comments.csv",
        None,
        "has no statements",
    ),
    "column missing": (edited("votes.csv", "voter-id", "voter"), "votes.csv", 1, "has no column 'voter-id'"),
    "column twice": (
        edited("comments.csv", "agrees,disagrees", "agrees,agrees"),
        "comments.csv",
        1,
        "has the column 'agrees' twice",
    ),
    "vote unknown": (
        edited("votes.csv", "0,2,0\n", "0,2,7\n"),
        "votes.csv",
        4,
        "vote is '7', not one of '1', '-1', '0'",
    ),
    "vote empty": (
        edited("votes.csv", "1,1,1\n", "1,1,\n"),
        "votes.csv",
        5,
        "vote is '', not one of '1', '-1', '0'",
    ),
    "vote a fraction": (
        edited("votes.csv", "0,2,0\n", "0,2,0.5\n"),
        "votes.csv",
        4,
        "vote is '0.5', not one of '1', '-1', '0'",
    ),
    "field missing": (
        edited("votes.csv", ",1,1,1\n", ",1,1\n"),
        "votes.csv",
        5,
        "4 fields, where the header has 5",
    ),
    "comma unquoted": (
        edited("comments.csv", "More buses", "More, buses"),
        "comments.csv",
        2,
        "9 fields, where the header has 8",
    ),
    "quote left open": (
        edited("comments.csv", 'second line, third"', "second line, third"),
        "comments.csv",
        4,
        "broken CSV (unexpected end of data)",
    ),
    "text after quote": (
        edited("comments.csv", 'train"', 'train" or'),
        "comments.csv",
        3,
        "broken CSV (',' expected after '\"')",
    ),
    "statement unknown": (
        edited("votes.csv", ",2,2,-1", ",77,2,-1"),
        "votes.csv",
        6,
        "a vote on statement '77', which comments.csv does not have",
    ),
    "statement twice": (
        edited("comments.csv", "2014,1,1,", "2014,0,1,"),
        "comments.csv",
        3,
        "statement '0' is there already",
    ),
    "moderation unknown": (
        edited("comments.csv", "1,0,0,", "1,0,2,"),
        "comments.csv",
        3,
        "moderated is '2', not one of '-1', '0', '1'",
    ),
    "time in words": (
        edited("votes.csv", f"{SECOND + 11}007", "yesterday"),
        "votes.csv",
        4,
        "timestamp 'yesterday' is no time in seconds or milliseconds since 1970",
    ),
    "time negative": (
        edited("comments.csv", MS, "-" + MS),
        "comments.csv",
        2,
        f"timestamp '-{MS}007' is no time in seconds or milliseconds since 1970",
    ),
    "time beyond all": (
        edited("comments.csv", MS, MS + "0000"),
        "comments.csv",
        2,
        f"timestamp '{MS}0000007' is no time in seconds or milliseconds since 1970",
    ),
    "no text": (edited("comments.csv", "More buses", "  "), "comments.csv", 2, "the statement has no text"),
    "no author": (
        edited("comments.csv", "2014,0,9,", "2014,0,,"),
        "comments.csv",
        2,
        "author-id '' is no id",
    ),
    "voter too long": (
        edited("votes.csv", ",0,2,0", f",0,{'x' * 65},0"),
        "votes.csv",
        4,
        f"voter-id '{'x' * 64}' is no id",
    ),
    "not UTF-8": (
        legacy()
        | {"comments.csv": text(legacy(), "comments.csv").replace("tram", "Straße").encode("latin-1")},
        "comments.csv",
        3,
        "is not UTF-8",
    ),
    "no text file": (legacy() | {"votes.csv": b"PK\x03\x04\xff\xfe\x00"}, "votes.csv", 1, "is not UTF-8"),
    "summary without value": (
        edited("summary.csv", "views,9", "views"),
        "summary.csv",
        2,
        "one field, where a key and a value belong",
    ),
    "matrix broken": (
        edited("participants-votes.csv", "-1,1,\n", "-1,x,\n"),
        "participants-votes.csv",
        2,
        "'x' for statement 1 is no vote (1, 0 or -1)",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_export_is_refused_with_file_line_and_fault(tmp_path, case):
    files, file, line, fault = BROKEN[case]

    with pytest.raises(Unreadable) as refused:
        read_polis(folder(tmp_path, files))

    assert (refused.value.file, refused.value.line, refused.value.fault) == (file, line, fault)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_export_in_a_zip_is_refused_alike(tmp_path, case):
    files, file, line, fault = BROKEN[case]

    with pytest.raises(Unreadable) as refused:
        read_polis(zipped(tmp_path / "export.zip", files, inside="x/"))

    assert (refused.value.file, refused.value.line, refused.value.fault) == (file, line, fault)


def test_what_is_no_export_at_all_is_refused(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    for path, fault in (
        (text, "is neither a folder nor a zip"),
        (tmp_path / "gone", "there is no such folder or zip"),
    ):
        with pytest.raises(Unreadable) as refused:
            read_polis(path)
        assert (refused.value.fault, refused.value.line) == (fault, None)


def test_a_zip_with_a_spoilt_member_is_refused(tmp_path):
    path = zipped(tmp_path / "export.zip", legacy())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("votes.csv").header_offset + 45
    spoilt = bytearray(path.read_bytes())
    spoilt[start : start + 8] = b"\xff" * 8
    path.write_bytes(spoilt)

    with pytest.raises(Unreadable) as refused:
        read_polis(path)

    assert refused.value.file == "votes.csv"
    assert refused.value.fault.startswith("cannot be unpacked (")


def test_a_zip_that_asks_for_a_later_unpacker_is_refused(tmp_path):
    path = zipped(tmp_path / "export.zip", legacy())
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 99  # the version that its first member says it needs
    path.write_bytes(content)

    with pytest.raises(Unreadable, match="cannot be unpacked"):
        read_polis(path)


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("plenary.archive.tables.LARGEST_FILE_BYTES", 1_000)
    path = zipped(tmp_path / "export.zip", legacy() | {"votes.csv": "x" * 100_000})

    with pytest.raises(Unreadable) as refused:
        read_polis(path)

    assert (refused.value.file, refused.value.fault) == ("votes.csv", "is too large")


def test_a_zip_with_two_of_the_same_file_is_refused(tmp_path):
    path = tmp_path / "export.zip"
    zipped(path, {f"{place}votes.csv": legacy()["votes.csv"] for place in ("a/", "b/")})

    with pytest.raises(Unreadable) as refused:
        read_polis(path)

    assert (refused.value.file, refused.value.fault) == ("votes.csv", "is in the zip more than once")


def test_a_fault_says_where_it_is_in_one_line():
    assert str(Unreadable("votes.csv", 4, "vote is '7'")) == "votes.csv, line 4: vote is '7'"
    assert str(Unreadable("votes.csv", None, "is missing")) == "votes.csv: is missing"
    assert json.dumps(str(Unreadable("a", 1, "b"))) == '"a, line 1: b"'
