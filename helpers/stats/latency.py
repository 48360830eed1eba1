"""Percentiles of latency: what a sample can say about the slow end, and what it cannot."""

from __future__ import annotations

import math
from typing import Any

from helpers.stats._input import check_level, sample, whole
from helpers.stats.estimate import Estimate


def _quantile(q: Any) -> float:
    try:
        value = float(q)
    except (TypeError, ValueError):
        raise ValueError(f"q must be a number between 0 and 1, got {q!r}.") from None
    if not 0 < value < 1:
        raise ValueError(f"q must lie between 0 and 1 (0.95 for p95), got {q!r}.")
    return value


def percentile_interval(values: Any, q: float = 0.95, *, level: float = 0.95) -> Estimate:
    """A percentile with an interval from order statistics: no assumption about the shape of the distribution.

    values: (n,) numbers such as seconds; q: 0.95 for p95. value: the smallest observation with at least a share q
    at or below it. When the sample is too small to bound the percentile from above (or below), high is inf (low
    is -inf) and `note` says how many values would do.
    Raises ValueError for NaN, empty input, q outside (0, 1).
    Source: David & Nagaraja, Order Statistics (2003), section 7.1: ranks from the Binomial(n, q) distribution.
    """
    import numpy as np
    from scipy.special import bdtr

    q, a = _quantile(q), (1 - check_level(level)) / 2
    x = np.sort(sample(values, "values"))
    n = x.size
    below = bdtr(np.arange(n), n, q)  # P(at most r values lie at or below the percentile), r = 0 .. n - 1
    lower = int((below <= a).sum())  # rank of the low end, counted from 1; 0: none
    upper = int((1 - below > a).sum()) + 1  # rank of the high end; n + 1: none
    notes = []
    if upper > n:
        notes.append(
            f"no upper limit: {n} values cannot bound p{100 * q:g} from above, {values_needed(q, level=level)} can"
        )
    if lower < 1:
        notes.append(
            f"no lower limit: {n} values cannot bound p{100 * q:g} from below, {values_needed(1 - q, level=level)} can"
        )
    return Estimate(
        float(x[math.ceil(n * q - 1e-9) - 1]),
        float(x[lower - 1]) if lower >= 1 else -math.inf,
        float(x[upper - 1]) if upper <= n else math.inf,
        n=n,
        level=level,
        unit="number",
        method=f"p{100 * q:g}, order statistics",
        note="; ".join(notes),
    )


def values_needed(q: float = 0.95, *, level: float = 0.95) -> int:
    """Fewest values with which a two-sided interval for the percentile q has an upper limit: q^n <= (1 - level) / 2."""
    q, a = _quantile(q), (1 - check_level(level)) / 2
    return max(1, math.ceil(math.log(a) / math.log(q) - 1e-9))


def chance_unseen(q: float, n: int) -> float:
    """Chance that the largest of n values is still below the true percentile q: q^n."""
    return _quantile(q) ** whole(n, "n", at_least=1)


def fan_out(q: float, calls: int) -> float:
    """Chance that a request made of so many parallel calls meets at least one beyond the percentile q: 1 - q^calls."""
    return 1 - _quantile(q) ** whole(calls, "calls", at_least=1)
