"""Positions on the wire's grid, who moved, and the map as plain values."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary_analysis import Engine, Vote, moved, quantise, to_json
from tests.analysis.crowd import map_of, planted


def exported_from(shown):
    """The export, its parts free to look into."""
    return to_json(shown)


def test_the_shown_area_fills_the_sixteen_bits():
    assert quantise(np.array([[-2.0, 2.0], [0.0, 1.0]]), 2.0).tolist() == [[0, 65535], [32768, 49151]]


def test_what_lies_outside_is_clipped():
    assert quantise(np.array([[-9.0, 9.0]]), 2.0).tolist() == [[0, 65535]]


@settings(deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 100))
def test_a_position_comes_back_within_half_a_step(value, span):
    step = 2 * span / 65535
    back = float(quantise(np.array([value]), span)[0]) * step - span
    assert abs(back - min(max(value, -span), span)) <= step / 2 + 1e-9


@pytest.mark.parametrize("span", [0.0, -1.0, float("nan")])
def test_an_area_without_width_is_refused(span):
    with pytest.raises(ValueError, match="positive"):
        quantise(np.zeros((1, 2)), span)


def test_only_those_beyond_the_threshold_moved():
    before = np.zeros((4, 2))
    now = np.array([[0.0, 0.0], [0.3, 0.4], [0.6, 0.0], [0.0, -0.5]])
    assert moved(before, now, 0.5).tolist() == [2]
    assert moved(before, now, 0.0).tolist() == [1, 2, 3]


def test_quantised_positions_are_compared_without_wrapping():
    assert moved(np.array([[0, 5]], dtype=np.uint16), np.array([[3, 1]], dtype=np.uint16), 4.9).tolist() == [
        0
    ]


def test_maps_of_different_people_are_not_compared():
    with pytest.raises(ValueError, match="cannot compare"):
        moved(np.zeros((3, 2)), np.zeros((4, 2)), 0.1)


def test_the_export_has_exactly_the_documented_fields():
    shown = map_of(planted(1, (20, 15), 12, 0.8).votes)
    exported = exported_from(shown)
    assert list(exported) == [
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
    assert {tuple(group) for group in exported["groups"]} == {("label", "size", "members")}
    fields = ("id", "agree", "disagree", "pass", "consensus", "divisiveness", "by_group")
    assert {tuple(statement) for statement in exported["statement_results"]} == {fields}


def test_the_export_survives_json():
    exported = exported_from(map_of(planted(1, (20, 15), 12, 0.8).votes))
    assert json.loads(json.dumps(exported, allow_nan=False)) == exported


def test_the_export_counts_last_votes_only():
    engine = Engine()
    engine.add([Vote("ada", "tram", 1), Vote("ada", "tram", -1, (1, "")), Vote("bo", "tram", 0)])
    engine.add_statement("park")
    exported = exported_from(engine.opinion_map(0))
    assert (exported["participants"], exported["statements"], exported["votes"]) == (2, 1, 2)
    assert [statement["id"] for statement in exported["statement_results"]] == ["park", "tram"]


def test_members_are_listed_under_their_group():
    shown = map_of(planted(1, (20, 15), 12, 0.8).votes)
    exported = exported_from(shown)
    for g, group in enumerate(exported["groups"]):
        expected = [who for who, label in zip(shown.participants, shown.labels, strict=True) if label == g]
        assert group["members"] == expected
        assert group["size"] == len(expected)
