"""Four boxes: was the passage found, and was the reply right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SAYS = {
    (0, 0): "works",
    (0, 1): "the model fails",
    (1, 0): "right anyway",
    (1, 1): "the search fails",
}


def boxes_figure(counts: Mapping[str, tuple[int, int]], *, columns: tuple[str, str] = ("right", "wrong")):
    """Two rows (found, not found) of (right, wrong) counts as four boxes, with what each box calls for.

    Returns the figure and its description. Raises: ValueError unless there are two rows of two counts, some above 0.
    """
    rows = list(counts.items())
    if len(rows) != 2 or any(len(pair) != 2 or min(pair) < 0 for _, pair in rows):
        raise ValueError(f"two rows of two counts were expected, found first; got {dict(counts)!r}")
    total = sum(sum(pair) for _, pair in rows)
    if not total:
        raise ValueError("all four counts are 0: there is nothing to draw")
    return _draw(rows, columns, total), _words(rows, columns, total)


def _draw(rows: list, columns: tuple[str, str], total: int) -> Any:
    from matplotlib.patches import Rectangle

    from helpers import plots

    fig, ax = plots.figure(7.2, 3.3)
    for line, (name, pair) in enumerate(rows):
        for column, count in enumerate(pair):
            share = count / total
            ink = plots.COLORS["sky"] if column == 0 else plots.COLORS["orange"]
            ax.add_patch(Rectangle((column, -line), 0.96, 0.92, facecolor=ink, alpha=0.18 + 0.7 * share,
                                   edgecolor=plots.COLORS["grey"]))  # fmt: skip
            ax.text(column + 0.48, -line + 0.58, str(count), ha="center", va="center", fontsize=20)
            ax.text(column + 0.48, -line + 0.25, _SAYS[line, column], ha="center", va="center")
        ax.text(-0.04, -line + 0.46, name, ha="right", va="center")
    for column, name in enumerate(columns):
        ax.text(column + 0.48, 1.0, name, ha="center", va="bottom")
    ax.set_xlim(-0.75, 2)
    ax.set_ylim(-1.05, 1.2)
    ax.axis("off")
    return fig


def _words(rows: list, columns: tuple[str, str], total: int) -> str:
    parts = [
        f"{' '.join(name.split())}, {columns[column]}: {count}"
        for name, pair in rows
        for column, count in enumerate(pair)
    ]
    return f"{total} questions in four boxes. {'; '.join(parts)}."
