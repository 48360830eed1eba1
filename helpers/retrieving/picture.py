"""The sweep as a picture: what is found, what is shown, what is right, over one setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.retrieving.lab import Row

_LINES = (
    ("recall", "right page", "blue", "o", "-"),
    ("holds", "answer in the passages", "green", "s", "--"),
    ("right", "right replies", "vermillion", "^", ":"),
)


def sweep_figure(rows: Mapping[int, Row], xlabel: str) -> tuple[Any, str]:
    """Three shares with their intervals over a setting, side by side. Returns the figure and its description.

    Raises: ValueError when there is no row.
    """
    if not rows:
        raise ValueError("a picture needs at least one design")
    from helpers import plots

    fig, ax = plots.figure(7.4, 3.8)
    said = []
    for shift, (name, label, ink, mark, dash) in zip((-0.06, 0, 0.06), _LINES, strict=True):
        points = [(place, key, getattr(row, name)) for place, (key, row) in enumerate(rows.items())]
        points = [(place + shift, key, one) for place, key, one in points if one is not None]
        if not points:
            continue
        at, color = [place for place, _, _ in points], plots.COLORS[ink]
        ax.plot(at, [one.value for *_, one in points], color=color, marker=mark, markersize=8, linestyle=dash)
        ax.vlines(at, [max(0, one.low) for *_, one in points], [min(1, one.high) for *_, one in points], color=color,
                  alpha=0.5, linewidth=3)  # fmt: skip
        ax.annotate(
            label, (at[-1], points[-1][2].value), xytext=(12, 0), textcoords="offset points", va="center", color=color
        )
        said.append(f"{label}: " + ", ".join(f"{key} {plots.percent(one.value)}" for _, key, one in points))
    ax.set_xticks(range(len(rows)), [str(key) for key in rows])
    ax.set_xlim(-0.3, len(rows) - 1 + 0.42 * len(rows))
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(xlabel)
    return fig, f"Shares by {xlabel}. {'; '.join(said)}."
