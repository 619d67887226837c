"""A figure that is missed is said to be missed, in its line, in the table and by the exit code."""

import numpy as np
import pytest

from tests.bench.analysis import __main__ as bench
from tests.bench.analysis.record import Record
from tests.figures import Figures, ended, table


@pytest.mark.parametrize(
    ("verb", "numbers", "is_met"),
    [
        ("at_most", (0.385, 0.385), True),
        ("at_most", (0.386, 0.385), False),
        ("at_most", (float("nan"), 0.385), False),
        ("at_least", (0.9, 0.9), True),
        ("at_least", (0.89, 0.9), False),
        ("within", (0.83, 0.8, 0.04), True),
        ("within", (0.75, 0.8, 0.04), False),
        ("all_of", (32, 32), True),
        ("all_of", (31, 32), False),
        ("all_of", (0, 0), False),
    ],
    ids=repr,
)
def test_a_figure_is_met_or_missed(verb, numbers, is_met):
    found = Figures()
    getattr(found, verb)("x", *numbers)
    assert [one.is_met for one in found.all] == [is_met]


def test_the_table_has_a_line_for_each_figure():
    found = Figures()
    found.at_most("log-loss", 0.384, 0.385)
    found.at_least("found", 0.85, 0.9, ".0%")
    assert table(found.all).splitlines() == [
        "          measured  limit",
        "log-loss     0.384  <= 0.385  met",
        "found          85%  >= 90%    MISSED",
    ]


@pytest.fixture
def parts(monkeypatch, tmp_path):
    """Two parts in place of the real ones; how often each was run."""
    ran = {"good": 0, "bad": 0}

    def run(name, reached):
        def part(quick, found):
            ran[name] += 1
            found.at_least(name, np.float64(reached), 1.0)  # a mean, as most figures are

        return bench.Part(part, (1, 1), name)

    monkeypatch.setattr(bench, "PARTS", {"good": run("good", 1.0), "bad": run("bad", 0.5)})
    monkeypatch.setattr(bench, "Record", lambda scale: Record(scale, tmp_path / "record.json"))
    return ran


def test_the_exit_code_says_whether_a_figure_is_missed(parts, capsys):
    assert bench.main(["good"]) == 0
    assert bench.main(["good", "bad"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "1 of 2 met; MISSED:",
        "  bad: 0.500 (>= 1.000) MISSED",
    ]


def test_a_run_that_was_cut_short_goes_on_where_it_was(parts):
    bench.main(["bad"])
    assert bench.main(["--resume"]) == 1
    assert parts == {"good": 1, "bad": 1}
    bench.main([])
    assert parts == {"good": 2, "bad": 2}


def test_figures_of_another_scale_or_other_code_are_measured_again(parts, monkeypatch):
    bench.main(["good"])
    bench.main(["--resume", "--quick", "good"])
    assert parts["good"] == 2
    monkeypatch.setattr("tests.bench.analysis.record._digest", lambda: "other code")
    bench.main(["--resume", "--quick", "good"])
    assert parts["good"] == 3


def test_an_unknown_part_is_refused_with_the_names_of_the_known(parts, capsys):
    with pytest.raises(SystemExit):
        bench.main(["nothing"])
    assert "there are good, bad" in capsys.readouterr().err


def test_a_run_ends_with_one_where_a_figure_is_missed(capsys: pytest.CaptureFixture[str]):
    found = Figures()
    found.at_most("p99", 20.0, 25, ".1f", "ms")
    assert ended(found.all) == 0
    found.at_least("votes a second", 9_000, 10_000, ",.0f", "/s")
    assert ended(found.all) == 1

    assert capsys.readouterr().out.splitlines()[-3:] == [
        "p99              20.0 ms  <= 25.0 ms    met",
        "votes a second  9,000 /s  >= 10,000 /s  MISSED",
        "1 of 2 met",
    ]
