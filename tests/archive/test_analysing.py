"""`plenary analyse`: a discussion through the engine, and what it writes."""

import json
from pathlib import Path

import pytest

from plenary.__main__ import main
from plenary.archive.analysing import Method, analysed
from plenary.archive.polis import read_polis
from plenary.deliberation.vocabulary import Choice
from tests.archive.exports import TOPIC, clojure, folder, legacy, text
from tests.archive.test_polis import SHARED, published, with_own_votes

FIELDS = [
    "participants",
    "statements",
    "votes",
    "groups",
    "positions",
    "uncertainty",
    "statement_results",
    "consensus",
    "divisive",
    "discuss",
    "representative",
    "notes",
]


def analyse(*arguments: object) -> int:
    return main(["analyse", *map(str, arguments)])


@published
@pytest.mark.parametrize("method", Method)
def test_the_written_result_has_every_field_with_the_inputs_ids(tmp_path, method, capsys):
    out = tmp_path / "result.json"

    assert analyse(SHARED / "seattle-15", "--json", out, "--method", method.value) == 0

    result = json.loads(out.read_text())
    read = read_polis(SHARED / "seattle-15")
    people = {vote.participant for vote in read.votes}
    assert list(result) == FIELDS
    assert (result["participants"], result["statements"], result["votes"]) == (339, 54, 2_872)
    assert set(result["positions"]) == set(result["uncertainty"]) == people
    assert {len(place) for place in result["positions"].values()} == {2}
    assert {one["id"] for one in result["statement_results"]} == {one.id for one in read.statements}
    for group in result["groups"]:
        assert list(group) == ["label", "size", "members"]
        assert group["size"] == len(group["members"])
        assert people.issuperset(group["members"])
    assert list(result["representative"]) == [group["label"] for group in result["groups"]]
    for one in result["statement_results"]:
        assert {"id", "agree", "disagree", "pass", "consensus", "divisiveness", "by_group"} == set(one)
    last = [vote.choice for (_, statement), vote in read.last_votes().items() if statement == "20"]
    (twenty,) = (one for one in result["statement_results"] if one["id"] == "20")
    assert (twenty["agree"], twenty["disagree"], twenty["pass"]) == tuple(
        last.count(choice) for choice in (Choice.AGREE, Choice.DISAGREE, Choice.PASS)
    )
    assert capsys.readouterr().out.startswith("$15/hour\n339 people, 54 statements with votes, 2872 votes\n")


@published
def test_rejected_statements_are_on_no_list():
    read = read_polis(SHARED / "biodiversity")
    rejected = {one.id for one in read.statements if one.moderated == -1}

    for method in Method:
        found = analysed(read, method)
        listed = {*found.consensus, *found.divisive, *found.discuss}
        assert listed
        assert not listed & rejected


def test_undecided_statements_count_unless_the_discussion_was_strict(tmp_path):
    read = read_polis(folder(tmp_path, legacy()))
    counted = {
        is_strict: {one.id for one in analysed(read, is_strict=is_strict).statements if one.counted}
        for is_strict in (False, True)
    }

    assert counted == {False: {"0", "1"}, True: {"0"}}


def test_statements_about_the_participants_are_left_out_where_polis_leaves_them_out(tmp_path):
    files = clojure()
    files["comments.csv"] = text(files, "comments.csv").replace("false", "true", 1)
    read = read_polis(folder(tmp_path, files))

    assert [one.id for one in read.statements if one.is_meta] == ["0"]
    assert not any(one.counted for one in analysed(read, Method.POLIS).statements if one.id == "0")


def test_the_result_alone_can_go_to_stdout(tmp_path, capsysbinary):
    assert analyse(folder(tmp_path, legacy()), "--json", "-") == 0

    assert list(json.loads(capsysbinary.readouterr().out)) == FIELDS


def test_a_broken_export_gives_one_line_and_no_file(tmp_path, capsys):
    out = tmp_path / "result.json"
    files = legacy() | {"votes.csv": text(legacy(), "votes.csv").replace(",0,2,0\n", ",0,2,9\n")}

    assert analyse(folder(tmp_path / "x", files), "--json", out) == 1

    assert not out.exists()
    assert capsys.readouterr().err == (
        "plenary: the discussion cannot be read: votes.csv, line 4: vote is '9', not one of '1', '-1', '0'\n"
    )


def test_a_place_that_cannot_be_written_to_is_said(tmp_path, capsys):
    assert analyse(folder(tmp_path / "x", legacy()), "--json", tmp_path / "gone" / "result.json") == 1

    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("signs", "agreeing", "warned"), [(None, 1, True), ("as-written", 1, False), ("exchanged", 11, False)]
)
def test_inverted_signs_are_warned_of_and_exchanged_when_asked(
    tmp_path, capsysbinary, signs, agreeing, warned
):
    source = folder(tmp_path, with_own_votes(10, 1))

    analyse(source, "--json", "-", *(["--signs", signs] if signs else []))

    said = capsysbinary.readouterr()
    result = json.loads(said.out)
    assert (b"exchanged" in said.err) is warned
    agreed = sum(one["agree"] for one in result["statement_results"])
    assert agreed == (agreeing if signs != "exchanged" else 10 + 11)


def test_the_summary_names_the_topic_and_the_people(tmp_path, capsys):
    analyse(folder(tmp_path, legacy()))

    first, second, *_ = capsys.readouterr().out.splitlines()
    assert (first, second) == (TOPIC, "2 people, 3 statements with votes, 4 votes")


def test_a_file_that_is_no_folder_is_said(tmp_path, capsys):
    assert analyse(Path(__file__)) == 1

    assert capsys.readouterr().err.endswith("is neither a folder nor a zip\n")
