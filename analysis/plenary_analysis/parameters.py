"""What a result depends on besides its votes, for whoever writes one down: the thresholds under stable names."""

from collections.abc import Mapping
from typing import Final

from plenary_analysis.discuss import UNSETTLED_FROM
from plenary_analysis.draws import SEED
from plenary_analysis.evidence import MOST_GROUPS, SMALLEST_SHARE
from plenary_analysis.influence import AT_LEAST, TIMES_TYPICAL
from plenary_analysis.posteriors import HIGH, LOW
from plenary_analysis.statement_results import (
    CONSENSUS_CHANCE,
    FALSE_DISCOVERIES,
    GROUP_VOTES,
    LIST_VOTES,
    OPPOSED_CHANCE,
)

PARAMETERS: Final[Mapping[str, float]] = {
    "most-groups": MOST_GROUPS,
    "smallest-share": SMALLEST_SHARE,
    "full-weight": AT_LEAST,
    "full-weight-typical": TIMES_TYPICAL,
    "list-votes": LIST_VOTES,
    "group-votes": GROUP_VOTES,
    "consensus-chance": CONSENSUS_CHANCE,
    "opposed-chance": OPPOSED_CHANCE,
    "false-discoveries": FALSE_DISCOVERIES,
    "unsettled-from": UNSETTLED_FROM,
    "interval": HIGH - LOW,
    "seed": SEED,
}
"""Of the method `plenary`. most-groups: so many opinion groups at most. smallest-share: of the people, of a group.

full-weight, full-weight-typical: so many votes of a person weigh in full in the map, or so many times what half of the
people have. list-votes, group-votes: what a statement needs to be judged, of everybody and of each group.
consensus-chance, opposed-chance: least probability of common ground and of a fault line. false-discoveries: share of
the fault lines that chance may have made. unsettled-from: share who pass, or contradict one another within their
groups, from which a statement deserves discussion. interval: how often an interval holds the truth.
seed: of every draw.
"""
