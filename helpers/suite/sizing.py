"""How often test sets of some sizes would show a gain: the table of exercise 6."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def chances(sizes: Any, gain: float, *, differ: float) -> list[float]:
    """Print and return the chance that each size shows a true gain, two versions differing on a share of the cases.

    sizes: numbers of cases, at least 1 each. gain, differ: shares of 1. What is no number of cases is named in a
    sentence and left out, so that a notebook runs on.
    """
    from helpers import stats

    found = []
    for size in sizes if isinstance(sizes, Sequence) and not isinstance(sizes, str) else [sizes]:
        number = isinstance(size, int | float) and not isinstance(size, bool) and math.isfinite(size) and size >= 1
        if not number:
            print(f"{size!r} is no number of cases: write numbers such as 150, without quotes.")
            continue
        found.append(float(stats.power_of(size, gain, discordant=differ)))
        points = f"{100 * gain:g} points"
        print(f"{size:5g} cases show a gain of {points} {100 * found[-1]:.1f} times out of 100")
    return found
