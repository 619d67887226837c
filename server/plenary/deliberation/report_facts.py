"""What has happened to reports that are kept, and to the analyses that they tell of."""

from dataclasses import dataclass

from plenary.deliberation.vocabulary import AnalysisId, GrantId, Selection


@dataclass(frozen=True, slots=True)
class ReportKept:
    """A version of the report was made, over so many records of the programme and of the ballots, and stays as it is.

    digest: of its data (SHA-256, hexadecimal).   programme_head, ballots_head: the last hashes of the two streams as it
    states them.   by: who asked for it; nobody where it was made because the last prompt had closed.
    """

    number: int
    programme: int
    ballots: int
    digest: str
    programme_head: str
    ballots_head: str
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class AnalysisNamed:
    """From now on reports also tell what these votes alone say, under that name."""

    analysis: AnalysisId
    name: str
    selection: Selection
    by: GrantId


@dataclass(frozen=True, slots=True)
class AnalysisDropped:
    analysis: AnalysisId
    by: GrantId


ReportFact = ReportKept | AnalysisNamed | AnalysisDropped
