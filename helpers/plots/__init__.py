"""One figure style: colour-blind-safe, large text, labels beside the marks, intervals drawn, alt text required.

    fig = plots.interval_bar({"version A": estimate_a, "version B": estimate_b}, goal=0.75)
    plots.show(fig, alt="Pass rate of both versions with intervals: " + plots.words({"A": estimate_a, "B": estimate_b}))

Each function returns a matplotlib Figure and shows nothing. matplotlib is loaded at the first call.
"""

from helpers.plots.cases import dots, tiles
from helpers.plots.intervals import curve, difference, guess_reveal, interval_bar, interval_strip
from helpers.plots.maps import topic_map
from helpers.plots.style import COLORS, figure, html, percent, png, show, with_interval, words

__all__ = [
    "COLORS",
    "curve",
    "difference",
    "dots",
    "figure",
    "guess_reveal",
    "html",
    "interval_bar",
    "interval_strip",
    "percent",
    "png",
    "show",
    "tiles",
    "topic_map",
    "with_interval",
    "words",
]
