"""A sweep of the temperature: correct, the same each time, correct each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from helpers.stats.estimate import Estimate


@dataclass(frozen=True)
class Heat:
    """What several draws of the same questions say at one temperature.

    correct: mean share of passes; every_time: pass^k, the chance that all of k draws pass; both clustered.
    same_text, same_verdict: share of questions whose draws are all the same text, or all get the same verdict (Wilson).
    change: correct minus correct at the first temperature, paired and clustered; None for the first. holm: its p value
    after Holm over the temperatures.
    """

    temperature: float
    draws: int
    k: int
    correct: Estimate
    every_time: Estimate
    same_text: Estimate
    same_verdict: Estimate
    change: Estimate | None = None
    holm: float | None = None


def heat(
    passed: Mapping[float, Sequence[Sequence[float]]],
    texts: Mapping[float, Sequence[Sequence[str]]],
    clusters: Sequence,
    *,
    k: int | None = None,
) -> list[Heat]:
    """One `Heat` for each temperature, in the order given.

    passed: {temperature: (questions, draws) scores 0 or 1}; texts: the replies in the same shape; clusters: one name
    per question. k: of pass^k (default: all draws). Raises: ValueError for shapes that differ, fewer than two draws, or
    a k that is more than the draws.
    """
    import numpy as np

    from helpers import stats

    scores = {t: np.asarray(rows, dtype=float) for t, rows in passed.items()}
    if not scores or set(scores) != set(texts):
        raise ValueError(
            f"passed and texts need the same temperatures, at least one; got {list(passed)} and {list(texts)}."
        )
    for t, rows in scores.items():
        if rows.ndim != 2 or rows.shape[0] != len(clusters) or rows.shape[1] < 2:
            raise ValueError(
                f"Temperature {t}: (questions, draws) with at least 2 draws and one cluster per "
                f"question is needed; got {rows.shape}."
            )
        if [len(row) for row in texts[t]] != [rows.shape[1]] * len(rows):
            raise ValueError(f"Temperature {t}: texts and passed differ in shape.")
    first = next(iter(scores))
    changes = {t: stats.paired_difference(scores[first], rows, clusters) for t, rows in scores.items() if t != first}
    adjusted = stats.holm([e.p_value for e in changes.values()]).tolist() if changes else []
    holm = dict(zip(changes, adjusted, strict=True))
    found = []
    for t, rows in scores.items():
        draws = rows.shape[1]
        all_right = [stats.pass_hat_k(draws, int(row.sum()), k or draws) for row in rows]
        found.append(
            Heat(
                float(t), draws, k or draws, _share(stats.mean_interval(rows, clusters)),
                _share(stats.mean_interval(all_right, clusters)),
                stats.all_agree(texts[t]), stats.all_agree(rows.tolist()), changes.get(t), holm.get(t),
            )
        )  # fmt: skip
    return found


def _share(estimate: Estimate) -> Estimate:
    return estimate._replace(low=max(estimate.low, 0.0), high=min(estimate.high, 1.0))


def heat_figure(found: Sequence[Heat], *, title: str = "") -> tuple[Any, str]:
    """Three lines over the temperature, each with its intervals and its name. Returns figure and description."""
    from helpers.plots import COLORS, figure, words

    draws, k = found[0].draws, found[0].k
    lines = {
        "all rules kept": ([h.correct for h in found], "blue", "o", "-"),
        f"same text in all {draws}": ([h.same_text for h in found], "green", "s", (0, (5, 2))),
        f"kept {k} times of {k}": ([h.every_time for h in found], "rust", "^", (0, (2, 1.5))),
    }
    fig, ax = figure(7.4, 3.6)
    at = range(len(found))
    ends = []
    for shift, (name, (estimates, colour, mark, dash)) in zip((-0.06, 0.0, 0.06), lines.items(), strict=True):
        x = [place + shift for place in at]
        ax.vlines(
            x, [e.low for e in estimates], [e.high for e in estimates], color=COLORS[colour], alpha=0.45, linewidth=4
        )
        ax.plot(
            x,
            [e.value for e in estimates],
            color=COLORS[colour],
            marker=mark,
            markersize=8,
            linestyle=dash,
            clip_on=False,
        )
        ends.append([estimates[-1].value, name, colour])
    ends.sort(key=lambda end: end[0])
    for before, after in pairwise(ends):  # names must not lie on each other
        after[0] = max(after[0], before[0] + 0.085)
    for y, name, colour in ends:
        ax.text(len(found) - 1 + 0.2, y, name, color=COLORS[colour], va="center", ha="left", clip_on=False)
    ax.set_xticks(list(at), [f"{h.temperature:g}" for h in found])
    ax.set_xlim(-0.3, len(found) - 0.85)
    ax.set_ylim(-0.02, 1.02)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("temperature")
    if title:
        ax.set_title(title)
    said = " ".join(
        f"Temperature {h.temperature:g}: "
        + words({"all rules kept": h.correct, "same text each time": h.same_text, "kept each time": h.every_time})
        for h in found
    )
    return fig, said
