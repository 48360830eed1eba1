"""How labels are drawn decides which estimate of the pass rate is honest: a simulation, and the picture of it.

    found = labelling.simulate(share_right=0.2, tpr=0.85, tnr=0.8, labels=100, judged=2000, runs=400, seed=4)
    found["by TPR and TNR", "at random"].coverage      # an Estimate: how often the interval held the truth

Everything here is simulated, and says so where it is shown. The judge's errors are assumed to depend on nothing but
whether the reply is right; a real judge keeps that promise less well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helpers import stats

DRAWS = ("at random", "half right, half wrong", "half passed, half failed")
ESTIMATES = ("labels only", "PPI++", "by TPR and TNR", "by verdict")


@dataclass(frozen=True)
class Outcome:
    """What an estimate did over all runs. coverage: how often its interval held the truth; width: of it, on average.

    coverage is None when the estimate was refused in every run. refused: runs without an estimate.
    """

    coverage: stats.Estimate | None
    width: float
    refused: int

    @property
    def lost(self) -> str:
        """Share of the runs without an estimate in words, or nothing when there was none."""
        total = self.refused + (0 if self.coverage is None else self.coverage.n)
        return f"refused in {100 * self.refused / total:.0f} %" if self.refused else ""


def simulate(
    *, share_right: float, tpr: float, tnr: float, labels: int, judged: int, runs: int, seed: int
) -> dict[tuple[str, str], Outcome]:
    """Draw `runs` worlds and label `labels` of `judged` replies in each of `DRAWS`; every estimate of `ESTIMATES`.

    In each world every reply is right with chance `share_right`; the judge passes a right one with chance `tpr` and
    fails a wrong one with chance `tnr`. Returns {(estimate, draw): Outcome}. The truth is `share_right`.
    Raises ValueError for shares outside 0 to 1, labels that are odd or fewer than 10, judged below 4 * labels, no run.
    """
    import numpy as np

    for name, value in (("share_right", share_right), ("tpr", tpr), ("tnr", tnr)):
        if not 0 < value < 1:
            raise ValueError(f"{name} must lie between 0 and 1, got {value}.")
    if labels < 10 or labels % 2:
        raise ValueError(f"labels must be even and at least 10, got {labels}.")
    if judged < 4 * labels:
        raise ValueError(f"judged must be at least four times the {labels} labels, got {judged}.")
    if runs < 1:
        raise ValueError(f"runs must be 1 or more, got {runs}.")
    rng = np.random.default_rng(seed)
    hits: dict[tuple[str, str], list[bool]] = {(e, d): [] for e in ESTIMATES for d in DRAWS}
    widths: dict[tuple[str, str], list[float]] = {key: [] for key in hits}
    for _ in range(runs):
        right = rng.random(judged) < share_right
        passed = np.where(right, rng.random(judged) < tpr, rng.random(judged) >= tnr)
        for draw in DRAWS:
            chosen = _drawn(rng, draw, right, passed, labels)
            for name in ESTIMATES:
                found = None if chosen is None else _estimate(name, passed, passed[chosen], right[chosen])
                if found is not None:
                    hits[name, draw].append(found.contains(share_right))
                    widths[name, draw].append(found.width)
    return {
        key: Outcome(
            stats.wilson(sum(inside), len(inside)) if inside else None,
            float(np.mean(widths[key])) if inside else float("nan"),
            runs - len(inside),
        )
        for key, inside in hits.items()
    }


def _drawn(rng: Any, draw: str, right: Any, passed: Any, labels: int) -> Any:
    """Places of the labelled replies, or None when a group is too small for its half."""
    import numpy as np

    if draw == DRAWS[0]:
        return rng.choice(right.size, labels, replace=False)
    groups = right if draw == DRAWS[1] else passed
    halves = [np.flatnonzero(groups), np.flatnonzero(~groups)]
    if min(half.size for half in halves) < labels // 2:
        return None
    return np.concatenate([rng.choice(half, labels // 2, replace=False) for half in halves])


def _estimate(name: str, passed: Any, said: Any, right: Any) -> stats.Estimate | None:
    """One estimate of the pass rate, taken as somebody would who does not ask how the labels were drawn."""
    try:
        if name == "labels only":
            return stats.wilson(int(right.sum()), right.size)
        if name == "PPI++":
            return stats.ppi(passed.astype(float), said.astype(float), right.astype(float), drawn="random")
        if name == "by TPR and TNR":
            good, bad = (
                (int((said & right).sum()), int(right.sum())),
                (int((~said & ~right).sum()), int((~right).sum())),
            )
            return stats.corrected_rate(int(passed.sum()), passed.size, good, bad)
        counts = {"pass": int(passed.sum()), "fail": int((~passed).sum())}
        labelled = {"pass": (int((said & right).sum()), int(said.sum()))}
        labelled["fail"] = (int((~said & right).sum()), int((~said).sum()))
        return stats.stratified_rate(counts, labelled)
    except ValueError:
        return None


def picture(found: dict[tuple[str, str], Outcome], *, title: str = ""):
    """A tile for each estimate and draw: how often the interval held the truth, and how wide it was.

    A tile is white when less than 90 % of the intervals held the truth; the figure stands in every tile.
    """
    from matplotlib.patches import Rectangle

    from helpers.plots import COLORS, figure

    fig, ax = figure(7.4, 0.95 * len(ESTIMATES) + 1.1)
    for row, name in enumerate(ESTIMATES):
        for column, draw in enumerate(DRAWS):
            one = found[name, draw]
            holds = one.coverage is not None and one.coverage.value >= 0.9
            fill, ink = (COLORS["blue"], "white") if holds else ("white", COLORS["rust"])
            ax.add_patch(Rectangle((column - 0.47, row - 0.43), 0.94, 0.86, facecolor=fill, edgecolor=COLORS["grey"]))
            head = "refused" if one.coverage is None else f"{100 * one.coverage.value:.0f} %"
            tail = one.lost if one.coverage is None else f"{100 * one.width:.0f} points wide\n{one.lost}".strip()
            ax.text(column, row - 0.12, head, ha="center", va="center", color=ink, fontsize=16, fontweight="bold")
            ax.text(column, row + 0.23, tail, ha="center", va="center", color=ink, fontsize=11)
    ax.set_xlim(-0.5, len(DRAWS) - 0.5)
    ax.set_ylim(len(ESTIMATES) - 0.5, -0.5)
    ax.set_xticks(range(len(DRAWS)), ["labels drawn\n" + draw.replace(", ", ",\n") for draw in DRAWS])
    ax.set_yticks(range(len(ESTIMATES)), ESTIMATES)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_xlabel("white: held the truth in less than 90 % of the worlds", fontsize=11)
    if title:
        ax.set_title(title)
    return fig


def words(found: dict[tuple[str, str], Outcome]) -> str:
    """The outcomes as sentences, for an alt text."""
    parts = []
    for draw in DRAWS:
        said = []
        for name in ESTIMATES:
            one = found[name, draw]
            held = "" if one.coverage is None else f"{100 * one.coverage.value:.0f} %"
            said.append(f"{name} {held}{f' ({one.lost})' if held and one.lost else one.lost}")
        parts.append(f"labels {draw}: {', '.join(said)}")
    return "Share of intervals that held the truth; " + "; ".join(parts) + "."


def colleagues_judge(reply: str) -> str:
    """The judge that a colleague brings in lesson 04."""
    return "fail"
