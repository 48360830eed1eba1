"""Three ways to choose the conversations that somebody reads, drawn again and again from conversations read in full.

drawn = draws(study, "the search did not find it", size=28, runs=300, rule="the customer wrote again", seed=2)
drawn["at random"].coverage          # how often the interval of one draw held the share of all conversations

Nothing is simulated but the choice: the conversations and their codes are the recorded ones.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helpers import stats, world
from helpers.coding import FIRST_FAULTS, Study

TARGETS = {
    "the search did not find it": "search",
    "it should have warned or held back": "care",
    "the reply invents something": "invents",
}
RULES: dict[str, Callable[[world.Trace], float]] = {
    "the customer wrote again": lambda trace: len(trace.turns),
    "the search was least sure": lambda trace: -max(passage.score for passage in trace.turns[0].retrieved),
    "the reply took longest": lambda trace: trace.turns[0].latency_s,
    "a wrong reply is unforgivable": lambda trace: world.SEVERITIES.index(trace.question.severity),
}
RANDOM, KINDS, RAW, PICKED = "at random", "by kind, weighted back", "by kind, just counted", "the interesting ones"


@dataclass(frozen=True)
class Drawn:
    """A way to choose, over all draws. values: the share that each draw reports; 95 of 100 lie from low to high.

    coverage: how often the interval of a draw held the share of all conversations; width: of it, on average, as a
    share. grave: conversations that a draw shows, on average, where something unforgivable is wrong.
    """

    values: tuple[float, ...]
    low: float
    high: float
    coverage: stats.Estimate
    width: float
    grave: float

    @property
    def mean(self) -> float:
        """What the draws report on average."""
        return sum(self.values) / len(self.values)


def _summary(estimates: list[stats.Estimate], truth: float, grave: list[int]) -> Drawn:
    import numpy as np

    values = [float(one.value) for one in estimates]
    low, high = np.quantile(values, [0.025, 0.975])
    held = stats.wilson(sum(one.contains(truth) for one in estimates), len(estimates))
    width = sum(one.width for one in estimates) / len(estimates)
    return Drawn(tuple(values), float(low), float(high), held, float(width), sum(grave) / len(grave))


def draws(
    study: Study, target: str, *, size: int, runs: int, seed: int, rule: str = "the customer wrote again"
) -> dict[str, Drawn]:
    """Choose `size` conversations of the study in four ways, `runs` times, and say what share each draw reports.

    target: one of `TARGETS`, the first fault that is counted. rule: one of `RULES`, what makes a conversation
    interesting; the highest `size` are taken, ties at random. By kind: the same number of each kind of question,
    weighted by how many there are (`stats.stratified_rate`), or not. Raises ValueError for an unknown name, no run, or
    a size that is not from 14 to half of the conversations.
    """
    import numpy as np

    for name, known in ((target, TARGETS), (rule, RULES)):
        if name not in known:
            raise ValueError(f"{name!r} is not one of {', '.join(known)}.")
    traces = study.traces
    if not 14 <= size <= len(traces) // 2:
        raise ValueError(f"size must be from 14 to {len(traces) // 2}, half of the conversations, got {size}.")
    if runs < 1:
        raise ValueError(f"runs must be 1 or more, got {runs}.")
    hits = np.array(study.first(FIRST_FAULTS[TARGETS[target]][1]))
    grave = np.array([t.question.severity == "unforgivable" and study.label(t.id).primary is not None for t in traces])
    kinds = np.array([trace.question.kind for trace in traces])
    groups = {kind: np.flatnonzero(kinds == kind) for kind in sorted(set(kinds))}
    interest = np.array([RULES[rule](trace) for trace in traces], dtype=float)
    rng = np.random.default_rng(seed)
    counts = {kind: len(group) for kind, group in groups.items()}
    weighted = functools.cache(lambda key: stats.stratified_rate(counts, dict(key)))
    simple_share = functools.cache(lambda right: stats.wilson(right, size))
    found: dict[str, list[stats.Estimate]] = {name: [] for name in (RANDOM, KINDS, RAW, PICKED)}
    seen: dict[str, list[int]] = {name: [] for name in found}
    for _ in range(runs):
        simple = rng.choice(len(traces), size, replace=False)
        even = _even(rng, groups, size)
        together = np.concatenate(list(even.values()))
        order = np.lexsort((rng.random(len(traces)), -interest))[:size]
        found[KINDS].append(weighted(tuple((k, (int(hits[chosen].sum()), len(chosen))) for k, chosen in even.items())))
        for name, chosen in ((RANDOM, simple), (RAW, together), (PICKED, order)):
            found[name].append(simple_share(int(hits[chosen].sum())))
        for name, chosen in ((RANDOM, simple), (KINDS, together), (RAW, together), (PICKED, order)):
            seen[name].append(int(grave[chosen].sum()))
    truth = float(hits.mean())
    return {name: _summary(estimates, truth, seen[name]) for name, estimates in found.items()}


def _even(rng: Any, groups: dict[str, Any], size: int) -> dict[str, Any]:
    """As many of each kind as fit into `size`, drawn at random within the kind; small kinds give what they have."""
    wanted = dict.fromkeys(groups, 0)
    while sum(wanted.values()) < size:
        for kind in sorted(groups, key=lambda name: rng.random()):
            if sum(wanted.values()) < size and wanted[kind] < len(groups[kind]):
                wanted[kind] += 1
    return {kind: rng.choice(groups[kind], count, replace=False) for kind, count in wanted.items()}


def plans_figure(found: dict[str, Drawn], truth: float, *, title: str = "") -> tuple[Any, str]:
    """Every draw as a dot, one row for each way to choose; the line is the share of all. Figure and words."""
    import numpy as np

    from helpers.plots import COLORS, figure, percent

    fig, ax = figure(8.8, 0.95 * len(found) + 1.1)
    rng = np.random.default_rng(0)
    said = []
    for row, (name, one) in enumerate(found.items()):
        spread = rng.uniform(-0.26, 0.26, len(one.values))
        ax.plot(one.values, row + spread, ".", markersize=4, color=COLORS["blue"], alpha=0.35)
        ax.plot([one.low, one.high], [row + 0.36] * 2, color=COLORS["black"], linewidth=2.5, solid_capstyle="butt")
        ax.plot([one.mean], [row], "D", markersize=9, color=COLORS["orange"], markeredgecolor=COLORS["black"])
        held = percent(one.coverage.value)
        note = f"on average {percent(one.mean)}\nheld by {held} of the intervals\n{one.grave:.0f} grave ones seen"
        ax.text(1.03, row, note, va="center", clip_on=False, fontsize=11, linespacing=1.15)
        said.append(
            f"{name}: on average {percent(one.mean)}, 95 of 100 draws between {percent(one.low)} and "
            f"{percent(one.high)}; the interval of a draw holds the share in {held}; {one.grave:.1f} grave ones seen"
        )
    ax.axvline(truth, color=COLORS["vermillion"], linestyle=(0, (4, 2)), linewidth=1.8)
    ax.annotate(f"all conversations: {percent(truth)}", (truth, 1), xycoords=("data", "axes fraction"), xytext=(0, 3),
                textcoords="offset points", ha="center", va="bottom", color=COLORS["rust"])  # fmt: skip
    ax.set_yticks(range(len(found)), [name.replace(", ", ",\n") for name in found])
    ax.set_ylim(len(found) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("dot: one draw; diamond: their average; bar: 95 of 100 draws")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    if title:
        ax.set_title(title, pad=24)
    return fig, f"All conversations: {percent(truth)}. " + "; ".join(said) + "."
