"""Looks at the form of an answer of lab 08, and hints that belong to one field of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from helpers import keeping
from helpers.check import Hint


@dataclass(frozen=True)
class FieldHint(Hint):
    """A hint for one field of an answer: its second and third text come at the second and third slip in that field."""

    exercise: str = ""
    field: str = ""

    def at(self, tries: int) -> str:
        """The text for the wrong tries at this field since the exercise was last right; without a store, at all."""
        rows = keeping.with_store(lambda store: store.attempts(self.exercise))
        if rows is None:
            return super().at(tries)
        count = 0
        for row in rows:
            mine = row["status"] == "retry" and (row["hint"] or "").startswith(f"{self.field}: ")
            count = 0 if row["status"] == "ok" else count + mine
        return super().at(count + 1)


def about(exercise: str, field: str, *texts: str, id: str) -> FieldHint:
    """A hint for one field. Every text begins with the field's name."""
    named = [text if text.startswith(f"`{field}`") else f"`{field}`: {text}" for text in texts]
    return FieldHint(*(*named, None, None)[:3], id=f"{field}: {id}", exercise=exercise, field=field)


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


def comma(name: str, value: object) -> Hint | None:
    """A hint of form when a number was typed with a comma in it: Python then sees two numbers."""
    if not isinstance(value, tuple) or len(value) < 2 or not all(number(one) for one in value):
        return None
    return Hint(f"`{name}`: a comma makes two numbers of one. Write 4000 and not 4,000, and 2.5 and not 2,5.",
                id="comma", form=True)  # fmt: skip


def amount(name: str, value: object, example: str) -> Hint | None:
    """A hint of form when the value is no number of 0 or more."""
    if number(value) and value >= 0:
        return None
    if hint := comma(name, value):
        return hint
    return Hint(f"`{name}` is a number of 0 or more, such as `{example}`.", id="no number", form=True)
