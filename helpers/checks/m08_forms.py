"""Looks at the form of an answer of lab 08."""

from __future__ import annotations

import math

from helpers.check import Hint


def number(value: object) -> bool:
    """A finite number, and not True or False."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number too large for any figure here
        return False


def near(given: float, right: float, within: float = 0.01) -> bool:
    """Whether a number lies within a share of the right one."""
    return abs(given - right) <= within * abs(right) + 1e-12


def missing(answer: dict, names: tuple[str, ...]) -> Hint | None:
    """A hint of form when the dictionary lacks a name."""
    lacking = [name for name in names if name not in answer]
    if not lacking:
        return None
    return Hint(f"The answer lacks {' and '.join(map(repr, lacking))}.", id="incomplete", form=True)


def amount(name: str, value: object, example: str) -> Hint | None:
    """A hint of form when the value is no number of 0 or more."""
    if number(value) and value >= 0:
        return None
    return Hint(f"`{name}` is a number of 0 or more, such as `{example}`.", id="no number", form=True)
