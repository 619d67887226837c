"""Exports as Polis writes them, made up for a test: one small discussion in each dialect."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

SECOND = 1_500_000_000
TOPIC = "Buses, trams"

# id, author, moderated, seconds after the start, text
STATEMENTS = (
    ("0", "9", "1", 0, "More buses"),
    ("1", "1", "0", 1, 'Say "tram", not train'),
    ("2", "2", "-1", 2, "First line\nsecond line, third"),
)
# seconds after the start, statement, voter, vote
VOTES = (
    (10, "0", "1", "1"),
    (13, "0", "1", "-1"),
    (11, "0", "2", "0"),
    (12, "1", "1", "1"),
    (14, "2", "2", "-1"),
)


def written(rows: Iterable[Iterable[object]], quoting: int = csv.QUOTE_MINIMAL, end: str = "\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerows(rows)
    return out.getvalue()


def header(columns: str) -> list[str]:
    return columns.split(",")


def legacy() -> dict[str, str | bytes]:
    """P1: milliseconds, a datetime, an xid in the matrix."""
    day = "Wed Jun 18 08:16:54 WIB 2014"
    return {
        "summary.csv": written([["topic", TOPIC], ["views", 9], ["conversation-description", "A\nB"]]),
        "comments.csv": written(
            [
                header("timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"),
                *(
                    [(SECOND + at) * 1000 + 7, day, id_, by, 1, 0, mod, text]
                    for id_, by, mod, at, text in STATEMENTS
                ),
            ]
        ),
        "votes.csv": written(
            [
                header("timestamp,datetime,comment-id,voter-id,vote"),
                *([(SECOND + at) * 1000 + 7, day, about, by, vote] for at, about, by, vote in VOTES),
            ]
        ),
        "participants-votes.csv": written(
            [
                header("participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2"),
                [1, "", 0, 1, 2, 1, 1, -1, 1, ""],
                [2, "", "", 1, 2, 0, 1, 0, "", -1],
            ]
        ),
        "stats-history.csv": "n-votes,n-comments,n-visitors,n-voters,n-commenters\n0,0,1,0,0\n",
    }


def clojure() -> dict[str, str | bytes]:
    """P2: no datetime in comments, more columns."""
    columns = (
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,group-informed-consensus,"
        "comment-body"
    )
    rows = [
        [(SECOND + at) * 1000 + 7, id_, by, 1, 0, mod, "false", "true", 0.5, text]
        for id_, by, mod, at, text in STATEMENTS
    ]
    return legacy() | {"comments.csv": written([header(columns), *rows])}


def report() -> dict[str, str | bytes]:
    """P3: seconds, importance, bodies always quoted, the matrix in the singular and without xid."""
    day = "Fri Sep 20 2024 19:29:43 GMT+0000 (Coordinated Universal Time)"
    body = [
        f'{SECOND + at},{day},{id_},{by},1,0,{mod},0,"{text.replace(chr(34), chr(34) * 2)}"\n'
        for id_, by, mod, at, text in reversed(STATEMENTS)
    ]
    votes = sorted(VOTES, key=lambda vote: (vote[1], vote[2]))
    files = legacy()
    del files["participants-votes.csv"], files["stats-history.csv"]
    return files | {
        "summary.csv": f'topic,"{TOPIC}"\nconversation-description,"A\nB"',
        "comments.csv": "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,importance,comment-body\n"
        + "".join(body),
        "votes.csv": written(
            [
                header("timestamp,datetime,comment-id,voter-id,vote,important"),
                *([SECOND + at, day, about, by, vote, 0] for at, about, by, vote in votes),
            ]
        ),
        "participant-votes.csv": written(
            [
                header("participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2"),
                [1, 0, 1, 2, 1, 1, -1, 1, ""],
                [2, "", 1, 2, 0, 1, 0, "", -1],
            ]
        ),
    }


def red_dwarf() -> dict[str, str | bytes]:
    """As red-dwarf writes: CRLF and bodies quoted twice."""
    files = legacy()
    rows = list(csv.reader(io.StringIO(text(files, "comments.csv"), newline="")))
    quoted = [rows[0], *([*row[:-1], f'"{row[-1]}"'] for row in rows[1:])]
    votes = text(files, "votes.csv").replace("\n", "\r\n")
    return files | {"comments.csv": written(quoted, end="\r\n"), "votes.csv": votes}


def text(files: Mapping[str, str | bytes], name: str) -> str:
    content = files[name]
    assert isinstance(content, str)
    return content


DIALECTS = {"legacy": legacy, "clojure": clojure, "report": report, "red-dwarf": red_dwarf}


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def zipped(path: Path, files: Mapping[str, str | bytes], inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(inside + name, content)
    return path
