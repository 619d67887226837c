"""What `plenary export --for public` tells of people: nothing that the votes themselves do not tell."""

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from plenary.archive.conversation import Conversation, FiledStatement, FiledVote, Moderated
from plenary.archive.exporting import Prompt, for_public
from plenary.archive.polis import read_polis
from plenary.deliberation.vocabulary import Choice
from tests.archive.exports import folder, header, legacy, written
from tests.archive.town import ADA, BO, exported, files_in, plenary, rows_of, town


def test_the_public_gets_what_was_shown_and_nobody_in_it(tmp_path):
    data = town(tmp_path / "data")
    out = exported(data, tmp_path / "out", "--for", "public", "--k", 1)
    again = exported(data, tmp_path / "again", "--for", "public", "--k", 1)

    everything = b"".join(files_in(out).values())
    for secret in (b"Rude", b"Nobody has read", ADA.encode(), BO.encode()):
        assert secret not in everything
    assert not [one.name for one in (out / "prompt-1").iterdir() if "id" in one.name]
    votes, comments = rows_of(out / "prompt-1" / "votes.csv"), rows_of(out / "prompt-1" / "comments.csv")
    assert len(votes) == 4
    assert all(int(row["timestamp"]) % 3_600 == 0 for row in votes + comments)
    hour_of = {row["comment-id"]: row["timestamp"] for row in comments}
    assert all(row["timestamp"] == hour_of[row["comment-id"]] for row in votes)
    assert not {row["author-id"] for row in comments} & {row["voter-id"] for row in votes}
    assert len({row["author-id"] for row in comments}) == len(comments)
    assert {row["n-comments"] for row in rows_of(out / "prompt-1" / "participant-votes.csv")} == {"0"}
    assert b"FOR THE PUBLIC" in (out / "prompt-1" / "README.txt").read_bytes()
    assert read_polis(out / "prompt-1").last_votes().keys() != {}
    assert read_polis(again / "prompt-1").cautions == ()


def test_the_publics_numbers_are_new_every_time(tmp_path):
    data = tmp_path / "data"
    assert plenary("import", folder(tmp_path / "x", legacy()), "--data", data, "--code", "MANY") == 0
    orders = set()
    for turn in range(9):
        out = exported(data, tmp_path / str(turn), "--for", "public", "--k", 1, code="MANY")
        orders.add((out / "participant-votes.csv").read_bytes())

    assert len(orders) > 1


def lively(chance: random.Random) -> Prompt:
    """Forty people over some days. Authors agree with their own statement at once; others vote when they come by."""
    people = [f"p{number}" for number in range(40)]
    statements = [
        FiledStatement(
            str(number), f"Text {number}", chance.choice(people), Moderated.ACCEPTED, number * 10_000_000
        )
        for number in range(25)
    ]
    cast = []
    for one in statements:
        cast.append((one.created_ms + 5_000, one.author, one.id, Choice.AGREE))
        for who in people:
            if who != one.author and chance.random() < 0.6:
                at_ms = one.created_ms + chance.randrange(10**9)
                cast.append((at_ms, who, one.id, chance.choice(list(Choice))))
    votes = [
        FiledVote(place, who, about, choice, at)
        for place, (at, who, about, choice) in enumerate(sorted(cast), 1)
    ]
    return Prompt(
        1, Conversation("Lively", "", tuple(statements), tuple(votes)), frozenset(s.id for s in statements)
    )


# Whom an attacker takes for the author, of those in the files who agree with the statement, in the files' order.
GUESSES: dict[str, Callable[[list[FiledVote]], FiledVote]] = {
    "the first row": lambda agreeing: agreeing[0],
    "the last row": lambda agreeing: agreeing[-1],
    "the earliest": lambda agreeing: min(agreeing, key=lambda vote: vote.at_ms),
    "the lowest number": lambda agreeing: min(agreeing, key=lambda vote: int(vote.participant)),
}


@pytest.mark.parametrize("guess", GUESSES)
def test_who_wrote_a_statement_is_found_no_more_often_than_by_chance(guess):
    chance = random.Random(20)
    hits = tries = 0
    expected = 0.0
    for _ in range(50):
        prompt = lively(chance)
        edition = for_public(prompt, chance, k=1)
        ballots: dict[str, dict[str, Choice]] = {who: {} for who in prompt.conversation.participants}
        for vote in prompt.conversation.votes:
            ballots[vote.participant][vote.statement] = vote.choice
        author_of = {one.id: one.author for one in prompt.conversation.statements}
        public: dict[str, dict[str, Choice]] = {}
        for vote in edition.conversation.votes:
            public.setdefault(vote.participant, {})[vote.statement] = vote.choice
        for statement, author in author_of.items():
            agreeing = [
                vote
                for vote in edition.conversation.votes
                if vote.statement == statement and vote.choice is Choice.AGREE
            ]
            hits += public[GUESSES[guess](agreeing).participant] == ballots[author]
            expected += 1 / len(agreeing)
            tries += 1

    assert hits / tries <= expected / tries + 0.01


@pytest.mark.parametrize("format_", ["polis", "sensemaker", "tttc"])
def test_no_number_of_a_public_export_is_of_one_to_four_people(tmp_path, format_):
    data = tmp_path / "data"
    people = [f"{number}" for number in range(60)]
    chance = random.Random(3)
    votes = [
        (100 + number, statement, who, chance.choices(["1", "-1", "0"], [3, float(statement), 0.4])[0])
        for number, (who, statement) in enumerate((who, statement) for who in people for statement in "0123")
        if chance.random() < 0.6
    ]
    files = legacy() | {
        "comments.csv": written(
            [
                header("timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"),
                *([1_500_000_000 + at, "", at, people[at], 0, 0, 1, f"Text {at}"] for at in range(4)),
            ]
        ),
        "votes.csv": written(
            [
                header("timestamp,datetime,comment-id,voter-id,vote"),
                *([1_500_000_000 + at, "", about, who, vote] for at, about, who, vote in votes),
            ]
        ),
    }
    del files["participants-votes.csv"]
    assert plenary("import", folder(tmp_path / "x", files), "--data", data, "--code", "MANY") == 0
    out = exported(data, tmp_path / "out", "--for", "public", code="MANY", format_=format_)

    counts = re.compile(r"(agree|disagree|pass|vote)(e?s)?(-count)?$")
    seen = 0
    for file in (
        one for one in out.iterdir() if one.suffix == ".csv" and not one.name.startswith("participant")
    ):
        for row in rows_of(file):
            for column, cell in row.items():
                if counts.search(column) and column not in ("vote", "n-votes") and cell:
                    assert int(cell) == 0 or int(cell) >= 5, (file.name, column, cell)
                    seen += int(cell) > 0
    assert seen > 4
    assert b"fewer than 5 gave" in (out / "README.txt").read_bytes()
    if format_ == "polis":
        given = Counter((row["comment-id"], row["vote"]) for row in rows_of(out / "votes.csv"))
        assert min(given.values()) >= 5
        assert {row["group-id"] for row in rows_of(out / "participant-votes.csv")} == {""}
