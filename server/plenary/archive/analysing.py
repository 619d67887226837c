"""A discussion through the engine, without a server."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import plenary_analysis as analysis
from plenary.archive.conversation import Conversation, FiledStatement, Moderated
from plenary.deliberation.vocabulary import Choice

VALUES: Final = {Choice.AGREE: 1, Choice.PASS: 0, Choice.DISAGREE: -1}


class Method(StrEnum):
    """Plenary's own analysis, or what Polis computes from the same votes."""

    PLENARY = "plenary"
    POLIS = "polis"


def analysed(
    conversation: Conversation, method: Method = Method.PLENARY, *, is_strict: bool = False
) -> analysis.OpinionMap:
    """The opinion map of the whole discussion, with rejected statements left out.

    is_strict: undecided statements are left out as well (Polis' "strict moderation", which no export records).
    """
    out = [one for one in conversation.statements if not is_shown(one, is_strict)]
    if method is Method.POLIS:
        rejected = frozenset(one.id for one in out)
        meta = frozenset(one.id for one in conversation.statements if one.is_meta)
        return analysis.polis_opinion_map(
            analysis.analyse_polis(_votes(conversation), analysis.Moderation(rejected, meta))
        )
    engine = analysis.Engine()
    for one in conversation.statements:
        engine.add_statement(one.id)
    for one in out:
        engine.moderate(one.id, counted=False)
    engine.add(_votes(conversation))
    return engine.opinion_map(len(conversation.votes))


def is_shown(statement: FiledStatement, is_strict: bool) -> bool:
    """Whether people were shown the statement: not if it was rejected nor, in a strict discussion, if undecided."""
    return statement.moderated >= (Moderated.ACCEPTED if is_strict else Moderated.UNDECIDED)


def _votes(conversation: Conversation) -> Iterator[analysis.Vote]:
    for vote in conversation.votes:
        yield analysis.Vote(vote.participant, vote.statement, VALUES[vote.choice], (vote.number, ""))
