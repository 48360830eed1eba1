"""Mean of scores: standard errors that respect clusters, design effect, bootstrap."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.stats._input import check_level, groups, normal_quantile, sample, t_quantile, two_sided_p, whole
from helpers.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np

LARGE = 100  # from here on the normal quantile; below it Student's t, which is at least 1.2 % wider


class _Moments(NamedTuple):
    mean: float
    se: float
    n: int
    units: int
    clustered: bool


def _moments(values: np.ndarray, clusters: Any) -> _Moments:
    """Mean and its standard error; CR1 when clusters hold more than one score each."""
    import numpy as np

    n = values.size
    mean = float(values.mean())
    away = values - mean
    if clusters is not None:
        codes, c = groups(clusters, n)
        if c == 1:
            raise ValueError(
                f"All {n} scores are in one cluster. A clustered interval compares clusters with each other, so it "
                "needs at least two (ten or more to be worth much). Collect more clusters, or leave `clusters` out if "
                "the scores really are independent."
            )
        if c < n:
            sums = np.bincount(codes, weights=away, minlength=c)
            return _Moments(mean, math.sqrt(float(sums @ sums)) / n * math.sqrt(c / (c - 1)), n, c, True)
    if n < 2:
        raise ValueError(f"{n} score is not enough for an interval; at least 2 needed.")
    return _Moments(mean, math.sqrt(float(away @ away) / (n * (n - 1))), n, n, False)


def _df(m: _Moments) -> float | None:
    """Degrees of freedom of the t quantile; None where the normal quantile is used."""
    return m.units - 1 if m.clustered or m.units < LARGE else None


def _interval(m: _Moments, level: float) -> tuple[float, float]:
    p = 1 - (1 - check_level(level)) / 2
    df = _df(m)
    half = (normal_quantile(p) if df is None else t_quantile(p, df)) * m.se
    return m.mean - half, m.mean + half


def _how(m: _Moments) -> str:
    quantile = "normal" if _df(m) is None else f"t, {_df(m)} df"
    return f"clustered (CR1), {quantile}" if m.clustered else quantile


def _cluster_note(m: _Moments) -> str:
    if not m.clustered:
        return ""
    few = "; fewer than 10 clusters, so a rough guide" if m.units < 10 else ""
    return f"{m.units} clusters{few}"


def mean_interval(scores: Any, clusters: Any = None, *, level: float = 0.95) -> Estimate:
    """Mean of scores with its interval; with `clusters`, scores of one cluster may resemble each other.

    scores: (n,) numbers, or (n, K) with K repeats of each question: rows are then averaged first, because repeats
    of a question are not new questions. clusters: n names (document, user, question), one per row.
    Unclustered: SE sqrt(sum (s - m)^2 / (n (n - 1))), t with n - 1 degrees of freedom, from 100 scores on the
    normal quantile. Clustered: SE CR1 = (1/n) sqrt(sum_c (sum_i (s_i - m))^2) sqrt(C / (C - 1)), t with C - 1
    degrees of freedom. Clusters of one score each give the unclustered result. The interval is not clipped: when
    it leaves [0, 1] for 0/1 scores, `note` says so (use `wilson` for independent passes and fails).
    Raises ValueError for NaN, fewer than two scores, a single cluster, lengths that differ.
    Source: Miller, arXiv 2411.00640; equals statsmodels OLS(s, 1).fit(cov_type="cluster", use_correction=True).
    """
    values = sample(scores, ndim=(1, 2))
    repeats = values.shape[1] if values.ndim == 2 else 1
    within_unit = bool(values.min() >= 0 and values.max() <= 1)
    m = _moments(values.mean(axis=1) if values.ndim == 2 else values, clusters)
    low, high = _interval(m, level)
    notes = [_cluster_note(m)]
    if repeats > 1:
        notes.append(f"{repeats} repeats of each averaged first")
    if within_unit and (low < 0 or high > 1):
        notes.append("the interval leaves [0, 1]: too few units for this method")
    if m.se == 0:
        notes.append("all units are equal, so the interval has no width; that is not certainty")
    unit = "share" if within_unit else "number"
    note = "; ".join(x for x in notes if x)
    return Estimate(m.mean, low, high, se=m.se, n=m.n, level=level, unit=unit, method=_how(m), note=note)


class DesignEffect(NamedTuple):
    """icc: likeness within clusters (1 = all alike, 0 = none). design_effect: factor on the variance.

    effective_n: independent scores that would tell as much. clusters: how many.
    """

    icc: float
    design_effect: float
    effective_n: float
    clusters: int


def design_effect(scores: Any, clusters: Any) -> DesignEffect:
    """How much clusters cost: intraclass correlation (one-way ANOVA), design effect 1 + (size - 1) icc, effective n.

    scores: (n,) numbers; clusters: n names. The size is the mean cluster size; a negative icc is reported as it is.
    Raises ValueError as `mean_interval`, when no cluster holds two scores, or when all scores are equal.
    Source: Kish, Survey Sampling (1965); ANOVA estimator of the intraclass correlation.
    """
    import numpy as np

    values = sample(scores, at_least=2)
    codes, c = groups(clusters, values.size)
    n = values.size
    if c == 1 or c == n:
        raise ValueError(f"{c} cluster(s) for {n} scores; at least two, one of them of two scores, are needed.")
    sizes = np.bincount(codes).astype(float)
    means = np.bincount(codes, weights=values) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (c - 1)
    within = float(((values - means[codes]) ** 2).sum()) / (n - c)
    if between == 0 and within == 0:
        raise ValueError("All scores are equal, so likeness within clusters cannot be told.")
    size0 = (n - float((sizes**2).sum()) / n) / (c - 1)
    icc = (between - within) / (between + (size0 - 1) * within)
    deff = 1 + (n / c - 1) * icc
    return DesignEffect(icc, deff, n / deff if deff > 0 else math.inf, c)


def bootstrap(
    data: Any,
    statistic: Callable[..., float] | None = None,
    *,
    clusters: Any = None,
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Percentile bootstrap of any statistic; draws whole clusters when `clusters` is given.

    data: (n,) or (n, columns) numbers; rows are drawn with replacement and handed to `statistic(rows)`, which
    returns a number (default: the mean). se is the spread of the draws. Draws where the statistic is NaN are left
    out and counted in `note`. The same seed gives the same answer. Prefer a formula where one exists: below about
    50 rows the percentile interval is too narrow.
    Raises ValueError for fewer than two rows or clusters, NaN in the data, or when half of the draws give NaN.
    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), percentile method.
    """
    import numpy as np

    check_level(level)
    whole(draws, "draws", at_least=100)
    rows = sample(data, "data", at_least=2, ndim=(1, 2))
    if len(rows) < 2:
        raise ValueError(f"data has {len(rows)} row; at least 2 needed.")
    statistic = statistic or np.mean
    rng = np.random.default_rng(seed)
    if clusters is None:
        blocks, c = None, len(rows)
    else:
        codes, c = groups(clusters, len(rows))
        if c < 2:
            raise ValueError("All rows are in one cluster; a cluster bootstrap draws clusters and needs at least two.")
        blocks = [np.flatnonzero(codes == i) for i in range(c)]
    results = np.empty(draws)
    for i in range(draws):
        pick = rng.integers(0, c, c)
        results[i] = statistic(rows[pick if blocks is None else np.concatenate([blocks[j] for j in pick])])
    kept = results[~np.isnan(results)]
    if kept.size < draws / 2:
        raise ValueError(f"The statistic was NaN in {draws - kept.size} of {draws} draws: no bootstrap here.")
    low, high = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2])
    notes = [] if blocks is None else [f"{c} clusters"]
    if kept.size < draws:
        notes.append(f"{draws - kept.size} of {draws} draws gave no number")
    return Estimate(
        float(statistic(rows)),
        float(low),
        float(high),
        se=float(kept.std(ddof=1)),
        n=len(rows),
        level=level,
        unit="number",
        method=f"percentile bootstrap, {draws} draws",
        note="; ".join(notes),
    )


def p_against_zero(m: _Moments) -> float:
    """Two-sided p value of mean = 0; 1 when every value is 0, 0 when all are equal and not 0."""
    if m.se == 0:
        return 1.0 if m.mean == 0 else 0.0
    return two_sided_p(m.mean / m.se, _df(m))
