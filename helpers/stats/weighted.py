"""A share when cases were drawn with different chances, or come in clusters: weights undo the draw."""

from __future__ import annotations

import math
from typing import Any

from helpers.stats._input import check_level, groups, sample, t_quantile, z_of
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import _wilson_bounds


def weighted_share(values: Any, weights: Any = None, *, clusters: Any = None, level: float = 0.95) -> Estimate:
    """Share of True among n cases, each of which stands for `weights` cases; a Wilson interval that fits the draw.

    values: n of True/False (or 1/0). weights: n numbers above 0, one over the chance of being drawn; None: all alike.
    clusters: n names (page, user); cases of one cluster may resemble each other. value: sum(w y) / sum(w). se: of the
    ratio, linearised, by cluster (CR1). The interval is Wilson's with the effective number of cases, value (1 - value)
    / se^2, at most n, cut for few clusters by (z / t)^2; without any variation the clusters are the cases. n of the
    result is that effective number, and may be a fraction.
    Raises ValueError for other values, weights of 0 or less, a single cluster, fewer than two cases, unequal lengths.
    Source: Korn & Graubard, Survey Methodology 24 (1998) 193, with Wilson's interval in place of the exact one; se
    equals statsmodels WLS(y, 1, weights).fit(cov_type="cluster") up to its small-sample factor.
    """
    import numpy as np

    y = sample(values, "values", at_least=2)
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError(f"values must hold True/False or 1/0, got {y[~np.isin(y, (0.0, 1.0))][0]:g}.")
    w = np.ones(y.size) if weights is None else sample(weights, "weights", at_least=2)
    if w.size != y.size:
        raise ValueError(f"weights has {w.size} numbers for {y.size} values; give one per value.")
    if (w <= 0).any():
        raise ValueError(f"weights must be above 0, got {w[w <= 0][0]:g}.")
    codes, c = groups(range(y.size) if clusters is None else clusters, y.size)
    if c == 1:
        raise ValueError("All cases are in one cluster; at least two clusters are needed for an interval.")
    total = float(w.sum())
    value = float(w @ y) / total
    parts = np.bincount(codes, weights=w * (y - value), minlength=c)
    se = math.sqrt(float(parts @ parts) * c / (c - 1)) / total
    z, t = z_of(level), t_quantile(1 - (1 - check_level(level)) / 2, c - 1)
    if se > 0:
        n = min(float(y.size), value * (1 - value) / se**2)
        n *= 1.0 if clusters is None and weights is None else (z / t) ** 2
    else:  # nothing varies: what is left to count are clusters, as unequal as their weights are
        sums = np.bincount(codes, weights=w, minlength=c)
        n = total**2 / float(sums @ sums)
    low, high = _wilson_bounds(value * n, n, z, math.sqrt)
    low, high = (0.0 if value == 0 else float(low)), (1.0 if value == 1 else float(high))
    notes = [f"{y.size} cases"] + ([f"{c} clusters"] if clusters is not None else [])
    notes += ["weighted"] if weights is not None else []
    return Estimate(
        value, low, high, se=se, n=n, level=level, method="Wilson, effective number of cases", note=", ".join(notes)
    )
