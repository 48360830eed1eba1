"""Pass rate from a judge that errs: correct it with labels, and widen the interval for what the labels do not tell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from helpers.stats._input import is_scalar, k_of_n, one_of, sample, whole, z_of
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import two_proportions

if TYPE_CHECKING:
    import numpy as np

METHODS = ("lee", "delta", "bootstrap")


def _rate(pair: Any, name: str) -> tuple[int, int]:
    try:
        k, m = pair
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be a pair (right verdicts, labelled cases) such as (54, 60), got {pair!r}."
        ) from None
    k, m, _ = k_of_n(whole(k, f"{name} count"), whole(m, f"{name} cases"), f"{name} count", f"{name} cases")
    return k, m


def corrected_rate(
    judge_pass: Any,
    n: Any,
    tpr: tuple[int, int],
    tnr: tuple[int, int],
    *,
    method: str = "lee",
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> Estimate:
    """True pass rate from a judge's pass count, corrected for the judge's errors (Rogan-Gladen).

    judge_pass of n cases passed by the judge: whole numbers, or arrays that broadcast (fields are then arrays).
    tpr=(k, m): of m labelled true passes the judge passes k; tnr=(k, m): of m labelled true fails it fails k. The
    labelled cases may be drawn separately by class, but must be like the n cases. value: (p + TNR - 1) / (TPR +
    TNR - 1). method: "lee" (default), which holds its level with few labels; "delta", the plain large-sample
    interval; or "bootstrap", which draws the labels and the judged cases anew (drawing only the labels is far too
    narrow). Results are kept within [0, 1]; `note` says when that changed something.
    Raises ValueError when the labels do not show the judge to be better than a coin (TPR + TNR near 1), for k >
    m, no labels.
    Source: Rogan & Gladen, Am J Epidemiol 107 (1978) 71; Lang & Reiczigel, Prev Vet Med 113 (2014) 13;
    Lee et al., arXiv 2511.21140.
    """
    one_of(method, "method", METHODS)
    z = z_of(level)
    (k1, m1), (k0, m0) = _rate(tpr, "tpr"), _rate(tnr, "tnr")
    youden = two_proportions(m0 - k0, m0, k1, m1, level=level)
    if youden.low <= 0:
        raise ValueError(_no_better_than_a_coin(youden.value, youden.low, youden.high))
    k, n, scalar = k_of_n(judge_pass, n, "judge_pass", "n")
    import numpy as np

    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    q1, q0 = k1 / m1, k0 / m0
    raw = (k / n + q0 - 1) / (q1 + q0 - 1)
    if method == "lee":
        low, high, se = _lee(k, n, k1, m1, k0, m0, z)
    elif method == "delta":
        se = _delta_se(k / n, raw, n, q1, m1, q0, m0)
        low, high = raw - z * se, raw + z * se
    else:
        low, high, se = _two_set_bootstrap(k, n, k1, m1, k0, m0, level, whole(draws, "draws", at_least=100), seed)
    _refuse_impossible(low, high, k, n, q1, q0)
    value = np.clip(raw, 0, 1)
    cut = bool(((low < 0) | (high > 1)).any())
    low, high = np.minimum(np.clip(low, 0, 1), value), np.maximum(np.clip(high, 0, 1), value)
    notes = []
    if (raw != value).any():
        notes.append("value set to the nearest possible: the judge passes more or fewer than its error rates allow")
    if cut:
        notes.append("interval cut to [0, 1]")
    fields = [value, low, high, se, n]
    if notes and not scalar:
        notes[0] = f"for some of these: {notes[0]}"
    if scalar:
        fields = [float(x) for x in fields]
        fields[4] = int(fields[4])
    return Estimate(*fields, level=level, method=f"Rogan-Gladen, {method}", note="; ".join(notes))


def corrected_share(passed: Estimate, tpr: Estimate, tnr: Estimate, *, level: float = 0.95) -> Estimate:
    """`corrected_rate` by Lee's interval from three estimates, so that clusters and weights are kept.

    passed: share of the cases that the judge passes; tpr, tnr: its rates on labelled cases. Each is an Estimate of
    `wilson` or `weighted_share`: its value, interval and (effective) n are used. From plain counts the result equals
    `corrected_rate(…, method="lee")`. n of the result: that of `passed`.
    Raises ValueError as `corrected_rate`, and for estimates without n.
    Source: as `corrected_rate`; effective numbers as in `weighted_share`.
    """
    z = z_of(level)
    for name, one in (("passed", passed), ("tpr", tpr), ("tnr", tnr)):
        if not isinstance(one, Estimate) or not one.n or not 0 <= one.value <= 1:
            raise ValueError(f"{name} must be an Estimate of a share with its n, got {one!r}.")
    # Newcombe's interval of a sum of two shares (MOVER), as two_proportions has it for counts.
    youden = tpr.value + tnr.value - 1
    low = youden - math.hypot(tpr.value - tpr.low, tnr.value - tnr.low)
    high = youden + math.hypot(tpr.high - tpr.value, tnr.high - tnr.value)
    if low <= 0:
        raise ValueError(_no_better_than_a_coin(youden, low, high))
    raw = (passed.value + tnr.value - 1) / youden
    counts = [(one.value * one.n, one.n) for one in (passed, tpr, tnr)]
    low, high, se = _lee(*counts[0], *counts[1], *counts[2], z)
    _refuse_impossible(low, high, *counts[0], tpr.value, tnr.value)
    value = min(max(raw, 0.0), 1.0)
    notes = []
    if raw != value:
        notes.append("value set to the nearest possible: the judge passes more or fewer than its error rates allow")
    if low < 0 or high > 1:
        notes.append("interval cut to [0, 1]")
    low, high = min(max(low, 0.0), value), max(min(high, 1.0), value)
    return Estimate(value, low, high, se=se, n=passed.n, level=level, method="Rogan-Gladen, lee", note="; ".join(notes))


def _no_better_than_a_coin(value: float, low: float, high: float) -> str:
    if high < 0:
        return (
            f"TPR + TNR - 1 is {value:.2f} ({low:.2f} to {high:.2f}): the judge is worse than a coin, so its pass rate "
            "cannot be corrected, and more labels cannot help. Is its verdict read the wrong way round?"
        )
    return (
        f"TPR + TNR - 1 is {value:.2f} ({low:.2f} to {high:.2f}): the labels do not show the judge to be better than a "
        "coin, so its pass rate cannot be corrected. Improve it, or label more cases."
    )


def _refuse_impossible(low: Any, high: Any, k: Any, n: Any, q1: float, q0: float) -> None:
    import numpy as np

    bad = np.atleast_1d((high < -1e-9) | (low > 1 + 1e-9))
    if bad.any():
        share = float(np.atleast_1d(k / n)[bad][0])
        raise ValueError(
            f"The judge passes {share:.1%} of the cases. With its error rates it would pass between {1 - q0:.1%} (all "
            f"bad) and {q1:.1%} (all good). The labelled cases are not like these cases; label some of these."
        )


def _delta_se(p: Any, theta: Any, n: Any, q1: float, m1: float, q0: float, m0: float) -> np.ndarray:
    import numpy as np

    variance = p * (1 - p) / n + (1 - theta) ** 2 * q0 * (1 - q0) / m0 + theta**2 * q1 * (1 - q1) / m1
    return np.sqrt(variance) / (q1 + q0 - 1)


def _lee(k: Any, n: Any, k1: int, m1: int, k0: int, m0: int, z: float) -> tuple[Any, Any, Any]:
    """Add z^2/2 passes and fails to the judge's count, one of each kind to either rate, and recentre."""
    p, n = (k + z * z / 2) / (n + z * z), n + z * z
    q1, m1, q0, m0 = (k1 + 1) / (m1 + 2), m1 + 2, (k0 + 1) / (m0 + 2), m0 + 2
    theta = (p + q0 - 1) / (q1 + q0 - 1)
    se = _delta_se(p, theta, n, q1, m1, q0, m0)
    centre = theta + 2 * z * z * (-(1 - theta) * q0 * (1 - q0) / m0 + theta * q1 * (1 - q1) / m1)
    return centre - z * se, centre + z * se, se


