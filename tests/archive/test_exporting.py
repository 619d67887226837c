"""`plenary export`: what other programs read, for the organiser and for the public."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from plenary.archive.polis import read_polis
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import Choice
from plenary.store.sqlite_store import FILE_NAME
from tests.archive.exports import DIALECTS, SECOND, folder, header, legacy, text, written, zipped
from tests.archive.test_cells import FORMULA as FORMULA_CELL
from tests.archive.test_cells import pieces
from tests.archive.test_polis import FIGURES, SHARED, published
from tests.archive.town import ADA, BEGUN_MS, BO, FORMULA, TOWN, exported, files_in, plenary, rows_of, town

FILES = [
    "README.txt",
    "comment-groups.csv",
    "comments.csv",
    "participant-votes.csv",
    "summary.csv",
    "votes.csv",
]


def round_trip(source: Path, into: Path, code: str) -> Path:
    """The source imported into a new data directory and exported again."""
    data = into / "data"
    assert plenary("import", source, "--data", data, "--code", code, "--signs", "as-written") == 0
    return exported(data, into / "export", code=code)


@published
@pytest.mark.timeout(600)  # fifty thousand votes, four times through a store
@pytest.mark.parametrize("name", FIGURES)
def test_a_published_discussion_exported_twice_is_the_same_byte_for_byte(tmp_path, name):
    first = round_trip(SHARED / name, tmp_path / "first", "FIRST")
    second = round_trip(first, tmp_path / "second", "SECOND")

    assert sorted(files_in(first)) == FILES
    assert files_in(first) == files_in(second)
    original, back = read_polis(SHARED / name), read_polis(second)
    assert back.cautions == ()
    assert {cell: vote.choice for cell, vote in back.last_votes().items()} == {
        cell: vote.choice for cell, vote in original.last_votes().items()
    }
    assert len(back.votes) == len(original.votes)
    assert {cell: vote.at_ms // 1_000 for cell, vote in back.last_votes().items()} == {
        cell: vote.at_ms // 1_000 for cell, vote in original.last_votes().items()
    }
    assert {one.id: (one.author, one.moderated, one.created_ms // 1_000) for one in back.statements} == {
        one.id: (one.author, one.moderated, one.created_ms // 1_000) for one in original.statements
    }
    assert {one.id: one.text for one in back.statements} == {
        one.id: clean(one.text, 1_000) for one in original.statements
    }


HARD_TEXTS = (
    'Two\nlines, and "quotes"',
    "=1+1; +2, -3",
    "'=already armoured",
    'مزيد من الحافلات, "الآن"',
    "שלום; =עולם",
    "ทุกคน\r\nมีเสียง",
    "x" * 500,
    "ا" * 499 + "!",
    "👩‍👩‍👧 family, first",
    '"all quoted"',
    "- a dash begins it",
    "Plain",
)


def hard(dialect: str) -> dict[str, str | bytes]:
    """The dialect's made-up discussion, with texts that are hard to write down and much changing of minds."""
    files = DIALECTS[dialect]()
    old = list(csv.reader(io.StringIO(text(files, "comments.csv"), newline="")))
    columns = old[0]
    rows = []
    for number, words in enumerate(HARD_TEXTS):
        row = dict(zip(columns, old[1], strict=True))
        body = f'"{words}"' if dialect == "red-dwarf" else words
        row |= {"comment-id": str(number), "author-id": str(number % 4), "comment-body": body}
        row |= {"moderated": str(number % 3 - 1)}
        rows.append([row[column] for column in columns])
    vote_columns = next(csv.reader(io.StringIO(text(files, "votes.csv"), newline="")))
    votes = []
    for turn in range(4):
        for number in range(len(HARD_TEXTS)):
            for voter in range(7):
                if (turn + number * voter) % 3:
                    continue
                # Every third change of mind comes within the second of the vote before it.
                at = SECOND + number + (turn if turn % 3 else 0)
                sign = str((voter + number + turn) % 3 - 1)
                row = {
                    "timestamp": str(at),
                    "datetime": "then",
                    "comment-id": str(number),
                    "voter-id": str(voter),
                }
                row |= {"vote": sign, "important": "0"}
                votes.append([row[column] for column in vote_columns])
    end = "\r\n" if dialect == "red-dwarf" else "\n"
    return {
        "summary.csv": written([["topic", '=Buses, "trams" and ' + "long " * 40]]),
        "comments.csv": written([columns, *rows], end=end),
        "votes.csv": written([vote_columns, *votes], end=end),
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_exported_twice_is_the_same_byte_for_byte(tmp_path, dialect):
    source = folder(tmp_path / "source", hard(dialect))
    first = round_trip(source, tmp_path / "first", "FIRST")
    second = round_trip(first, tmp_path / "second", "SECOND")

    assert files_in(first) == files_in(second)
    original, back = read_polis(source), read_polis(second)
    assert {one.id: (one.text, one.author, one.moderated) for one in back.statements} == {
        one.id: (clean(one.text, 1_000), one.author, one.moderated) for one in original.statements
    }
    assert {cell: (vote.choice, vote.at_ms) for cell, vote in back.last_votes().items()} == {
        cell: (vote.choice, vote.at_ms // 1_000 * 1_000) for cell, vote in original.last_votes().items()
    }
    assert len(back.votes) == len(original.votes)
    assert back.topic.startswith('=Buses, "trams"')


def test_the_columns_are_those_that_strict_importers_take(tmp_path):
    source = folder(tmp_path / "source", hard("legacy"))
    out = round_trip(source, tmp_path / "there", "STRICT")

    comments, votes = rows_of(out / "comments.csv"), rows_of(out / "votes.csv")
    columns = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
    assert list(comments[0]) == header(columns)
    assert list(votes[0]) == header("timestamp,datetime,comment-id,voter-id,vote")
    assert {row["vote"] for row in votes} == {"-1", "0", "1"}
    summary = dict(csv.reader(io.StringIO((out / "summary.csv").read_text(), newline="")))
    assert list(summary) == header(
        "topic,url,views,voters,voters-in-conv,commenters,comments,groups,conversation-description"
    )
    assert 1 <= len(summary["topic"]) <= 140
    for row in comments:
        assert int(row["agrees"]) == sum(
            (v["comment-id"], v["vote"]) == (row["comment-id"], "1") for v in votes
        )
        assert all(row[name].lstrip("-").isdigit() for name in ("timestamp", "comment-id", "author-id"))
    assert not any(b"\r" in content for content in files_in(out).values())
    # Whoever takes the latest time of a person's votes on a statement finds one vote only.
    assert len({(v["timestamp"], v["comment-id"], v["voter-id"]) for v in votes}) == len(votes)


def test_no_cell_of_any_file_begins_a_formula(tmp_path):
    data = town(tmp_path / "data")
    for format_ in ("polis", "sensemaker", "tttc"):
        for readers in ("organiser", "public"):
            out = exported(data, tmp_path / format_ / readers, "--for", readers, format_=format_)
            for path in out.rglob("*.csv"):
                cells = [
                    cell for row in csv.reader(io.StringIO(path.read_text(), newline="")) for cell in row
                ]
                words = [cell for cell in cells if not re.fullmatch(r"-?\d+", cell)]
                assert [cell for cell in words for piece in pieces(cell) if FORMULA_CELL.match(piece)] == []


def test_several_prompts_go_into_folders_and_one_alone_does_not(tmp_path, capsys):
    data = town(tmp_path / "data")
    both = exported(data, tmp_path / "both")
    said = capsys.readouterr().out
    second = exported(data, tmp_path / "second", "--prompt", 2)

    assert sorted(one.name for one in both.iterdir()) == ["prompt-1", "prompt-2"]
    assert files_in(second) == files_in(both / "prompt-2")
    assert said.splitlines()[0] == "Event TOWN, Polis files, for the organiser:"
    assert "prompt 1, 2 people, 5 statements, 8 votes" in said


def test_the_last_word_counts_whenever_it_came_in(tmp_path):
    out = exported(town(tmp_path / "data"), tmp_path / "out") / "prompt-1"

    read = read_polis(out)
    ids = {row["xid"]: row["participant"] for row in rows_of(out / "participants-xid.csv")}
    assert set(ids) == {ADA, BO}
    assert [(vote.choice, vote.at_ms) for vote in read.votes if vote.participant == ids[ADA]][:3] == [
        (Choice.AGREE, (BEGUN_MS // 1_000 + 60) * 1_000),
        (Choice.PASS, (BEGUN_MS // 1_000 + 61) * 1_000),
        (Choice.DISAGREE, (BEGUN_MS // 1_000 + 62) * 1_000),
    ]
    assert read.last_votes()[ids[BO], "0"].choice is Choice.PASS
    assert read.cautions == ()


def test_the_organiser_gets_every_statement_as_it_stands(tmp_path):
    out = exported(town(tmp_path / "data"), tmp_path / "out") / "prompt-1"

    names = {row["comment-id"]: row["statement"] for row in rows_of(out / "statement-ids.csv")}
    assert {
        names[row["comment-id"]]: (row["moderated"], row["comment-body"])
        for row in rows_of(out / "comments.csv")
    } == {
        "seed": ("1", "More buses"),
        "formula": ("0", "'" + FORMULA),
        "rude": ("-1", "Rude words"),
        "waiting": ("0", "Nobody has read this yet"),
        "back": ("1", "Trams, '+5 of them"),
    }
    assert [one.text for one in read_polis(out).statements][1] == FORMULA
    assert b"FOR THE ORGANISER" in (out / "README.txt").read_bytes()


def test_group_counts_add_up(tmp_path):
    source = SHARED / "seattle-15" if SHARED.is_dir() else folder(tmp_path / "x", hard("legacy"))
    out = round_trip(source, tmp_path / "there", "GROUPS")

    in_group = {row["participant"]: row["group-id"] for row in rows_of(out / "participant-votes.csv")}
    matrix = {row["participant"]: row for row in rows_of(out / "participant-votes.csv")}
    for row in rows_of(out / "comment-groups.csv"):
        cells = {who: mine[row["comment-id"]] for who, mine in matrix.items()}
        assert int(row["total-agrees"]) == list(cells.values()).count("1")
        assert int(row["total-votes"]) == sum(map(bool, cells.values()))
        for place in {group for group in in_group.values() if group}:
            letter = chr(ord("a") + int(place))
            inside = [cell for who, cell in cells.items() if in_group[who] == place]
            assert [int(row[f"group-{letter}-{what}"]) for what in ("agrees", "disagrees", "passes")] == [
                inside.count(sign) for sign in ("1", "-1", "0")
            ]


def test_the_sensemaker_has_a_tally_for_all_and_for_each_group(tmp_path):
    data = tmp_path / "data"
    source = SHARED / "seattle-15" if SHARED.is_dir() else folder(tmp_path / "x", hard("legacy"))
    assert plenary("import", source, "--data", data, "--code", "SENSE") == 0
    out = exported(data, tmp_path / "deep" / "sense.csv", format_="sensemaker", code="SENSE")

    rows = rows_of(out)
    columns = "index,timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment_text,passes"
    assert list(rows[0])[:13] == [*header(columns), "topics", "topic", "subtopic"]
    agreeing = [name for name in rows[0] if name.endswith("-agree-count")]
    assert all(sum(int(row[name]) for name in agreeing) <= int(row["agrees"]) for row in rows)
    assert (out.parent / "sense-README.txt").read_text().startswith("Sensemaker CSV")


def test_talk_to_the_city_gets_no_rejected_statement(tmp_path):
    out = exported(town(tmp_path / "data"), tmp_path / "city", "--prompt", 1, format_="tttc")

    rows = rows_of(out / "tttc.csv")
    assert [row["comment-body"] for row in rows] == [row["comment"] for row in rows]
    assert len(rows) == 4
    assert "Rude words" not in (out / "tttc.csv").read_text()


def test_a_zip_holds_what_the_folder_holds(tmp_path):
    data = town(tmp_path / "data")
    plain = exported(data, tmp_path / "plain", "--prompt", 2)
    packed = exported(data, tmp_path / "packed.zip", "--prompt", 2)

    with zipfile.ZipFile(packed) as archive:
        assert {name: archive.read(name) for name in sorted(archive.namelist())} == files_in(plain)
    assert read_polis(packed).votes == read_polis(plain).votes


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("NONE", "--format", "polis"), "has no event NONE"),
        (("TOWN", "--format", "polis", "--prompt", 9), "prompt 9 has no statements to export"),
        (("TOWN", "--format", "plenary", "--for", "public"), "never for the public"),
        (("TOWN", "--format", "plenary", "--prompt", 1), "leave --prompt away"),
    ],
)
def test_what_cannot_be_exported_is_said_and_leaves_nothing(tmp_path, capsys, arguments, fault):
    data = town(tmp_path / "data")

    assert plenary("export", *arguments, "--data", data, "--output", tmp_path / "out") == 1

    said = capsys.readouterr().err
    assert fault in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(tmp_path, capsys):
    data = town(tmp_path / "data")
    kept = folder(tmp_path / "kept", legacy())

    for output, format_ in ((kept, "polis"), (kept / "votes.csv", "tttc"), (kept / "votes.csv", "plenary")):
        before = files_in(kept)
        assert (
            plenary("export", TOWN, "--data", data, "--format", format_, "--prompt", 1, "--output", output)
            == 1
        )
        assert files_in(kept) == before
    assert plenary("export", TOWN, "--data", data, "--format", "plenary", "--output", kept / "votes.csv") == 1
    taken = zipped(tmp_path / "taken.zip", legacy())
    assert plenary("export", TOWN, "--data", data, "--format", "polis", "--output", taken) == 1
    assert "is there already" in capsys.readouterr().err


def test_a_directory_without_events_is_left_as_it_is(tmp_path):
    for format_ in ("polis", "plenary"):
        out = tmp_path / "out"
        assert plenary("export", TOWN, "--data", tmp_path / "none", "--format", format_, "--output", out) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_event_is_not_exported(tmp_path, capsys):
    data = town(tmp_path / "data")
    path = data / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b"More buses", b"More cars!"))

    for format_ in ("polis", "plenary"):
        out = tmp_path / "out"
        assert plenary("export", TOWN, "--data", data, "--format", format_, "--output", out) == 1
        assert not out.exists()
    assert "record 7 of the programme of event TOWN is damaged" in capsys.readouterr().err
