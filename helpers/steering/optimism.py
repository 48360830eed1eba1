"""The best of many prompts on the cases it was chosen on, and on others: in a simulation, and with real replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Tuned:
    """The winner among the first 1, 2 … prompts, on average over the runs.

    promised: its share of passes on the cases it was chosen on; delivered: on others. Both (prompts,) shares. drop:
    promised minus delivered with all prompts; its interval is named in `drop.note`. runs: (runs,) drops one by one.
    """

    promised: np.ndarray
    delivered: np.ndarray
    drop: Estimate
    runs: np.ndarray

    @property
    def prompts(self) -> int:
        """How many prompts there were to choose from."""
        return len(self.promised)

    def at(self, prompts: int) -> float:
        """Promised minus delivered for the best of the first `prompts`. Raises ValueError outside 1 to `prompts`."""
        if not 1 <= prompts <= self.prompts:
            raise ValueError(f"prompts must be from 1 to {self.prompts}, got {prompts}.")
        return float(self.promised[prompts - 1] - self.delivered[prompts - 1])


def simulate(
    *,
    prompts: int,
    cases: int,
    rate: float = 0.4,
    apart: float = 0.03,
    alike: float = 0.5,
    runs: int = 300,
    seed: int = 0,
) -> Tuned:
    """Choose the best of so many prompts on so many cases, in `runs` worlds in which the truth is known.

    rate: mean true share of passes. apart: standard deviation of the true shares of the prompts, in shares. alike:
    share of the cases on which every prompt gets the same verdict, so that they tell nothing about which is better.
    Cases are independent. `delivered` is the true share of the chosen prompt; the interval of the drop is that of the
    mean over the runs (1.96 standard errors). Raises: ValueError for counts below 1 or shares outside 0 to 1.
    """
    import numpy as np

    for name, value, low in (("prompts", prompts, 1), ("cases", cases, 2), ("runs", runs, 20)):
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            raise ValueError(f"{name} must be a whole number of at least {low}, got {value!r}.")
    for name, value in (("rate", rate), ("apart", apart), ("alike", alike)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must be a share from 0 to 1, got {value!r}.")
    rng = np.random.default_rng(seed)
    true = np.clip(rate + apart * rng.standard_normal((runs, prompts)), 0, 1)
    shared = rng.binomial(cases, alike, size=runs)  # how many cases get one verdict for all prompts
    common = rng.binomial(shared, rate)
    own = rng.binomial((cases - shared)[:, None], true)
    seen = (common[:, None] + own) / cases
    truth = alike * rate + (1 - alike) * true
    return _tuned(*_winners(seen, truth), "simulated")


def halves(passed: Any, clusters: Sequence, *, runs: int = 300, seed: int = 0, level: float = 0.95) -> Tuned:
    """Choose the best prompt on a random half of the clusters, measure it on the other half, `runs` times.

    passed: (prompts, cases) scores 0 or 1; clusters: one name per case, whole clusters stay on one side. In each run
    the prompts stand in a new random order, so that "the first 4" are any four. The interval of the drop is a
    jackknife: each cluster is left out once, with the same halves, and t with one degree less than clusters.
    Raises: ValueError for shapes that do not fit or fewer than four clusters.
    """
    import numpy as np

    from helpers.stats._input import t_quantile

    sums, counts = _by_cluster(passed, clusters)
    rng = np.random.default_rng(seed)
    size = len(counts)
    first = rng.permuted(np.tile(np.arange(size) < size // 2, (runs, 1)), axis=1).astype(float)
    order = rng.permuted(np.tile(np.arange(len(sums)), (runs, 1)), axis=1)

    def chosen(kept: Any) -> tuple[Any, Any, Any]:
        seen, fresh = first * kept, (1 - first) * kept
        means = (side @ sums.T / (side @ counts)[:, None] for side in (seen, fresh))
        return _winners(*(np.take_along_axis(mean, order, 1) for mean in means))

    promised, delivered, drops = chosen(np.ones(size))
    without = np.array([chosen(np.arange(size) != out)[2].mean() for out in range(size)])
    se = float(np.sqrt((size - 1) / size * np.sum((without - without.mean()) ** 2)))
    half = t_quantile(1 - (1 - level) / 2, size - 1) * se
    mean = float(drops.mean())
    drop = Estimate(
        mean, mean - half, mean + half, se=se, n=int(counts.sum()), level=level, unit="points",
        method="jackknife over clusters", note=f"{size} clusters",
    )  # fmt: skip
    return Tuned(promised, delivered, drop, drops)


def _by_cluster(passed: Any, clusters: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """Sums of the scores (prompts, clusters), and how many cases each cluster has."""
    import numpy as np

    scores = np.asarray(passed, dtype=float)
    if scores.ndim != 2 or scores.shape[1] != len(clusters):
        raise ValueError(
            f"passed has to be (prompts, cases) with one cluster per case; got {scores.shape} and {len(clusters)}."
        )
    if np.isnan(scores).any():
        raise ValueError("passed has cases without a verdict; leave these cases out for every prompt.")
    names, codes = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    if len(names) < 4:
        raise ValueError(f"{len(names)} clusters are too few to divide; at least 4 needed.")
    member = np.eye(len(names))[codes]
    return scores @ member, member.sum(axis=0)


def _winners(seen: Any, elsewhere: Any) -> tuple[Any, Any, Any]:
    """Means over the runs of the best of the first 1, 2 … prompts, where it was chosen and elsewhere; and the drops."""
    import numpy as np

    best = np.zeros(seen.shape, dtype=int)
    for place in range(1, seen.shape[1]):
        before = best[:, place - 1]
        better = seen[:, place] > np.take_along_axis(seen, before[:, None], 1)[:, 0]
        best[:, place] = np.where(better, place, before)
    promised, delivered = np.take_along_axis(seen, best, 1), np.take_along_axis(elsewhere, best, 1)
    return promised.mean(axis=0), delivered.mean(axis=0), promised[:, -1] - delivered[:, -1]


def _tuned(promised: Any, delivered: Any, drops: Any, note: str) -> Tuned:
    mean, se = float(drops.mean()), float(drops.std(ddof=1)) / len(drops) ** 0.5
    method = f"mean of {len(drops)} runs"
    drop = Estimate(
        mean, mean - 1.96 * se, mean + 1.96 * se, se=se, n=len(drops), unit="points", method=method, note=note
    )
    return Tuned(promised, delivered, drop, drops)


def optimism_figure(tuned: Tuned, *, prompts: int | None = None, title: str = "") -> tuple[Any, str]:
    """Two lines over the number of prompts tried: what the winner promised, what it delivered. With its description.

    prompts: where to draw the gap (default: all of them).
    """
    from helpers.plots import COLORS, figure

    shown = tuned.prompts if prompts is None else prompts
    gap = tuned.at(shown)
    fig, ax = figure(7.4, 3.5)
    at = list(range(1, tuned.prompts + 1))
    top, bottom = 100 * tuned.promised, 100 * tuned.delivered
    ax.plot(at, top, color=COLORS["vermillion"], linestyle=(0, (5, 2)))
    ax.plot(at, bottom, color=COLORS["blue"])
    ax.fill_between(at, bottom, top, color=COLORS["pale"], zorder=0)
    ax.plot([shown, shown], [bottom[shown - 1], top[shown - 1]], color=COLORS["black"], linewidth=2)
    middle = (top[shown - 1] + bottom[shown - 1]) / 2
    left = shown > tuned.prompts / 2
    ax.text(shown + (-0.015 if left else 0.015) * tuned.prompts, middle, f"{100 * gap:.1f} points".replace("-", "−"),
            ha="right" if left else "left", va="center")  # fmt: skip
    ax.text(
        tuned.prompts * 1.015,
        top[-1],
        "promised, on the\nquestions it was chosen on",
        va="center",
        color=COLORS["rust"],
    )
    ax.text(tuned.prompts * 1.015, bottom[-1], "delivered, on others", va="center", color=COLORS["blue"])
    spread = max(float(top.max() - bottom.min()), 4)
    ax.set_ylim(bottom.min() - 0.25 * spread, top.max() + 0.25 * spread)
    ax.locator_params(axis="y", steps=[1, 2, 5, 10], integer=True, nbins=6)
    ax.yaxis.set_major_formatter(lambda y, _: f"{y:.0f} %")
    ax.set_xlim(1 if tuned.prompts > 1 else 0.5, tuned.prompts)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlabel("prompts tried; the best of them is kept")
    if title:
        ax.set_title(title)
    words = f"The best of {shown} promised {top[shown - 1]:.1f} %, and delivered {bottom[shown - 1]:.1f} %: "
    words += f"{100 * gap:.1f} points less."
    return fig, words
