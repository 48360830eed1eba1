"""A map of texts: points in two dimensions, coloured by group, with a query and what lies nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.plots.style import COLORS, figure

_INKS = ("blue", "orange", "green", "vermillion", "purple", "sky", "grey")
WIDE, HIGH = 7.2, 5.2  # inches
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
    fig, ax = figure(WIDE, HIGH)
    names = sorted(set(groups))
    looks, middles = {}, {}
    for number, name in enumerate(names):
        rows = [place for place, group in enumerate(groups) if group == name]
        xs, ys = [float(points[r][0]) for r in rows], [float(points[r][1]) for r in rows]
        looks[name] = {"color": COLORS[_INKS[number % len(_INKS)]], "marker": _SHAPES[number % len(_SHAPES)]}
        ax.plot(xs, ys, linestyle="none", markersize=6, alpha=0.75, markeredgewidth=0, **looks[name])
        middles[name] = (sorted(xs)[len(xs) // 2], sorted(ys)[len(ys) // 2])
    taken = []
    if query is not None:
        star = float(query[0]), float(query[1])
        for place, row in enumerate(nearest, start=1):
            end = float(points[row][0]), float(points[row][1])
            ax.plot([star[0], end[0]], [star[1], end[1]], color=COLORS["black"], linewidth=1.2, zorder=5)
            ax.plot([end[0]], [end[1]], marker="o", markersize=17, markerfacecolor="white",
                    markeredgecolor=COLORS["black"], zorder=6)  # fmt: skip
            ax.text(*end, str(place), ha="center", va="center", fontsize=11, zorder=7)
            taken.append((end, 19, 19))
        ax.plot([star[0]], [star[1]], linestyle="none", marker="*", markersize=21, color=COLORS["black"],
                markeredgecolor="white", zorder=8, label=label)  # fmt: skip
        taken.append((star, 20, 20))
        ax.legend(loc="upper left", bbox_to_anchor=(0, 0), handletextpad=0.2, borderaxespad=0.2)
    everything = [*points, *([query] if query is not None else [])]
    low, high = ([edge(float(p[axis]) for p in everything) for axis in (0, 1)] for edge in (min, max))
    spans = [(top - bottom) or 1.0 for bottom, top in zip(low, high, strict=True)]
    ax.set_xlim(low[0] - 0.06 * spans[0], high[0] + 0.06 * spans[0])
    ax.set_ylim(low[1] - 0.05 * spans[1], high[1] + 0.05 * spans[1])
    unit = 1.12 * spans[0] / (72 * WIDE - 20), 1.1 * spans[1] / (72 * HIGH - 60)  # data units in a point
    for name, where in _apart(middles, taken, unit).items():
        _named(ax, name, where, looks[name])
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    if title:
        ax.set_title(title)
    return fig


def _named(ax, name: str, where: tuple[float, float], look: dict) -> None:
    """The name of a group in a box, with the group's own mark before it."""
    from matplotlib.lines import Line2D
    from matplotlib.offsetbox import AnnotationBbox, DrawingArea, HPacker, TextArea

    area = DrawingArea(9, 9)
    area.add_artist(Line2D([4.5], [4.5], linestyle="none", markersize=8, **look))
    text = TextArea(name, textprops={"fontsize": 11, "fontweight": "bold"})
    box = HPacker(children=[area, text], align="center", pad=0, sep=3)
    edge = {"edgecolor": look["color"], "facecolor": "white", "alpha": 0.85, "linewidth": 1.3}
    ax.add_artist(AnnotationBbox(box, where, pad=0.2, bboxprops=edge, zorder=4))


def _apart(
    places: dict[str, tuple[float, float]],
    taken: list[tuple[tuple[float, float], float, float]],
    unit: tuple[float, float],
) -> dict[str, tuple[float, float]]:
    """The places of names, each moved up or down as little as it takes to cover neither a name nor what is taken.

    taken: (place, width, height) in points. unit: data units in a point, along x and y.
    """
    boxes, moved = list(taken), {}
    for name, (x, y) in sorted(places.items(), key=lambda item: item[1][1]):
        wide, high = 8.2 * len(name) + 24, 23
        for step in sorted(range(-30, 31), key=abs):
            at = (x, y + 8 * step * unit[1])
            if not any(
                abs(at[0] - other[0]) < (wide + w) / 2 * unit[0] and abs(at[1] - other[1]) < (high + h) / 2 * unit[1]
                for other, w, h in boxes
            ):
                break
        moved[name] = at
        boxes.append((at, wide, high))
    return moved
