"""Marks as plain text: what `typed = {id: …}` may hold, and the form that is shown for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

RIGHT = "right"
OPEN = ("…", "...", "what you saw")  # a place of the form that is still to be filled


def numbers(tags: Any) -> str:
    """Which numbers are keys, as the end of a sentence."""
    if not tags:
        return "here only 0 is one (nothing is wrong). Write what you see in words."
    return f"the numbers go from 0 to {len(tags)}."


def shown(value: Any) -> str:
    """A value as it was given, cut."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def tag(given: Any, tags: Mapping[str, str]) -> str:
    """The tag that a name or its number stands for ("2" or 2: the second; 0: "right"). Raises ValueError: no tag."""
    text = str(given).strip()
    if re.fullmatch(r"\d+", text) and text not in tags:
        if int(text) > len(tags):
            raise ValueError(f"There is no tag {text}; {numbers(tags)}")
        return [RIGHT, *tags][int(text)]
    if text not in (RIGHT, *tags):
        raise ValueError(f"There is no tag {text!r}. The tags are {', '.join([*tags, RIGHT])}.")
    return text


def parse(given: Any, tags: Mapping[str, str]) -> tuple[list[str] | None, str | None]:
    """(tags, note) of one typed mark; None for what stays as it is.

    given: a note, a tag, tags by name or number ("2 5", [2, 5]), an empty text to clear the note, a dictionary with
    "tags" and "note". Raises ValueError for anything else, and for one word where there are tags and it is none.
    """
    if given is ... or (isinstance(given, str) and given.strip() in OPEN):
        return None, None
    if isinstance(given, Mapping):
        listed = given.get("tags")
        return (None if listed is None else [tag(one, tags) for one in listed]), given.get("note")
    if isinstance(given, int) and not isinstance(given, bool):
        return [tag(given, tags)], None
    if isinstance(given, str):
        parts = [part for part in re.split(r"[\s,;]+", given.strip()) if part]
        if given.strip() in (RIGHT, *tags):
            return [given.strip()], None
        if parts and all(part.isdigit() or part in (RIGHT, *tags) for part in parts):
            return [tag(part, tags) for part in parts], None
        if len(parts) == 1 and tags:
            tag(parts[0], tags)
        return None, given
    if isinstance(given, Sequence):
        return [tag(one, tags) for one in given], None
    raise ValueError(f"A note, a tag or a list of tags was expected; got {shown(given)}.")


def single(typed: Any) -> list[Any]:
    """Each typed mark by itself, so that a wrong one does not take the others with it."""
    return [{name: given} for name, given in typed.items()] if isinstance(typed, Mapping) else [typed]


def form(items: Sequence[Any], tags: Mapping[str, str] | None = None, name: str = "typed") -> str:
    """What `typed` looks like, with the ids of the first two items, for notes or (where tags are given) for tags."""
    first, second = (item.id for item in list(items)[:2])
    pair = list(tags or ())[:2]
    one, two = ('["' + '", "'.join(pair) + '"]', '["right"]') if pair else ('"what you saw"', '"0"')
    after = "names or numbers; right or 0: nothing is wrong" if pair else "0: nothing is wrong"
    return f'{name} = {{"{first}": {one}, "{second}": {two}}}   # {after}'
