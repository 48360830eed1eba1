"""Scores of the best hit, answerable and not, around a threshold below which the product says that it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def scores_figure(scores: Mapping[str, Sequence[float]], threshold: float | None = None, *, xlabel: str = "score"):
    """One row of marks for each group of questions, and the threshold as a line.

    scores: group -> score of the best hit for each question. Returns the figure and its description, which says how
    many of each group lie below the threshold. Raises: ValueError for an empty group or no group.
    """
    if not scores or any(not len(values) for values in scores.values()):
        raise ValueError("give at least one group, and at least one score in each")
    from helpers import plots

    fig, ax = plots.figure(7.2, 1.1 + 0.85 * len(scores))
    inks = ("blue", "vermillion", "green", "purple")
    for row, values in enumerate(scores.values()):
        for place, value in enumerate(sorted(values)):
            lift = ((place * 37) % 11 - 5) / 22  # spread the marks a little, the same way every time
            ax.plot([value], [-row + lift], marker="o", markersize=6, alpha=0.65, color=plots.COLORS[inks[row % 4]],
                    markeredgewidth=0)  # fmt: skip
    ax.set_yticks([-row for row in range(len(scores))], [f"{name} ({len(v)})" for name, v in scores.items()])
    ax.set_ylim(-len(scores) + 0.4, 0.75 if threshold is not None else 0.5)
    ax.set_xlabel(xlabel)
    if threshold is not None:
        ax.axvline(threshold, color=plots.COLORS["black"], linestyle=(0, (4, 2)))
        ax.text(
            threshold, 0.72, f"  below {threshold:.2f}: says “I do not know”  ", ha="right", va="top", fontsize=10.5
        )
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return fig, _words(scores, threshold)


def _words(scores: Mapping[str, Sequence[float]], threshold: float | None) -> Any:
    if threshold is None:
        parts = [
            f"{name}: {min(v):.2f} to {max(v):.2f}, median {sorted(v)[len(v) // 2]:.2f}" for name, v in scores.items()
        ]
        return f"Score of the best hit, one mark for each question. {'; '.join(parts)}."
    parts = [f"{sum(s < threshold for s in v)} of {len(v)} {name}" for name, v in scores.items()]
    return f"Below {threshold:.2f} lie " + " and ".join(parts) + "."
