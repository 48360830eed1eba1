"""A/B tests with a fixed end: were the arms filled as planned, and a covariate that takes noise out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.stats._input import check_alpha, is_scalar, sample, whole

if TYPE_CHECKING:
    import numpy as np


class SampleRatio(NamedTuple):
    """counts and expected: units per arm. p_value: chi-square. mismatch: True when p_value is below the cut."""

    counts: tuple[int, ...]
    expected: tuple[float, ...]
    p_value: float
    mismatch: bool

    def __str__(self) -> str:
        seen = ", ".join(f"{c:,} for {e:,.1f}" for c, e in zip(self.counts, self.expected, strict=True))
        verdict = (
            "the arms were not filled as planned: find out why before you read the result" if self.mismatch else "fine"
        )
        return f"{seen} expected, p = {self.p_value:.2g}: {verdict}"


def sample_ratio_mismatch(*counts: Any, shares: Any = None, cut: float = 0.001) -> SampleRatio:
    """Do the arms hold as many units as the split says? A mismatch means the experiment is broken.

    counts: units per arm, as arguments or one list. shares: planned shares (default: equal), scaled to sum 1. The
    cut is strict because the check runs on every experiment, and a real fault shows with a tiny p value.
    Raises ValueError for fewer than two arms, no units, negative or non-whole counts, shares that are not positive.
    Source: chi-square goodness of fit (equals scipy.stats.chisquare).
    """
    given = counts[0] if len(counts) == 1 and not is_scalar(counts[0]) else counts
    seen = tuple(whole(c, "counts") for c in given)
    if len(seen) < 2:
        raise ValueError(f"{len(seen)} arm given; a ratio needs at least two.")
    total = sum(seen)
    if total == 0:
        raise ValueError("All arms are empty.")
    planned = [1.0] * len(seen) if shares is None else sample(shares, "shares").tolist()
    if len(planned) != len(seen):
        raise ValueError(f"{len(planned)} shares for {len(seen)} arms.")
    if min(planned) <= 0:
        raise ValueError(f"Planned shares must be above 0, got {min(planned):g}.")
    expected = tuple(total * s / sum(planned) for s in planned)
    chi2 = sum((c - e) ** 2 / e for c, e in zip(seen, expected, strict=True))
    from scipy.special import chdtrc

    p = float(chdtrc(len(seen) - 1, chi2))
    return SampleRatio(seen, expected, p, p < check_alpha(cut, "cut"))


class Cuped(NamedTuple):
    """adjusted: (n,) values with the same mean. theta: slope. variance_ratio: 1 - r^2, share left."""

    adjusted: np.ndarray
    theta: float
    variance_ratio: float


def cuped(y: Any, x: Any) -> Cuped:
    """Take out of y what x, known before the experiment, explains: y - theta (x - mean(x)), theta = cov(x, y) / var(x).

    y, x: (n,) values of the same units, both arms together, so that one theta and one mean serve both; then
    compare the arms on `adjusted`. x must not be touched by the treatment. Raises ValueError for lengths that
    differ, NaN, a constant x.
    Source: Deng et al., WSDM 2013.
    """
    y, x = sample(y, "y", at_least=3), sample(x, "x", at_least=3)
    if y.size != x.size:
        raise ValueError(f"y has {y.size} values and x {x.size}; give both for the same units.")
    dx, dy = x - x.mean(), y - y.mean()
    sxx, syy, sxy = float(dx @ dx), float(dy @ dy), float(dx @ dy)
    if sxx <= 1e-24 * max(1.0, float(x @ x)):
        raise ValueError("x is the same for all units; it explains nothing.")
    ratio = 1 - sxy * sxy / (sxx * syy) if syy > 0 else math.nan
    return Cuped(y - sxy / sxx * dx, sxy / sxx, max(ratio, 0.0) if syy > 0 else ratio)
