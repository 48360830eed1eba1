"""Scores as pictures: cosines of sentences, places in a ranking, best hits around a threshold for “I do not know”."""

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
        ax.text(threshold, 0.72, f"  below {threshold:.2f}: says “I do not know”  ", ha="right", va="top", fontsize=11)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return fig, _words(scores, threshold)


def _words(scores: Mapping[str, Sequence[float]], threshold: float | None) -> Any:
    if threshold is None:
        parts = [
            f"{name}: {min(v):.2f} to {max(v):.2f}, median {sorted(v)[len(v) // 2]:.2f}" for name, v in scores.items()
        ]
        return f"Score of the best hit, one mark for each question. {'; '.join(parts)}."
    parts = [f"{name} {sum(s < threshold for s in v)} of {len(v)}" for name, v in scores.items()]
    return f"Questions below {threshold:.2f}, by kind: {'; '.join(parts)}."


def cosine_figure(base: str, others: Mapping[str, str], cosines: Sequence[float]) -> tuple[Any, str]:
    """How near each sentence is to the base, one bar each, the sentence written in it, nearest first.

    others: name -> sentence. Returns the figure and its description. Raises: ValueError for another number of cosines.
    """
    if len(others) != len(cosines) or not others:
        raise ValueError(f"one cosine for each sentence was expected; got {len(cosines)} for {len(others)}")
    from helpers import plots

    rows = sorted(zip(others.items(), map(float, cosines), strict=True), key=lambda row: -row[1])
    fig, ax = plots.figure(7.4, 0.9 + 0.62 * len(rows))
    for place, ((name, sentence), cosine) in enumerate(rows):
        ax.barh(place, max(cosine, 0), height=0.42, color=plots.COLORS["sky"])
        ax.text(max(cosine, 0) + 0.01, place, f"{cosine:.2f}", va="center")
        ax.text(0, place - 0.27, f"{name}: {_short(sentence)}", va="bottom", fontsize=11)
    ax.set_yticks([])
    ax.set_ylim(len(rows) - 0.6, -0.75)
    ax.set_xlim(0, 1.08)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.set_xlabel(f"cosine to “{base}”")
    said = "; ".join(f"{name} ({sentence}) {cosine:.2f}" for (name, sentence), cosine in rows)
    return fig, f"Cosine to “{base}”, nearest first: {said}."


def _short(sentence: str, limit: int = 70) -> str:
    flat = " ".join(sentence.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def places_figure(places: Sequence[int], *, k: int = 3, depth: int = 10, title: str = "") -> tuple[Any, str]:
    """A ranking as boxes from place 1 to `depth`: right pages filled, the first k framed.

    places: of the right pages, from 1. Raises: ValueError for a place that is taken twice or below 1.
    """
    if len(set(places)) != len(places) or any(place < 1 for place in places):
        raise ValueError(f"places are different numbers from 1; got {list(places)}")
    from matplotlib.patches import Rectangle

    from helpers import plots

    fig, ax = plots.figure(7.2, 1.55)
    for place in range(1, depth + 1):
        right = place in places
        ink = plots.COLORS["blue"] if right else "white"
        ax.add_patch(Rectangle((place - 0.44, 0), 0.88, 0.88, facecolor=ink, edgecolor=plots.COLORS["grey"]))
        mark = "✓" if right else str(place)
        ax.text(place, 0.43, mark, ha="center", va="center", color="white" if right else plots.COLORS["grey"])
    ax.add_patch(Rectangle((0.46, -0.1), k + 0.08, 1.08, fill=False, edgecolor=plots.COLORS["black"], linewidth=2))
    ax.text(0.46, 1.05, f"the first {k}", va="bottom", fontsize=11)
    ax.set_xlim(0.3, depth + 0.7)
    ax.set_ylim(-0.2, 1.45)
    ax.axis("off")
    if title:
        ax.set_title(title)
    return fig, f"Right pages stand at place {' and '.join(map(str, sorted(places)))} of {depth}."
