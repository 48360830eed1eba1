"""Do two labellers, or a judge and the reference, agree by more than chance?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.stats._input import check_level, normal_quantile, one_of, t_quantile, whole
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import wilson

if TYPE_CHECKING:
    import numpy as np

METRICS = ("nominal", "ordinal", "interval")


class JudgeRates(NamedTuple):
    """tpr: share of true passes the judge passes. tnr: share of true fails it fails. agreement: equal verdicts."""

    tpr: Estimate
    tnr: Estimate
    agreement: Estimate


def _missing(x: Any) -> bool:
    return x is None or x != x


def _pairs(a: Any, b: Any) -> tuple[list[Any], list[Any]]:
    a, b = list(a), list(b)
    if len(a) != len(b):
        raise ValueError(
            f"The first labeller has {len(a)} labels and the second {len(b)}; they must label the same items."
        )
    if not a:
        raise ValueError("No labels given; at least two items needed.")
    gaps = sum(_missing(x) or _missing(y) for x, y in zip(a, b, strict=True))
    if gaps:
        raise ValueError(
            f"{gaps} of {len(a)} items lack a label (None or NaN). Leave them out here and report how many there were."
        )
    return a, b


def _table(a: Any, b: Any) -> np.ndarray:
    """Square table of counts, from two lists of labels or from a table itself (b is None)."""
    import numpy as np

    if b is not None:
        a, b = _pairs(a, b)
        names = _ordered(set(a) | set(b))
        at = {name: i for i, name in enumerate(names)}
        table = np.zeros((len(names), len(names)))
        for x, y in zip(a, b, strict=True):
            table[at[x], at[y]] += 1
        return table
    try:
        table = np.asarray(a, dtype=float)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.size == 0:
        raise ValueError("Give two lists of labels, or one square table of counts (rows: first labeller).")
    bad = ~np.isfinite(table) | (table < 0) | (table != np.floor(table))
    if bad.any():
        raise ValueError(f"The table must hold whole numbers of 0 or more, got {table[bad].flat[0]:g}.")
    if table.sum() == 0:
        raise ValueError("The table is empty: no item was labelled.")
    return table


def _ordered(names: set[Any]) -> list[Any]:
    try:
        return sorted(names)
    except TypeError:
        return sorted(names, key=lambda x: (type(x).__name__, repr(x)))


def judge_rates(reference: Any, verdict: Any, *, level: float = 0.95) -> JudgeRates:
    """How often a judge is right on true passes (TPR) and on true fails (TNR), each with its Wilson interval.

    reference, verdict: n values of True/False (or 1/0) for the same items. Report both beside any agreement figure.
    Raises ValueError for missing labels, lengths that differ, other values, or when one of the two classes is
    absent.
    """
    truth, said = _pairs(reference, verdict)
    for name, values in (("reference", truth), ("verdict", said)):
        odd = [x for x in values if x not in (0, 1)]
        if odd:
            raise ValueError(f"{name} must hold True/False or 1/0, got {odd[0]!r}.")
    passes = [bool(s) for t, s in zip(truth, said, strict=True) if t]
    fails = [not s for t, s in zip(truth, said, strict=True) if not t]
    if not passes or not fails:
        kind = "true pass" if not passes else "true fail"
        raise ValueError(f"The reference holds no {kind}, so the judge's rate on those cannot be told. Label some.")
    return JudgeRates(
        wilson(sum(passes), len(passes), level=level),
        wilson(sum(fails), len(fails), level=level),
        wilson(sum(passes) + sum(fails), len(truth), level=level),
    )


def kappa(a: Any, b: Any = None, *, weights: str | None = None, level: float = 0.95) -> Estimate:
    """Cohen's kappa of two labellers, (po - pe) / (1 - pe), with its large-sample interval.

    a, b: n labels each for the same items; or a alone: a square table of counts. weights: None, "linear" or
    "quadratic" for ordered labels (their sorted order). Low with skewed classes even when agreement is high: show
    `judge_rates` too.
    Raises ValueError for missing labels, or when both labellers use one label only (chance agreement is then 1).
    Source: statsmodels inter_rater.cohens_kappa; equals scikit-learn cohen_kappa_score.
    """
    if weights is not None:
        one_of(weights, "weights", ("linear", "quadratic"))
    table = _table(a, b)
    if ((table.sum(axis=0) + table.sum(axis=1)) > 0).sum() < 2:
        raise ValueError(
            "Both labellers used one and the same label throughout; kappa needs at least two labels in use."
        )
    import numpy as np
    from statsmodels.stats.inter_rater import cohens_kappa

    with np.errstate(invalid="ignore", divide="ignore"):  # a labeller who uses one label only; the test is not ours
        found = cohens_kappa(table, wt=weights)
    value, se = float(found.kappa), math.sqrt(max(float(found.var_kappa), 0.0))
    half = normal_quantile(1 - (1 - check_level(level)) / 2) * se
    return _coefficient(value, half, se, int(table.sum()), level, "Cohen's kappa")


def gwet_ac1(a: Any, b: Any = None, *, level: float = 0.95, unused: bool = False) -> Estimate:
    """Gwet's AC1 of two labellers, (po - pe) / (1 - pe) with pe = sum pi (1 - pi) / (q - 1): steady when skewed.

    a, b: as in `kappa`. q: labels in use. For two labels pe is 2 pi (1 - pi). unused=True: every row of the table of
    counts is a label, also one that nobody used (yes or no, and never a no): where both gave one label throughout,
    pe is 0 and AC1 is 1. Interval: t with n - 1 degrees of freedom.
    Raises ValueError as `kappa`, and for unused=True without a table.
    Source: Gwet, Br J Math Stat Psychol 61 (2008) 29; variance as in the R package irrCAC.
    """
    import numpy as np

    table = _table(a, b)
    if unused and b is not None:
        raise ValueError("unused=True needs a table of counts: two lists do not say which labels nobody used.")
    used = (table.sum(axis=0) + table.sum(axis=1)) > 0
    table = table if unused else table[np.ix_(used, used)]
    q, n = len(table), table.sum()
    if q < 2:
        raise ValueError("Both labellers used one and the same label throughout; AC1 needs at least two labels in use.")
    if n < 2:
        raise ValueError("One item is not enough; at least two needed.")
    share = (table.sum(axis=0) + table.sum(axis=1)) / (2 * n)
    po, pe = np.trace(table) / n, float((share * (1 - share)).sum()) / (q - 1)
    value = float((po - pe) / (1 - pe))
    # One value per cell of the table: what an item in it adds to the coefficient, the error of pe included.
    chance = ((1 - share)[:, None] + (1 - share)[None, :]) / 2 / (q - 1)
    item = (np.eye(q) - pe) / (1 - pe) - 2 * (1 - value) * (chance - pe) / (1 - pe)
    se = math.sqrt(float((table * (item - value) ** 2).sum()) / (n * (n - 1)))
    half = t_quantile(1 - (1 - check_level(level)) / 2, n - 1) * se
    return _coefficient(value, half, se, int(n), level, "Gwet's AC1")


def _coefficient(value: float, half: float, se: float, n: int, level: float, method: str) -> Estimate:
    """A coefficient cannot be above 1, so the interval ends there, and says so."""
    high = value + half
    note = "the interval is cut at 1, the highest possible value" if high > 1 else ""
    if se == 0:
        seen = "no disagreement seen" if value == 1 else "one labeller uses one label only"
        note = f"{seen}, so the interval has no width; that is not certainty"
    return Estimate(
        value, value - half, min(high, 1.0), se=se, n=n, level=level, unit="number", method=method, note=note
    )


def krippendorff_alpha(
    ratings: Any, metric: str = "nominal", *, draws: int = 1000, level: float = 0.95, seed: int = 0
) -> Estimate:
    """Krippendorff's alpha, 1 - Do / De: any number of labellers, gaps allowed.

    ratings: labellers x items, None or NaN where a labeller skipped an item. metric: "nominal" (any labels),
    "ordinal" (labels that sort) or "interval" (numbers). Interval: percentile bootstrap over items, seeded. n:
    items that two or more labelled; items with one label do not count.
    Raises ValueError for rows of unequal length, no item with two labels, or a single label in use (alpha is
    undefined).
    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
    """
    import numpy as np

    one_of(metric, "metric", METRICS)
    check_level(level)
    whole(draws, "draws", at_least=100)
    rows = [list(row) for row in ratings]
    if len(rows) < 2:
        raise ValueError(f"ratings has {len(rows)} row(s); one row per labeller, at least two, is needed.")
    if len({len(row) for row in rows}) != 1:
        raise ValueError(
            "The rows of ratings differ in length; every labeller needs one place per item (None for a gap)."
        )
    names = {x for row in rows for x in row if not _missing(x)}
    values = _ordered(names)
    if metric != "nominal":
        try:
            values = sorted(names, key=float) if metric == "interval" else sorted(names)
        except (TypeError, ValueError):
            raise ValueError(
                f"metric={metric!r} needs labels that {'are numbers' if metric == 'interval' else 'sort'}."
            ) from None
    at = {name: i for i, name in enumerate(values)}
    counts = np.zeros((len(rows[0]), len(values)))
    for row in rows:
        for item, x in enumerate(row):
            if not _missing(x):
                counts[item, at[x]] += 1
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise ValueError("No item was labelled twice, so agreement cannot be told.")
    size = counts.sum(axis=1)
    coincidence = counts[:, :, None] * (counts[:, None, :] - np.eye(len(values))) / (size - 1)[:, None, None]
    flat = coincidence.reshape(len(counts), -1)
    gaps = _gaps(values) if metric == "interval" else None

    def alpha(total: np.ndarray) -> float:
        o = total.reshape(len(values), len(values))
        n_c = o.sum(axis=1)
        distance = _distance(n_c, metric, gaps)
        expected = float(n_c @ distance @ n_c)
        return math.nan if expected == 0 else 1 - float((n_c.sum() - 1) * (o * distance).sum()) / expected

    value = alpha(flat.sum(axis=0))
    if math.isnan(value):
        raise ValueError("All labels are the same; alpha needs at least two different labels in use.")
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=draws)
    drawn = np.array([alpha(total) for total in weights @ flat])
    kept = drawn[~np.isnan(drawn)]
    notes = [f"{len(rows)} labellers"]
    if kept.size < draws:
        notes.append(f"{draws - kept.size} of {draws} draws held one label only and were left out")
    low, high = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(
        value,
        min(float(low), value),
        max(float(high), value),
        se=float(kept.std(ddof=1)),
        n=len(counts),
        level=level,
        unit="number",
        method=f"Krippendorff's alpha, {metric}",
        note="; ".join(notes),
    )


def _gaps(values: list[Any]) -> np.ndarray:
    import numpy as np

    numbers = np.array([float(v) for v in values])
    return (numbers[:, None] - numbers[None, :]) ** 2


def _distance(n_c: np.ndarray, metric: str, gaps: np.ndarray | None) -> np.ndarray:
    """Squared distance of every two labels."""
    import numpy as np

    if gaps is not None:
        return gaps
    if metric == "nominal":
        return 1 - np.eye(len(n_c))
    # Ordinal: labels between the two, the two themselves by half.
    middle = np.cumsum(n_c) - n_c / 2
    return (middle[:, None] - middle[None, :]) ** 2
