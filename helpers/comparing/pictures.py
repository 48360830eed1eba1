"""Figures of lesson 01, each with its description in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpers.comparing.small import BETTER, UNKNOWN, WORSE, Small, verdict_of

if TYPE_CHECKING:
    from helpers.routing.classic import Point
    from helpers.stats import Estimate


def small_figure(small: Small, a: str, b: str) -> tuple[Any, str]:
    """Every small test as a line (its interval) and a dot, sorted; colour and dash say the verdict."""
    from matplotlib.lines import Line2D

    from helpers import plots

    fig, ax = plots.figure(7.4, 3.5)
    looks = {BETTER: ("blue", "-", "o"), UNKNOWN: ("grey", ":", "x"), WORSE: ("vermillion", "--", "s")}
    for place, one in enumerate(sorted(small.found, key=lambda e: e.value)):
        colour, dash, mark = looks[verdict_of(one)]
        ax.plot([place, place], [one.low, one.high], color=plots.COLORS[colour], linestyle=dash, linewidth=1.6)
        ax.plot(place, one.value, marker=mark, markersize=4, color=plots.COLORS[colour], linestyle="")
    ax.axhline(0, color=plots.COLORS["black"], linewidth=1.5)
    ax.set_xticks([])
    ax.set_xlabel(f"{len(small.found)} tests of {small.size} messages, sorted")
    reach = [end for one in small.found for end in (one.low, one.high)]
    ax.set_ylim(min(-0.5, *reach) - 0.03, max(0.75, *reach) + 0.03)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:+.0f}".replace("-", "−") if value else "0")
    ax.set_ylabel("difference, points")
    names = {BETTER: f"{b} shown better", UNKNOWN: "cannot tell", WORSE: f"{a} shown better"}
    keys = [
        Line2D(
            [], [], color=plots.COLORS[c], linestyle=d, marker=m, markersize=5, label=f"{names[v]}: {small.count(v)}"
        )
        for v, (c, d, m) in looks.items()
    ]
    ax.legend(handles=keys, loc="lower left", bbox_to_anchor=(-0.12, 1), ncols=3, columnspacing=1, handletextpad=0.5)
    words = ", ".join(f"{names[v]} in {small.count(v)}" for v in looks)
    return fig, (
        f"{len(small.found)} tests of {small.size} messages each: {words}. In {small.misled} the figure itself points "
        f"the other way than on all {small.all.n} messages, or to neither side."
    )


def curve_figure(curve: Mapping[int, Point], line: Estimate, name: str) -> tuple[Any, str]:
    """A learning curve beside a line to beat. Thin bars: where nine of ten single trainings lie."""
    from helpers import plots

    fig, ax = plots.figure(7.4, 3.5)
    ax.axhspan(line.low, line.high, color=plots.COLORS["pale"])
    ax.axhline(line.value, color=plots.COLORS["rust"], linestyle="--")
    ax.annotate(name, (1, line.value), xycoords=("axes fraction", "data"), xytext=(-4, 4), ha="right", va="bottom",
                textcoords="offset points", color=plots.COLORS["rust"])  # fmt: skip
    sizes = sorted(curve)
    points = [curve[size] for size in sizes]
    ax.vlines(sizes, [p.least for p in points], [p.most for p in points], color=plots.COLORS["black"], linewidth=1.2)
    ax.vlines(sizes, [p.rate.low for p in points], [p.rate.high for p in points], color=plots.COLORS["blue"], alpha=0.5,
              linewidth=6)  # fmt: skip
    ax.plot(sizes, [p.rate.value for p in points], marker="o", color=plots.COLORS["blue"])
    ax.set(xlabel="labels to learn from", ylabel="routed right", ylim=(0, 1), xticks=sizes)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    words = plots.words({f"{size} labels": curve[size].rate for size in sizes})
    return fig, f"Share routed right by classic ML. {words} {name.capitalize()}: {plots.with_interval(line)}."


PARTS = (
    ("running", "calls of the model", "vermillion", ""),
    ("upkeep", "upkeep", "sky", ".."),
    ("sorting", "people sort", "blue", ""),
    ("errors", "errors", "orange", "//"),
)


def bills_figure(bills: Mapping[str, Any], *, title: str = "") -> tuple[Any, str]:
    """Bills for 1,000 messages as stacked bars, {label: Bill}, and their description."""
    from helpers import plots

    if not bills:
        raise ValueError("There is nothing to draw: give at least one bill, as {label: bill}.")
    fig, ax = plots.figure(7.6, 1.6 + 0.55 * len(bills))
    top = max(bill.total for bill in bills.values())
    for part, name, colour, hatch in PARTS:
        starts = [
            sum(getattr(bill, p) for p, *_ in PARTS[: [x[0] for x in PARTS].index(part)]) for bill in bills.values()
        ]
        widths = [getattr(bill, part) for bill in bills.values()]
        ax.barh(range(len(bills)), widths, left=starts, height=0.6, color=plots.COLORS[colour], hatch=hatch,
                edgecolor="white", label=name)  # fmt: skip
    for row, bill in enumerate(bills.values()):
        ax.text(bill.total + 0.015 * top, row, f"{bill.total:.0f}", va="center")
    ax.set_yticks(range(len(bills)), list(bills))
    ax.set_ylim(len(bills) - 0.5, -0.5)
    ax.set_xlim(0, 1.12 * top)
    ax.set_xlabel("euros for 1,000 messages")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.2, 1), ncols=4, columnspacing=1, handletextpad=0.5)
    if title:
        ax.set_title(title, pad=34)
    return fig, "Euros for 1,000 messages. " + "; ".join(_said(name, bill) for name, bill in bills.items()) + "."


def _said(name: str, bill: Any) -> str:
    shares = ", ".join(f"{words} {euros(getattr(bill, part))}" for part, words, *_ in PARTS if getattr(bill, part) > 0)
    return f"{name} {bill.total:.0f} ({shares})"


def euros(amount: float) -> str:
    """A sum with as many digits as it deserves: 0.02, 4.1, 370."""
    return f"{amount:.2f}" if amount < 1 else f"{amount:.1f}" if amount < 10 else f"{amount:.0f}"


def about(number: float, digits: int = 2) -> str:
    """A number above 0 with so many digits that count: 64,653 is "65,000", with one digit "60,000".

    Raises: ValueError when it is not a number above 0.
    """
    if not number > 0:
        raise ValueError(f"about() needs a number above 0, but got {number!r}")
    rounded = float(f"{number:.{digits - 1}e}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def times_figure(timings: Mapping[str, Any]) -> tuple[Any, str]:
    """p50 and p95 of single calls on an axis where each step is ten times longer, {name: Timing}."""
    import math

    from helpers import plots

    fig, ax = plots.figure(7.4, 1.3 + 0.62 * len(timings))
    words = []
    for row, (name, timing) in enumerate(timings.items()):
        ax.plot([timing.p50.value, timing.p95.value], [row, row], color=plots.COLORS["grey"], linewidth=3)
        ax.plot(timing.p50.value, row, marker="o", markersize=10, color=plots.COLORS["blue"], linestyle="",
                label="p50: half are faster" if row == 0 else None)  # fmt: skip
        ax.plot(timing.p95.value, row, marker="D", markersize=8, color=plots.COLORS["vermillion"], linestyle="",
                label="p95: 95 of 100 are faster" if row == 0 else None)  # fmt: skip
        open_ = ", no upper limit" if math.isinf(timing.p95.high) else ""
        words.append(
            f"{name}: p50 {span(timing.p50.value)}, p95 {span(timing.p95.value)}{open_} "
            f"({len(timing.seconds)} calls, {timing.source})"
        )
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda value, _: span(value))
    ax.minorticks_off()
    ax.set_yticks(range(len(timings)), list(timings))
    ax.set_ylim(len(timings) - 0.5, -0.5)
    ax.grid(axis="x", color=plots.COLORS["pale"])
    ax.set_axisbelow(True)
    ax.set_xlabel("one message")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    return fig, "Time for one message. " + "; ".join(words) + "."


def span(seconds: float) -> str:
    """A time in words: "0.1 ms", "45 ms", "1.3 s"."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{1000 * seconds:.2g} ms" if seconds < 0.1 else f"{1000 * seconds:.0f} ms"
