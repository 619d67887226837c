"""A finished discussion as a value, whichever file format it came in. Nothing here reads a file."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from plenary.deliberation.vocabulary import Choice

TURNED: Final = {Choice.AGREE: Choice.DISAGREE, Choice.DISAGREE: Choice.AGREE, Choice.PASS: Choice.PASS}

OWN_VOTES_TO_JUDGE: Final = 5
INVERTED_FROM: Final = 0.8
"""Who writes a statement agrees with it. Where at least OWN_VOTES_TO_JUDGE authors voted on their own and more than
this share disagrees, the file's signs are inverted (INTEROP section 1). Passes never tell."""


class Moderated(IntEnum):
    """What the moderators of the discussion said of a statement."""

    REJECTED = -1
    UNDECIDED = 0
    ACCEPTED = 1


@dataclass(frozen=True, slots=True)
class FiledStatement:
    """A statement as it was filed. `is_meta`: about the participants, not the subject (Polis)."""

    id: str
    text: str
    author: str
    moderated: Moderated
    created_ms: int
    is_meta: bool = False


@dataclass(frozen=True, slots=True)
class FiledVote:
    """One vote of the history; of a person's votes on a statement the last one counts.

    number: its place in the discussion's votes in time order, from 1.
    """

    number: int
    participant: str
    statement: str
    choice: Choice
    at_ms: int


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before relying on the discussion. The code is stable; the text is for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A discussion: its statements in the order in which they were written, all votes in time order."""

    topic: str
    description: str
    statements: tuple[FiledStatement, ...]
    votes: tuple[FiledVote, ...]
    cautions: tuple[Caution, ...] = ()

    @property
    def participants(self) -> tuple[str, ...]:
        """Everybody who voted or wrote, in the order of their first act."""
        acts = [(one.created_ms, 0, number, one.author) for number, one in enumerate(self.statements)]
        acts += [(vote.at_ms, 1, vote.number, vote.participant) for vote in self.votes]
        return tuple(dict.fromkeys(act[-1] for act in sorted(acts)))

    def last_votes(self) -> dict[tuple[str, str], FiledVote]:
        """The vote that counts, by participant and statement."""
        return {(vote.participant, vote.statement): vote for vote in self.votes}

    @property
    def fingerprint(self) -> str:
        """The same for the same discussion, in a folder or a zip, whatever else lies beside it; hexadecimal."""
        digest = hashlib.sha256()
        for part in self._parts():
            field = part.encode()
            digest.update(len(field).to_bytes(8, "big") + field)
        return digest.hexdigest()

    def _parts(self) -> Iterator[str]:
        yield self.topic
        for one in self.statements:
            yield from (one.id, one.text, one.author, str(int(one.moderated)), str(one.created_ms))
        yield "votes"
        for vote in self.votes:
            yield from (vote.participant, vote.statement, vote.choice, str(vote.at_ms))


def is_inverted(conversation: Conversation) -> bool:
    """Whether authors' votes on their own statements say that agree and disagree are the wrong way round."""
    author_of = {one.id: one.author for one in conversation.statements}
    own = [
        vote.choice
        for (participant, statement), vote in conversation.last_votes().items()
        if author_of[statement] == participant and vote.choice is not Choice.PASS
    ]
    return len(own) >= OWN_VOTES_TO_JUDGE and own.count(Choice.DISAGREE) > INVERTED_FROM * len(own)


def turned(conversation: Conversation) -> Conversation:
    """The discussion with agree and disagree exchanged in every vote, and without the caution that they should be."""
    votes = tuple(replace(vote, choice=TURNED[vote.choice]) for vote in conversation.votes)
    cautions = tuple(one for one in conversation.cautions if one.code != "inverted")
    return replace(conversation, votes=votes, cautions=cautions)
