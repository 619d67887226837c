"""The one way in which tests and benchmarks say how long most of something took."""

from collections.abc import Iterable


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share (0–1) of all values lies below; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
