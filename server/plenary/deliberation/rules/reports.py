"""Reports that are kept, and the analyses that they tell of."""

from typing import Final, assert_never

from plenary.deliberation.refusals import (
    AnalysisExists,
    ReportSuperseded,
    TooManyAnalyses,
    VenueUnknown,
)
from plenary.deliberation.report_commands import DropAnalysis, KeepReport, NameAnalysis, ReportCommand
from plenary.deliberation.report_facts import AnalysisDropped, AnalysisNamed, ReportFact, ReportKept
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean

NAME_LIMIT: Final = 80

MOST_ANALYSES: Final = 12
"""Each is worked out anew for every report, and a reader can compare no more."""


def decide_report(state: Deliberation, command: ReportCommand) -> list[ReportFact]:
    match command:
        case KeepReport():
            return _keep(state, command)
        case NameAnalysis():
            return _name(state, command)
        case DropAnalysis(analysis=analysis, by=by):
            return [AnalysisDropped(analysis, by)] if analysis in state.analyses else []
        case _:
            assert_never(command)


def _keep(state: Deliberation, command: KeepReport) -> list[ReportFact]:
    kept = ReportKept(
        command.number,
        command.programme,
        command.ballots,
        command.digest,
        command.programme_head,
        command.ballots_head,
        command.by,
    )
    if 0 < command.number <= len(state.reports) and state.reports[command.number - 1] == kept:
        return []
    if command.number != len(state.reports) + 1:
        raise ReportSuperseded
    return [kept]


def _name(state: Deliberation, command: NameAnalysis) -> list[ReportFact]:
    name, selection = clean(command.name, NAME_LIMIT), command.selection
    if (known := state.analyses.get(command.analysis)) is not None:
        if (known.name, known.selection) == (name, selection):
            return []
        raise AnalysisExists
    if len(state.analyses) >= MOST_ANALYSES:
        raise TooManyAnalyses
    venues = {venue.id for venue in state.event.venues} if state.event else set()
    if selection.venue is not None and selection.venue not in venues:
        raise VenueUnknown
    return [AnalysisNamed(command.analysis, name, selection, command.by)]
