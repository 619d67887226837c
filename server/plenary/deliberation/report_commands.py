"""What can be asked about reports that are kept, and the analyses that they tell of."""

from dataclasses import dataclass

from plenary.deliberation.vocabulary import AnalysisId, GrantId, Selection


@dataclass(frozen=True, slots=True)
class KeepReport:
    """Keep version `number` of the report, one above the newest there is, as `ReportKept` has it."""

    number: int
    programme: int
    ballots: int
    digest: str
    programme_head: str
    ballots_head: str
    by: GrantId | None


@dataclass(frozen=True, slots=True)
class NameAnalysis:
    """Have reports tell also what the selected votes alone say."""

    analysis: AnalysisId
    name: str
    selection: Selection
    by: GrantId


@dataclass(frozen=True, slots=True)
class DropAnalysis:
    analysis: AnalysisId
    by: GrantId


ReportCommand = KeepReport | NameAnalysis | DropAnalysis
