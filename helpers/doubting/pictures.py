"""Figures of lesson 06. Each returns the matplotlib figure and its description in words."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.plots.style import COLORS, figure, percent, with_interval, words

if TYPE_CHECKING:
    from helpers.doubting.promises import Promised
    from helpers.published.repeats import TauTask
    from helpers.stats import Estimate

_LOOKS = (("green", "^", "-"), ("blue", "o", "-"), ("rust", "s", "--"), ("purple", "D", ":"))


def _need(ok: bool, what: str) -> None:
    if not ok:
        raise ValueError(what)


def _shares(axis: Any, low: float = 0.0) -> None:
    axis.set_major_formatter(lambda value, _: percent(value))
    ticks = [0, 0.25, 0.5, 0.75, 1] if low < 0.4 else [0.5, 0.6, 0.7, 0.8, 0.9, 1]
    axis.set_ticks([tick for tick in ticks if tick >= low - 1e-9])


def tasks_figure(tasks: Sequence[TauTask]) -> tuple[Any, str]:
    """One column for each task, a mark for each try: filled for a success, a cross for a failure; best tasks first."""
    from helpers import plots

    _need(bool(tasks), "give at least one task")
    grades = [one for task in tasks for one in [True] * task.successes + [False] * (task.trials - task.successes)]
    owner = [task.task for task in tasks for _ in range(task.trials)]
    fig = plots.dots(
        grades, clusters=owner, names=("solved", "not solved"), title="Each column is one task, each mark one try"
    )
    counts = [sum(task.successes == number for task in tasks) for number in range(tasks[0].trials, -1, -1)]
    said = ", ".join(f"{many} solved {len(counts) - 1 - place} times" for place, many in enumerate(counts))
    return fig, f"{len(tasks)} tasks, {tasks[0].trials} tries each: {said}."


def tries_figure(curves: Mapping[str, Sequence[Estimate]], *, xlabel: str = "tries") -> tuple[Any, str]:
    """Shares over 1, 2, ... tries: a line for each name, with its intervals, and the name at its end."""
    _need(bool(curves) and all(curves.values()), "give at least one curve with at least one estimate")
    fig, ax = figure(7.2, 3.9)
    for number, ((name, found), (colour, marker, line)) in enumerate(zip(curves.items(), _LOOKS, strict=False)):
        shift = 0.05 * (number - (len(curves) - 1) / 2)
        x = [k + shift for k in range(1, len(found) + 1)]
        ax.vlines(x, [e.low for e in found], [e.high for e in found], color=COLORS[colour], alpha=0.4, linewidth=4)
        ax.plot(x, [e.value for e in found], color=COLORS[colour], marker=marker, linestyle=line, markersize=8)
        ax.text(x[-1] + 0.12, found[-1].value, f"{name}\n{percent(found[-1].value)}", va="center", color=COLORS[colour])
    most = max(len(found) for found in curves.values())
    ax.set(xlim=(0.8, most + 1.25), ylim=(-0.04, 1), xticks=range(1, most + 1), xlabel=xlabel)
    _shares(ax.yaxis)
    said = " ".join(f"{name}: {words({f'{k}': e for k, e in enumerate(found, 1)})}" for name, found in curves.items())
    return fig, f"Over {most} {xlabel}, with intervals. {said}"


def vote_figure(votes: int, *, mark: float | None = None) -> tuple[Any, str]:
    """Chance that a majority of independent votes is right, over the chance of one; the diagonal is a single vote."""
    import numpy as np

    from helpers import stats

    fig, ax = figure(5.6, 4.2)
    p = np.linspace(0, 1, 101)
    ax.plot([0, 1], [0, 1], linestyle="--", color=COLORS["grey"])
    ax.plot(p, stats.majority_vote(p, votes), color=COLORS["blue"])
    ax.axvline(0.5, color=COLORS["pale"], zorder=0)
    ax.text(0.03, 0.93, f"majority of {votes}", color=COLORS["blue"])
    ax.text(0.86, 0.78, "one try", color=COLORS["grey"], rotation=36, ha="center", va="center")
    said = f"Majority of {votes} votes over the chance of one. Below 50 % the curve lies under the diagonal."
    if mark is not None:
        value = float(stats.majority_vote(mark, votes))
        ax.plot([mark, mark], [mark, value], color=COLORS["vermillion"])
        ax.plot([mark], [value], marker="o", markersize=10, color=COLORS["vermillion"])
        said = (
            f"One try is right with a chance of {percent(mark)}, the majority of {votes} with {percent(value)}. " + said
        )
    ax.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="one try is right", ylabel="the vote is right")
    _shares(ax.xaxis)
    _shares(ax.yaxis)
    return fig, said


def reliability_figure(groups: Mapping[str, Sequence[Any]], *, low: float = 0.0) -> tuple[Any, str]:
    """Share right over confidence, one panel per name; on the diagonal a confidence means what it says.

    groups: name -> bins with `.n`, `.mean` (confidence) and `.rate` (an estimate). low: where the axis
    of the confidence begins.
    """
    _need(bool(groups) and all(groups.values()), "give at least one group with at least one bin")
    fig, axes = figure(4.4 * len(groups) if len(groups) > 1 else 5.4, 4.2, ncols=len(groups), squeeze=False)
    said = []
    for ax, (name, bins) in zip(axes[0], groups.items(), strict=True):
        ax.plot([0, 1], [0, 1], linestyle="--", color=COLORS["grey"])
        ax.vlines([b.mean for b in bins], [b.rate.low for b in bins], [b.rate.high for b in bins],
                  color=COLORS["blue"], alpha=0.45, linewidth=5)  # fmt: skip
        ax.plot([b.mean for b in bins], [b.rate.value for b in bins], "o", color=COLORS["blue"], markersize=9)
        for b in bins:
            ax.text(b.mean, 0.03, f"{b.n}", ha="center", fontsize=11, color=COLORS["grey"])
        ax.set(xlim=(low, 1.03), ylim=(0, 1.03), xlabel="confidence (below: answers)")
        ax.set_title(textwrap.fill(name, 36), fontsize=12)
        _shares(ax.xaxis, low)
        _shares(ax.yaxis)
        spoken = "; ".join(f"{percent(b.mean)} sure, {with_interval(b.rate)} right of {b.n}" for b in bins)
        said.append(f"{name}: {spoken}.")
    axes[0][0].set_ylabel("share right")
    return fig, "Share right over confidence; on the dashed line they are equal. " + " ".join(said)


def risk_figure(curve: Any, points: Mapping[str, tuple[float, float]] | None = None) -> tuple[Any, str]:
    """Share wrong among those answered, over the share answered (`stats.risk_coverage`). points: name -> (x, y)."""
    fig, ax = figure(7.2, 3.6)
    steady = curve.n >= 10  # with fewer answers the line jumps between 0 and 100 %
    _need(bool(steady.any()), "at least 10 answers are needed for a curve")
    x, low, high = curve.coverage[steady], curve.low[steady], curve.high[steady]
    ax.fill_between(x, low, high, color=COLORS["sky"], alpha=0.35, linewidth=0)
    ax.plot(x, curve.risk[steady], color=COLORS["blue"])
    said = []
    for name, (at, y) in (points or {}).items():
        ax.plot([at], [y], marker="o", markersize=10, color=COLORS["vermillion"])
        side = {"ha": "right", "xytext": (-8, -20)} if at > 0.6 else {"ha": "left", "xytext": (8, -20)}
        ax.annotate(name, (at, y), textcoords="offset points", color=COLORS["rust"], **side)
        said.append(f"{name}: {percent(at)} answered, {percent(y)} of these wrong.")
    ax.set(xlim=(0, 1.02), ylim=(0, min(1.0, float(high.max()) + 0.08)))
    ax.set_xlabel("share of messages answered, the surest first")
    ax.set_ylabel("wrong, of those answered")
    _shares(ax.xaxis)
    ax.yaxis.set_major_formatter(lambda value, _: percent(value))
    last = f"{percent(float(curve.risk[-1]))} of all are wrong when everything is answered."
    return fig, f"Share wrong over the share answered, with a band of 95 %. {last} {' '.join(said)}".strip()


def promise_figure(rules: Mapping[str, Promised], *, target: float) -> tuple[Any, str]:
    """True accuracy behind the thresholds of many simulated teams, one row per rule; orange is below the target."""
    import numpy as np

    _need(bool(rules), "give at least one rule")
    fig, axes = figure(7.2, 1.9 * len(rules) + 0.6, nrows=len(rules), squeeze=False, sharex=True, sharey=True)
    edges = np.arange(0.85, 1.0001, 0.005)
    said = []
    for ax, (name, rule) in zip(axes[:, 0], rules.items(), strict=True):
        kept = rule.accuracy[~np.isnan(rule.accuracy)]
        counts, _ = np.histogram(np.clip(kept, 0.8501, 0.9999), edges)
        middle = (edges[:-1] + edges[1:]) / 2
        below = middle < target
        ax.bar(middle[below], counts[below], 0.0046, color=COLORS["orange"], hatch="//", edgecolor="white")
        ax.bar(middle[~below], counts[~below], 0.0046, color=COLORS["blue"])
        ax.axvline(target, color=COLORS["vermillion"], linestyle=(0, (4, 2)))
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        told = f"{percent(rule.missed.value)} miss, {percent(rule.refused.value)} get no threshold"
        ax.set_title(f"{name}: {told}", fontsize=12)
        sent_on = (1 - rule.refused.value) * rule.coverage  # a team without a threshold sends on nothing
        said.append(f"{name}: {told}, and over all teams {percent(sent_on)} of the answers are sent on.")
    last = axes[-1, 0]
    last.set_xlabel("right in the long run, of what is sent on (leftmost bar: all are sent on)")
    last.xaxis.set_major_formatter(lambda value, _: percent(value))
    return fig, f"Simulated teams; promised {percent(target)}. {' '.join(said)}"


def waiting_figure(groups: Mapping[str, Sequence[float]], *, deadline: float) -> tuple[Any, str]:
    """Share of replies that have come, over the seconds waited, one step line for each name, and the deadline."""
    import numpy as np

    from helpers import stats

    _need(bool(groups) and all(len(times) for times in groups.values()), "give at least one list of seconds")
    fig, ax = figure(7.2, 3.4)
    longest = max(max(times) for times in groups.values())
    said = []
    for (name, times), (colour, _, line) in zip(groups.items(), _LOOKS[1:], strict=False):
        x = np.sort(np.asarray(times, dtype=float))
        ax.step([0, *x, longest * 1.05], [0, *np.arange(1, x.size + 1) / x.size, 1], where="post", color=COLORS[colour],
                linestyle=line, label=name)  # fmt: skip
        there = stats.wilson(int((x <= deadline).sum()), x.size)
        said.append(f"{name}: {with_interval(there)} of {x.size} are there after {deadline:g} s.")
    ax.axvline(deadline, color=COLORS["vermillion"], linestyle=(0, (4, 2)))
    ax.text(deadline, 1.03, f"deadline {deadline:g} s", ha="center", va="bottom", color=COLORS["rust"])
    ax.set(xlim=(0, longest * 1.05), ylim=(0, 1.01), xlabel="seconds waited", ylabel="replies that have come")
    _shares(ax.yaxis)
    ax.legend(loc="lower right")
    return fig, " ".join(said)


def spread_figure(right: Sequence[int], voted: Sequence[bool], tries: int) -> tuple[Any, str]:
    """How many cases got 0, 1, ... `tries` right answers; hatched where the vote is wrong.

    right: right answers of each case, 0 to `tries`. voted: whether the vote of each case is right.
    """
    _need(
        len(right) == len(voted) > 0 and all(0 <= one <= tries for one in right),
        f"give at least one case, each with 0 to {tries} right answers and its vote",
    )
    fig, ax = figure(7.2, 3.2)
    at = range(tries + 1)
    good = [sum(one == k and vote for one, vote in zip(right, voted, strict=True)) for k in at]
    bad = [sum(one == k and not vote for one, vote in zip(right, voted, strict=True)) for k in at]
    ax.bar(at, good, 0.7, color=COLORS["blue"], label="the vote is right")
    ax.bar(at, bad, 0.7, bottom=good, color=COLORS["orange"], hatch="//", edgecolor="white", label="the vote is wrong")
    for k in at:
        ax.text(k, good[k] + bad[k], f" {good[k] + bad[k]}", ha="center", va="bottom", fontsize=11)
    most = max(g + b for g, b in zip(good, bad, strict=True))
    ax.set(xticks=at, xlabel=f"right answers of {tries}", ylabel="cases", ylim=(0, 1.15 * most))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    said = ", ".join(f"{good[k] + bad[k]} with {k}" for k in at)
    return fig, f"Cases by right answers of {tries}: {said}. The vote is right in {sum(good)} and wrong in {sum(bad)}."
