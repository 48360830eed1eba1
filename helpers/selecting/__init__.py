"""Lab 08: which model for Meadow's support replies, at which volume, at which price, and what is given up for it.

lab = selecting.begin(price_sheet="shipped")      # what the exercises of lab 08 and their checks refer to
lab.ways()                                        # people, the answer box, the bundled model, three hosted models
lab.resolution("answer box").total                # euros for each resolved ticket, with an interval
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("Given", "assumptions"), "given"),
    **dict.fromkeys(("Way", "Fates", "PEOPLE", "BOX", "BUNDLED_WAY"), "ways"),
    **dict.fromkeys(("Lab", "begin", "current"), "lab"),
    **dict.fromkeys(("supported", "sentences"), "saying"),
    **dict.fromkeys(("reference_pricing", "usage"), "pricing"),
    **dict.fromkeys(("answers", "reference_memo", "timed"), "reference"),
    **dict.fromkeys(("show_budget", "show_counts", "show_prices", "show_calls", "show_ways", "show_times"), "tables"),
    **dict.fromkeys(("show_order", "show_cascade", "show_pricing", "show_options"), "tables"),
    **dict.fromkeys(("published_text", "cascade_text", "counted_text", "extra_text", "cache_text"), "tables"),
    **dict.fromkeys(("ways_figure", "volume_figure", "waits_figure", "tornado_figure"), "figures"),
    **dict.fromkeys(("deciles_figure", "pareto_figure", "cascade_figure"), "figures"),
    "memo_page": "page",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
