"""How far prompts that say the same lie apart, and how far they would by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.steering.optimism import _by_cluster


@dataclass(frozen=True)
class Swing:
    """Highest minus lowest share of passes among wordings, and the same where the wordings are interchangeable.

    points: observed, a share. by_chance: the middle and the 2.5 % and 97.5 % ends when, on each page, it is drawn
    which wording got which replies. p_value: share of such draws with a swing at least as large (one is added to both).
    """

    points: float
    by_chance: tuple[float, float, float]
    p_value: float


def swing(passed: Any, clusters: Sequence, *, runs: int = 1000, seed: int = 0) -> Swing:
    """Whether wordings differ by more than chance: a permutation test of highest minus lowest share, by cluster.

    passed: (wordings, cases) scores 0 or 1; clusters: one name per case. All replies of a cluster move together.
    Raises: ValueError for fewer than two wordings or shapes that do not fit.
    """
    import numpy as np

    sums, counts = _by_cluster(passed, clusters)
    if len(sums) < 2:
        raise ValueError("One wording has no swing; at least two needed.")
    rng = np.random.default_rng(seed)
    means = sums.sum(axis=1) / counts.sum()
    seen = float(means.max() - means.min())
    drawn = np.empty(runs)
    for run in range(runs):
        shuffled = rng.permuted(sums, axis=0).sum(axis=1) / counts.sum()
        drawn[run] = shuffled.max() - shuffled.min()
    low, middle, high = (float(x) for x in np.quantile(drawn, [0.025, 0.5, 0.975]))
    return Swing(seen, (middle, low, high), float((np.sum(drawn >= seen - 1e-12) + 1) / (runs + 1)))


def alike(passed: Sequence[Sequence[float]]) -> float:
    """Share of the cases on which every prompt gets the same verdict. passed: (prompts, cases) scores."""
    columns = list(zip(*passed, strict=True))
    if not columns:
        raise ValueError("There are no cases.")
    return sum(len(set(column)) == 1 for column in columns) / len(columns)


def strip_figure(
    groups: Mapping[str, Mapping[str, Any]], *, title: str = "", xlabel: str = "share of passes"
) -> tuple[Any, str]:
    """One row per group, one dot per prompt at its share of passes; the lowest and the highest are named.

    groups: {row: {prompt: estimate}}. A row of one prompt shows its interval as well. Returns figure and description.
    """
    from helpers.plots import COLORS, figure, percent

    if not groups or not all(groups.values()):
        raise ValueError("There is nothing to draw: give at least one group with one prompt.")
    fig, ax = figure(7.4, 1.1 + 0.85 * len(groups) + (0.3 if title else 0))
    said = []
    for row, (name, found) in enumerate(groups.items()):
        values = sorted(((e.value, prompt) for prompt, e in found.items()), key=lambda pair: pair[0])
        (low, first), (high, last) = values[0], values[-1]
        ax.plot([low, high], [row, row], color=COLORS["pale"], linewidth=9, solid_capstyle="round", zorder=1)
        if len(values) == 1:
            (e,) = found.values()
            ax.plot([e.low, e.high], [row, row], color=COLORS["blue"], alpha=0.45, linewidth=4, zorder=2)
        seen: dict[float, int] = {}
        for value, _ in values:  # equal values stand on each other
            place = seen[value] = seen.get(value, -1) + 1
            ax.plot([value], [row - 0.11 * place], marker="o", markersize=9, color=COLORS["blue"],
                    markeredgecolor="white", zorder=3)  # fmt: skip
        text = percent(low) if len(values) == 1 else f"{percent(low)} to {percent(high)}"
        if len(values) > 1:
            for value, prompt, side in ((low, first, "right"), (high, last, "left")):
                ax.text(
                    value + (-0.02 if side == "right" else 0.02), row + 0.3, prompt, ha=side, va="center", fontsize=10
                )
        ax.text(1.02, row, text, va="center", ha="left", clip_on=False)
        several = f"{len(values)} prompts from {percent(low)} ({first}) to {percent(high)} ({last})"
        said.append(f"{name}: {percent(low) if len(values) == 1 else several}")
    ax.set_yticks(range(len(groups)), list(groups))
    ax.set_ylim(len(groups) - 0.4, -0.7)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(xlabel)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    if title:
        ax.set_title(title)
    return fig, "; ".join(said) + "."
