"""Two systems on the same cases: paired difference, Newcombe's paired interval, McNemar's test."""

from __future__ import annotations

import math
from typing import Any

from helpers.stats._input import (
    check_level,
    is_scalar,
    normal_quantile,
    sample,
    t_quantile,
    two_sided_p,
    whole,
    whole_array,
    z_of,
)
from helpers.stats.estimate import Estimate
from helpers.stats.mean import LARGE, _cluster_note, _how, _interval, _moments, p_against_zero
from helpers.stats.proportion import _wilson_bounds, clopper_pearson

FEW = 10  # cases that differ; below this the mean of the differences is too skewed for its interval


def paired_difference(a: Any, b: Any, clusters: Any = None, *, level: float = 0.95) -> Estimate:
    """Mean of B - A over the same cases, with interval and p value. Positive: B is better.

    a, b: (n,) scores in the same order of cases, or (n, K) repeats (rows are averaged first). clusters: n names.
    Standard error, quantile and clusters as in `mean_interval`, applied to d = b - a. p_value tests "no
    difference".
    With pass/fail and fewer than ten cases that differ it is too narrow; `note` says so and `newcombe_paired`
    holds.
    Raises ValueError for lengths that differ, NaN (drop the case from both), fewer than two cases, one cluster.
    Source: Miller, arXiv 2411.00640.
    """
    a, b = sample(a, "a", ndim=(1, 2)), sample(b, "b", ndim=(1, 2))
    a = a.mean(axis=1) if a.ndim == 2 else a
    b = b.mean(axis=1) if b.ndim == 2 else b
    if a.size != b.size:
        raise ValueError(f"a has {a.size} cases and b has {b.size}; a paired difference needs the same cases in both.")
    unit = "points" if min(a.min(), b.min()) >= 0 and max(a.max(), b.max()) <= 1 else "number"
    m = _moments(b - a, clusters)
    low, high = _interval(m, level)
    differ = int((a != b).sum())
    notes = [_cluster_note(m)]
    if unit == "points" and 0 < differ < FEW:
        notes.append(
            f"only {differ} of {m.n} cases differ: the interval is too narrow, use newcombe_paired for pass/fail"
        )
    if m.se == 0:
        notes.append("every pair differs by the same amount, so the interval has no width; that is not certainty")
    if unit == "points" and (low < -1 or high > 1):
        notes.append("the interval leaves [-1, 1]: too few units for this method")
    return Estimate(
        m.mean,
        low,
        high,
        se=m.se,
        n=m.n,
        p_value=p_against_zero(m),
        level=level,
        unit=unit,
        method=f"paired, {_how(m)}",
        note="; ".join(x for x in notes if x),
    )


