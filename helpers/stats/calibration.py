"""Is the confidence worth something, and from which confidence on may the product answer?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.stats._input import check_alpha, check_level, sample, share, whole
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import clopper_pearson, wilson

if TYPE_CHECKING:
    import numpy as np


def _scored(confidence: Any, correct: Any) -> tuple[np.ndarray, np.ndarray]:
    c, y = sample(confidence, "confidence"), sample(correct, "correct")
    if c.size != y.size:
        raise ValueError(f"confidence has {c.size} values and correct {y.size}; give both for the same answers.")
    odd = y[(y != 0) & (y != 1)]
    if odd.size:
        raise ValueError(f"correct must hold True/False or 1/0, got {odd[0]:g}.")
    return c, y


def brier(confidence: Any, correct: Any) -> float:
    """Mean squared distance of confidence and outcome: 0 is perfect, 0.25 is always saying 0.5.

    confidence: (n,) in [0, 1]; correct: (n,) of 1/0. Equals scikit-learn brier_score_loss. Source: Brier, Mon
    Weather Rev 78 (1950) 1.
    """
    c, y = _scored(confidence, correct)
    share(c, "confidence")
    return float(((c - y) ** 2).mean())


def _bin_of(c: np.ndarray, bins: int, adaptive: bool) -> np.ndarray:
    """Bin of each confidence: (low, high] of equal width, or of about equal numbers."""
    import numpy as np

    inner = np.linspace(0, 1, bins + 1)[1:-1]
    edges = np.unique(np.quantile(c, inner)) if adaptive else inner
    return np.searchsorted(edges, c)


def ece(confidence: Any, correct: Any, *, bins: int = 10, adaptive: bool = False) -> float:
    """Expected calibration error: |accuracy - mean confidence| per bin, weighted by the bin's share of the answers.

    confidence: (n,) in [0, 1]; correct: (n,) of 1/0. adaptive: bins of about equal numbers instead of equal
    width. It depends on the bins, and a perfect model does not get 0: compare with `ece_if_perfect`.
    Raises ValueError for lengths that differ, NaN, confidence outside [0, 1], fewer than one bin.
    Source: Guo et al., arXiv 1706.04599.
    """
    import numpy as np

    c, y = _scored(confidence, correct)
    share(c, "confidence")
    at = _bin_of(c, whole(bins, "bins", at_least=1), adaptive)
    return float(np.abs(np.bincount(at, weights=y - c)).sum() / c.size)


def ece_if_perfect(
    confidence: Any, *, bins: int = 10, adaptive: bool = False, level: float = 0.95, draws: int = 2000, seed: int = 0
) -> Estimate:
    """ECE that a perfectly calibrated model with these confidences would show by chance: mean, and range at `level`.

    confidence: (n,) in [0, 1]. Outcomes are drawn `draws` times with the stated confidence as their chance. A
    measured ECE inside the range is no evidence of bad calibration.
    """
    import numpy as np

    check_level(level)
    whole(draws, "draws", at_least=100)
    c = sample(confidence, "confidence")
    share(c, "confidence")
    at = _bin_of(c, whole(bins, "bins", at_least=1), adaptive)
    member = np.zeros((c.size, at.max() + 1))
    member[np.arange(c.size), at] = 1
    rng = np.random.default_rng(seed)
    found = np.concatenate(
        [
            np.abs(((rng.random((min(200, draws - i), c.size)) < c) - c) @ member).sum(axis=1) / c.size
            for i in range(0, draws, 200)
        ]
    )
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    mean = float(found.mean())
    return Estimate(
        mean,
        float(low),
        float(high),
        se=float(found.std(ddof=1)),
        n=c.size,
        level=level,
        unit="number",
        method="ECE of a perfectly calibrated model",
    )


class RiskCoverage(NamedTuple):
    """One element per threshold, from the highest down: answer when confidence >= threshold.

    coverage: share of cases answered. risk: share of those answered wrongly, low and high its Wilson interval. n:
    answered.
    """

    threshold: np.ndarray
    coverage: np.ndarray
    risk: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: np.ndarray


def risk_coverage(confidence: Any, correct: Any, *, level: float = 0.95) -> RiskCoverage:
    """What share of cases is answered, and how often wrongly, at every threshold on the confidence.

    confidence: (n,) any scores, higher is surer; correct: (n,) of 1/0. Returns arrays with one element per
    distinct confidence. Reading off the best threshold here promises nothing for new cases: use
    `threshold_with_guarantee`.
    Source: Geifman & El-Yaniv, arXiv 1705.08500.
    """
    import numpy as np

    c, y = _scored(confidence, correct)
    levels, counts = np.unique(-c, return_counts=True)
    wrong_per_level = np.bincount(np.searchsorted(levels, -c), weights=1 - y)
    n, wrong = np.cumsum(counts), np.cumsum(wrong_per_level)
    risk = wilson(wrong, n, level=level)
    return RiskCoverage(-levels, n / c.size, risk.value, risk.low, risk.high, n)


def aurc(confidence: Any, correct: Any) -> float:
    """Area under the risk-coverage curve: the mean risk when the 1, 2, ... n surest cases are answered.

    confidence: (n,) any scores; correct: (n,) of 1/0. Lower is better. Cases of equal confidence count as
    answered in random order, so their order in the input does not matter.
    Source: Geifman & El-Yaniv, arXiv 1705.08500.
    """
    import numpy as np

    curve = risk_coverage(confidence, correct)
    ends = np.concatenate([[0], curve.n])
    wrong = np.concatenate([[0.0], curve.risk * curve.n])
    k = np.arange(1, ends[-1] + 1)
    return float((np.interp(k, ends, wrong) / k).mean())


class Guarantee(NamedTuple):
    """threshold: answer from this confidence on; None when no threshold can be promised. coverage: share answered then.

    accuracy: of those, in the sample. lower_bound: what is promised with confidence 1 - delta. n: cases answered.
    reason: why.
    """

    threshold: float | None
    coverage: float
    accuracy: float | None
    lower_bound: float | None
    n: int
    reason: str


def threshold_with_guarantee(
    confidence: Any, correct: Any, *, target: float, delta: float = 0.1, thresholds: Any = None
) -> Guarantee:
    """Lowest threshold from which on the accuracy is at least `target`, wrong with probability at most delta.

    confidence: (n,) scores; correct: (n,) of 1/0, new cases that were not used to choose anything else.
    thresholds: candidates fixed beforehand (default 0.99, 0.98 ... 0.00). They are tested from the strictest
    down, each by the one-sided exact bound at delta, until the first fails; the last that passed is the answer.
    Candidates that select too few cases to be able to pass are skipped (this looks at the confidences only). With
    few labels the honest answer is often None.
    Raises ValueError for lengths that differ, NaN, a target outside (0, 1), no candidates.
    Source: Angelopoulos et al., arXiv 2110.01052 (Learn then Test, fixed sequence).
    """
    import numpy as np

    c, y = _scored(confidence, correct)
    target, delta = check_alpha(target, "target"), check_alpha(delta, "delta")
    if thresholds is None:
        share(c, "confidence (without thresholds of your own)")
    grid = np.arange(99, -1, -1) / 100 if thresholds is None else np.unique(sample(thresholds, "thresholds"))[::-1]
    needed = max(
        1, math.ceil(math.log(delta) / math.log(target) - 1e-9)
    )  # so many right without a miss are just enough
    ascending = np.sort(c)
    answered = c.size - np.searchsorted(ascending, grid, side="left")
    best: Guarantee | None = None
    for t, n in zip(grid.tolist(), answered.tolist(), strict=True):
        if n < needed:
            continue
        right = int(y[c >= t].sum())
        bound = clopper_pearson(right, n, level=1 - delta, side="lower").low
        if bound < target:
            reason = f"{right} of {n} right from {t:g} on: only {bound:.1%} can be promised"
            return best._replace(reason=f"the next candidate fails: {reason}") if best else _none(reason)
        best = Guarantee(t, n / c.size, right / n, bound, n, "every candidate down to this one passes")
    if best:
        return best
    return _none(f"{needed} cases without a miss would be needed at least; no candidate selects so many")


def _none(reason: str) -> Guarantee:
    return Guarantee(None, 0.0, None, None, 0, f"no threshold can be promised: {reason}")
