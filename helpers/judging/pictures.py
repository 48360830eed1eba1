"""Figures of module 04: a confusion table as areas, and the rates of several judges beside each other."""

from __future__ import annotations

from typing import Any

from helpers.judging.tables import Confusion, Rates
from helpers.plots.style import COLORS, figure, percent

_CELLS = (
    ("right_pass", "readers: right", "judge: pass", "blue"),
    ("right_fail", "readers: right", "judge: fail", "orange"),
    ("wrong_pass", "readers: wrong", "judge: pass", "orange"),
    ("wrong_fail", "readers: wrong", "judge: fail", "blue"),
)


def confusion_figure(tables: dict[str, Confusion], *, who: str = "readers say") -> tuple[Any, str]:
    """One table per judge, the area in each cell by its count; blue agrees with the labels, hatched does not.

    tables: judge name to `Confusion`. who: where the labels come from, such as "people say".
    Returns the matplotlib figure and its description in words.
    """
    from matplotlib.patches import Rectangle

    if not tables:
        raise ValueError("There is nothing to draw: give at least one confusion table.")
    fig, axes = figure(min(2.7 * len(tables) + 0.8, 9.6), 3.2, nrows=1, ncols=len(tables), squeeze=False)
    for number, (ax, (name, table)) in enumerate(zip(axes[0], tables.items(), strict=True)):
        largest = max(table[:4]) or 1
        for place, (field, _, _, colour) in enumerate(_CELLS):
            column, row, count = place % 2, 1 - place // 2, getattr(table, field)
            ax.add_patch(Rectangle((column, row), 1, 1, facecolor="none", edgecolor=COLORS["grey"], linewidth=0.8))
            side = 0.94 * (count / largest) ** 0.5
            ax.add_patch(
                Rectangle((column + 0.5 - side / 2, row + 0.5 - side / 2), side, side, facecolor=COLORS[colour],
                          alpha=0.45, edgecolor="none", hatch="" if colour == "blue" else "//")
            )  # fmt: skip
            box = None if colour == "blue" else {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
            ax.text(column + 0.5, row + 0.5, str(count), ha="center", va="center", fontsize=14, bbox=box)
        ax.set(xlim=(-0.02, 2.02), ylim=(-0.02, 2.02), xticks=[0.5, 1.5], xticklabels=["pass", "fail"], yticks=[])
        if number == 0:
            ax.set_yticks([0.5, 1.5], ["wrong", "right"])
            ax.set_ylabel(who)
        third = f"\n{table.unscored} not scored" if table.unscored else "\n "
        ax.set_xlabel("judge says" + third)
        ax.set_title(name)
        ax.set_aspect("equal")
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
    words = "; ".join(f"{name}: {table}" for name, table in tables.items()).replace("readers say", who)
    return fig, f"Counts of each judge against the labels, areas by count. {words}."


def rates_figure(found: dict[str, Rates]) -> tuple[Any, str]:
    """TPR against TNR (falling to the right) with both intervals; on the diagonal a judge is no better than a coin.

    Returns the matplotlib figure and its description in words.
    """
    if not found:
        raise ValueError("There is nothing to draw: give the rates of at least one judge.")
    fig, ax = figure(5.6, 4.6)
    ax.plot([1, 0], [0, 1], linestyle="--", color=COLORS["grey"])
    ax.text(0.03, 0.9, "no better than a coin", rotation=41, ha="right", va="top", color=COLORS["grey"], fontsize=11)
    looks = [("blue", "o"), ("orange", "s"), ("green", "^"), ("purple", "D"), ("black", "v")]
    for (colour, marker), (name, rate) in zip(looks, found.items(), strict=False):
        x, y = rate.tnr.value, rate.tpr.value
        ax.errorbar(
            [x], [y], xerr=[[x - rate.tnr.low], [rate.tnr.high - x]],
            yerr=[[y - rate.tpr.low], [rate.tpr.high - y]], color=COLORS.get(colour, COLORS["black"]), marker=marker,
            markersize=9, capsize=3, label=name,
        )  # fmt: skip
    ax.set(xlim=(1.03, -0.03), ylim=(-0.03, 1.05))
    ax.set_xlabel("TNR: wrong replies that the judge fails")
    ax.set_ylabel("TPR: right replies that it passes")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: percent(value))
    ax.legend(loc="lower right", fontsize=11)
    words = "; ".join(
        f"{name}: TPR {rate.tpr.text}, TNR {rate.tnr.text}, TPR + TNR - 1 = {rate.youden:.2f}"
        for name, rate in found.items()
    )
    return fig, f"TPR upwards, TNR falling to the right, so that the best judge is at the top left. {words}."
