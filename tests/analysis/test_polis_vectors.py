"""The conformance mode against what a Polis server published for the same votes, at 1e-6."""

import numpy as np
import pytest

from plenary_analysis import GivenGroups, Moderation, analyse_polis
from tests.analysis.reference import SHARED, VECTORS, names, needs_reference, published, votes_in


def assert_close(theirs, ours):
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-6)


def served_and_ours(name):
    """(what the server published, what we compute given its groups, the sign of each of its axes in ours)."""
    folder = SHARED / "math" / "vectors" / name
    server = published(folder / "math.json.gz")
    base = server["base-clusters"]
    analysis = analyse_polis(
        votes_in(folder / "votes.csv.gz"),
        Moderation(frozenset(names(server["mod-out"])), frozenset(names(server["meta-tids"]))),
        statement_order=names(server["tids"]),
        given=GivenGroups(
            in_conv=names(server["in-conv"]),
            buckets=tuple((i, names(who)) for i, who in zip(base["id"], base["members"], strict=True)),
            groups=tuple((group["id"], tuple(group["members"])) for group in server["group-clusters"]),
        ),
    )
    sign = np.sign((np.array(server["pca"]["comps"]) * analysis.comps).sum(axis=1))
    return server, analysis, sign


@pytest.fixture(scope="module", params=VECTORS)
def both(request):
    return served_and_ours(request.param)


pytestmark = needs_reference


def test_columns_are_the_servers(both):
    server, analysis, _ = both
    assert analysis.tids == names(server["tids"])
    assert (analysis.n, analysis.n_cmts) == (server["n"], server["n-cmts"])


def test_vote_counts_per_participant_are_equal(both):
    server, analysis, _ = both
    ours = dict(zip(analysis.participants, analysis.user_vote_counts.tolist(), strict=True))
    assert ours == server["user-vote-counts"]


def test_means_and_components_agree(both):
    server, analysis, sign = both
    # The server holds agree = -1.
    assert_close(-np.array(server["pca"]["center"]), analysis.center)
    assert_close(np.array(server["pca"]["comps"]) * sign[:, None], analysis.comps)


def test_statement_projections_and_extremities_agree(both):
    server, analysis, sign = both
    theirs = -np.array(server["pca"]["comment-projection"]).T * sign
    assert_close(theirs, analysis.comment_projection)
    assert_close(server["pca"]["comment-extremity"], analysis.comment_extremity)


def test_bucket_centres_are_means_of_projections(both):
    server, analysis, sign = both
    base = server["base-clusters"]
    theirs = -np.array([base["x"], base["y"]]).T * sign
    assert_close(theirs, [(b.x, b.y) for b in analysis.base_clusters])
    assert [b.count for b in analysis.base_clusters] == base["count"]


def test_group_centres_agree(both):
    server, analysis, sign = both
    theirs = [-np.array(group["center"]) * sign for group in server["group-clusters"]]
    assert_close(theirs, [group.center for group in analysis.group_clusters])


def test_votes_per_bucket_are_equal(both):
    server, analysis, _ = both
    base = analysis.votes_base
    ours = {
        tid: {
            part: counts[:, j].tolist()
            for part, counts in zip("ADS", (base.agree, base.disagree, base.seen), strict=True)
        }
        for j, tid in enumerate(analysis.tids)
    }
    assert ours == server["votes-base"]


def test_votes_per_group_are_equal(both):
    server, analysis, _ = both
    votes = analysis.group_votes
    ours = {
        str(group.id): {
            "n-members": analysis.n_members[g],
            "votes": {
                tid: {"A": int(votes.agree[g, j]), "D": int(votes.disagree[g, j]), "S": int(votes.seen[g, j])}
                for j, tid in enumerate(analysis.tids)
            },
        }
        for g, group in enumerate(analysis.group_clusters)
    }
    theirs = {
        group: {part: given[part] for part in ("n-members", "votes")}
        for group, given in server["group-votes"].items()
    }
    assert ours == theirs


def test_group_aware_consensus_agrees(both):
    server, analysis, _ = both
    theirs = [server["group-aware-consensus"][tid] for tid in analysis.tids]
    assert_close(theirs, analysis.group_aware_consensus)


def test_priorities_agree(both):
    server, analysis, _ = both
    theirs = [server["comment-priorities"][tid] for tid in analysis.tids]
    assert_close(theirs, analysis.comment_priorities)


def test_representative_statements_are_the_same_in_the_same_order(both):
    server, analysis, _ = both
    theirs = [
        [
            (str(entry["tid"]), entry["repful-for"], entry.get("best-agree", False), entry.get("n-agree"))
            for entry in server["repness"][str(group.id)]
        ]
        for group in analysis.group_clusters
    ]
    assert theirs == [
        [(entry.tid, entry.repful_for, entry.best_agree, entry.n_agree) for entry in listed]
        for listed in analysis.repness
    ]


def test_figures_of_representative_statements_agree(both):
    server, analysis, _ = both
    fields = ("n-success", "n-trials", "p-success", "p-test", "repness", "repness-test")
    for group, listed in zip(analysis.group_clusters, analysis.repness, strict=True):
        theirs = [[entry[field] for field in fields] for entry in server["repness"][str(group.id)]]
        ours = [[getattr(entry, field.replace("-", "_")) for field in fields] for entry in listed]
        # repness-test went through 32-bit floats on the server: 1e-6 of its size, which is up to 10.
        np.testing.assert_allclose(theirs, ours, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("side", ["agree", "disagree"])
def test_shared_statements_agree(both, side):
    server, analysis, _ = both
    theirs = server["consensus"][side]
    ours = getattr(analysis.consensus, side)
    assert [str(entry["tid"]) for entry in theirs] == [entry.tid for entry in ours]
    for field in ("n-success", "n-trials", "p-success", "p-test"):
        assert_close([entry[field] for entry in theirs], [getattr(e, field.replace("-", "_")) for e in ours])
