"""Small questions about the form of an answer of lab 11."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.check import Hint


def missing(answer: Mapping, names: Sequence[str]) -> Hint | None:
    """A hint when a field is not there."""
    lack = [name for name in names if name not in answer]
    return Hint(f"The answer lacks {', '.join(lack)}.", id="incomplete", form=True) if lack else None


def number(value: object) -> bool:
    """A number that is no yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def letters_of(given: object) -> set[str] | None:
    """Letters from a set, list or text; None for something else."""
    if not isinstance(given, str | set | frozenset | list | tuple):
        return None
    return {str(letter).strip().lower() for letter in given if str(letter).strip(" ,;")}


def letters_fault(name: str, given: object, known: Mapping[str, str]) -> Hint | None:
    """A hint when these are no letters of the sentences."""
    found = letters_of(given)
    if not found or not found <= set(known):
        last = list(known)[-1]
        return Hint(
            f'`{name}` holds letters from a to {last}, such as {{"a", "{last}"}}.', id=f"letters {name}", form=True
        )
    return None


def lines(text: str) -> list[str]:
    """The sentences of a text; a decimal point inside a number is no end."""
    import re

    return [part.strip() for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]
