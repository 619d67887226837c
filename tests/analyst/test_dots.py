"""The scale of the map, and the packing of its dots."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.deliberation.opinion import CENTRE, Dots
from plenary.deliberation.vocabulary import ParticipantId
from plenary.mapping.dots import (
    MOVED_FROM,
    SPAN_STEP,
    DotBoard,
    fitting_span,
    has_moved,
    on_scale,
    packed,
    unpacked,
)
from plenary_analysis import Engine, Vote, quantise
from tests.analyst.assembly import spots, with_moved

REACH = st.floats(0.001, 1_000)


@given(st.lists(REACH, min_size=1))
def test_everybody_fits_on_the_map_and_fills_a_good_part_of_it(reaches):
    span = 0.0
    for reach in reaches:
        span = fitting_span(span, reach)
        assert 0.45 < reach / span < 1


@given(REACH, st.floats(0.85, 1.15))
def test_a_small_step_there_and_back_rescales_at_most_once(reach, step):
    span = fitting_span(0.0, reach)
    stepped = fitting_span(span, reach * step)

    assert fitting_span(stepped, reach) == stepped
    assert 1 / SPAN_STEP**2 < stepped / span < SPAN_STEP**2


def test_a_map_where_all_stand_in_the_middle_keeps_its_scale():
    assert fitting_span(2.0, 0.0) == 2.0


@given(st.integers(0, 3), st.floats(0.5, 20))
def test_a_coordinate_alone_lands_where_the_whole_array_does(who, span):
    engine = Engine()
    engine.add(Vote(f"p{i}", f"s{j}", (i * 7 + j * 5) % 3 - 1) for i in range(4) for j in range(5))
    positions = engine.opinion_map(0).positions

    x, y = quantise(positions, span)[who].tolist()

    assert (on_scale(float(positions[who][0]), span), on_scale(float(positions[who][1]), span)) == (x, y)


def test_the_middle_of_the_map_is_the_middle_of_the_scale():
    assert on_scale(0.0, 3.0) == on_scale(7.0, 0.0) == CENTRE


def test_dots_are_little_endian():
    assert packed([(1, 256, 7)]) == Dots(b"\x01\x00\x00\x01", b"\x07")


@given(st.lists(st.tuples(st.integers(0, 65_535), st.integers(0, 65_535), st.integers(0, 255))))
def test_unpacking_gives_back_what_was_packed(spots):
    assert unpacked(packed(spots)) == spots


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        ((100, 100, 0), False),
        ((331, 331, 0), False),
        ((332, 332, 0), True),
        ((100, 428, 0), True),
        ((100, 100, 1), True),
    ],
)
def test_a_dot_moves_by_a_two_hundredth_of_the_width_or_into_another_group(now, moved):
    assert has_moved((100, 100, 0), now) is moved


def test_a_page_that_follows_the_differences_sees_everybody_within_a_two_hundredth_of_where_they_are():
    rng = random.Random(7)
    engine, board = Engine(), DotBoard()
    shown: list[tuple[int, int, int]] | None = None
    moved_dots = 0
    for frame in range(60):
        cells = [(rng.randrange(30), rng.randrange(12)) for _ in range(5)]
        # Two camps, each against every other statement; one vote in five is anything.
        votes = [
            Vote(
                f"p{i}",
                f"s{j}",
                rng.choice([-1, 0, 1]) if rng.random() < 0.2 else (-1) ** (i + j),
                (frame, ""),
            )
            for i, j in cells
        ]
        engine.add(votes)
        board.add(ParticipantId(vote.participant) for vote in votes)
        found = engine.opinion_map(frame)
        drawn = board.draw(found)

        if shown is not None:
            assert drawn.moved is not None
            shown = with_moved(packed(shown), drawn.moved)
            moved_dots += len(drawn.moved.dots.groups)
        shown = shown or spots(drawn.dots)
        assert shown == spots(drawn.dots)
        places = quantise(found.positions, drawn.span or 1.0).tolist()
        exact = dict(zip(found.participants, places, strict=True))
        for name, dot in board.dot_of().items():
            x, y = exact[name]
            assert not has_moved((x, y, shown[dot][2]), shown[dot])
        board.posted(drawn.dots)
    assert MOVED_FROM < 65_536 / 199
    assert 60 < moved_dots < 60 * 30
