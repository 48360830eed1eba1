"""Ask the cheap one first, and the dear one where the cheap one is unsure: what it costs, and what can be promised."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from helpers.stats import Estimate
    from helpers.stats.calibration import Guarantee


class Answers(NamedTuple):
    """The same cases by both systems. score: confidence of the cheap one, 0 to 1; the others: right or not (1, 0)."""

    score: Sequence[float]
    cheap_right: Sequence[int]
    dear_right: Sequence[int]


class Point(NamedTuple):
    """A cascade at one threshold: share passed on to the dear one, share right, mean cost of a case."""

    threshold: float
    escalated: float
    quality: float
    cost: float


class HeldOut(NamedTuple):
    """A cascade on cases that chose nothing, with 95 % intervals.

    escalated, quality: shares. kept_right: share right of those that stayed with the cheap one; None when none did.
    cost: mean of a case. against_dear: share right minus that of the dear one alone, on the same cases. saved: share of
    the dear one's cost; below 0 the cascade costs more.
    """

    escalated: Estimate
    kept_right: Estimate | None
    quality: Estimate
    cost: Estimate
    against_dear: Estimate
    saved: Estimate


class Cascade(NamedTuple):
    """threshold: chosen on dev, None when nothing can be promised. curve: on dev. break_even: share passed on."""

    threshold: float | None
    guarantee: Guarantee | None
    curve: list[Point]
    break_even: float
    held_out: HeldOut | None


def break_even_escalation(cheap: float, dear: float) -> float:
    """Share passed on below which cheap-first costs less than the dear one alone: cheap + share * dear < dear.

    1 - cheap / dear; 0 or less: it never pays. Raises: ValueError for a negative cost, or a dear one that is free.
    """
    _costs(cheap, dear)
    return 1 - cheap / dear


def curve(answers: Answers, *, cheap: float, dear: float, thresholds: Sequence[float] | None = None) -> list[Point]:
    """Cost and quality at every threshold. cheap, dear: cost of one call; a case passed on pays both.

    thresholds: default every score and one above all of them. Raises: ValueError for lengths that differ, values
    that are neither 0 nor 1, a score outside 0 to 1.
    """
    import numpy as np

    score, low, high = _arrays(answers)
    _costs(cheap, dear)
    grid = np.unique(np.append(score, np.nextafter(score.max(), 2))) if thresholds is None else np.unique(thresholds)
    found = []
    for threshold in grid.tolist():
        kept = score >= threshold
        right = np.where(kept, low, high)
        found.append(
            Point(threshold, float(1 - kept.mean()), float(right.mean()), float(cheap + dear * (1 - kept.mean())))
        )
    return found


def cascade(
    dev: Answers,
    test: Answers | None = None,
    *,
    cheap: float,
    dear: float,
    target: float,
    delta: float = 0.1,
    thresholds: Sequence[float] | None = None,
    threshold: float | None = None,
) -> Cascade:
    """Choose a threshold on dev with a guarantee, then measure the cascade once on test.

    target: accuracy wanted of the cases that stay with the cheap one; the promise is wrong with a chance of at most
    delta (`stats.threshold_with_guarantee`). threshold: one set by hand instead; then nothing is promised. thresholds:
    candidates fixed beforehand, default 0.99, 0.98 ... 0.00.
    Without a threshold held_out is None. Raises: ValueError as `curve`; a threshold outside 0 to 1.
    """
    from helpers import stats

    score, low, _ = _arrays(dev, "dev")
    points = curve(dev, cheap=cheap, dear=dear)
    promise = None
    if threshold is None:
        promise = stats.threshold_with_guarantee(score, low, target=target, delta=delta, thresholds=thresholds)
        threshold = promise.threshold
    elif not 0 <= threshold <= math.nextafter(1, 2):
        raise ValueError(f"threshold must lie between 0 and 1, got {threshold!r}.")
    held_out = None if threshold is None or test is None else _held_out(test, threshold, cheap, dear)
    return Cascade(threshold, promise, points, break_even_escalation(cheap, dear), held_out)


def _held_out(test: Answers, threshold: float, cheap: float, dear: float) -> HeldOut:
    import numpy as np

    from helpers import stats

    score, low, high = _arrays(test, "test")
    kept = score >= threshold
    right = np.where(kept, low, high)
    n, passed = len(score), int((~kept).sum())
    share = stats.wilson(passed, n)

    def straight(f: Any, unit: str) -> Estimate:
        ends = sorted((f(share.low), f(share.high)))
        return share._replace(
            value=f(share.value), low=ends[0], high=ends[1], unit=unit, method="from the share passed on"
        )

    gain, loss = int(((right == 1) & (high == 0)).sum()), int(((right == 0) & (high == 1)).sum())
    both = int(((right == 1) & (high == 1)).sum())
    return HeldOut(
        escalated=share,
        kept_right=stats.wilson(int(low[kept].sum()), int(kept.sum())) if kept.any() else None,
        quality=stats.wilson(int(right.sum()), n),
        cost=straight(lambda e: cheap + e * dear, "number"),
        against_dear=stats.newcombe_paired(both, loss, gain, n - both - gain - loss),
        saved=straight(lambda e: 1 - (cheap + e * dear) / dear, "share"),
    )


def routed_curve(rows: Sequence[Any], *, cheap: float, dear: float, steps: int = 11) -> tuple[list[Point], list[Point]]:
    """Two curves from counts alone: a router that tosses a coin, and one that knows who will be right.

    rows: of `published.routed()`. A router decides before anybody answers, so a case pays for one model only. Any real
    router lies between the two. threshold of a Point: the share sent to the dear one. Returns (coin, perfect).
    Raises: ValueError for no rows.
    """
    if not rows:
        raise ValueError("rows is empty: take them from published.routed().")
    _costs(cheap, dear)
    n = sum(row.n for row in rows)
    low, high = (sum(getattr(row, name) for row in rows) / n for name in ("mixtral_right", "gpt4_right"))
    rescued = sum(row.only_gpt4_right for row in rows) / n
    shares = [i / (steps - 1) for i in range(steps)]
    coin = [Point(s, s, low + s * (high - low), (1 - s) * cheap + s * dear) for s in shares]
    ends = sorted({*(s for s in shares if s <= rescued), rescued})
    return coin, [Point(s, s, low + s, (1 - s) * cheap + s * dear) for s in ends]


def _costs(cheap: float, dear: float) -> None:
    for name, value in (("cheap", cheap), ("dear", dear)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} must be a cost of 0 or more, got {value!r}.")
    if dear == 0:
        raise ValueError("dear is 0: there is nothing to save.")


def _arrays(answers: Answers, name: str = "answers") -> tuple[Any, Any, Any]:
    import numpy as np

    score, low, high = (np.asarray(list(column), dtype=float) for column in answers)
    if not len(score) == len(low) == len(high) or not len(score):
        raise ValueError(f"{name} needs three equally long lists, got {len(score)}, {len(low)} and {len(high)} values.")
    if not ((score >= 0) & (score <= 1)).all():
        raise ValueError(f"{name}: a score lies between 0 and 1.")
    if not (np.isin(low, (0, 1)).all() and np.isin(high, (0, 1)).all()):
        raise ValueError(f"{name}: right or not is 1 or 0.")
    return score, low, high
