"""Figures in which every case is a mark of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence

from helpers.plots.style import COLORS, figure


def _right(grade: object) -> bool | None:
    """True, False, or None for unscored; takes booleans, 0 and 1, and the words pass, fail and unscored."""
    if grade is None or grade == "unscored" or (isinstance(grade, float) and math.isnan(grade)):
        return None
    if isinstance(grade, str):
        if grade not in ("pass", "fail"):
            raise ValueError(f"A grade is pass, fail or unscored (or True, False, None); got {grade!r}.")
        return grade == "pass"
    return bool(grade)


def _key(ax, entries: list[tuple[dict, str]], y: float = -0.02) -> None:
    """A key below the axes with the marks themselves."""
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], linestyle="none", markersize=10, **look) for look, _ in entries]
    ax.legend(marks, [text for _, text in entries], loc="upper left", bbox_to_anchor=(0, y), ncols=len(entries),
              handletextpad=0.3, columnspacing=1.4, borderaxespad=0)  # fmt: skip


_LOOKS = {
    True: {"marker": "o", "markerfacecolor": COLORS["blue"], "markeredgecolor": COLORS["blue"]},
    False: {
        "marker": "X",
        "markerfacecolor": COLORS["orange"],
        "markeredgecolor": COLORS["black"],
        "markeredgewidth": 0.6,
    },
    None: {"marker": "o", "markerfacecolor": "white", "markeredgecolor": COLORS["grey"]},
}


def dots(
    grades: Sequence,
    *,
    clusters: Sequence | None = None,
    title: str = "",
    names: tuple[str, str] = ("right", "wrong"),
):
    """Every grade as a mark: a filled dot for right, a cross for wrong, an open dot for not scored.

    `clusters` (one label per grade) gathers the marks of a cluster in one column, the largest cluster first.
    `names`: what the key calls a filled dot and a cross, for instance pass and fail of one grader.
    """
    values = [_right(grade) for grade in grades]
    if not values:
        raise ValueError("There is nothing to draw: give at least one grade.")
    if clusters is not None and len(clusters) != len(values):
        raise ValueError(f"Give one cluster per grade: {len(values)} grades, {len(clusters)} clusters.")
    places: list[tuple[float, float]] = []
    order: list[bool | None] = []
    if clusters is None:
        columns = min(len(values), 24 if len(values) <= 144 else 40)
        places = [(i % columns, -(i // columns)) for i in range(len(values))]
        order, height, width = values, math.ceil(len(values) / columns), columns
    else:
        groups: dict[object, list[bool | None]] = {}
        for value, label in zip(values, clusters, strict=True):
            groups.setdefault(label, []).append(value)
        ranked = sorted(groups.values(), key=lambda g: (-len(g), -sum(v is True for v in g)))
        rank = {True: 0, False: 1, None: 2}
        for column, group in enumerate(ranked):
            for row, value in enumerate(sorted(group, key=rank.get)):
                places.append((column, -row))
                order.append(value)
        height, width = max(len(g) for g in ranked), len(ranked)
    step = min(0.29, 7.0 / max(width, 1))
    fig, ax = figure(7.2, 0.85 + step * height + (0.35 if title else 0))
    size = max(3.5, 72 * step * 0.62)
    for kind, look in _LOOKS.items():
        chosen = [place for place, value in zip(places, order, strict=True) if value is kind]
        ax.plot([x for x, _ in chosen], [y for _, y in chosen], linestyle="none", markersize=size, **look)
    ax.set_xlim(-0.7, max(width, 7.0 / step) - 0.3)
    ax.set_ylim(-height + 0.3, 0.7)
    ax.axis("off")
    counts = {kind: sum(v is kind for v in values) for kind in _LOOKS}
    called = {True: names[0], False: names[1], None: "not scored"}
    _key(ax, [(_LOOKS[k], f"{counts[k]} {called[k]}") for k in _LOOKS if counts[k]])
    if title:
        ax.set_title(title)
    return fig


def tiles(a: Sequence, b: Sequence, *, names: tuple[str, str] = ("A", "B"), ordered: bool = True, title: str = ""):
    """Paired outcomes of two versions on the same cases, one tile per case: both right, only one, neither.

    With `ordered` equal tiles stand together, else they keep the order of the cases. A case that one version left
    unscored is left out and counted in the key. Tiles differ by letter and by shade, not by colour alone.
    """
    if len(a) != len(b) or not len(a):
        raise ValueError(f"Both versions need the same cases, at least one; got {len(a)} and {len(b)}.")
    pairs = [(_right(x), _right(y)) for x, y in zip(a, b, strict=True)]
    scored = [pair for pair in pairs if None not in pair]
    kinds = {
        (True, True): (COLORS["blue"], "", "white", "both right"),
        (True, False): (COLORS["orange"], names[0][:1], COLORS["black"], f"only {names[0]} right"),
        (False, True): (COLORS["sky"], names[1][:1], COLORS["black"], f"only {names[1]} right"),
        (False, False): ("white", "", COLORS["grey"], "both wrong"),
    }
    if names[0][:1] == names[1][:1]:
        kinds[True, False] = (COLORS["orange"], "1", COLORS["black"], f"only {names[0]} right (1)")
        kinds[False, True] = (COLORS["sky"], "2", COLORS["black"], f"only {names[1]} right (2)")
    if ordered:
        scored = [kind for kind in kinds for pair in scored if pair == kind]
    columns = 24 if len(scored) <= 144 else 40
    rows = math.ceil(len(scored) / columns)
    fig, ax = figure(7.2, 1.15 + 7.0 / columns * rows + (0.35 if title else 0))
    from matplotlib.patches import Rectangle

    for index, pair in enumerate(scored):
        fill, letter, ink, _ = kinds[pair]
        x, y = index % columns, -(index // columns)
        ax.add_patch(
            Rectangle((x - 0.44, y - 0.44), 0.88, 0.88, facecolor=fill, edgecolor=COLORS["grey"], linewidth=0.8)
        )
        if letter:
            ax.text(x, y - 0.02, letter, ha="center", va="center", color=ink, fontsize=11)
    ax.set_xlim(-0.6, columns - 0.4)
    ax.set_ylim(-rows + 0.4, 0.6)
    ax.set_aspect("equal")
    ax.axis("off")
    entries = []
    for kind, (fill, letter, _, text) in kinds.items():
        count = sum(pair == kind for pair in scored)
        shown = text if text.endswith(")") or not letter else f"{text} ({letter})"
        entries.append(
            ({"marker": "s", "markerfacecolor": fill, "markeredgecolor": COLORS["grey"]}, f"{count} {shown}")
        )
    if left := len(pairs) - len(scored):
        entries.append(({"marker": ""}, f"{left} not scored"))
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], linestyle="none", markersize=11, **look) for look, _ in entries]
    ax.legend(marks, [text for _, text in entries], loc="upper left", bbox_to_anchor=(0, -0.02), ncols=2,
              handletextpad=0.3, columnspacing=2, borderaxespad=0)  # fmt: skip
    if title:
        ax.set_title(title)
    return fig
