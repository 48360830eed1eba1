"""What more labels or more judged replies would buy, and what reading replies without a judge would cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.judging.lab import Lab
    from helpers.stats import Estimate

LABEL_FACTORS = (1, 2, 4, 16)
REPLY_FACTORS = (1, 4, 16)


def _with_n(one: Estimate, n: float) -> Estimate:
    """The same share, as if it rested on n cases (Wilson)."""
    from helpers.stats.proportion import _wilson_bounds

    low, high = _wilson_bounds(one.value * n, n, 1.959964, math.sqrt)
    return one._replace(n=n, low=max(0.0, low), high=min(1.0, high))


def budget(lab: Lab, judge: str) -> dict[tuple[int, int], float | None]:
    """Width of the corrected pass rate when labels and judged replies are so many times as many: {(labels, replies)}.

    It takes the rates of the judge as they were measured; only their certainty grows. None: no correction possible.
    """
    from helpers import stats

    known, passed = lab.rates(judge, weighted=True), lab.passed(judge)
    widths = {}
    for labels in LABEL_FACTORS:
        for replies in REPLY_FACTORS:
            tpr, tnr = (_with_n(one, one.n * labels) for one in (known.tpr, known.tnr))
            try:
                found = stats.corrected_share(_with_n(passed, passed.n * replies), tpr, tnr)
            except ValueError:
                widths[labels, replies] = None
            else:
                widths[labels, replies] = found.width
    return widths


def direct_width(labels: float, share: float) -> float:
    """Width of the Wilson interval when so many replies, drawn at random, are read and `share` of them are right.

    Raises ValueError for fewer than one label or a share outside 0 to 1.
    """
    if isinstance(labels, bool) or not isinstance(labels, int | float) or not labels >= 1:
        raise ValueError(f"labels must be a number of at least 1, got {labels!r}.")
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1, got {share!r}.")
    z = 1.959964
    return 2 * z * math.sqrt(share * (1 - share) / labels + z * z / (4 * labels**2)) / (1 + z * z / labels)


def labels_needed(width: float, share: float) -> int:
    """The fewest directly read replies whose interval is at most so wide. Raises ValueError for width <= 0."""
    if not width > 0:
        raise ValueError(f"width must be above 0, got {width!r}.")
    number = 1
    while direct_width(number, share) > width:
        number += 1
    return number
