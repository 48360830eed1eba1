"""What wrong labels do to a pass rate and to a difference."""

from __future__ import annotations

from typing import Any

from helpers import stats


def _checked(**shares: float) -> None:
    for name, value in shares.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must be a share from 0 to 1, got {value}.")


def measured_rate(right: float, *, passes_wrong: float, fails_right: float) -> float:
    """The pass rate that labels show on average: right (1 - fails_right) + (1 - right) passes_wrong.

    right: true share of right replies. passes_wrong: share of the wrong ones that the label calls right; fails_right:
    share of the right ones that it calls wrong. Raises ValueError outside 0 to 1.
    Source: Rogan and Gladen 1978, the relation that their correction turns round.
    """
    _checked(right=right, passes_wrong=passes_wrong, fails_right=fails_right)
    return right * (1 - fails_right) + (1 - right) * passes_wrong


def measured_difference(difference: float, *, passes_wrong: float, fails_right: float) -> float:
    """What is left of a true difference of two pass rates: difference (1 - passes_wrong - fails_right).

    Holds when the labels of both versions have the same errors. Raises ValueError for shares outside 0 to 1.
    """
    _checked(passes_wrong=passes_wrong, fails_right=fails_right)
    return difference * (1 - passes_wrong - fails_right)


def noise_figure(right: float, passes_wrong: float, fails_right: float, labels: int) -> tuple[Any, str]:
    """The true rate, the measured one with its interval, and what the measured passes are made of. Shares from 0 to 1.

    Calculated, not drawn: expected counts, rounded. Returns the figure and its words.
    """
    from helpers.plots import COLORS, figure, percent

    good = round(labels * right)
    lost, let_in = round(good * fails_right), round((labels - good) * passes_wrong)
    kept = good - lost
    shown = stats.wilson(kept + let_in, labels)
    true, digits = percent(good / labels, 1 if good / labels < 0.1 else 0), 1 if shown.value < 0.1 else 0
    measured = f"{percent(shown.value, digits)} ({100 * shown.low:.{digits}f} to {percent(shown.high, digits)})"
    right_end = next(end for end in (0.2, 0.5, 1.0) if max(shown.high, good / labels) <= end)
    fig, ax = figure(7.6, 2.7)
    black = COLORS["black"]
    ax.barh(0, good / labels, height=0.5, color=COLORS["blue"])
    ax.barh(1, kept / labels, height=0.5, color=COLORS["blue"], label="right, and called right")
    ax.barh(1, let_in / labels, left=kept / labels, height=0.5, color=COLORS["orange"], hatch="//", edgecolor="white",
            label="wrong, but called right")  # fmt: skip
    ax.plot([shown.low, shown.high], [1.42, 1.42], color=black, linewidth=2.5, solid_capstyle="butt")
    for end in (shown.low, shown.high):
        ax.plot([end, end], [1.34, 1.5], color=black, linewidth=2)
    ax.plot([shown.value], [1.42], marker="o", color=black, markersize=7)
    ax.text(1.02 * right_end, 0, true, va="center", clip_on=False)
    ax.text(1.02 * right_end, 1, measured, va="center", clip_on=False)
    ax.set_yticks([0, 1], ["true", "measured"])
    ax.set_ylim(1.75, -0.45)
    ax.set_xlim(0, right_end)
    ticks = [place * right_end / 4 for place in range(5)]
    ax.set_xticks(ticks, [percent(tick, 0 if abs(100 * tick % 1 - 0.5) > 0.4 else 1) for tick in ticks])
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, columnspacing=1.4, handletextpad=0.5)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    holds = "holds" if shown.contains(good / labels) else "misses"
    words = (
        f"Of {labels} labelled replies {good} are right ({true}). The labels show {kept + let_in}: {kept} of these are "
        f"right, {let_in} are wrong. Measured {measured}; the interval {holds} the truth. Calculated."
    )
    return fig, words
