"""Opinion groups, positions and statement results from agree / disagree / pass votes.

Two ways in: `Engine` for a live event, `analyse_polis` for what Polis computes from the same votes. Numpy and
the standard library only; nothing here reads a clock, a file or a socket.
"""

from plenary_analysis.association import Overlap, overlap
from plenary_analysis.comparison import compare_sides
from plenary_analysis.engine import Engine, Method
from plenary_analysis.export import to_json
from plenary_analysis.frames import moved, quantise
from plenary_analysis.opinion_map import (
    Brigade,
    Change,
    Difference,
    DiscussReason,
    Evidence,
    Group,
    GroupCounts,
    GroupEvent,
    Happening,
    Note,
    OpinionMap,
    Reason,
    SlateEntry,
    Stance,
    StatementResult,
)
from plenary_analysis.own_places import OwnPlaces, own_places
from plenary_analysis.parameters import PARAMETERS
from plenary_analysis.personal import PersonalFigures, personal_figures
from plenary_analysis.polis import GivenGroups, Moderation, PolisAnalysis, analyse_polis
from plenary_analysis.polis_groups import PolisState
from plenary_analysis.polis_map import polis_opinion_map
from plenary_analysis.routing import (
    common_candidates,
    draw_next,
    information_gains,
    information_gains_of,
    next_statement,
    next_statements,
)
from plenary_analysis.votes import BadVote, Choice, Stamp, Vote, VoteColumns, Withdrawal
from plenary_analysis.wanting import votes_wanted
from plenary_analysis.warmth import Warmth

__all__ = [
    "PARAMETERS",
    "BadVote",
    "Brigade",
    "Change",
    "Choice",
    "Difference",
    "DiscussReason",
    "Engine",
    "Evidence",
    "GivenGroups",
    "Group",
    "GroupCounts",
    "GroupEvent",
    "Happening",
    "Method",
    "Moderation",
    "Note",
    "OpinionMap",
    "Overlap",
    "OwnPlaces",
    "PersonalFigures",
    "PolisAnalysis",
    "PolisState",
    "Reason",
    "SlateEntry",
    "Stamp",
    "Stance",
    "StatementResult",
    "Vote",
    "VoteColumns",
    "Warmth",
    "Withdrawal",
    "analyse_polis",
    "common_candidates",
    "compare_sides",
    "draw_next",
    "information_gains",
    "information_gains_of",
    "moved",
    "next_statement",
    "next_statements",
    "overlap",
    "own_places",
    "personal_figures",
    "polis_opinion_map",
    "quantise",
    "to_json",
    "votes_wanted",
]