def unpaired_difference(a: Any, b: Any, *, level: float = 0.95) -> Estimate:
    """Mean of B minus mean of A as if the cases were different ones: for contrast with `paired_difference`.

    a, b: (n,) and (m,) scores. Welch's standard error and degrees of freedom; normal quantile from 100 scores in
    each.
    Raises ValueError for NaN or fewer than two scores in either. n is the sum of both.
    """
    a, b = sample(a, "a", at_least=2), sample(b, "b", at_least=2)
    va, vb = float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size
    diff, se = float(b.mean() - a.mean()), math.sqrt(va + vb)
    p = 1 - (1 - check_level(level)) / 2
    df = None
    if min(a.size, b.size) < LARGE and se > 0:
        df = (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
    half = (normal_quantile(p) if df is None else t_quantile(p, df)) * se
    p_value = two_sided_p(diff / se, df) if se > 0 else (1.0 if diff == 0 else 0.0)
    unit = "points" if min(a.min(), b.min()) >= 0 and max(a.max(), b.max()) <= 1 else "number"
    return Estimate(
        diff,
        diff - half,
        diff + half,
        se=se,
        n=a.size + b.size,
        p_value=p_value,
        level=level,
        unit=unit,
        method="unpaired (Welch)",
        note="unpaired: wrong for the same cases",
    )


def newcombe_paired(n11: Any, n10: Any, n01: Any, n00: Any, *, level: float = 0.95) -> Estimate:
    """Difference B - A of two pass rates on the same cases, from the four counts. Good with few cases.

    n11: both pass; n10: only A passes; n01: only B passes; n00: both fail. Whole numbers, or arrays that broadcast
    (fields are then arrays). value is (n01 - n10) / n. p_value is McNemar's, exact. Stays within [-1, 1].
    Raises ValueError for negative or non-whole counts, or no cases.
    Source: Newcombe, Stat Med 17 (1998) 2635, method 10 (Wilson limits combined with the continuity-corrected phi).
    """
    cells = (n11, n10, n01, n00)
    names = ("n11", "n10", "n01", "n00")
    z = z_of(level)
    if all(is_scalar(c) for c in cells):
        counts = tuple(whole(c, name) for c, name in zip(cells, names, strict=True))
        value, low, high, se, n = _newcombe(*counts, z)
        p = _binomial_half(min(counts[1:3]), counts[1] + counts[2], False)
    else:
        import numpy as np

        arrays = [whole_array(c, name) for c, name in zip(cells, names, strict=True)]
        try:
            arrays = np.broadcast_arrays(*arrays)
        except ValueError:
            raise ValueError(f"The four counts have shapes {[x.shape for x in arrays]}; they must match.") from None
        shape = arrays[0].shape
        rows = [_newcombe(*map(int, row), z) for row in zip(*(x.ravel() for x in arrays), strict=True)]
        value, low, high, se, n = (np.array(column, dtype=float).reshape(shape) for column in zip(*rows, strict=True))
        p = mcnemar(arrays[1], arrays[2]).p_value
    return Estimate(
        value, low, high, se=se, n=n, p_value=p, level=level, unit="points", method="Newcombe paired (method 10)"
    )


def _newcombe(n11: int, n10: int, n01: int, n00: int, z: float) -> tuple[float, float, float, float, int]:
    n = n11 + n10 + n01 + n00
    if n == 0:
        raise ValueError("The four counts are all 0: there is no case to compare.")
    a, b = n11 + n10, n11 + n01  # passes of A and of B
    pa, pb = a / n, b / n
    la, ua = _wilson_bounds(a, n, z, math.sqrt)
    lb, ub = _wilson_bounds(b, n, z, math.sqrt)
    margins = a * (n - a) * b * (n - b)
    phi = 0.0
    if margins > 0:
        cross = n11 * n00 - n10 * n01
        phi = (max(cross - n / 2, 0) if cross > 0 else cross) / math.sqrt(margins)
    diff = (n01 - n10) / n
    below = (pb - lb) ** 2 - 2 * phi * (pb - lb) * (ua - pa) + (ua - pa) ** 2
    above = (ub - pb) ** 2 - 2 * phi * (ub - pb) * (pa - la) + (pa - la) ** 2
    spread = (n10 + n01) / n - diff * diff
    se = math.sqrt(max(spread, 0) / n)
    low, high = diff - math.sqrt(max(below, 0)), diff + math.sqrt(max(above, 0))
    return diff, max(low, -1.0), min(high, 1.0), se, n


def mcnemar(n10: Any, n01: Any, *, mid_p: bool = False) -> Estimate:
    """McNemar's exact test: of the cases where A and B differ, does one of them win too often for chance?

    n10: only A passes; n01: only B passes; whole numbers or arrays that broadcast. value is B's share of the cases
    that differ, with its exact 95 % interval; n counts those cases; p_value is two-sided Binomial(n10 + n01, 1/2).
    mid_p=True subtracts P(X = min(n10, n01)), less strict and closer to its level. Without a differing case value
    and interval are NaN, 0, 1 and p_value is 1.
    Raises ValueError for negative or non-whole counts.
    Source: McNemar, Psychometrika 12 (1947) 153; mid-p: Fagerland et al., BMC Med Res Methodol 13 (2013) 91.
    """
    import numpy as np

    scalar = is_scalar(n10) and is_scalar(n01)
    b, c = np.broadcast_arrays(whole_array(n10, "n10"), whole_array(n01, "n01"))
    n = b + c
    few = np.minimum(b, c)
    pairs = zip(few.flat, n.flat, strict=True)
    p = np.array([_binomial_half(int(k), int(m), mid_p) for k, m in pairs]).reshape(n.shape)
    some = n > 0
    inner = clopper_pearson(np.where(some, c, 0), np.where(some, n, 1))
    value = np.where(some, inner.value, np.nan)
    low, high = np.where(some, inner.low, 0.0), np.where(some, inner.high, 1.0)
    note = "" if some.all() else "no case differs"
    fields: list[Any] = [value, low, high, None, n, p]
    if scalar:
        fields = [None if x is None else float(x) for x in fields]
        fields[4] = int(fields[4])
    return Estimate(*fields, method="McNemar, mid-p" if mid_p else "McNemar, exact", note=note)


def _binomial_half(k: int, n: int, mid_p: bool) -> float:
    """Two-sided P(X <= k), X ~ Binomial(n, 1/2): in whole numbers up to n = 1000, then by the Beta integral."""
    if n == 0:
        return 1.0
    if n <= 1000:
        at = math.comb(n, k) / 2**n
        p = min(1.0, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n)
    else:
        from scipy.special import betainc, gammaln

        at = math.exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) - n * math.log(2))
        p = min(1.0, 2 * float(betainc(n - k, k + 1, 0.5)))
    if not mid_p:
        return p
    return 1.0 - at if 2 * k == n else p - at
