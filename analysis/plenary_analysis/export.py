"""The opinion map as plain values, ready for a JSON writer (DESIGN section 8, `plenary analyse --json`)."""

from plenary_analysis.opinion_map import OpinionMap, StatementResult


def to_json(opinion_map: OpinionMap) -> dict[str, object]:
    """The map as dicts, lists, strings and numbers; ids are strings, numbers finite.

    `statements` and `votes` count statements with a vote and last votes; `participants` people with a vote.
    """
    names = opinion_map.participants
    labels = opinion_map.labels.tolist()
    members: list[list[str]] = [[] for _ in opinion_map.groups]
    for name, label in zip(names, labels, strict=True):
        if label >= 0:
            members[label].append(name)
    votes = [s.agree + s.disagree + s.passed for s in opinion_map.statements]
    return {
        "participants": len(names),
        "statements": sum(1 for count in votes if count),
        "votes": sum(votes),
        "groups": [
            {"label": group.label, "size": group.size, "members": inside}
            for group, inside in zip(opinion_map.groups, members, strict=True)
        ],
        "positions": dict(zip(names, opinion_map.positions.tolist(), strict=True)),
        "uncertainty": dict(zip(names, opinion_map.uncertainty.tolist(), strict=True)),
        "statement_results": [_statement(result) for result in opinion_map.statements],
        "consensus": list(opinion_map.consensus),
        "divisive": list(opinion_map.divisive),
        "discuss": list(opinion_map.discuss),
        "representative": {label: list(ids) for label, ids in opinion_map.representative},
        "notes": list(opinion_map.notes),
    }


def _statement(result: StatementResult) -> dict[str, object]:
    return {
        "id": result.id,
        "agree": result.agree,
        "disagree": result.disagree,
        "pass": result.passed,
        "consensus": result.consensus,
        "divisiveness": result.divisiveness,
        "by_group": {
            group.label: {"agree": group.agree, "disagree": group.disagree, "pass": group.passed}
            for group in result.by_group
        },
    }
