"""Looks at the form of an answer of lab 09."""

from __future__ import annotations

import math
import re

from helpers.check import Hint

_WORD = re.compile(r"\w+")
_PAIR = re.compile(r"\b(\d+) (?:of|out of) (?:the |all )?(\d+)\b")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|per cent\b|percent\b)")


def number(value: object) -> bool:
    """A finite number, and not True or False."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def near(given: float, right: float, within: float = 0.01) -> bool:
    """Whether a number lies within a share of the right one."""
    return abs(given - right) <= within * abs(right) + 1e-9


def missing(answer: dict, names: tuple[str, ...]) -> Hint | None:
    """A hint of form when the dictionary lacks a name."""
    lacking = [name for name in names if name not in answer]
    return (
        Hint(f"The answer lacks {' and '.join(map(repr, lacking))}.", id="incomplete", form=True) if lacking else None
    )


def amount(name: str, value: object, example: str) -> Hint | None:
    """A hint of form when the value is no number above 0."""
    if number(value) and value > 0:
        return None
    return Hint(f"`{name}` is a number above 0, such as `{example}`.", id=f"no number {name}", form=True)


def share(name: str, value: object, example: str) -> Hint | None:
    """A hint of form when the value is no share; says when per cent were given."""
    if number(value) and 0 <= value <= 1:
        return None
    if number(value) and 1 < value <= 100:
        return Hint(f"`{name}` is a share: {value:g} % is {value / 100:g}.", id=f"percent {name}", form=True)
    return Hint(f"`{name}` is a share from 0 to 1, such as `{example}`.", id=f"no share {name}", form=True)


def letters(name: str, value: object, known: str) -> Hint | None:
    """A hint of form when the value is no set of these letters."""
    if isinstance(value, dict) and not value:
        return Hint(f"An empty set is written `set()`; `{name}` holds {{}}.", id=f"braces {name}", form=True)
    if not isinstance(value, set | frozenset) or not all(isinstance(one, str) for one in value):
        return Hint(f'`{name}` is a set of letters, such as `{{"{known[1]}", "{known[2]}"}}`.', id=f"no set {name}",
                    form=True)  # fmt: skip
    if strange := sorted(value - set(known)):
        return Hint(f"`{name}`: there is no {strange[0]!r}; letters go from {known[0]} to {known[-1]}.",
                    id=f"no letter {name}", form=True)  # fmt: skip
    return None


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(text.lower())


def pairs(text: str) -> list[tuple[int, int]]:
    """Counts that a text quotes: "3 of 40"."""
    return [(int(a), int(b)) for a, b in _PAIR.findall(text)]


def percents(text: str) -> list[float]:
    """Percentages that a text quotes."""
    return [float(one.replace(",", ".")) for one in _PERCENT.findall(text)]
