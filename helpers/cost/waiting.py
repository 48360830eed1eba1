"""Latency: time to the first word, time for each further token, and percentiles that say what they do not know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.stats import Estimate


def latency(seconds: Sequence[float], q: Sequence[float] = (0.5, 0.95)) -> dict[float, Estimate]:
    """Percentiles with their rank intervals. The high end is inf where the sample is too small: 20 calls have no p95.

    Raises: ValueError for no values, a negative time, q outside (0, 1).
    """
    from helpers import stats

    seconds = list(seconds)
    if any(not second >= 0 for second in seconds):
        raise ValueError(f"seconds must be 0 or more, got {min(seconds)!r}.")
    return {one: stats.percentile_interval(seconds, one) for one in q}


def per_token(first: float, whole: float, tokens: int) -> float:
    """Seconds for each token after the first: (whole - first) / (tokens - 1). The definition of NVIDIA NIM's TPOT.

    first, whole: seconds to the first token and to the last. Raises: ValueError when there is no second token, or the
    end lies before the first token.
    """
    if tokens < 2:
        raise ValueError(f"a reply of {tokens!r} tokens has no time per further token; 2 are needed.")
    if not 0 <= first <= whole:
        raise ValueError(f"first ({first!r}) and whole ({whole!r}) are seconds with 0 <= first <= whole.")
    return (whole - first) / (tokens - 1)
