"""What small test sets would have shown: the same comparison on many draws of a few messages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class SmallSets(NamedTuple):
    """Shares of the draws: `ahead` the interval lies above 0, `behind` below 0, `open` it holds 0.

    shown: mean difference of the draws that show one ahead (None without any): what a lucky small set reports.
    """

    size: int
    ahead: float
    behind: float
    open: float
    shown: float | None


def small_sets(a: Sequence[float], b: Sequence[float], size: int, draws: int, seed: int) -> SmallSets:
    """Draw `size` of the messages without replacement, `draws` times, and take the paired interval of b - a each time.

    The interval is mean and Student's t (`stats.paired_difference` without clusters). Raises: ValueError for a size
    that is not between 2 and the number of messages.
    """
    import numpy as np
    from scipy.stats import t

    gaps = np.asarray(b, dtype=float) - np.asarray(a, dtype=float)
    if isinstance(size, bool) or not 2 <= size <= len(gaps):
        raise ValueError(f"a small set has 2 to {len(gaps)} messages, but got {size!r}")
    rng = np.random.default_rng(seed)
    picked = np.array([gaps[rng.permutation(len(gaps))[:size]] for _ in range(draws)])
    means, half = picked.mean(axis=1), t.ppf(0.975, size - 1) * picked.std(axis=1, ddof=1) / math.sqrt(size)
    ahead, behind = means - half > 0, means + half < 0
    shown = float(means[ahead].mean()) if ahead.any() else None
    return SmallSets(size, float(ahead.mean()), float(behind.mean()), float((~ahead & ~behind).mean()), shown)
