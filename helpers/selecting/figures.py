"""Figures of lab 08. Each returns a matplotlib figure and its description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpers.selecting import memo, pricing, ways
from helpers.selecting.ranges import full_name

if TYPE_CHECKING:
    from helpers.cost import Load
    from helpers.selecting.lab import Lab

_PARTS = ("model", "escalation", "re-opening", "loss")
_NAMES = {"model": "calls", "escalation": "person takes over", "re-opening": "writes again", "loss": "claims"}
_HUES = ("vermillion", "blue", "sky", "orange")


def _stack(ax: Any, names: list[str], parts: list[dict[str, float]]) -> None:
    from helpers import plots

    left = [0.0] * len(names)
    for part, hue in zip(_PARTS, _HUES, strict=True):
        widths = [one[part] for one in parts]
        ax.barh(names, widths, left=left, color=plots.COLORS[hue], label=_NAMES[part], height=0.6)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    for place, total in enumerate(left):
        ax.annotate(f"{total:,.2f}" if total < 100 else f"{total:,.0f}", (total, place), xytext=(5, 0),
                    textcoords="offset points", va="center")  # fmt: skip
    ax.set_xlim(0, 1.15 * max(left))
    ax.invert_yaxis()
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=4, frameon=False, fontsize=10, handlelength=1.2,
              columnspacing=1.2)  # fmt: skip


def ways_figure(lab: Lab) -> tuple[Any, str]:
    """Euros for each resolved ticket by what they are spent on."""
    from helpers import plots

    found = {name: lab.resolution(name) for name in lab.ways()}
    fig, ax = plots.figure(8.0, 3.6)
    _stack(ax, list(found), [one.parts for one in found.values()])
    ax.set_xlabel("euros for each resolved ticket")
    said = "; ".join(
        f"{name} {one.total.value:.2f}, of which calls {one.parts['model']:.4f}" for name, one in found.items()
    )
    return fig, f"Euros for each resolved ticket, by part. {said}."


def volume_figure(lab: Lab, tickets: int, right: float, price: float, model: str) -> tuple[Any, str]:
    """Euros a month of people and of a hosted model, at a volume, a share right and a factor on its price."""
    from helpers import plots

    found = {ways.PEOPLE: lab.resolution(ways.PEOPLE), model: lab.resolution(model, right=right, price=price)}
    parts = [{k: v * tickets for k, v in one.parts.items()} for one in found.values()]
    fig, ax = plots.figure(8.0, 2.2)
    _stack(ax, list(found), parts)
    ax.set_xlabel(f"euros for {tickets:,} resolved tickets")
    totals = [sum(one.values()) for one in parts]
    calls = parts[1]["model"]
    return fig, (
        f"{tickets:,} resolved tickets: people {totals[0]:,.0f} euros, {model} {totals[1]:,.0f} euros, of which "
        "calls "
        f"{calls:,.2f}, when it is right {100 * right:.0f} % of the time at {price:g} times its price."
    )


def waits_figure(found: Load, expected: float) -> tuple[Any, str]:
    """Requests in flight: by the law, and counted."""
    from helpers import plots

    fig, ax = plots.figure(7.2, 1.9)
    ax.barh(
        ["predicted", "counted"], [expected, found.observed], color=[plots.COLORS["blue"], plots.COLORS["vermillion"]]
    )
    for place, value in enumerate((expected, found.observed)):
        ax.annotate(f"{value:.2f}", (value, place), xytext=(5, 0), textcoords="offset points", va="center")
    ax.set_xlim(0, 1.2 * max(expected, found.observed))
    ax.set_xlabel("requests in the system, mean over the load")
    ax.invert_yaxis()
    off = 100 * (found.observed / expected - 1)
    return (
        fig,
        f"Mean number of requests in the system: predicted {expected:.2f}, counted {found.observed:.2f} "
        f"({off:+.0f} %).",
    )


def tornado_figure(lab: Lab, name: str) -> tuple[Any, str]:
    """Euros for each resolved ticket when one assumption at a time goes to its ends."""
    from helpers import plots

    known = full_name(name, list(lab.ways()))
    odd = "" if known else f"There is no way {name!r}; a name of the table is meant. Shown is the cheapest. "
    used = memo.shaken(lab, known or lab.cheapest_resolved())
    found, base = memo.swings(lab, used), lab.span(used)[0]
    fig, ax = plots.figure(8.0, 4.2)
    for place, one in enumerate(found):
        low, high = sorted((one.at_low, one.at_high))
        ax.barh(place, high - low, left=low, color=plots.COLORS["blue"], height=0.6)
        ax.annotate(f"{low:.2f} to {high:.2f}", (high, place), xytext=(6, 0), textcoords="offset points", va="center")
    ax.axvline(base, color="#555555", lw=1)
    ends = {one.name: memo.ends_text(lab, one) for one in found}
    ax.set_yticks(range(len(found)), [f"{one.name}\n({ends[one.name]})" for one in found])
    ax.invert_yaxis()
    top = max(max(one.at_low, one.at_high) for one in found)
    ax.set_xlim(0, 1.32 * top)
    ax.set_xlabel(f"euros for each resolved ticket, {used}")
    said = "; ".join(
        f"{one.name} ({ends[one.name]}) {min(one.at_low, one.at_high):.2f} to {max(one.at_low, one.at_high):.2f}"
        for one in found
    )
    counted = " (by counts; the bars by shares)" if lab.ways()[used].fates else ""
    return fig, f"{odd}{used}, {base:.2f} euros at the middle{counted}. One assumption at a time: {said}."


def deciles_figure(lab: Lab, scheme: str, price: float) -> tuple[Any, str]:
    """Revenue and cost of a shop by usage decile."""
    from helpers import plots

    found = pricing.margin(lab, scheme, price)
    fig, ax = plots.figure(7.6, 3.2)
    at = [decile.number for decile in found.deciles]
    ax.bar([x - 0.2 for x in at], [d.revenue for d in found.deciles], 0.4, color=plots.COLORS["blue"], label="pays")
    ax.bar([x + 0.2 for x in at], [d.cost for d in found.deciles], 0.4, color=plots.COLORS["vermillion"], label="costs")
    ax.set_xticks(at)
    ax.set_xlabel("shops by usage, tenths, lightest first")
    ax.set_ylabel("euros a month")
    ax.legend(frameon=False, loc="upper left")
    said = "; ".join(f"{d.number}: pays {d.revenue:.0f}, costs {d.cost:.0f}" for d in found.deciles)
    return fig, f"Mean euros a month by tenth of the shops, {scheme}, simulated. {said}."


def pareto_figure(lab: Lab, chosen: str | None = None) -> tuple[Any, str]:
    """Euros for each resolved ticket against share right at the first reply; filled: no way is better in both."""
    from helpers import plots

    rows, beaten = memo.rows(lab), memo.dominated(lab)
    fig, ax = plots.figure(8.0, 4.4)
    for one in rows.values():
        hue = plots.COLORS["vermillion" if one.name == chosen else "grey" if one.name in beaten else "blue"]
        (x, x_low, x_high), (y, y_low, y_high) = one.euros, one.right
        ax.plot([x_low, x_high], [y, y], color=hue, lw=2, alpha=0.5)
        ax.plot([x, x], [y_low, y_high], color=hue, lw=2, alpha=0.5)
        ax.plot([x], [y], "o", color=hue, markersize=9, markerfacecolor="white" if one.name in beaten else hue)
        at, up = ((x, y), 12) if one.name == ways.PEOPLE else ((x_high, y), 0)
        ax.annotate(one.name.split("/")[-1], at, xytext=(6, up), textcoords="offset points", va="center", zorder=5,
                    bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1})  # fmt: skip
    ax.set_xlim(0, 1.3 * max(one.euros[2] for one in rows.values()))
    ax.set_ylim(0, 1.12)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("euros for each resolved ticket")
    ax.set_ylabel("right at the first reply")
    said = "; ".join(
        f"{one.name} {one.euros[0]:.2f} euros, {100 * one.right[0]:.0f} % right"
        + (" (beaten)" if one.name in beaten else "")
        for one in rows.values()
    )
    return fig, f"Cost and quality of every way, with ranges. {said}."


def cascade_figure(lab: Lab) -> tuple[Any, str]:
    """Euros for 1,000 messages, errors included, against share routed right: dev at every threshold, test at one."""
    from helpers import plots

    _, _, wrong = lab.sorting()
    points = [(1000 * (p.cost + (1 - p.quality) * wrong), p.quality) for p in lab.cascade().curve]
    fig, ax = plots.figure(7.4, 3.6)
    ax.plot(*zip(*points, strict=True), color=plots.COLORS["blue"], lw=2, label="dev, every threshold")
    ax.legend(loc="lower left", frameon=False)
    marks = [("classic ML alone, dev", points[0], "blue"), ("people alone, dev", points[-1], "blue")]
    if held := lab.cascade().held_out:
        at = 1000 * (held.cost.value + (1 - held.quality.value) * wrong)
        ax.plot([at, at], [held.quality.low, held.quality.high], color=plots.COLORS["rust"], lw=3, alpha=0.6)
        marks.append((f"from {lab.cascade().threshold:g} on, test", (at, held.quality.value), "rust"))
    for name, (x, y), hue in marks:
        ax.plot([x], [y], "o", color=plots.COLORS[hue], markersize=9)
        right = hue == "rust"
        ax.annotate(name, (x, y), xytext=(-9 if right else 9, 0), textcoords="offset points", va="center",
                    ha="right" if right else "left")  # fmt: skip
    xs = [x for x, _ in points]
    ax.set_xlim(min(xs) - 220, max(xs) + 190)
    ax.set_ylim(0, 1.08)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("euros for 1,000 messages, those in the wrong team included")
    ax.set_ylabel("right team")
    said = "; ".join(f"{name} {x:.0f} euros, {100 * y:.0f} % right" for name, (x, y), _ in marks)
    return (
        fig,
        f"Cost and quality of the cascade, classic ML first. Line: dev; red point: test. {said}.",
    )
