"""How long things took, in a histogram of high dynamic range: three digits from a microsecond to five minutes."""

from typing import Final

from hdrh.histogram import HdrHistogram

LONGEST_US: Final = 300_000_000


class Latencies:
    """Durations, each counted from the moment at which it was due and not from that at which it was begun.

    A generator that waits for an answer before it asks again asks less often while the server is slow, and so
    measures the good moments only ("coordinated omission").
    """

    def __init__(self) -> None:
        self._histogram = HdrHistogram(1, LONGEST_US, 3)

    def took(self, seconds: float) -> None:
        self._histogram.record_value(min(max(1, round(seconds * 1e6)), LONGEST_US))

    def percentile_ms(self, percent: float) -> float:
        """nan of nothing."""
        if not len(self):
            return float("nan")
        value: int = self._histogram.get_value_at_percentile(percent)
        return value / 1_000

    @property
    def longest_ms(self) -> float:
        return self.percentile_ms(100)

    def add(self, packed: bytes) -> None:
        """What another process has counted."""
        self._histogram.decode_and_add(packed)

    def packed(self) -> bytes:
        data: bytes = self._histogram.encode()
        return data

    def __len__(self) -> int:
        count: int = self._histogram.get_total_count()
        return count

    def __str__(self) -> str:
        marks = ", ".join(
            f"p{percent:g} {self.percentile_ms(percent):,.1f}" for percent in (50, 90, 99, 99.9)
        )
        return f"{len(self):,}: {marks}, longest {self.longest_ms:,.1f} ms" if len(self) else "none"
