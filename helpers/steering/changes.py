"""What each change to a prompt did: paired differences to one base with Holm, and the picture of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers import stats
from helpers.stats.estimate import p_text

if TYPE_CHECKING:
    from helpers.evals import Results

ALL = "all kept"


@dataclass(frozen=True)
class Step:
    """What a variant did to a base: the paired difference, its p value after Holm, cases repaired and broken."""

    name: str
    difference: stats.Estimate
    holm: float
    repaired: int
    broken: int

    @property
    def verdict(self) -> str:
        """better, worse or no visible difference, by the p value after Holm at 0.05."""
        if self.holm >= 0.05:
            return "no visible difference"
        return "better" if self.difference.value > 0 else "worse"


def steps(base: Results, others: Mapping[str, Results], grader: str = ALL) -> list[Step]:
    """Each of the others against the base, paired by question and clustered by page, with Holm over all of them.

    Raises: ValueError when there is nothing to compare.
    """
    if not others:
        raise ValueError("Give at least one other run to compare with the base.")
    compared = {name: base.compare(run, grader=grader) for name, run in others.items()}
    gaps = {name: one.difference for name, one in compared.items()}
    adjusted = stats.holm([gap.p_value for gap in gaps.values()]).tolist()
    return [
        Step(name, gaps[name], p, len(one.improvements), len(one.regressions))
        for (name, one), p in zip(compared.items(), adjusted, strict=True)
    ]


def steps_figure(found: Sequence[Step], *, base: str, title: str = "") -> tuple[Any, str]:
    """One row for each change: the difference to the base with its interval, in points. With its description."""
    from helpers.plots import COLORS, figure

    fig, ax = figure(7.4, 1.3 + 0.5 * len(found) + (0.3 if title else 0))
    reach = 100 * 1.15 * max(0.05, *(max(abs(one.difference.low), abs(one.difference.high)) for one in found))
    ax.axvline(0, color=COLORS["black"], linewidth=1.5)
    for row, one in enumerate(found):
        clear = one.verdict != "no visible difference"
        colour = COLORS["blue"] if clear else COLORS["grey"]
        gap = one.difference
        ax.plot([100 * gap.low, 100 * gap.high], [row, row], color=colour, linewidth=5, solid_capstyle="butt")
        ax.plot([100 * gap.value], [row], marker="o", markersize=10, markeredgecolor=COLORS["black"],
                markerfacecolor=COLORS["black"] if clear else "white")  # fmt: skip
        text = f"{100 * gap.value:+.0f}; repairs {one.repaired}, breaks {one.broken}".replace("-", "−")
        ax.text(reach * 1.04, row, text, va="center", ha="left", clip_on=False)
    ax.set_yticks(range(len(found)), [one.name for one in found])
    ax.set_ylim(len(found) - 0.5, -0.5)
    ax.set_xlim(-reach, reach)
    ax.locator_params(axis="x", steps=[1, 2, 5, 10], integer=True)
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:+.0f}".replace("-", "−") if abs(x) > 1e-9 else "0")
    ax.set_xlabel(f"points against {base}; a filled dot is still clear after Holm")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    if title:
        ax.set_title(title)
    said = "; ".join(
        f"{one.name}: {one.difference.text}, {p_text(one.holm)} after Holm, repairs {one.repaired}, breaks {one.broken}"
        for one in found
    )
    return fig, f"Against {base}. {said}."
