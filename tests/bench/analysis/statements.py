"""Whether what is said about statements holds: lists, intervals, venues and changes, against planted truth."""

import numpy as np

from plenary_analysis import compare_sides
from plenary_analysis.posteriors import divisiveness_interval, share_interval
from plenary_analysis.statement_results import GROUP_VOTES, LIST_VOTES
from plenary_analysis.tallies import Tallies
from tests.analysis import test_change, test_comparison
from tests.analysis.crowd import map_of
from tests.analysis.simulated import assembly

# people, statements, share voted on, planted groups, how far apart
EVENTS = ((108, 85, 0.116, 2, 1.5), (108, 85, 0.35, 3, 1.0), (400, 100, 0.06, 2, 1.5), (300, 60, 0.3, 2, 0.8))


def lists(runs, figures):
    print("\nLists of simulated events with planted groups (everybody's answers to everything are known)")
    print("rejected: runs with a consensus that a planted group rejects; and such statements of all;")
    print(
        "divisive: listed though no two planted groups are of opposite minds; too few: listed under the minimum"
    )
    worst, short = 0.0, 0
    for people, statements, filled, groups, apart in EVENTS:
        rejecting, rejected, agreed, split, wrong, few = 0, 0, 0, 0, 0, 0
        for seed in range(runs):
            one = assembly(1000 + seed, people, statements, filled, groups, apart=apart)
            shown = map_of(one.votes)
            balance = np.array([one.answers[one.group == g].mean(axis=0) for g in range(groups)])
            result = {statement.id: statement for statement in shown.statements}
            bad = [s for s in shown.consensus if (balance[:, int(s[1:])] * result[s].direction < 0).any()]
            rejecting += bool(bad)
            rejected, agreed = rejected + len(bad), agreed + len(shown.consensus)
            signs = [np.sign(balance[:, int(s[1:])]) for s in shown.divisive]
            split, wrong = split + len(signs), wrong + sum(len(set(each.tolist())) == 1 for each in signs)
            few += sum(
                _too_few(result[s], shown) for s in (*shown.consensus, *shown.divisive, *shown.discuss)
            )
        print(
            f"  {people} x {statements}, {filled:.1%}, {groups} groups: rejected {rejecting / runs:.1%} of runs,"
            f" {rejected}/{agreed} ({agreed / runs:.1f} an event)   divisive {wrong}/{split}   too few {few}"
            f"   ({runs} runs)",
            flush=True,
        )
        worst, short = max(worst, rejecting / runs), short + few
    figures.at_most("runs with a consensus that a planted group rejects, worst setting", worst, 0.05, ".1%")
    figures.at_most("statements listed with fewer votes than the minimum", short, 0, ".0f")


def _too_few(result, shown):
    votes = result.agree + result.disagree + result.passed
    if votes < min(LIST_VOTES, len(shown.participants)):
        return True
    belongs = shown.membership.sum(axis=0)
    seen = [one.agree + one.disagree + one.passed for one in result.by_group]
    # Whole members stand in for weights: two of them may lie between.
    short = any(n < min(GROUP_VOTES, size) - 2 for n, size in zip(seen, belongs, strict=True))
    return result.id in shown.consensus and short


def calibration(runs, figures):
    print("\nMemberships are right as often as they say: expected calibration error")
    worst = 0.0
    for people, statements, filled, groups, apart in EVENTS:
        said, right = [], []
        for seed in range(runs):
            one = assembly(seed, people, statements, filled, groups, apart=apart)
            shown = map_of(one.votes)
            if len(shown.groups) != groups:
                continue
            truth = np.array([one.group[int(who[1:])] for who in shown.participants])
            best = shown.membership.argmax(axis=1)
            # A found group is the planted one that most of its members are of.
            planted = np.array(
                [np.bincount(truth[best == g], minlength=groups).argmax() for g in range(groups)]
            )
            said += shown.membership.max(axis=1).tolist()
            right += (planted[best] == truth).tolist()
        error = _calibration_error(said, right)
        worst = max(worst, error)
        print(
            f"  {people} x {statements}, {filled:.1%}, {groups} groups: {error:.3f}"
            f"   (said {np.mean(said):.2f}, right {np.mean(right):.2f}, {len(said)} people)"
        )
    figures.at_most("memberships: expected calibration error, worst setting", worst, 0.10)


def _calibration_error(said, right):
    said, right = np.array(said), np.array(right, dtype=float)
    place = np.minimum((said * 10).astype(int), 9)
    error = [
        abs(said[place == b].mean() - right[place == b].mean()) * (place == b).mean()
        for b in set(place.tolist())
    ]
    return float(np.sum(error))


def intervals(draws, figures):
    print("\nHow often the 80 % intervals hold the truth")
    random = np.random.default_rng(1)
    share = random.random(draws)
    votes = random.integers(5, 60, draws)
    low, high = share_interval(random.binomial(votes, share), votes)
    figures.within("80 % interval: share agreeing", np.mean((low <= share) & (share <= high)), 0.8, 0.04)
    for groups in (2, 3, 4):
        share = random.random((groups, draws))
        seen = random.integers(8, 60, size=(groups, draws))
        agree = random.binomial(seen, share)
        weight = seen / seen.sum(axis=0)
        overall = (weight * share).sum(axis=0)
        true = (weight * np.square(share - overall)).sum(axis=0) / (overall * (1 - overall))
        low, high = divisiveness_interval(Tallies(agree, seen - agree, seen))
        inside = np.mean((low <= true) & (true <= high))
        figures.within(f"80 % interval: divisiveness of {groups} groups", inside, 0.8, 0.04)
    held = [
        d.low <= 0 <= d.high
        for seed in range(20)
        for d in compare_sides(test_comparison.drawn(seed), test_comparison.SHOWN, test_comparison.venue)
    ]
    figures.within("80 % interval: difference between venues", np.mean(held), 0.8, 0.04)


def venues(runs, figures):
    hits, wrong, shares = 0, 0, []
    for seed in range(runs):
        found = compare_sides(test_comparison.drawn(seed, 6), test_comparison.SHOWN, test_comparison.venue)
        announced = {d.statement for d in found if d.is_announced}
        planted = {f"s{j:02d}" for j in range(6)}
        hits, wrong = hits + len(announced & planted), wrong + len(announced - planted)
        shares.append(len(announced - planted) / max(len(announced), 1))
    print(f"\nSix planted effects of a venue among 30 statements, {runs} simulations")
    print(f"  found {hits / (6 * runs):.0%}, false among the announced {np.mean(shares):.1%}")
    figures.at_most("planted venue effects: false among the announced", np.mean(shares), 0.1, ".1%")


def changes(runs):
    still = [len(test_change.found_in(test_change.event(seed))) for seed in range(runs)]
    found = [
        {c.statement for c in test_change.found_in(test_change.event(seed, turned=(3, 11)))}
        for seed in range(runs)
    ]
    hits = sum(len(names & {"s03", "s11"}) for names in found)
    wrong = [len(names - {"s03", "s11"}) / max(len(names), 1) for names in found]
    print(f"\nChanged of late, {runs} simulations of 20 statements")
    print(
        f"  nothing changed: announced in {np.mean([n > 0 for n in still]):.1%} of events;"
        f" two turned: found {hits / (2 * runs):.0%}, false among the announced {np.mean(wrong):.1%}"
    )
