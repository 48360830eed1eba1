"""What lesson 02 shows: where a conversation first goes wrong, ways to choose what to read, label noise, page dates.

where = anatomy.counts(study)                       # how many conversations first go wrong at each station
drawn = anatomy.draws(study, anatomy.TARGETS["..."], size=28, runs=300, seed=2)
anatomy.measured_rate(0.05, passes_wrong=0.03, fails_right=0.03)
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "STATIONS": "stations",
    "Station": "stations",
    "counts": "stations",
    "stations_figure": "stations",
    "TARGETS": "plans",
    "RULES": "plans",
    "Drawn": "plans",
    "draws": "plans",
    "plans_figure": "plans",
    "measured_rate": "noise",
    "measured_difference": "noise",
    "noise_figure": "noise",
    "freshness": "pages",
    "freshness_figure": "pages",
    "stale_pages": "pages",
    "reply_table": "showing",
    "findings": "showing",
    "datasheet": "showing",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
