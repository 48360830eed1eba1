"""Figures of lab 02: a guess beside what was counted, and first faults beside all faults."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from helpers.coding.study import FIRST_FAULTS, Study


def guess_beside(guess: Mapping[str, float] | None, measured: Mapping[str, Any], *, title: str = "") -> Any:
    """Bars of the measured shares with intervals, and a triangle where the guess was. guess: percentages, or None."""
    from helpers.plots import COLORS, figure, with_interval

    fig, ax = figure(7.4, 0.85 * len(measured) + 1.0)
    for row, (name, found) in enumerate(measured.items()):
        ax.barh(row, found.value, height=0.42, color=COLORS["sky"])
        ax.plot([found.low, found.high], [row, row], color=COLORS["black"], linewidth=2.5, solid_capstyle="butt")
        ax.text(1.02, row, with_interval(found), va="center", ha="left", clip_on=False)
        if guess is not None:
            x = float(guess[name]) / 100
            ax.plot([x], [row - 0.33], marker="v", markersize=10, color=COLORS["vermillion"])
            ax.text(x + 0.03, row - 0.36, f"guess {100 * x:.0f} %", va="center", ha="left", color=COLORS["rust"])
    labels = [textwrap.fill(f"{name}: {FIRST_FAULTS[name][0]}" if name in FIRST_FAULTS else name, 34)
              for name in measured]  # fmt: skip
    ax.set_yticks(range(len(measured)), labels)
    ax.set_ylim(len(measured) - 0.5, -0.7)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    if title:
        ax.set_title(title)
    return fig


def first_and_any(study: Study, *, title: str = "") -> Any:
    """For each code a bar where it is the first fault and an open dot where it stands at all, with intervals."""
    from helpers.plots import COLORS, figure, percent

    codes = [code for code, _ in study.ranked()]
    fig, ax = figure(7.4, 0.62 * len(codes) + 1.2)
    for row, code in enumerate(codes):
        first, anywhere = study.share(study.first([code])), study.share(study.any(code))
        ax.barh(row - 0.12, first.value, height=0.36, color=COLORS["blue"])
        below = row + 0.22  # the dot stands under the bar, so that a short bar is not hidden by it
        ax.plot(
            [anywhere.low, anywhere.high], [below, below], color=COLORS["orange"], linewidth=3, solid_capstyle="butt"
        )
        ax.plot([anywhere.value], [below], marker="o", markersize=8, markerfacecolor="white",
                markeredgecolor=COLORS["black"])  # fmt: skip
        text = f"first {percent(first.value)}, at all {percent(anywhere.value)}"
        ax.text(1.02, row, text, va="center", ha="left", clip_on=False)
    ax.set_yticks(range(len(codes)), [code.replace("_", " ") for code in codes])
    ax.set_ylim(len(codes) - 0.5, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("bar: it came first; dot with interval: it is there at all")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    if title:
        ax.set_title(title)
    return fig
