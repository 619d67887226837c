"""`python -m tests.attack.brigades [--seeds N] [DATA SET …]`, or `make brigades`: what bots do to real conversations.

Five kinds of bots join each conversation of `../shared/data`, as many as 5, 10 and 20 in a hundred honest people.
Printed for each kind and size: which share of the flagged are bots (precision; whoever was flagged before there were
any is left out) and which share of the bots are flagged (recall), whether the honest keep their groups (adjusted Rand
index, with the bots and without them), how many of the ten statements of common ground stay, and how far the worst
share of agreement moves with everybody counted and with the flagged left out. Before them, as a measure: how well the
honest keep their groups and their common ground where a tenth of them stay away.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis import Engine, OpinionMap, Vote
from tests.analysis.crowd import adjusted_rand, planted
from tests.analysis.reference import DATA_SETS, SHARED, votes_in

SHARES = (0.05, 0.10, 0.20)
SEEDS = 20
TOP = 10
PLANTED = "planted"
"""Two groups of our own, where the conversations are not at hand."""

# At a tenth of bots; at a fifth the honest may lose more.
PRECISION, RECALL = 0.95, 0.8
KEEPS_GROUPS = {0.05: 0.9, 0.10: 0.9, 0.20: 0.75}
KEEPS_GROUND = {0.05: 8, 0.10: 8, 0.20: 6}


@dataclass(frozen=True)
class Honest:
    """A conversation before the bots come. majority: (group, statement), what most of a group say, -1 or 1.

    flagged: whose ballots look alike already. Twelve people in vtaiwan-uber say the same on some sixty statements, for
    and against: that they are honest nobody knows.
    """

    votes: list[Vote]
    shown: OpinionMap
    statements: list[str]
    majority: np.ndarray

    @property
    def flagged(self) -> set[str]:
        return {who for one in self.shown.brigades for who in one.members}


Bots = Callable[[np.random.Generator, Honest, int], list[dict[str, int]]]
"""The ballots of so many bots: statement to vote."""


def all_agree(random: np.random.Generator, honest: Honest, count: int) -> list[dict[str, int]]:
    """They agree with everything; each leaves out a few."""
    return [{one: 1 for one in honest.statements if random.random() > 0.02} for _ in range(count)]


def copy_cat(random: np.random.Generator, honest: Honest, count: int) -> list[dict[str, int]]:
    """They repeat an honest ballot that is longer than most, and slip in one vote of a hundred."""
    ballots: dict[str, dict[str, int]] = {}
    for vote in honest.votes:
        ballots.setdefault(vote.participant, {})[vote.statement] = vote.value
    longest = sorted(ballots.values(), key=len)[-max(len(ballots) // 10, 1) :]
    copied = longest[int(random.integers(len(longest)))]
    return [
        {one: -said if random.random() < 0.01 else said for one, said in copied.items()} for _ in range(count)
    ]


def at_random(random: np.random.Generator, honest: Honest, count: int) -> list[dict[str, int]]:
    """Each tosses a coin for every statement."""
    return [{one: int(random.choice((-1, 1))) for one in honest.statements} for _ in range(count)]


def between(random: np.random.Generator, honest: Honest, count: int) -> list[dict[str, int]]:
    """Each says what one group says on half of all statements, drawn anew, and what another says on the rest."""
    groups = len(honest.majority)
    return [
        {
            one: int(honest.majority[0 if random.random() < 0.5 else groups - 1, place])
            for place, one in enumerate(honest.statements)
        }
        for _ in range(count)
    ]


def spam(random: np.random.Generator, honest: Honest, count: int) -> list[dict[str, int]]:
    """Each writes two statements, which nobody moderates; all agree with all of those and with nothing else."""
    written = [f"~spam-{number}" for number in range(2 * count)]
    dislikes = {one: -1 for one in honest.statements if random.random() < 0.5}
    return [dislikes | dict.fromkeys(written, 1) for _ in range(count)]


KINDS: dict[str, Bots] = {
    "all-agree": all_agree,
    "copy-cat": copy_cat,
    "random": at_random,
    "between": between,
    "spam": spam,
}


@dataclass(frozen=True)
class Outcome:
    """bots, honest: how many are flagged, who were not before there were bots.   of: how many bots there were.
    moved: by how much the worst share of agreement is, with all votes counted, and with the flagged left out."""

    bots: int
    honest: int
    of: int
    index: float
    kept: float
    moved: tuple[float, float]


def honest_of(votes: list[Vote]) -> Honest:
    shown = map_of(votes)
    statements = [one.id for one in shown.statements if one.agree + one.disagree]
    place = {one: number for number, one in enumerate(statements)}
    group = dict(zip(shown.participants, shown.labels.tolist(), strict=True))
    sums = np.zeros((max(len(shown.groups), 1), len(statements)))
    for vote in votes:
        if vote.statement in place:
            sums[max(group[vote.participant], 0), place[vote.statement]] += vote.value
    return Honest(votes, shown, statements, np.where(sums >= 0, 1, -1))


def map_of(votes: Sequence[Vote]) -> OpinionMap:
    engine = Engine()
    engine.add(votes)
    return engine.opinion_map(len(votes))


def attacked(honest: Honest, kind: Bots, share: float, seed: int) -> Outcome:
    """What so many bots do to the conversation. Their names stand anywhere among those of the honest."""
    random = np.random.default_rng(seed)
    people = honest.shown.participants
    count = max(round(len(people) * share), 1)
    names = {f"{people[int(random.integers(len(people)))]}~{number}" for number in range(count)}
    ballots = kind(random, honest, count)
    bots = [
        Vote(name, one, said)
        for name, ballot in zip(sorted(names), ballots, strict=True)
        for one, said in ballot.items()
    ]
    shown = map_of(honest.votes + bots)
    flagged = {who for one in shown.brigades for who in one.members}
    label = dict(zip(shown.participants, shown.labels.tolist(), strict=True))
    rest = map_of([vote for vote in honest.votes + bots if vote.participant not in flagged])
    return Outcome(
        bots=len(flagged & names),
        honest=len(flagged - names - honest.flagged),
        of=count,
        index=adjusted_rand((honest.shown.labels + 1).tolist(), [label[who] + 1 for who in people]),
        kept=_ground_kept(honest, shown),
        moved=(_moved(honest, shown), _moved(honest, rest)),
    )


def kept_without_a_tenth(honest: Honest, seed: int) -> tuple[float, float]:
    """How well the others keep groups and common ground where a tenth of the honest stay away and no bots come."""
    people = honest.shown.participants
    away = set(np.random.default_rng(seed).choice(people, len(people) // 10, replace=False).tolist())
    shown = map_of([vote for vote in honest.votes if vote.participant not in away])
    then, now = (
        dict(zip(one.participants, one.labels.tolist(), strict=True)) for one in (honest.shown, shown)
    )
    index = adjusted_rand([then[who] + 1 for who in now], [now[who] + 1 for who in now])
    return index, _ground_kept(honest, shown)


def _ground_kept(honest: Honest, shown: OpinionMap) -> float:
    """Of the first ten statements of common ground, how many are still first; per ten where there are fewer."""
    ground = set(honest.shown.consensus[:TOP])
    return len(ground & set(shown.consensus[: len(ground)])) * TOP / len(ground) if ground else float(TOP)


def _moved(honest: Honest, shown: OpinionMap) -> float:
    """By how much the share of agreement of a statement with thirty votes or more differs from the honest one's."""
    then, now = _shares(honest.shown), _shares(shown)
    return max((abs(now[one] - share) for one, share in then.items() if one in now), default=0.0)


