"""Tables as pictures: rules kept by each prompt, tokens of each part, what became of each reply."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

_FILLS = ("blue", "sky", "orange", "purple", "green", "pale", "grey")
_HATCHES = ("", "//", "", "..", "", "", "xx")


def grid_figure(shares: Mapping[str, Mapping[str, float | None]], *, title: str = "") -> tuple[Any, str]:
    """A grid of shares, one row per prompt and one column per rule; each tile carries its figure and a shade.

    shares: {prompt: {rule: share, or None where the rule never applied}}. Returns figure and description.
    Raises: ValueError when the rows do not have the same columns.
    """
    from matplotlib.patches import Rectangle

    from helpers.plots import COLORS, figure

    rows, columns = list(shares), list(next(iter(shares.values()), {}))
    if not columns or any(list(row) != columns for row in shares.values()):
        raise ValueError("Every prompt needs the same rules, in the same order, at least one.")
    fig, ax = figure(7.6, 1.25 + 0.42 * len(rows) + (0.3 if title else 0))
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            share = shares[row][column]
            shade = 0.0 if share is None else share
            fill = tuple(1 - shade * (1 - part) for part in (0.0, 0.447, 0.698))
            ax.add_patch(
                Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=fill, edgecolor=COLORS["grey"], linewidth=0.6)
            )
            ax.text(x, y, "–" if share is None else f"{100 * share:.0f}", ha="center", va="center",
                    color="white" if shade > 0.85 else COLORS["black"])  # fmt: skip
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(range(len(columns)), [textwrap.fill(name, 10) for name in columns], fontsize=10)
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    if title:
        ax.set_title(title, pad=14)
    said = "; ".join(
        f"{row}: " + ", ".join(f"{column} {'never applied' if share is None else f'{100 * share:.0f} %'}"
                               for column, share in shares[row].items()) for row in rows
    )  # fmt: skip
    return fig, said + "."


def parts_figure(
    tokens: Mapping[str, Mapping[str, float]], *, title: str = "", xlabel: str = "tokens a call"
) -> tuple[Any, str]:
    """Stacked bars: how many tokens each part of a prompt takes, one bar per prompt, the sum written beside it.

    tokens: {prompt: {part: tokens}}; parts may be missing in some. Returns figure and description.
    """
    longest = max(tokens.values(), key=len, default={})  # has the parts in their order
    parts = list(dict.fromkeys([*longest, *(part for row in tokens.values() for part in row)]))
    if not parts:
        raise ValueError("There is nothing to draw: give at least one prompt with one part.")
    fig, ax = _stacked(tokens, parts, xlabel, lambda row: f"{sum(row.values()):,.0f}", 0.05)
    if title:
        ax.set_title(title, pad=10)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{part} {row[part]:.0f}" for part in parts if row.get(part))
        + f", in all {sum(row.values()):.0f}"
        for name, row in tokens.items()
    )  # fmt: skip
    return fig, said + "."


def outcome_figure(
    counts: Mapping[str, Mapping[str, int]], *, title: str = "", xlabel: str = "replies"
) -> tuple[Any, str]:
    """Stacked bars of counts: what became of the replies of each prompt. Returns figure and description."""
    kinds = list(dict.fromkeys(kind for row in counts.values() for kind in row))
    if not kinds:
        raise ValueError("There is nothing to draw: give at least one row with one count.")
    fig, ax = _stacked(counts, kinds, xlabel, lambda row: f"of {sum(row.values())}", 0.04)
    if title:
        ax.set_title(title, pad=10)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{count} {kind}" for kind, count in row.items()) for name, row in counts.items()
    )
    return fig, said + "."


def _stacked(
    rows: Mapping[str, Mapping[str, float]], parts: Sequence[str], xlabel: str, beside: Any, least: float
) -> tuple[Any, Any]:
    """Horizontal stacked bars with a figure in each piece that is wide enough, and a key below the axis."""
    from helpers.plots import COLORS, figure

    columns = max(1, min(len(parts), 78 // (max(map(len, parts)) + 7)))
    lines = -(-len(parts) // columns)
    fig, ax = figure(7.4, 1.15 + 0.52 * len(rows) + 0.27 * lines)
    most = max(sum(row.values()) for row in rows.values())
    for y, row in enumerate(rows.values()):
        left = 0.0
        for part, fill, hatch in zip(parts, _FILLS, _HATCHES, strict=False):
            size = row.get(part, 0)
            ax.barh(y, size, left=left, height=0.62, color=COLORS[fill], hatch=hatch, edgecolor="white", linewidth=0.8,
                    label=part if y == 0 else None)  # fmt: skip
            if size > least * most:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2} if hatch else None
                ink = "white" if fill in ("blue", "green", "grey") and not hatch else COLORS["black"]
                ax.text(left + size / 2, y, f"{size:.0f}", ha="center", va="center", color=ink, bbox=box, fontsize=11)
            left += size
        ax.text(left + 0.012 * most, y, beside(row), va="center", ha="left")
    ax.set_yticks(range(len(rows)), [textwrap.fill(name, 24) for name in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0, most * 1.1)
    ax.set_xlabel(xlabel)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    handles, names = ax.get_legend_handles_labels()
    fig.legend(handles, names, loc="outside lower left", ncols=columns, handletextpad=0.4, columnspacing=1.2)
    return fig, ax
