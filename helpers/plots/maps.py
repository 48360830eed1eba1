"""A map of texts: points in two dimensions, coloured by group, with a query and what lies nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.plots.style import COLORS, figure

_INKS = ("blue", "orange", "green", "vermillion", "purple", "sky", "grey")
_SHAPES = ("o", "s", "^", "D", "v", "P", "X", "<", ">")


def topic_map(
    points: Sequence[Sequence[float]],
    groups: Sequence[str],
    *,
    query: Sequence[float] | None = None,
    nearest: Sequence[int] = (),
    label: str = "your question",
    title: str = "",
):
    """Points in two dimensions; groups differ by colour and by shape, and are named where they are densest.

    points: n rows of two numbers. groups: n names. query: where a text was placed. nearest: rows to number from 1 and
    to join with the query, best first.
    Raises: ValueError for no points, another number of groups, or a row in `nearest` that does not exist.
    """
    if len(points) != len(groups) or not len(points):
        raise ValueError(f"Give one group per point, at least one; got {len(points)} and {len(groups)}.")
    if any(len(point) != 2 for point in points):
        raise ValueError("Every point needs two numbers.")
    if any(not 0 <= row < len(points) for row in nearest):
        raise ValueError(f"nearest names rows from 0 to {len(points) - 1}; got {list(nearest)}.")
    fig, ax = figure(7.2, 5.0)
    names = sorted(set(groups))
    middles = {}
    for number, name in enumerate(names):
        rows = [place for place, group in enumerate(groups) if group == name]
        xs, ys = [float(points[r][0]) for r in rows], [float(points[r][1]) for r in rows]
        ink, shape = COLORS[_INKS[number % len(_INKS)]], _SHAPES[number % len(_SHAPES)]
        ax.plot(xs, ys, linestyle="none", marker=shape, markersize=6, color=ink, alpha=0.75, markeredgewidth=0)
        middles[name] = (sorted(xs)[len(xs) // 2], sorted(ys)[len(ys) // 2])
    span = max(float(p[1]) for p in points) - min(float(p[1]) for p in points) or 1.0
    for name, (x, y) in _apart(middles, 0.055 * span).items():
        ink = COLORS[_INKS[names.index(name) % len(_INKS)]]
        paper = {"facecolor": "white", "edgecolor": ink, "linewidth": 1.4, "pad": 1.6, "alpha": 0.85}
        ax.text(x, y, name, ha="center", va="center", fontsize=10.5, fontweight="bold", bbox=paper, zorder=4)
    if query is not None:
        x, y = float(query[0]), float(query[1])
        for place, row in enumerate(nearest, start=1):
            to_x, to_y = float(points[row][0]), float(points[row][1])
            ax.plot([x, to_x], [y, to_y], color=COLORS["black"], linewidth=1.2, zorder=5)
            ax.plot([to_x], [to_y], marker="o", markersize=15, markerfacecolor="white",
                    markeredgecolor=COLORS["black"], zorder=6)  # fmt: skip
            ax.text(to_x, to_y, str(place), ha="center", va="center", fontsize=10, zorder=7)
        ax.plot([x], [y], linestyle="none", marker="*", markersize=21, color=COLORS["black"],
                markeredgecolor="white", zorder=8, label=label)  # fmt: skip
        ax.legend(loc="upper left", bbox_to_anchor=(0, 0), handletextpad=0.2, borderaxespad=0.2)
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    if title:
        ax.set_title(title)
    return fig


def _apart(places: dict[str, tuple[float, float]], gap: float) -> dict[str, tuple[float, float]]:
    """The same places, names pushed up where two would cover each other."""
    moved: dict[str, tuple[float, float]] = {}
    for name, (x, y) in sorted(places.items(), key=lambda item: item[1][1]):
        wide = 0.35 * max((abs(other[0]) for other in places.values()), default=1.0)
        for other_x, other_y in moved.values():
            if abs(x - other_x) < wide and y - other_y < gap:
                y = other_y + gap
        moved[name] = (x, y)
    return moved
