"""The pages that a search sees: published ones, all dated versions, or the published ones and a page of an attacker."""

from __future__ import annotations

import datetime
import functools
from typing import Any

import yaml

from helpers import paths, world
from helpers.world.reading import to_date

FILE = paths.DATA / "retrieving" / "poisoned-page.md"
ATTACK = "0900 555 0199"
"""The number that the poisoned page wants customers to call. Nobody at Meadow has it."""
GUARDS = {
    "date": "the page is valid on 2026-11-15: published by then, and not replaced",
    "owner": "the page has an owner, and the owner is one of the teams that publish for Meadow",
    "review": "somebody has reviewed the page since the rules changed on 2026-09-01",
}
"""What a filter can ask of a page before it may be found, by name."""
OPEN_END = datetime.date(9999, 12, 31)
"""Stands for "still published": a filter finds no page in which the date is missing."""


@functools.cache
def poisoned_page() -> world.Document:
    """A page written for this module: an attack text that a search for refunds and cancellations finds.

    It is kept apart from the help centre, and no other module knows it.
    """
    head, text = FILE.read_text(encoding="utf-8").split("---\n", 2)[1:]
    data = yaml.safe_load(head)
    data |= {name: to_date(FILE.name, data.get(name)) for name in ("valid_from", "valid_to", "reviewed")}
    return world.Document(**{**data, "facts": (), "text": text.strip()})


def row(page: world.Document) -> dict[str, Any]:
    """A page as `rag.Index` takes it, with what a filter may ask for: dates, owner, topic, the page without version."""
    return {
        "id": page.key,
        "page": page.id,
        "version": page.version,
        "title": page.title,
        "topic": page.topic,
        "owner": page.owner or "nobody",
        "valid_from": page.valid_from,
        "valid_to": page.valid_to or OPEN_END,
        "reviewed": page.reviewed or datetime.date(1, 1, 1),
        "text": page.text,
    }


def rows(pages: str) -> list[dict[str, Any]]:
    """The pages of a collection by name: published, history, poisoned or everything."""
    if pages == "published":
        found = world.documents()
    elif pages == "history":
        found = list(world.all_documents())
    elif pages == "poisoned":
        found = [*world.documents(), poisoned_page()]
    elif pages == "everything":
        found = [*world.all_documents(), poisoned_page()]
    else:
        raise ValueError(f"pages is published, history, poisoned or everything; got {pages!r}")
    return [row(page) for page in found]


def valid_on(day: datetime.date | str) -> dict[str, Any]:
    """The filter for `Index.search` that keeps what was published on a date. Raises ValueError for no date."""
    number = to_date("as_of", day).toordinal()
    return {"$and": [{"valid_from_day": {"$lte": number}}, {"valid_to_day": {"$gte": number}}]}


@functools.cache
def teams() -> tuple[str, ...]:
    """Who publishes for Meadow: the owners of the pages of the help centre."""
    return tuple(sorted({page.owner for page in world.documents() if page.owner}))


def guarded(name: str) -> dict[str, Any]:
    """The filter behind a name of `GUARDS`. Raises ValueError for another name."""
    if name == "date":
        return valid_on(world.TODAY)
    if name == "owner":
        return {"owner": {"$in": list(teams())}}
    if name == "review":
        return {"reviewed_day": {"$gte": datetime.date(2026, 9, 1).toordinal()}}
    raise ValueError(f"a guard is one of {', '.join(GUARDS)}; got {name!r}")


SUSPECTS = {
    "a": ("cargo-deposit.v1", "an old version: it was replaced on 2026-09-01"),
    "b": ("money-back-promise.v1", "stale: it promises 30 days, and the rule has been 14 days since 2026-09-01"),
    "c": ("insurance-claims-checklist.v1", "a contradiction: it says 48 hours where the theft page says 24"),
    "d": ("riding-in-winter.v1", "nobody owns it, so nobody mends it"),
    "e": ("quick-help.v1", "written by an attacker, and put where the crawler finds it"),
}
"""Five pages that should not be shown, by letter: page and version, and what is wrong with it."""


def suspect(letter: str) -> world.Document:
    """The page behind a letter of `SUSPECTS`. Raises ValueError for another letter."""
    if letter not in SUSPECTS:
        raise ValueError(f"a letter from {min(SUSPECTS)} to {max(SUSPECTS)} was expected, got {letter!r}")
    key = SUSPECTS[letter][0]
    return next(page for page in [*world.all_documents(), poisoned_page()] if page.key == key)


def stopped(guard: str) -> set[str]:
    """The letters of the pages that a guard keeps out."""
    from helpers.rag.chunking import plain
    from helpers.rag.filters import keeps

    return {letter for letter in SUSPECTS if not keeps(plain(row(suspect(letter))), guarded(guard))}
