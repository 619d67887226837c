"""Reading Polis exports: every dialect whole, whatever its signs."""

from dataclasses import replace
from pathlib import Path

import pytest

from plenary.archive.conversation import Moderated, turned
from plenary.archive.polis import read_polis
from plenary.deliberation.vocabulary import Choice
from tests.archive.exports import DIALECTS, SECOND, TOPIC, folder, legacy, report, text, zipped

SHARED = Path(__file__).parents[3] / "shared" / "polis"
published = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the published discussions (../shared/polis) are not here"
)

# people with votes, statements listed, vote rows, distinct votes: the figures of data/README.md
FIGURES = {
    "london-youth-policing": (26, 39, 640, 638),
    "seattle-15": (339, 54, 2_995, 2_872),
    "freshwater": (117, 80, 3_979, 3_972),
    "ubi": (234, 71, 7_174, 7_153),
    "biodiversity": (536, 316, 29_802, 29_719),
    "vtaiwan-uber": (1_921, 197, 49_997, 49_443),
}


@published
@pytest.mark.parametrize("name", FIGURES)
def test_a_published_discussion_has_its_published_figures_and_needs_no_caution(name):
    read = read_polis(SHARED / name)

    voters = {vote.participant for vote in read.votes}
    assert (len(voters), len(read.statements), len(read.votes), len(read.last_votes())) == FIGURES[name]
    assert read.cautions == ()
    assert [vote.at_ms for vote in read.votes] == sorted(vote.at_ms for vote in read.votes)
    assert [vote.number for vote in read.votes] == list(range(1, len(read.votes) + 1))


