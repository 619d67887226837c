"""The array types the analysis speaks in. Nothing else lives here."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Flags = NDArray[np.bool_]
Singles = NDArray[np.float32]
Bytes = NDArray[np.int8]
Marks = NDArray[np.uint64]
Numbers = Floats | Ints


def frozen_floats(values: Floats) -> Floats:
    """A copy that refuses to be written to, for arrays that a published result hands out."""
    copy = np.array(values, dtype=np.float64)
    copy.setflags(write=False)
    return copy


def frozen_ints(values: Ints) -> Ints:
    """A copy that refuses to be written to, for arrays that a published result hands out."""
    copy = np.array(values, dtype=np.int64)
    copy.setflags(write=False)
    return copy


def array_of(kind: str, shape: Sequence[int], data: bytes) -> NDArray[Any]:
    """The array whose `dtype.str`, shape and `tobytes()` these are; it refuses to be written to. Raises ValueError."""
    return np.frombuffer(data, dtype=np.dtype(kind)).reshape(tuple(shape))
