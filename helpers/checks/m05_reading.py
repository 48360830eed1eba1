"""What a learner typed in lab 05 as a number or as a set of names."""

from __future__ import annotations

import math

CLOSE = 0.06  # points: a table with one digit may be used


def names(given: object, known: list) -> set | None:
    """A set of names out of those known, or None when it is something else. One name alone counts as a set of one."""
    one = given if isinstance(given, set | frozenset | list | tuple) else [given]
    if isinstance(given, dict):  # {} is an empty set to everybody but Python
        one = [] if not given else [given]
    try:
        found = {item if not isinstance(item, str) else item.strip().casefold() for item in one}
    except TypeError:
        return None
    return found if found <= set(known) else None


def number(value: object) -> float | None:
    """A finite number, or None for anything else (True and False are none)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
