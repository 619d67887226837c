"""Cells that no spreadsheet takes for a formula, and that come back as they were written."""

import csv
import io
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from plenary.archive.cells import armoured, bare, in_words, written

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", " =", '"=', "'=", "''-")
INSIDE = ("", "a\n", "a;", "a, ", "a\t", "a|", 'a;"', "'", "a;'")
TAILS = ("1+1", 'HYPERLINK("http://x","y")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "2")

# What a spreadsheet may make a cell of: everything between two separators, spaces and quotes around it aside.
FORMULA = re.compile(r'[\s"]*[=+\-@＝＋－＠]')


def pieces(cell: str) -> list[str]:
    return re.split(r"[,;|\t\r\n]", cell)


def test_of_five_hundred_hostile_cells_none_is_a_formula_and_all_come_back():
    every = [inside + start + tail for inside in INSIDE for start in STARTS for tail in TAILS]
    cells = random.Random(1).sample(every, 500)

    rows = list(csv.reader(io.StringIO(written([(armoured(cell),) for cell in cells]).decode(), newline="")))

    assert [cell for (cell,) in rows for piece in pieces(cell) if FORMULA.match(piece)] == []
    assert [bare(cell) for (cell,) in rows] == cells


@given(st.text(alphabet="a'=+-@ ,;|\t\n\"＝"))
def test_any_text_comes_back_and_is_no_formula(text):
    cell = armoured(text)

    assert bare(cell) == text
    assert not any(FORMULA.match(piece) for piece in pieces(cell))


def test_texts_without_danger_stay_as_they_are():
    for text in ("More buses", "It's 5-7 o'clock", "a=b", "100 % - or less", "", "don't"):
        assert armoured(text) == text


def test_times_are_the_same_in_every_language_of_the_machine():
    assert in_words(1_726_860_583_999) == "Fri Sep 20 2024 19:29:43 GMT+0000 (UTC)"
