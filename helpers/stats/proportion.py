"""One share, and the difference of two independent shares."""

from __future__ import annotations

import math
from typing import Any

from helpers.stats._input import check_level, is_scalar, k_of_n, tail, two_sided_p, whole, whole_array, z_of
from helpers.stats.estimate import Estimate


def _wilson_bounds(k: Any, n: Any, z: float, sqrt: Any) -> tuple[Any, Any]:
    p = k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half


def wilson(k: Any, n: Any, *, level: float = 0.95, side: str = "both") -> Estimate:
    """Share of k out of n with the Wilson score interval. The default for a pass rate.

    k, n: whole numbers, or arrays of them that broadcast; arrays give an Estimate whose fields are arrays of that
    shape. side: "both", or "lower"/"upper" for a one-sided bound (the other end is then 0 or 1). Never leaves [0,
    1], and has a width at 0 of n and n of n. se is sqrt(p (1 - p) / n).
    Raises ValueError for k > n, n = 0, negative or non-whole counts, NaN.
    Source: E. B. Wilson, JASA 22 (1927) 209; equals statsmodels proportion_confint(method="wilson").
    """
    z = z_of(level, side)
    k, n, scalar = k_of_n(k, n)
    if scalar:
        low, high = _wilson_bounds(k, n, z, math.sqrt)
        # Rounding may leave 1e-17 where the formula gives exactly 0 or 1.
        low = 0.0 if k == 0 or side == "upper" else low
        high = 1.0 if k == n or side == "lower" else high
        se = math.sqrt(k / n * (1 - k / n) / n)
    else:
        import numpy as np

        low, high = _wilson_bounds(k, n, z, np.sqrt)
        low = np.where((k == 0) | (side == "upper"), 0.0, low)
        high = np.where((k == n) | (side == "lower"), 1.0, high)
        se = np.sqrt(k / n * (1 - k / n) / n)
    return Estimate(k / n, low, high, se=se, n=n, level=level, method="Wilson")


def clopper_pearson(k: Any, n: Any, *, level: float = 0.95, side: str = "both") -> Estimate:
    """Share of k out of n with the exact (Clopper-Pearson) interval: holds at least its level at every true share.

    Shapes, `side` and errors as in `wilson`. Wider than Wilson; use it where a promise must not be broken.
    Source: Beta quantiles (k, n - k + 1) and (k + 1, n - k); equals statsmodels proportion_confint(method="beta").
    """
    a = tail(level, side)
    k, n, scalar = k_of_n(k, n)
    import numpy as np
    from scipy.special import betaincinv

    ka, na = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    low = np.where(ka == 0, 0.0, betaincinv(np.maximum(ka, 1), na - ka + 1, a))
    high = np.where(ka == na, 1.0, betaincinv(ka + 1, np.maximum(na - ka, 1), 1 - a))
    low = np.zeros_like(low) if side == "upper" else low
    high = np.ones_like(high) if side == "lower" else high
    se = np.sqrt(ka / na * (1 - ka / na) / na)
    if scalar:
        low, high, se = float(low), float(high), float(se)
    return Estimate(k / n, low, high, se=se, n=n, level=level, method="Clopper-Pearson")


def rule_of_three(n: Any, *, exact: bool = False, level: float = 0.95) -> Any:
    """Highest failure rate that n cases without a single failure still allow: 3 / n.

    n: whole number or array; returns a float or an array of that shape. exact=True gives the one-sided exact bound
    1 - (1 - level)^(1/n), of which 3 / n is the approximation at 95 %. Never above 1.
    Raises ValueError for n < 1, and for a level other than 0.95 without exact=True.
    """
    check_level(level)
    if not exact and level != 0.95:
        raise ValueError("The rule of three is for a level of 0.95; use exact=True for another level.")
    if is_scalar(n):
        n = whole(n, "n", at_least=1)
        return 1 - (1 - level) ** (1 / n) if exact else min(1.0, 3 / n)
    import numpy as np

    n = whole_array(n, "n", at_least=1)
    return 1 - (1 - level) ** (1 / n) if exact else np.minimum(1.0, 3 / n)


def two_proportions(k_a: Any, n_a: Any, k_b: Any, n_b: Any, *, level: float = 0.95) -> Estimate:
    """Difference B - A of two independent shares, as in an A/B test: Newcombe interval, pooled z test.

    k of n for each arm: whole numbers or arrays that broadcast (fields are then arrays). Not for two systems on
    the same cases: those are paired, see `paired_difference` and `newcombe_paired`. p_value is 1 when both arms
    are all 0 or all n.
    Raises ValueError as `wilson`.
    Source: Newcombe, Stat Med 17 (1998) 873, method 10; equals statsmodels proportions_ztest and
    confint_proportions_2indep(method="newcomb").
    """
    a, b = wilson(k_a, n_a, level=level), wilson(k_b, n_b, level=level)
    scalar = is_scalar(a.value) and is_scalar(b.value)
    import numpy as np

    diff = np.asarray(b.value - a.value, dtype=float)
    low = diff - np.sqrt((b.value - b.low) ** 2 + (a.high - a.value) ** 2)
    high = diff + np.sqrt((b.high - b.value) ** 2 + (a.value - a.low) ** 2)
    n_a, n_b = np.asarray(a.n, dtype=float), np.asarray(b.n, dtype=float)
    pooled = (a.value * n_a + b.value * n_b) / (n_a + n_b)
    se0 = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / n_a + 1 / n_b))
    z = np.divide(diff, se0, out=np.zeros_like(se0), where=(se0 > 0) & (diff != 0))
    p = np.vectorize(two_sided_p, otypes=[float])(z)
    se = np.sqrt(np.asarray(a.se) ** 2 + np.asarray(b.se) ** 2)
    fields = [diff, low, high, se, n_a + n_b, p]
    if scalar:
        fields = [float(x) for x in fields]
    return Estimate(*fields, level=level, unit="points", method="Newcombe, two independent shares")


def wald(k: Any, n: Any, *, level: float = 0.95) -> Estimate:
    """The textbook interval p +- z sqrt(p (1 - p) / n), here to be shown failing. Do not report it.

    It has no width at 0 of n and n of n, leaves [0, 1], and covers less than it says below a few hundred cases.
    Shapes and errors as in `wilson`.
    """
    one = wilson(k, n, level=level)
    half = z_of(level) * one.se
    return Estimate(
        one.value,
        one.value - half,
        one.value + half,
        se=one.se,
        n=one.n,
        level=level,
        method="Wald",
        note="for contrast only",
    )
