"""Figures of lesson 08. Each returns a figure and the sentence that describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers import plots
from helpers.cost.cascading import Point
from helpers.cost.margins import Margin
from helpers.cost.sizing import capacity

LOOK = ("blue", "sky", "orange", "grey", "rust", "green")


def stacked(
    bars: Mapping[str, Mapping[str, float]], *, xlabel: str, unit: str = "{:.0f}", share: bool = False
) -> tuple[Any, str]:
    """Horizontal bars made of parts, in the order of the first bar. unit: how a total is written. share: parts of 1."""
    names = list(next(iter(bars.values())))
    fig, ax = plots.figure(7.4, 0.9 + 0.62 * len(bars))
    left = dict.fromkeys(bars, 0.0)
    total = {bar: sum(parts.values()) for bar, parts in bars.items()}
    scale = {bar: (total[bar] or 1.0) if share else 1.0 for bar in bars}
    for name, colour in zip(names, LOOK, strict=False):
        wide = [bars[bar][name] / scale[bar] for bar in bars]
        ax.barh(list(bars), wide, left=list(left.values()), color=plots.COLORS[colour], label=name, height=0.62)
        left = {bar: left[bar] + size for bar, size in zip(bars, wide, strict=True)}
    most = max(left.values())
    for bar in bars:
        ax.annotate(unit.format(total[bar]), (left[bar], bar), xytext=(5, 0), textcoords="offset points", va="center")
    ax.set_xlim(0, most * 1.16)
    ax.invert_yaxis()
    ax.set_xlabel(xlabel)
    if share:
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.legend(ncols=len(names), loc="lower left", bbox_to_anchor=(0, 1.0), handlelength=1, columnspacing=1, borderpad=0)
    said = "; ".join(
        f"{bar}: {unit.format(total[bar])}, of it "
        + ", ".join(f"{name} {plots.percent(bars[bar][name] / (total[bar] or 1))}" for name in names)
        for bar in bars
    )
    return fig, f"{xlabel}. {said}."


def spread(prices: Mapping[str, float], named: Mapping[str, float]) -> tuple[Any, str]:
    """US dollars for the same calls at every model, on a scale of powers of ten; some of them by name."""
    fig, ax = plots.figure(7.4, 1.4 + 0.3 * len(named))
    ordered = sorted(named.items(), key=lambda pair: pair[1])
    ax.plot(list(prices.values()), [-1] * len(prices), "|", color=plots.COLORS["grey"], markersize=16)
    for place, (_, amount) in enumerate(ordered):
        ax.plot([amount], [place], "o", color=plots.COLORS["blue"], markersize=8)
        ax.annotate(f"{amount:.2f}", (amount, place), xytext=(8, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(-1, len(ordered)), [f"all {len(prices)} models", *(name for name, _ in ordered)])
    ax.set_xscale("log")
    ax.set_xlim(min(prices.values()) / 1.6, max(prices.values()) * 3)
    ax.set_xticks([0.1, 1, 10], ["0.10", "1", "10"])
    ax.set_xlabel("US dollars for 1,000 replies (each step to the right: ten times)")
    ax.grid(axis="x", color=plots.COLORS["pale"])
    low, high = min(prices.values()), max(prices.values())
    said = "; ".join(f"{name} {amount:.2f}" for name, amount in ordered)
    return fig, f"US dollars for 1,000 replies at {len(prices)} models: {low:.2f} to {high:.2f}. {said}."


def sample(seconds: Sequence[float], found: Any, q: float) -> tuple[Any, str]:
    """Every measured time as a dot, and the percentile with its rank interval; an arrow where it has no upper end."""
    import math

    fig, ax = plots.figure(7.2, 1.9)
    ax.plot(list(seconds), [0] * len(seconds), "o", color=plots.COLORS["blue"], alpha=0.45, markersize=9)
    top = max(seconds)
    open_end = math.isinf(found.high)
    right = top * 1.25 if open_end else found.high
    ax.plot([max(found.low, 0), right], [1, 1], color=plots.COLORS["rust"], lw=4)
    ax.plot([found.value], [1], "s", color=plots.COLORS["rust"], markersize=9)
    if open_end:
        ax.plot([right], [1], ">", color=plots.COLORS["rust"], markersize=12)
    ax.set_yticks([0, 1], [f"{len(seconds)} replies", f"p{100 * q:g}"])
    ax.set_ylim(-0.6, 1.6)
    ax.set_xlim(0, top * 1.35)
    ax.set_xlabel("seconds")
    end = "no upper end: the sample is too small" if open_end else f"{found.high:.1f}"
    return fig, f"{len(seconds)} times. p{100 * q:g} is {found.value:.1f} seconds, interval {found.low:.1f} to {end}."


def queue(percent_busy: float, servers: int, seconds: float) -> tuple[Any, str]:
    """Time until a reply is there against utilisation, for a number of servers, with one point marked."""

    def waits(share: float) -> float:
        plan = capacity(share * servers / seconds * 3600, seconds, servers)
        return plan.wait + seconds

    fig, ax = plots.figure(6.8, 3.3)
    grid = [i / 100 for i in range(2, 99)]
    ax.plot([100 * share for share in grid], [waits(share) for share in grid], color=plots.COLORS["blue"])
    here = waits(percent_busy / 100)
    ax.plot([percent_busy], [here], "o", color=plots.COLORS["rust"], markersize=10)
    ax.axhline(seconds, color=plots.COLORS["grey"], linestyle=(0, (4, 3)))
    ax.annotate("no queue", (2, seconds), xytext=(0, 5), textcoords="offset points", color="#555555")
    ax.set_ylim(0, max(6 * seconds, 1.15 * here))
    ax.set_xlim(0, 100)
    ax.set_xlabel("servers busy, %")
    ax.set_ylabel("seconds, queue and reply")
    return fig, (
        f"{servers} server{'s' if servers > 1 else ''}, busy {percent_busy:g} % of the time, {seconds:.1f} seconds a "
        f"reply: {here:.1f} seconds on average until it is there, {here / seconds:.1f} times as long as with no queue."
    )


def routes(coin: Sequence[Point], perfect: Sequence[Point], mine: tuple[float, float] | None = None) -> tuple[Any, str]:
    """Cost against quality: a router that tosses a coin, one that knows who will be right, and a point between."""
    from matplotlib.ticker import MultipleLocator

    fig, ax = plots.figure(6.8, 3.5)
    ax.plot([p.cost for p in coin], [p.quality for p in coin], color=plots.COLORS["grey"], marker="o", label="coin")
    label = "knows who will be right"
    ax.plot(
        [p.cost for p in perfect], [p.quality for p in perfect], color=plots.COLORS["blue"], marker="s", label=label
    )
    if mine:
        ax.plot(*mine, "D", color=plots.COLORS["rust"], markersize=10, label="yours")
    ax.set_xlabel("cost of a question (the dear model alone: 1)")
    ax.set_ylabel("answered right")
    ax.yaxis.set_major_locator(MultipleLocator(0.05))
    ax.yaxis.set_major_formatter(lambda value, _: plots.percent(value))
    ax.legend(loc="lower right")
    low, high, best = coin[0], coin[-1], perfect[-1]
    return fig, (
        f"Cheap alone {plots.percent(low.quality)} right at {low.cost:.2f}, dear alone {plots.percent(high.quality)} "
        f"at {high.cost:.2f}; a router that knows: {plots.percent(best.quality)} at {best.cost:.2f}."
    )


def deciles(found: Margin, *, gate: float | None = None) -> tuple[Any, str]:
    """Gross margin by usage decile, the lightest users first; what lies below 0 is drawn in another colour."""
    fig, ax = plots.figure(7.0, 3.4)
    values = [max(decile.margin, -1.5) for decile in found.deciles]
    colours = [plots.COLORS["rust" if value < 0 else "blue"] for value in values]
    ax.bar(range(1, 11), values, color=colours)
    for decile, value in zip(found.deciles, values, strict=True):
        ax.annotate(
            plots.percent(decile.margin),
            (decile.number, value),
            xytext=(0, 4 if value >= 0 else -14),
            textcoords="offset points",
            ha="center",
            fontsize=10,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.5},
        )
    ax.axhline(0, color=plots.COLORS["black"], lw=1)
    if gate is not None:
        ax.axhline(gate, color=plots.COLORS["grey"], linestyle=(0, (4, 3)))
        ax.set_xlim(0.3, 11.9)
        at = {"xytext": (0, 3), "textcoords": "offset points", "ha": "right", "fontsize": 10}
        ax.annotate(f"wanted\n{plots.percent(gate)}", (11.85, gate), **at)
    ax.set_xticks(range(1, 11))
    ax.set_xlabel("customers by use, tenths (10: the heaviest users)")
    ax.set_ylabel("gross margin")
    ax.yaxis.set_major_formatter(lambda value, _: plots.percent(value))
    ax.margins(y=0.16)
    said = ", ".join(plots.percent(decile.margin) for decile in found.deciles)
    return (
        fig,
        f"Gross margin by tenth of the customers, lightest first: {said}. All together {plots.percent(found.total)}.",
    )