def _two_set_bootstrap(
    k: Any, n: Any, k1: int, m1: int, k0: int, m0: int, level: float, draws: int, seed: int
) -> tuple[Any, Any, Any]:
    import numpy as np

    rng = np.random.default_rng(seed)
    q1, q0 = rng.binomial(m1, k1 / m1, draws) / m1, rng.binomial(m0, k0 / m0, draws) / m0
    kept = q1 + q0 > 1
    q1, q0 = q1[kept], q0[kept]
    p = rng.binomial(n.astype(int), k / n, (q1.size, *np.shape(k))) / n
    shape = (-1,) + (1,) * np.ndim(k)
    theta = np.clip((p + q0.reshape(shape) - 1) / (q1 + q0 - 1).reshape(shape), 0, 1)
    low, high = np.quantile(theta, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high, theta.std(axis=0, ddof=1)


def ppi(
    judge: Any, labelled_judge: Any, labels: Any, *, drawn: str, lam: float | None = None, level: float = 0.95
) -> Estimate:
    """Mean of the true scores from many judged and a few labelled cases: prediction-powered inference (PPI++).

    judge: (N,) judge scores of unlabelled cases; labelled_judge, labels: (n,) judge scores and true scores of the
    labelled ones. drawn: say how the labelled cases were chosen: "random" (from the same traffic) or "enriched"
    (more failures than there are, which breaks this method: use `corrected_rate`). lam: weight of the judge; None
    estimates the best (PPI++), 1 is plain PPI, 0 uses the labels only. n of the result: labelled cases.
    Raises ValueError for drawn other than "random", fewer than two labels, lengths that differ, NaN.
    Source: Angelopoulos et al., arXiv 2301.09633 (PPI) and 2311.01453 (PPI++); equals ppi_py ppi_mean_ci.
    """
    one_of(drawn, "drawn", ("random", "enriched"))
    if drawn == "enriched":
        raise ValueError(
            "PPI needs labels drawn at random from the traffic that the judge scored. With labels enriched by class "
            "its interval is wrong; use corrected_rate, which stands that."
        )
    big, f, y = _ppi_input(judge, labelled_judge, labels)
    if lam is None:
        lam = _best_lambda(big, f, y)
    elif not is_scalar(lam) or not 0 <= lam <= 1:
        raise ValueError(f"lam must be a number from 0 to 1, got {lam!r}.")
    value = float(lam * big.mean() + (y - lam * f).mean())
    se = math.sqrt(float(lam**2 * big.var() / big.size + (y - lam * f).var() / y.size))
    half = z_of(level) * se
    within = min(y.min(), f.min(), big.min()) >= 0 and max(y.max(), f.max(), big.max()) <= 1
    notes = [f"{y.size} labelled at random, {big.size} judged"]
    if within and (value - half < 0 or value + half > 1):
        notes.append("the interval leaves [0, 1]: too few labels for this method")
    if se == 0:
        notes.append("no variation seen, so the interval has no width; that is not certainty")
    return Estimate(
        value,
        value - half,
        value + half,
        se=se,
        n=y.size,
        level=level,
        unit="share" if within else "number",
        method=f"PPI, lambda {lam:.3f}",
        note="; ".join(notes),
    )


def ppi_lambda(judge: Any, labelled_judge: Any, labels: Any) -> float:
    """Weight that PPI++ gives to the judge: cov(y, f) / ((1 + n / N) var(f)), kept within [0, 1].

    Input as in `ppi`. 0 for a judge that gives one score to all. Source: arXiv 2311.01453.
    """
    return _best_lambda(*_ppi_input(judge, labelled_judge, labels))


def _ppi_input(judge: Any, labelled_judge: Any, labels: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    big = sample(judge, "judge", at_least=2)
    f, y = sample(labelled_judge, "labelled_judge", at_least=2), sample(labels, "labels", at_least=2)
    if f.size != y.size:
        raise ValueError(f"labelled_judge has {f.size} scores and labels {y.size}; give both for the same cases.")
    return big, f, y


def _best_lambda(big: np.ndarray, f: np.ndarray, y: np.ndarray) -> float:
    import numpy as np

    spread = float(np.concatenate([f, big]).var(ddof=1))
    if spread == 0:
        return 0.0
    together = float(((y - y.mean()) * (f - f.mean())).mean())
    return min(max(together / ((1 + y.size / big.size) * spread), 0.0), 1.0)
