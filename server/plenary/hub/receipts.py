"""Receipts: what a phone holds to prove that a word of its own was counted, should the store ever lose it.

A word is a vote, that it was taken back, or an own statement. A receipt is a message authentication code over it as it
was asked, with a key that the hubs share. It says nothing to anybody else, and opens nothing but the way back in for
that one word.
"""

import base64
import hmac
import secrets
from collections.abc import Callable, Iterable
from typing import Final

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.entities import Ballot, Statement
from plenary.deliberation.refusals import TextEmpty, TextTooLong
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import EventCode, ParticipantId, StatementId
from plenary.wire.from_client import Submit, Vote, WithdrawVote

WITHDRAWN: Final = "withdrawn"
"""In place of a choice, which is never called so."""

KEY_BYTES: Final = 32
# 96 bits: a forger who tries has to ask us each time.
RECEIPT_BYTES: Final = 12


Word = Vote | WithdrawVote
"""A vote, or that it is taken back."""


class Receipts:
    """Gives receipts, and knows its own and those of the hubs beside it.

    keys: those known from before.   keep: is given all keys whenever there are more.
    """

    def __init__(
        self, keys: Iterable[bytes] = (), keep: Callable[[frozenset[bytes]], None] = lambda _: None
    ) -> None:
        self.keys: frozenset[bytes] = frozenset()
        # Each has hashed its key; what is signed is added to a copy.
        self._by_key: list[hmac.HMAC] = []
        self._have(frozenset(keys))
        self._keep = keep

    def learn(self, keys: Iterable[bytes]) -> None:
        """Recognise what was signed with these keys, too; of all that are known, hubs come to sign with the same."""
        known = self.keys | {key for key in keys if len(key) == KEY_BYTES}
        if known != self.keys:
            self._have(known)
            self._keep(known)

    def _have(self, keys: frozenset[bytes]) -> None:
        self.keys = keys
        self._by_key = [hmac.new(key, digestmod="sha256") for key in sorted(keys)]

    def make_key(self) -> None:
        """Have a key of our own: nobody has one yet."""
        self.learn([secrets.token_bytes(KEY_BYTES)])

    def give(self, code: EventCode, who: ParticipantId, device: str, word: Word | Submit) -> str:
        """The receipt for what is in the log; "" before there is a key."""
        return _receipt(self._by_key[0], code, who, device, word) if self._by_key else ""

    def proves(self, code: EventCode, who: ParticipantId, device: str, word: Word | Submit) -> bool:
        """Whether the word brings a receipt for itself."""
        if word.receipt is None:
            return False
        shown = word.receipt.encode("utf-8", "surrogatepass")
        return any(
            hmac.compare_digest(shown, _receipt(key, code, who, device, word).encode())
            for key in self._by_key
        )


def stands(ballot: Ballot | None, device: str, word: Word) -> bool:
    """Whether it is the participant's last word on its statement, as the log has it.

    A device that says something else under an operation that was counted is told that it counts, as ever; but it
    gets no receipt for what it did not say then.
    """
    held = ballot.last_word(StatementId(word.statement)) if ballot is not None else None
    if held is None or (held.operation.counter, held.operation.device) != (word.op, device):
        return False
    return (held.choice if isinstance(held, VoteCast) else WITHDRAWN) == _said(word)


def _said(word: Word) -> str:
    return word.choice if isinstance(word, Vote) else WITHDRAWN


def is_as_offered(statement: Statement | None, submit: Submit) -> bool:
    """Whether the statement is the one that was offered, in its words."""
    if statement is None or (statement.prompt, statement.language) != (submit.prompt, submit.language):
        return False
    if submit.text == statement.text:
        return True
    try:
        return clean(submit.text, len(statement.text)) == statement.text
    except (TextEmpty, TextTooLong):
        return False


def _receipt(by_key: hmac.HMAC, code: EventCode, who: ParticipantId, device: str, word: Word | Submit) -> str:
    # Codes and participants hold no blank, and what may hold one says how long it is: no two words read alike.
    whose = f"{code} {who} {word.op}"
    if isinstance(word, Submit):
        said = (
            f"submit {whose} {len(device)} {device} {len(word.prompt)} {word.prompt}"
            f" {len(word.language)} {word.language} {word.text}"
        )
    else:
        # Not what it was read in: that only says more of a vote which counts without it, too.
        said = f"vote {whose} {_said(word)} {len(device)} {device} {word.statement}"
    made = by_key.copy()
    made.update(said.encode("utf-8", "surrogatepass"))
    return base64.urlsafe_b64encode(made.digest()[:RECEIPT_BYTES]).decode()
