"""Figures of estimates: anything with `value`, `low` and `high` will do."""

from __future__ import annotations

import textwrap

from helpers.plots.style import COLORS, figure, percent, with_interval


def _checked(estimates: dict) -> dict:
    if not estimates:
        raise ValueError("There is nothing to draw: give at least one estimate, as {label: estimate}.")
    for name, e in estimates.items():
        if not all(hasattr(e, part) for part in ("value", "low", "high")):
            raise ValueError(f"{name!r} needs value, low and high; got {type(e).__name__}.")
    return estimates


def _percent_axis(ax) -> None:
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])


def _quiet(ax) -> None:
    """No frame on the left, no tick marks beside the names."""
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)


def interval_bar(estimates: dict, *, goal: float | None = None, goal_label: str = "gate", title: str = "", share=True):
    """One bar per estimate with its interval and its figure written beside it.

    `estimates`: {label: estimate}, drawn from top to bottom. `goal`: a line to compare with, in the same unit. `share`:
    whether the values are shares (axis from 0 to 100 %).
    """
    _checked(estimates)
    fig, ax = figure(7.2, 1.2 + 0.6 * len(estimates) + (0.3 if title else 0))
    top = 1.0 if share else max(e.high for e in estimates.values()) * 1.02
    low = 0.0 if share else min(0.0, *(e.low for e in estimates.values()))
    span = top - low
    for row, e in enumerate(estimates.values()):
        ax.barh(row, e.value, height=0.5, color=COLORS["sky"])
        ax.plot([e.low, e.high], [row, row], color=COLORS["black"], linewidth=2.5, solid_capstyle="butt")
        for end in (e.low, e.high):
            ax.plot([end, end], [row - 0.13, row + 0.13], color=COLORS["black"], linewidth=2)
        ax.text(top + 0.03 * span, row, with_interval(e, as_percent=share), va="center", ha="left", clip_on=False)
    ax.set_yticks(range(len(estimates)), [textwrap.fill(str(name), 20) for name in estimates])
    ax.set_ylim(len(estimates) - 0.5, -0.5)
    if share:
        _percent_axis(ax)
    else:
        ax.set_xlim(low, top)
    if goal is not None:
        ax.axvline(goal, color=COLORS["vermillion"], linestyle=(0, (4, 2)), linewidth=1.8)
        text = f"{goal_label} {percent(goal) if share else f'{goal:.3g}'}"
        ax.annotate(text, (goal, 1), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
                    ha="center", va="bottom", color=COLORS["rust"])  # fmt: skip
    _quiet(ax)
    if title:
        ax.set_title(title, pad=24 if goal is not None else 10)
    return fig


def guess_reveal(guess: float, measured, *, label: str = "right answers", title: str = ""):
    """The measured share as a bar with its interval, and the learner's guess as a marker above it.

    `guess` and the estimate are shares from 0 to 1. Raises: ValueError for a guess outside 0 to 1.
    """
    if not 0 <= guess <= 1:
        raise ValueError(f"A guess is a share from 0 to 1; got {guess}. (71 % is 0.71.)")
    fig, ax = figure(7.2, 2.5 if title else 2.2)
    ax.barh(0, measured.value, height=0.55, color=COLORS["sky"])
    ax.plot([measured.low, measured.high], [0, 0], color=COLORS["black"], linewidth=2.5, solid_capstyle="butt")
    for end in (measured.low, measured.high):
        ax.plot([end, end], [-0.14, 0.14], color=COLORS["black"], linewidth=2)
    ax.plot([guess, guess], [-0.42, 0.42], color=COLORS["vermillion"], linewidth=2.5)
    ax.plot([guess], [0.5], marker="v", markersize=11, color=COLORS["vermillion"])
    side = {"ha": "left", "x": guess + 0.015} if guess < 0.6 else {"ha": "right", "x": guess - 0.015}
    ax.text(side["x"], 0.62, f"your guess: {percent(guess)}", ha=side["ha"], va="center", color=COLORS["rust"])
    ax.text(0.0, -0.62, f"measured, {label}: {with_interval(measured)}", ha="left", va="center", color=COLORS["black"])
    ax.set_ylim(-0.9, 0.9)
    ax.set_yticks([])
    _percent_axis(ax)
    _quiet(ax)
    if title:
        ax.set_title(title)
    return fig


