"""Figures of lesson 09. Each function returns the figure and its description."""

from __future__ import annotations

from helpers import plots, safety
from helpers.plots.style import COLORS

_SIZES = (10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000)
_LOOKS = ("blue", "vermillion", "green", "orange", "grey")


def bound(n: int):
    """What n cases without a failure still allow."""
    fig, ax = plots.figure(7.2, 3.0)
    ax.plot(_SIZES, [100 * safety.upper_bound(size) for size in _SIZES], color=COLORS["blue"])
    here = safety.upper_bound(n)
    said = f"{100 * here:.{1 if here >= 0.02 else 2}f}"
    ax.plot([n], [100 * here], "o", color=COLORS["vermillion"], markersize=9)
    ax.annotate(f"{n} cases: {said} %", (n, 100 * here), textcoords="offset points", xytext=(10, 8))
    ax.set_xscale("log")
    ax.set_xticks([10, 30, 100, 300, 1000], ["10", "30", "100", "300", "1,000"])
    ax.minorticks_off()
    ax.set_xlabel("cases, all passed")
    ax.set_ylabel("highest failure rate, %")
    ax.set_ylim(0, 30)
    return fig, (
        f"{n} cases without a failure: the true rate may be up to {said} % (95 %); 3/n says "
        f"{100 * safety.three_over(n):.1f} %."
    )


def costs(ratio: float, unsafe_share: float):
    """Expected cost of the five systems of XSTest over the cost ratio."""
    fig, ax = plots.figure(7.6, 3.8)
    counts = safety.xstest_counts()
    xs = [10 ** (step / 20) for step in range(61)]
    ratio = max(1, ratio)
    for (name, pair), color in zip(counts.items(), _LOOKS, strict=True):
        ys = [safety.expected_cost(*pair, x, unsafe_share) for x in xs]
        ax.plot(xs, ys, color=COLORS[color], label=name, linestyle="--" if "prompt" in name else "-")
    ax.axvline(ratio, color=COLORS["black"], linestyle=":")
    ax.set_xscale("log")
    ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    ax.minorticks_off()
    ax.set_ylim(0, 1)
    ax.set_xlabel("cost of one unsafe reply, in over-refusals")
    ax.set_ylabel("cost of a request")
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    best = safety.cheapest(ratio, unsafe_share)
    price = safety.expected_cost(*counts[best], ratio, unsafe_share)
    return fig, (
        f"At {ratio:g} over-refusals for one unsafe reply, and {100 * unsafe_share:g} % unsafe requests, {best} is "
        f"cheapest: {price:.3f} over-refusals a request."
    )


_AT = ((0.30, 0.62), (0.70, 0.62), (0.50, 0.28))


def legs(feature: safety.Feature):
    """The three properties of a feature as circles; those that it has are filled."""
    from matplotlib.patches import Circle

    fig, ax = plots.figure(5.6, 4.2)
    audit = safety.trifecta(feature)
    for leg, (x, y) in zip(("private data", "untrusted content", "external communication"), _AT, strict=True):
        has = leg in audit.legs
        look = {"facecolor": COLORS["orange"] if has else "none", "linestyle": "-" if has else "--"}
        ax.add_patch(Circle((x, y), 0.27, edgecolor=COLORS["black"], alpha=0.55 if has else 1, zorder=1, **look))
        away = (x + (x - 0.5) * 0.35, y + (y - 0.51) * 0.35)
        name = "a way out" if leg == "external communication" else leg
        ax.text(*away, f"{name.replace(' ', chr(10), 1)}\n{'yes' if has else 'no'}", ha="center", va="center", zorder=3)
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.02, 0.92)
    ax.set_aspect("equal")
    ax.axis("off")
    return fig, f"{feature.name}. {audit.sentence.replace('external communication', 'a way out')}"
