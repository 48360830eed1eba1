"""How sure is the box? Signals that can be seen without a label, what each is worth, and thresholds on them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.unsure.box import Found

if TYPE_CHECKING:
    from helpers.stats import Estimate

SIGNALS = {
    "similarity": "cosine of question and passage",
    "margin": "similarity minus that of the best passage of any other page",
    "agreement": "search by words and search by meaning put the same page first",
    "self-check": "the bundled model says that the passage answers the question",
}


def confidence(rows: Sequence[Found], signal: str) -> list[float]:
    """One number per row, higher is surer. signal: one of SIGNALS. Raises ValueError for another one."""
    if signal not in SIGNALS:
        raise ValueError(f"signal is one of {', '.join(SIGNALS)}; got {signal!r}")
    if signal == "self-check":
        from helpers.unsure.asking import self_checks

        return [float(yes) for yes in self_checks(rows)]
    if signal == "agreement":
        return [float(row.agree) for row in rows]
    return [getattr(row, signal) for row in rows]


class Worth(NamedTuple):
    """What a signal is worth on some rows. aurc: mean share of wrong answers when the surest are answered first.

    chance: that of a signal that knows nothing (the share wrong); best: that of one that knows all.
    """

    signal: str
    aurc: float
    chance: float
    best: float

    @property
    def of_the_way(self) -> float:
        """0: no better than chance; 1: as good as knowing all."""
        return (self.chance - self.aurc) / (self.chance - self.best) if self.chance > self.best else 0.0


def ranking(rows: Sequence[Found], signals: Sequence[str] = tuple(SIGNALS)) -> list[Worth]:
    """Every signal with its worth, best first."""
    from helpers import stats

    right = [row.right for row in rows]
    chance, best = 1 - sum(right) / len(right), stats.aurc([float(yes) for yes in _in_order(right)], _ones(right))
    found = [Worth(signal, stats.aurc(confidence(rows, signal), right), chance, best) for signal in signals]
    return sorted(found, key=lambda worth: worth.aurc)


def _in_order(right: Sequence[bool]) -> list[int]:
    return list(range(len(right), 0, -1))


def _ones(right: Sequence[bool]) -> list[int]:
    return sorted((int(yes) for yes in right), reverse=True)


class Bin(NamedTuple):
    """Answers whose confidence lies in [low, high): how many, their mean confidence, and the share right."""

    low: float
    high: float
    n: int
    mean: float
    rate: Estimate


def bins(values: Sequence[float], right: Sequence[bool], edges: Sequence[float]) -> list[Bin]:
    """Group answers by confidence. edges: rising; the last one belongs to the last bin. Empty bins are left out."""
    from helpers import stats

    if len(values) != len(right):
        raise ValueError(f"{len(values)} confidences and {len(right)} outcomes; give both for the same answers")
    found = []
    for low, high in itertools.pairwise(edges):
        here = [
            (value, bool(ok))
            for value, ok in zip(values, right, strict=True)
            if low <= value < high or (value == high == edges[-1])
        ]
        if here:
            rate = stats.wilson(sum(ok for _, ok in here), len(here))
            found.append(Bin(low, high, len(here), sum(value for value, _ in here) / len(here), rate))
    return found


class Cut(NamedTuple):
    """What happens when everything from a threshold on is answered: answered, right, share right (None: nothing)."""

    threshold: float
    answered: int
    right: int
    of: int
    accuracy: Estimate | None


def cut(values: Sequence[float], right: Sequence[bool], threshold: float) -> Cut:
    """Answer every case with a confidence of at least `threshold`."""
    from helpers import stats

    kept = [bool(ok) for value, ok in zip(values, right, strict=True) if value >= threshold]
    rate = stats.wilson(sum(kept), len(kept)) if kept else None
    return Cut(float(threshold), len(kept), sum(kept), len(right), rate)


def grid(step: float = 0.02, low: float = 0.0, high: float = 1.0) -> list[float]:
    """Thresholds fixed before anything is looked at."""
    count = round((high - low) / step)
    return [round(low + step * at, 4) for at in range(count + 1)]


def naive_threshold(values: Sequence[float], right: Sequence[bool], target: float, steps: Sequence[float]) -> Any:
    """The smallest threshold of `steps` from which the share right in this sample reaches the target; None if none.

    This is what many teams do. It promises nothing for new cases: use `stats.threshold_with_guarantee`.
    """
    for threshold in sorted(steps):
        found = cut(values, right, threshold)
        if found.answered and found.right / found.answered >= target:
            return threshold
    return None
