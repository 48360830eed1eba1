"""Which threshold keeps its promise: the naive rule against one with a guarantee, simulated and on real confidences."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from helpers.stats import Estimate

A, B = 5, 2  # the simulated confidences are drawn from this beta distribution
FLOOR, SLOPE = 0.5, 0.5  # and the chance to be right is FLOOR + SLOPE * confidence
GRID = tuple(step / 100 for step in range(99, -1, -1))  # thresholds, from the strictest down


def naive(confidence: Sequence[float], right: Sequence[bool], target: float) -> float | None:
    """The lowest threshold of GRID from which on the share right in this sample is at least `target`; None if none."""
    import numpy as np

    sure, ok = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    if sure.shape != ok.shape or sure.ndim != 1 or not sure.size:
        raise ValueError(f"give both for the same answers, at least one; got {sure.size} and {ok.size}")
    for threshold in reversed(GRID):
        kept = ok[sure >= threshold]
        if kept.size and kept.mean() >= target:
            return threshold
    return None


def least_right(most: int, target: float, delta: float) -> np.ndarray:
    """For n = 0 to `most` cases, the fewest right ones from which the exact bound at delta is at least `target`.

    n + 1 where even n right of n are too few. The bound is that of `stats.threshold_with_guarantee`.
    """
    import numpy as np
    from scipy.stats import binom

    n = np.arange(most + 1)
    found = binom.isf(delta, n, target).astype(int) + 1  # smallest c with P(X >= c) <= delta
    return np.where(n == 0, 1, np.minimum(found, n + 1))


class Promised(NamedTuple):
    """What a rule did in the simulated teams. accuracy: true, at its threshold, nan where it refused; (runs,).

    missed: share of the teams whose true accuracy is below the target. refused: share that got no threshold. coverage:
    mean share answered by those who got one.
    """

    accuracy: np.ndarray
    missed: Estimate
    refused: Estimate
    coverage: float


def _true(threshold: Any) -> tuple[Any, Any]:
    """True accuracy and coverage from a threshold on, by the formula of the beta distribution."""
    from scipy.stats import beta

    covered = beta.sf(threshold, A, B)
    return FLOOR + SLOPE * A / (A + B) * beta.sf(threshold, A + 1, B) / covered, covered


def promised(
    labels: int, *, target: float = 0.9, delta: float = 0.1, runs: int = 400, seed: int = 0
) -> dict[str, Promised]:
    """A simulation: so many teams each label `labels` answers and choose a threshold, by either rule.

    Confidences are drawn from Beta(5, 2); an answer is right with chance 0.5 + 0.5 * confidence. Both are assumptions,
    chosen so that the true accuracy of any threshold is known. Returns {"naive": ..., "with a guarantee": ...}.
    Raises ValueError for fewer than 10 labels or runs, or shares outside 0 to 1.
    """
    import numpy as np

    if labels < 10 or runs < 10 or not 0 < target < 1 or not 0 < delta < 1:
        raise ValueError(
            f"10 or more labels and runs, target and delta between 0 and 1; got {labels}, {runs}, {target}, {delta}"
        )
    rng = np.random.default_rng(seed)
    sure = rng.beta(A, B, (runs, labels))
    right = rng.random((runs, labels)) < FLOOR + SLOPE * sure
    step = np.minimum((sure * 100).astype(int), 99)  # the highest threshold (in hundredths) that keeps the answer
    at = step + 100 * np.arange(runs)[:, None]
    per_step = np.bincount(at.ravel(), minlength=100 * runs).reshape(runs, 100)
    right_per_step = np.bincount(at.ravel(), weights=right.ravel(), minlength=100 * runs).reshape(runs, 100)
    kept, good = per_step[:, ::-1].cumsum(axis=1), right_per_step[:, ::-1].cumsum(axis=1)  # columns as in GRID
    grid = np.array(GRID)

    enough = (kept > 0) & (good >= target * kept - 1e-9)
    needed = least_right(labels, target, delta)[kept]
    usable, passed = needed <= kept, good >= needed
    stopped = np.cumsum(usable & ~passed, axis=1) > 0
    return {
        "naive": _made(grid, enough, target),
        "with a guarantee": _made(grid, usable & passed & ~stopped, target),
    }


def _made(grid: Any, allowed: Any, target: float) -> Promised:
    """The lowest allowed threshold of each run, and what it is truly worth."""
    import numpy as np

    from helpers import stats

    some = allowed.any(axis=1)
    lowest = np.where(some, grid.size - 1 - np.argmax(allowed[:, ::-1], axis=1), 0)
    accuracy, covered = _true(grid[lowest])
    accuracy = np.where(some, accuracy, np.nan)
    missed = int((accuracy[some] < target).sum())
    runs = len(some)
    coverage = float(covered[some].mean()) if some.any() else 0.0
    return Promised(accuracy, stats.wilson(missed, runs), stats.wilson(runs - int(some.sum()), runs), coverage)


class Halves(NamedTuple):
    """Real answers split in two many times: a threshold chosen on one half, looked at on the other.

    chosen: mean accuracy on the half that chose. other: accuracies on the other half. missed: share of them below the
    target. coverage: mean share answered there. splits: splits in which a threshold was found and selects something.
    """

    chosen: float
    other: np.ndarray
    missed: float
    coverage: float
    splits: int


def halves(
    confidence: Sequence[float],
    right: Sequence[bool],
    clusters: Sequence[Hashable],
    target: float,
    *,
    splits: int = 200,
    seed: int = 0,
) -> Halves:
    """Choose the naive threshold on a random half of the clusters and use it on the other half, many times.

    The splits reuse the same answers, so the share missed describes these answers; it is no independent repetition.
    Raises ValueError for lengths that differ, fewer than two clusters, or a target that no split reaches.
    """
    import numpy as np

    sure, ok = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    names = list(dict.fromkeys(clusters))
    if not len(sure) == len(ok) == len(clusters) or len(names) < 2:
        raise ValueError(f"give one of each, at least two clusters; got {len(sure)}, {len(ok)} and {len(clusters)}")
    code = np.array([names.index(name) for name in clusters])
    rng = np.random.default_rng(seed)
    chosen, other, covered = [], [], []
    for _ in range(splits):
        here = (rng.permutation(len(names)) < len(names) // 2)[code]
        threshold = naive(sure[here], ok[here], target)
        if threshold is None or not (sure[~here] >= threshold).any():
            continue
        chosen.append(ok[here][sure[here] >= threshold].mean())
        other.append(ok[~here][sure[~here] >= threshold].mean())
        covered.append((sure[~here] >= threshold).mean())
    if not other:
        raise ValueError(f"no threshold reaches {target:g} on any half; lower the target")
    found = np.array(other)
    return Halves(float(np.mean(chosen)), found, float((found < target).mean()), float(np.mean(covered)), len(found))