def _shares(shown: OpinionMap) -> dict[str, float]:
    return {
        one.id: one.agree / votes
        for one in shown.statements
        if (votes := one.agree + one.disagree + one.passed) >= 30
    }


def conversations(names: Sequence[str]) -> Iterator[tuple[str, list[Vote]]]:
    for name in names:
        if name == PLANTED:
            yield name, planted(3, (60, 50), 40, 0.5).votes
        else:
            yield name, votes_in(SHARED / "data" / name / "votes.csv.gz")


def line(outcomes: Sequence[Outcome]) -> str:
    precision, recall = rates(outcomes)
    worst = min(one.index for one in outcomes)
    index = statistics.mean(one.index for one in outcomes)
    kept = statistics.mean(one.kept for one in outcomes)
    counted, without = (statistics.mean(one.moved[place] for one in outcomes) for place in range(2))
    return (
        f"precision {precision:4.2f}  recall {recall:4.2f}  groups kept {index:4.2f} (worst {worst:5.2f})"
        f"  common ground {kept:4.1f} of {TOP}  agreement moved {counted:.2f}, {without:.2f} without the flagged"
    )


def rates(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Precision and recall over all; nobody flagged is no false alarm."""
    bots, honest = sum(one.bots for one in outcomes), sum(one.honest for one in outcomes)
    return bots / (bots + honest) if bots + honest else 1.0, bots / sum(one.of for one in outcomes)


def verdicts(found: dict[tuple[str, float], list[Outcome]]) -> list[tuple[str, bool]]:
    """Each figure to reach, and whether it is."""
    told = []
    tenth = [one for (_, share), outcomes in found.items() if share == 0.10 for one in outcomes]
    precision, recall = rates(tenth)
    told.append((f"precision at 10 % {precision:.2f} (at least {PRECISION})", precision >= PRECISION))
    told.append((f"recall at 10 % {recall:.2f} (at least {RECALL})", recall >= RECALL))
    for share in SHARES:
        these = {kind: outcomes for (kind, at), outcomes in found.items() if at == share}
        index = {kind: statistics.mean(one.index for one in outcomes) for kind, outcomes in these.items()}
        kept = {kind: statistics.mean(one.kept for one in outcomes) for kind, outcomes in these.items()}
        low, few = min(index, key=index.__getitem__), min(kept, key=kept.__getitem__)
        told.append(
            (
                f"groups of the honest at {share:.0%}: {index[low]:.2f} ({low}; at least {KEEPS_GROUPS[share]})",
                index[low] >= KEEPS_GROUPS[share],
            )
        )
        told.append(
            (
                f"common ground at {share:.0%}: {kept[few]:.1f} of {TOP} ({few}; at least {KEEPS_GROUND[share]})",
                kept[few] >= KEEPS_GROUND[share],
            )
        )
    return told


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack.brigades", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*DATA_SETS, PLANTED, []], metavar="DATA SET")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    args = parser.parse_args(argv)
    names = args.names or (DATA_SETS if (SHARED / "data").is_dir() else (PLANTED,))
    if not args.names and names == (PLANTED,):
        print("no ../shared/data here: a planted conversation instead")
    print(f"{os.cpu_count()} cores, numpy {np.__version__}, {args.seeds} seeds")
    found: dict[tuple[str, float], list[Outcome]] = {(kind, at): [] for kind in KINDS for at in SHARES}
    untouched = []
    for name, votes in conversations(names):
        honest = honest_of(votes)
        untouched.append(len(honest.flagged) / len(honest.shown.participants))
        print(f"\n{name}: {len(honest.shown.participants)} people, {len(honest.shown.groups)} groups, "
              f"{untouched[-1]:.1%} flagged without any bot")  # fmt: skip
        index, kept = zip(*(kept_without_a_tenth(honest, seed) for seed in range(args.seeds)), strict=True)
        print(
            f"  a tenth of the honest away: groups kept {statistics.mean(index):4.2f} (worst {min(index):5.2f})"
            f"  common ground {statistics.mean(kept):4.1f} of {TOP}"
        )
        for kind, bots in KINDS.items():
            for share in SHARES:
                outcomes = [attacked(honest, bots, share, seed) for seed in range(args.seeds)]
                found[kind, share] += outcomes
                print(f"  {kind:10} {share:4.0%}  {line(outcomes)}", flush=True)
    print("\nAll conversations")
    for (kind, share), outcomes in found.items():
        print(f"  {kind:10} {share:4.0%}  {line(outcomes)}")
    told = verdicts(found)
    worst = max(untouched)
    told.append((f"honest people flagged without any bot: {worst:.1%} (at most 1 %)", worst <= 0.01))
    print()
    for figure, is_met in told:
        print(f"{'met   ' if is_met else 'MISSED'} {figure}")
    return 0 if all(is_met for _, is_met in told) else 1


if __name__ == "__main__":
    sys.exit(main())
