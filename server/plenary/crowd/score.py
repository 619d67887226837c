"""What a replay will do and when, worked out before anything is sent. Pure: the same file gives the same score.

Everybody's key, device and operation numbers follow from the file alone, so that playing it again into the same event
asks only for what is there already.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from plenary.archive.conversation import Conversation, FiledStatement, FiledVote
from plenary.archive.texts import derived_code, fitting
from plenary.crowd.client import Identity
from plenary.deliberation.rules.moderation import SEED_LIMIT
from plenary.deliberation.rules.programme import PROMPT_LIMIT
from plenary.deliberation.text import likeness
from plenary.deliberation.vocabulary import EventCode, Role

LONGEST_PAUSE_S: Final = 300.0
"""A longer pause in the discussion, such as a night, is played as one of this length."""

JOIN_OP: Final = 1
DRAFT_OP, OPEN_OP, SWITCH_OP, FIRST_STATEMENT_OP = 1, 2, 3, 10
OPS_A_STATEMENT: Final = 3


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One statement's part in the replay: what is seeded, and with which operations what is done to it."""

    filed: FiledStatement
    text: str
    seed_op: int

    @property
    def show_op(self) -> int:
        return self.seed_op + 1

    @property
    def reject_op(self) -> int:
        return self.seed_op + 2


@dataclass(frozen=True, slots=True)
class Score:
    """Everything a replay does. due_s: for each vote, how long after the beginning."""

    prompt: str
    statements: Sequence[StatementPart]
    votes: Sequence[FiledVote]
    due_s: Sequence[float]
    fingerprint: str

    def participant(self, filed_id: str) -> Identity:
        """As whom that participant of the file comes in."""
        key = hashlib.sha256(f"replay\x1f{self.fingerprint}\x1f{filed_id}".encode()).hexdigest()
        return Identity(Role.PARTICIPANT, key, f"replay-{key[:16]}")

    def moderator(self, secret: str) -> Identity:
        return Identity(Role.MODERATOR, secret, f"replay-{self.fingerprint[:16]}")

    def turns(self) -> Mapping[str, Sequence[int]]:
        """For each participant, the places of their votes in `votes`."""
        turns: dict[str, list[int]] = {}
        for place, vote in enumerate(self.votes):
            turns.setdefault(vote.participant, []).append(place)
        return turns


def score(conversation: Conversation, speed: float) -> Score:
    """The conversation as a score; at speed 60 an hour takes a minute, at infinite speed no time."""
    texts = distinct_texts(conversation.statements)
    statements = [
        StatementPart(filed, texts[filed.id], FIRST_STATEMENT_OP + OPS_A_STATEMENT * place)
        for place, filed in enumerate(conversation.statements)
    ]
    due_s = due_times_s([vote.at_ms for vote in conversation.votes], speed)
    prompt = fitting(conversation.topic, PROMPT_LIMIT, "Discussion")
    return Score(prompt, statements, conversation.votes, due_s, conversation.fingerprint)


def vote_op(vote: FiledVote) -> int:
    """Above JOIN_OP, and rising with time: of two votes on one statement the later one counts."""
    return JOIN_OP + vote.number


def due_times_s(at_ms: Iterable[int], speed: float) -> list[float]:
    """When each is due, from the first on, at that speed; at_ms rises. No pause is longer than LONGEST_PAUSE_S."""
    due: list[float] = []
    elapsed, before = 0.0, None
    for at in at_ms:
        if before is not None:
            elapsed += min((at - before) / 1_000, LONGEST_PAUSE_S)
        before = at
        due.append(elapsed / speed)
    return due


def event_code(fingerprint: str) -> EventCode:
    """The code under which a discussion is played when none is asked for."""
    return derived_code(fingerprint, "replay")


def distinct_texts(statements: Iterable[FiledStatement]) -> dict[str, str]:
    """Each statement's text as an event can hold it; those a reader would call the same get their id added."""
    texts: dict[str, str] = {}
    taken: set[str] = set()
    for filed in statements:
        mark = f"[{filed.id}]"
        text = fitting(filed.text, SEED_LIMIT, mark)
        if likeness(text) in taken:
            text = f"{fitting(text, SEED_LIMIT - len(mark) - 1, mark)} {mark}"
        taken.add(likeness(text))
        texts[filed.id] = text
    return texts
