"""Receipts: what a phone holds to prove that a vote of its own was counted, should the store ever lose it.

A receipt is a message authentication code over the vote as it was asked, with a key that the hubs share. It says
nothing to anybody else, and opens nothing but the way back in for that one vote.
"""

import base64
import hmac
import secrets
from collections.abc import Callable, Iterable
from typing import Final

from plenary.deliberation.entities import Ballot
from plenary.deliberation.vocabulary import EventCode, Operation, ParticipantId, StatementId
from plenary.wire.from_client import Vote

KEY_BYTES: Final = 32
# 96 bits: a forger who tries has to ask us each time.
RECEIPT_BYTES: Final = 12


class Receipts:
    """Gives receipts, and knows its own and those of the hubs beside it.

    keys: those known from before.   keep: is given all keys whenever there are more.
    """

    def __init__(
        self, keys: Iterable[bytes] = (), keep: Callable[[frozenset[bytes]], None] = lambda _: None
    ) -> None:
        self.keys = frozenset(keys)
        self._keep = keep

    def learn(self, keys: Iterable[bytes]) -> None:
        """Recognise what was signed with these keys, too; of all that are known, hubs come to sign with the same."""
        known = self.keys | {key for key in keys if len(key) == KEY_BYTES}
        if known != self.keys:
            self.keys = known
            self._keep(known)

    def make_key(self) -> None:
        """Have a key of our own: nobody has one yet."""
        self.learn([secrets.token_bytes(KEY_BYTES)])

    def give(self, code: EventCode, who: ParticipantId, device: str, vote: Vote) -> str:
        """The receipt for a vote that is in the log; "" before there is a key."""
        return _receipt(min(self.keys), code, who, device, vote) if self.keys else ""

    def proves(self, code: EventCode, who: ParticipantId, device: str, vote: Vote) -> bool:
        """Whether the vote brings a receipt for itself."""
        if vote.receipt is None:
            return False
        shown = vote.receipt.encode("utf-8", "surrogatepass")
        return any(
            hmac.compare_digest(shown, _receipt(key, code, who, device, vote).encode()) for key in self.keys
        )


def stands(ballot: Ballot | None, device: str, vote: Vote) -> bool:
    """Whether the vote is the participant's last word on its statement, as the log has it.

    A device that says something else under an operation that was counted is told that it counts, as ever; but it
    gets no receipt for what it did not say then.
    """
    held = ballot.votes.get(StatementId(vote.statement)) if ballot is not None else None
    return held is not None and held.operation == Operation(vote.op, device) and held.choice is vote.choice


def _receipt(key: bytes, code: EventCode, who: ParticipantId, device: str, vote: Vote) -> str:
    # Not what it was read in: that only says more of a vote which counts without it, too.
    # Codes and participants hold no blank, and the device says how long it is: no two votes read alike.
    said = f"vote {code} {who} {vote.op} {vote.choice} {len(device)} {device} {vote.statement}"
    made = hmac.digest(key, said.encode("utf-8", "surrogatepass"), "sha256")
    return base64.urlsafe_b64encode(made[:RECEIPT_BYTES]).decode()
