"""Votes as a ledger numbers them: what is handed from it to whoever asks later which of them still stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plenary_analysis.arrays import Bytes, Flags, Indices, Ints


@dataclass(frozen=True, slots=True, eq=False)
class NumberedVotes:
    """Single votes (v,): person, statement and device by a ledger's numbers; what was cast; its device's counter."""

    person: Indices
    statement: Indices
    value: Bytes
    counter: Ints
    device: Indices

    def at(self, which: Ints | Flags) -> "NumberedVotes":
        """Those votes only, by place or by flag, in the order asked for."""
        return NumberedVotes(
            self.person[which],
            self.statement[which],
            self.value[which],
            self.counter[which],
            self.device[which],
        )


def joined(parts: Sequence[NumberedVotes]) -> NumberedVotes:
    """One after the other; at least one part."""
    if len(parts) == 1:
        return parts[0]
    return NumberedVotes(
        np.concatenate([part.person for part in parts]),
        np.concatenate([part.statement for part in parts]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.counter for part in parts]),
        np.concatenate([part.device for part in parts]),
    )
