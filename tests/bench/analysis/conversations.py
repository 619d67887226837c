"""The real conversations that the figures are taken from. No figures here."""

from plenary_analysis import Vote
from tests.analysis.reference import SHARED, votes_in


def votes_of(name: str) -> list[Vote]:
    """The votes of one of `tests.analysis.reference.DATA_SETS`, in their order."""
    return votes_in(SHARED / "data" / name / "votes.csv.gz")
