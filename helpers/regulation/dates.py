"""From which day what binds, by the text of the law that is in force on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from helpers.regulation.act import TODAY, day, law


@dataclass(frozen=True)
class Start:
    """A day from which something binds. was: the day in the text before, when it was moved."""

    key: str
    date: date
    article: str
    text: str
    was: date | None
    amended_by: str | None
    certainty: str
    source: tuple[str, ...]


def applies_from(key: str, as_of: str | date = TODAY) -> date:
    """The day from which `key` binds, as scheduled by the text in force on `as_of`.

    Raises: ValueError for an unknown key, or one that the text of that day does not have yet.
    """
    on = day(as_of)
    rows = [row for row in law().schedule if row.key == key]
    if not rows:
        known = dict.fromkeys(row.key for row in law().schedule)
        raise ValueError(f"no date is called {key!r}; there are {', '.join(known)}")
    standing = [row for row in rows if row.stands(on)]
    if not standing:
        raise ValueError(f"{key} was not part of the law on {on}; it is from {rows[0].valid_from}")
    return standing[0].date


def schedule(as_of: str | date = TODAY) -> tuple[Start, ...]:
    """Every date in the text of the law that is in force on `as_of`, the earliest first."""
    on = day(as_of)
    found = []
    for row in law().schedule:
        if not row.stands(on):
            continue
        before = [old.date for old in law().schedule if old.key == row.key and old.valid_from < row.valid_from]
        was = before[-1] if before and before[-1] != row.date else None
        found.append(
            Start(row.key, row.date, row.article, row.text, was, row.amended_by, row.certainty, row.source)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda start: start.date))


def starting(after: str | date, until: str | date, as_of: str | date = TODAY) -> tuple[Start, ...]:
    """What begins later than the day `after` and not later than `until`. Raises ValueError when they are swapped."""
    first, last = day(after), day(until)
    if first > last:
        raise ValueError(f"`after` {first} is later than `until` {last}")
    return tuple(start for start in schedule(as_of) if first < start.date <= last)
