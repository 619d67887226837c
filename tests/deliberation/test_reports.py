"""When a report is due, which versions there are, and what analyses it tells of."""

import pytest

from plenary.deliberation.decide import decide
from plenary.deliberation.refusals import ReportSuperseded
from plenary.deliberation.report_commands import KeepReport
from tests.hall import CITY, SCHOOL, closed, deliberation, drafted, kept, opened


def test_a_report_is_due_once_nothing_is_open_any_more():
    state = deliberation(drafted(SCHOOL), opened(SCHOOL), closed(CITY))
    assert not state.report_is_due

    state.apply(closed(SCHOOL))
    assert state.report_is_due


def test_a_kept_report_is_due_again_only_after_another_close():
    state = deliberation(closed(CITY), kept(1))
    assert not state.report_is_due

    state.apply(opened(CITY))
    assert not state.report_is_due
    state.apply(closed(CITY))
    assert state.report_is_due


def test_of_two_who_keep_the_next_version_one_is_refused():
    state = deliberation(closed(CITY), kept(1))

    with pytest.raises(ReportSuperseded):
        decide(state, KeepReport(1, 9, 4, "another", "a", "b", None))