def interval_strip(estimate, *, label: str = "", goal: float | None = None, title: str = ""):
    """One share on a line from 0 to 100 %: the dot, its interval, and both ends written out."""
    fig, ax = figure(7.2, 2.1 if title else 1.8)
    ax.plot([0, 1], [0, 0], color=COLORS["pale"], linewidth=6, solid_capstyle="butt")
    ax.plot([estimate.low, estimate.high], [0, 0], color=COLORS["blue"], linewidth=6, solid_capstyle="butt")
    ax.plot([estimate.value], [0], marker="o", markersize=13, color=COLORS["black"])
    text = f"{label + ': ' if label else ''}{with_interval(estimate)}"
    middle = min(max((estimate.low + estimate.high) / 2, 0.3), 0.7)
    ax.text(middle, 0.32, text, ha="center", va="bottom")
    if goal is not None:
        ax.plot([goal, goal], [-0.25, 0.25], color=COLORS["vermillion"], linestyle=(0, (4, 2)))
        ax.text(min(max(goal, 0.08), 0.92), -0.3, f"gate {percent(goal)}", ha="center", va="top", color=COLORS["rust"])
    ax.set_ylim(-0.75, 0.85)
    ax.set_yticks([])
    _percent_axis(ax)
    ax.set_xlim(-0.02, 1.02)
    _quiet(ax)
    if title:
        ax.set_title(title)
    return fig


def difference(estimate, *, worse: str = "B is worse", better: str = "B is better", title: str = "", limit=None):
    """A difference of two shares with its interval around zero, in percentage points.

    `limit`: the smallest difference that matters; the band from minus to plus limit is shaded.
    """
    reach = 1.25 * max(abs(estimate.low), abs(estimate.high), 0.05)
    fig, ax = figure(7.2, 2.7 if title else 2.4)
    if limit is not None:
        ax.axvspan(-limit, limit, color=COLORS["pale"], zorder=0)
    ax.axvline(0, color=COLORS["black"], linewidth=1.5)
    ax.plot([estimate.low, estimate.high], [0, 0], color=COLORS["blue"], linewidth=6, solid_capstyle="butt")
    ax.plot([estimate.value], [0], marker="o", markersize=13, color=COLORS["black"])
    low, high, mid = (f"{100 * part:+.0f}" for part in (estimate.low, estimate.high, estimate.value))
    text = f"{mid} points ({low} to {high})".replace("-", "−")
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 2}  # so that the line at 0 does not run through it
    ax.text(min(max(estimate.value, -0.45 * reach), 0.45 * reach), 0.3, text, ha="center", va="bottom", bbox=paper)
    ax.text(-reach, -0.55, f"← {worse}", ha="left", va="center", color=COLORS["grey"])
    ax.text(reach, -0.55, f"{better} →", ha="right", va="center", color=COLORS["grey"])
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-0.8, 0.85)
    ax.set_yticks([])
    ax.locator_params(axis="x", steps=[1, 2, 5, 10])  # no steps of 2.5, which would be shown rounded
    ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:+.0f}".replace("-", "−") if abs(x) > 1e-9 else "0")
    ax.set_xlabel("percentage points")
    _quiet(ax)
    if title:
        ax.set_title(title)
    return fig


def curve(x: list, estimates: list, *, xlabel: str, ylabel: str = "", title: str = "", share: bool = True, goal=None):
    """Estimates over a quantity: a line through the values and a bar for each interval. `x` may hold texts."""
    if len(x) != len(estimates) or not x:
        raise ValueError(f"x and estimates need the same length, at least 1; got {len(x)} and {len(estimates)}.")
    fig, ax = figure(7.2, 3.4)
    at = list(x) if all(isinstance(v, int | float) and not isinstance(v, bool) for v in x) else list(range(len(x)))
    ax.plot(at, [e.value for e in estimates], color=COLORS["blue"], marker="o", markersize=7)
    ax.vlines(at, [e.low for e in estimates], [e.high for e in estimates], color=COLORS["blue"], alpha=0.5, linewidth=4)
    ax.set_xticks(at, [str(v) for v in x])
    if goal is not None:
        ax.axhline(goal, color=COLORS["vermillion"], linestyle=(0, (4, 2)))
        text = f"gate {percent(goal) if share else f'{goal:.3g}'}"
        ax.annotate(text, (1, goal), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
                    ha="left", va="center", color=COLORS["rust"])  # fmt: skip
    if share:
        ax.set_ylim(0, 1)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    if title:
        ax.set_title(title)
    return fig
