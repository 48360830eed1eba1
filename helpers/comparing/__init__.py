"""What lesson 01 shows about routers: a held-out part of dev, small tests drawn from it, bills and times as figures.

learned = comparing.learned()                          # classic ML, measured on customers that it did not learn from
comparing.small_tests(comparing.learned(50), learned, 20).count(comparing.UNKNOWN)
"""

from __future__ import annotations

from helpers.comparing.pictures import (
    PARTS,
    about,
    bills_figure,
    curve_figure,
    euros,
    small_figure,
    span,
    times_figure,
)
from helpers.comparing.routers import (
    Parts,
    among,
    by_model,
    by_rules,
    drawn,
    fates,
    gap,
    learned,
    learning,
    most_common,
    over,
    parts,
    when_it_decides,
)
from helpers.comparing.small import BETTER, UNKNOWN, WORSE, Small, small_tests, verdict_of

__all__ = [
    "BETTER",
    "PARTS",
    "UNKNOWN",
    "WORSE",
    "Parts",
    "Small",
    "about",
    "among",
    "bills_figure",
    "by_model",
    "by_rules",
    "curve_figure",
    "drawn",
    "euros",
    "fates",
    "gap",
    "learned",
    "learning",
    "most_common",
    "over",
    "parts",
    "small_figure",
    "small_tests",
    "span",
    "times_figure",
    "verdict_of",
    "when_it_decides",
]