@published
def test_texts_come_as_they_were_written():
    seattle = {one.id: one for one in read_polis(SHARED / "seattle-15").statements}

    assert seattle["53"].text == "Not sure I believe any of this..."
    assert seattle["53"].moderated is Moderated.UNDECIDED
    assert sum("\n" in one.text for one in seattle.values()) == 15


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_tells_the_same_discussion(tmp_path, dialect):
    read = read_polis(folder(tmp_path / dialect, DIALECTS[dialect]()))

    assert (read.topic, read.description, read.cautions) == (TOPIC, "A\nB", ())
    assert [(one.id, one.author, one.moderated, one.text) for one in read.statements] == [
        ("0", "9", Moderated.ACCEPTED, "More buses"),
        ("1", "1", Moderated.UNDECIDED, 'Say "tram", not train'),
        ("2", "2", Moderated.REJECTED, "First line\nsecond line, third"),
    ]
    assert [(vote.number, vote.statement, vote.participant, vote.choice) for vote in read.votes] == [
        (1, "0", "1", Choice.AGREE),
        (2, "0", "2", Choice.PASS),
        (3, "1", "1", Choice.AGREE),
        (4, "0", "1", Choice.DISAGREE),
        (5, "2", "2", Choice.DISAGREE),
    ]
    assert read.last_votes()["1", "0"].choice is Choice.DISAGREE
    assert {one.created_ms // 1_000 for one in read.statements} == {SECOND, SECOND + 1, SECOND + 2}
    assert read.participants == ("9", "1", "2")


def test_a_zip_tells_what_its_folder_tells_wherever_in_it_the_files_lie(tmp_path):
    plain = read_polis(folder(tmp_path / "plain", legacy()))
    extra: dict[str, str | bytes] = {"__MACOSX/._votes.csv": b"\x00", ".DS_Store": b"", "readme.txt": "hello"}
    flat = read_polis(zipped(tmp_path / "flat.zip", legacy() | extra))
    nested = read_polis(zipped(tmp_path / "nested.zip", legacy(), inside="2demo/"))

    assert plain == flat == nested
    assert plain.fingerprint == flat.fingerprint


def test_the_fingerprint_changes_with_any_vote(tmp_path):
    read = read_polis(folder(tmp_path, legacy()))
    other = replace(read, votes=(*read.votes[:-1], replace(read.votes[-1], choice=Choice.PASS)))

    assert read.fingerprint != other.fingerprint


def test_votes_of_the_same_second_keep_the_order_of_the_file(tmp_path):
    votes = "timestamp,datetime,comment-id,voter-id,vote,important\n" + "".join(
        f"{SECOND},x,0,1,{vote},0\n" for vote in (1, -1, 0, 1, 0)
    )
    read = read_polis(folder(tmp_path, report() | {"votes.csv": votes}))

    assert read.last_votes()["1", "0"].choice is Choice.PASS


def test_a_byte_order_mark_and_empty_last_lines_do_no_harm(tmp_path):
    files = {name: b"\xef\xbb\xbf" + text(legacy(), name).encode() + b"\n\n" for name in legacy()}

    assert read_polis(folder(tmp_path / "x", files)) == read_polis(folder(tmp_path / "y", legacy()))


def test_without_a_summary_the_discussion_is_called_as_its_folder(tmp_path):
    files = legacy()
    del files["summary.csv"]
    read = read_polis(folder(tmp_path / "town-hall", files))

    assert (read.topic, [caution.code for caution in read.cautions]) == ("town-hall", ["no-topic"])


def test_a_matrix_that_tells_otherwise_is_mentioned(tmp_path):
    files = legacy()
    files["participants-votes.csv"] = text(files, "participants-votes.csv").replace(",0,,-1", ",1,,-1")
    read = read_polis(folder(tmp_path, files))

    assert [caution.code for caution in read.cautions] == ["matrix-differs"]


def with_own_votes(disagreeing: int, agreeing: int, passing: int = 0) -> dict[str, str | bytes]:
    signs = ["-1"] * disagreeing + ["1"] * agreeing + ["0"] * passing
    comments = "timestamp,comment-id,author-id,moderated,comment-body\n"
    votes = "timestamp,comment-id,voter-id,vote\n"
    for number, sign in enumerate(signs):
        comments += f"{SECOND},{number},a{number},1,Text {number}\n"
        votes += f"{SECOND},{number},a{number},{sign}\n{SECOND},{number},stranger,-1\n"
    return {"summary.csv": f"topic,{TOPIC}\n", "comments.csv": comments, "votes.csv": votes}


@pytest.mark.parametrize(
    ("disagreeing", "agreeing", "passing", "inverted"),
    [
        (5, 0, 0, True),
        (9, 2, 0, True),
        (8, 2, 0, False),
        (4, 0, 9, False),
        (0, 9, 0, False),
        (5, 1, 30, True),
    ],
)
def test_signs_are_doubted_when_authors_disagree_with_themselves(
    tmp_path, disagreeing, agreeing, passing, inverted
):
    read = read_polis(folder(tmp_path, with_own_votes(disagreeing, agreeing, passing)))

    assert [caution.code for caution in read.cautions] == (["inverted"] if inverted else [])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_inverted_signs_are_found_in_every_dialect_and_put_right(tmp_path, dialect):
    """Of the fixture's discussion, with six authors who voted on their own statements."""
    files = DIALECTS[dialect]()
    end = "\r\n" if dialect == "red-dwarf" else "\n"
    comments, votes = text(files, "comments.csv").rstrip("\r\n"), text(files, "votes.csv").rstrip("\r\n")
    columns = comments.splitlines()[0].split(",")
    voting = votes.splitlines()[0].split(",")
    one = 1 if dialect == "report" else 1_000
    for number in range(10, 16):
        row = {
            "timestamp": str((SECOND + number) * one),
            "datetime": "Wed Jun 18 08:16:54 WIB 2014",
            "comment-id": str(number),
            "author-id": str(number),
            "comment-body": f'"""Text {number}"""' if dialect == "red-dwarf" else f"Text {number}",
            "moderated": "1",
            "is-meta": "false",
            "is-seed": "false",
            "voter-id": str(number),
            "vote": "1",
        }
        comments += end + ",".join(row.get(column, "0") for column in columns)
        votes += end + ",".join(row.get(column, "0") for column in voting)
    files |= {"comments.csv": comments + end}
    for matrix in ("participants-votes.csv", "participant-votes.csv"):
        files.pop(matrix, None)
    as_voted = read_polis(folder(tmp_path / "right", files | {"votes.csv": votes + end}))
    place = voting.index("vote")
    turned_round = [row.split(",") for row in votes.splitlines()]
    for cells in turned_round[1:]:
        cells[place] = {"1": "-1", "-1": "1", "0": "0"}[cells[place]]
    inverted = read_polis(
        folder(tmp_path / "wrong", files | {"votes.csv": end.join(map(",".join, turned_round)) + end})
    )

    assert [caution.code for caution in as_voted.cautions if caution.code == "inverted"] == []
    assert "inverted" in [caution.code for caution in inverted.cautions]
    assert turned(inverted).votes == as_voted.votes


@published
def test_a_published_discussion_written_with_inverted_signs_is_found_out_and_put_right(tmp_path):
    original = read_polis(SHARED / "biodiversity")
    files = {name: (SHARED / "biodiversity" / name).read_text() for name in ("summary.csv", "comments.csv")}
    rows = ["timestamp,comment-id,voter-id,vote"]
    sign = {Choice.AGREE: -1, Choice.PASS: 0, Choice.DISAGREE: 1}
    rows += [
        f"{vote.at_ms},{vote.statement},{vote.participant},{sign[vote.choice]}" for vote in original.votes
    ]
    inverted = read_polis(folder(tmp_path, files | {"votes.csv": "\n".join(rows)}))

    assert [caution.code for caution in inverted.cautions] == ["inverted"]
    assert turned(inverted) == original
