"""Which votes a version of the report may tell of, so that no two versions side by side show how a few people voted.

A statement's votes move from one version to the next only together with enough others; until then the next version
tells the same of it as the one before.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from plenary.archive.report.gathering import Cast, Gathered, IsMeant, Last
from plenary.archive.report.privacy import MARK, OTHER, Answers, told_answers
from plenary.deliberation.vocabulary import ParticipantId, PromptId, StatementId

UNMASKING_TIMES: Final = 2
"""So many times k people must have come to or gone from each answer that is told before or after, where one is told in
only one of two versions: the numbers in both would narrow down how many gave it when they were few."""


def settled(
    gathered: Gathered,
    prompt: PromptId,
    earlier: Sequence[int],
    k: int,
    is_meant: IsMeant | None = None,
) -> list[Last]:
    """The last votes as each earlier version told them, and as the next one may.

    earlier: up to which ballot record each version read, in order.   is_meant: of these votes alone.
    """
    told: dict[StatementId, dict[ParticipantId, Cast]] = {}
    found: list[Last] = []
    for until in (*earlier, None):
        now = votes_by_statement(gathered.last_votes(prompt, is_meant, until))
        # Also where none is left: what was told may not vanish for one who has taken back their vote.
        left = {statement: now.get(statement, {}) for statement in {**told, **now}}
        told = {
            statement: votes
            if statement not in told or may_follow(statement, marks_of(told[statement]), marks_of(votes), k)
            else told[statement]
            for statement, votes in left.items()
        }
        found.append(
            {(who, statement): cast for statement, votes in told.items() for who, cast in votes.items()}
        )
    return found


def may_follow(statement: StatementId, before: Answers, now: Answers, k: int) -> bool:
    """Whether the answers may be told after those before have been."""
    if before == now:
        return True
    shown, showing = told_answers(statement, before, k), told_answers(statement, now, k)
    if not shown:
        # Nothing was told of it but that it had few votes.
        return True
    if not showing:
        return False
    came = Counter(mark for who, mark in now.items() if before.get(who) != mark)
    went = Counter(mark for who, mark in before.items() if now.get(who) != mark)
    told, telling = set(shown.values()) - {OTHER}, set(showing.values()) - {OTHER}
    if OTHER not in shown.values() and OTHER not in showing.values():
        told = telling = set(MARK.values())
    if told != telling:
        return all(came[mark] + went[mark] >= UNMASKING_TIMES * k for mark in told | telling)
    # The lot may fall otherwise when more have come, and a number change by less than came.
    before_it, after_it = Counter(shown.values()), Counter(showing.values())
    changed = Counter({mark: abs(after_it[mark] - before_it[mark]) for mark in told})
    return not any(0 < moved[mark] < k for moved in (came, went, changed) for mark in told)


def votes_by_statement(last: Last) -> dict[StatementId, dict[ParticipantId, Cast]]:
    found: dict[StatementId, dict[ParticipantId, Cast]] = {}
    for (who, statement), cast in last.items():
        found.setdefault(statement, {})[who] = cast
    return found


def marks_of(votes: Mapping[ParticipantId, Cast]) -> dict[ParticipantId, str]:
    return {who: MARK[cast.fact.choice] for who, cast in votes.items()}
