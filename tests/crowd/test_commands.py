"""`plenary replay` and `plenary crowd` as typed: what they refuse before anything is sent."""

import argparse
import math

import pytest

from plenary.commands import crowd
from plenary.commands import replay as command
from plenary.crowd.replay import Outcome
from tests.archive.exports import folder, legacy


def run(module, *arguments: object) -> int:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return int(module.run(parser.parse_args([str(one) for one in arguments])))


@pytest.mark.parametrize(("text", "factor"), [("1", 1.0), ("0.5", 0.5), ("3600", 3600.0), ("max", math.inf)])
def test_a_speed_is_a_positive_number_or_as_fast_as_possible(text, factor):
    assert command.speed(text) == factor


@pytest.mark.parametrize("text", ["0", "-1", "nan", "fast"])
def test_no_other_speed_is_taken(text):
    with pytest.raises(ValueError, match=r"speed|float"):
        command.speed(text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--url", "http://127.0.0.1:9"], "an operator's secret is needed: --operator or $PLENARY_OPERATOR"),
        (["--url", "http://h/e/HALL/desk"], "the desk link has no secret: copy it with what follows the #"),
        (["--url", "http://h/e/HALL/desk#s", "--code", "B"], "the desk link is one of event HALL, not of B"),
        (["--url", "ftp://h"], "'ftp://h' is not the address of a web server (http://host:port)"),
    ],
)
def test_a_replay_that_cannot_begin_says_why_in_one_line(tmp_path, capsys, monkeypatch, arguments, said):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("PLENARY_OPERATOR", raising=False)

    assert run(command, folder(tmp_path / "export", legacy()), *arguments) == 1

    assert capsys.readouterr().err == f"plenary: the discussion was not played: {said}\n"


def test_a_server_that_is_not_there_is_said(tmp_path, capsys):
    arguments = ["--url", "http://127.0.0.1:9", "--operator", "secret"]

    assert run(command, folder(tmp_path / "export", legacy()), *arguments) == 1

    assert capsys.readouterr().err.startswith(
        "plenary: the discussion was not played: http://127.0.0.1:9 cannot be reached ("
    )


def test_the_summary_tells_what_was_refused():
    outcome = Outcome(votes=10, sent=10, counted=7, unanswered=1, seeded=2, found=1, rejected=1)
    outcome.refused.update({"statement-not-shown": 2})

    assert not outcome.is_clean
    assert command.summary(outcome).splitlines() == [
        "statements  2 brought in, 1 found there, 1 rejected",
        "votes       10: 10 sent, 7 counted",
        "refused     2 times statement-not-shown",
        "unanswered  1",
    ]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://h/e/HALL/desk", "nonsense://"])
def test_a_crowd_without_an_event_stays_at_home(capsys, url):
    assert run(crowd, "--url", url) == 1

    assert capsys.readouterr().err.startswith("plenary: ")
