"""What one can see of the help pages without reading all of them: owner, dates, and sentences that name a word."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from helpers import world
from helpers.cards import Block, table
from helpers.evals import mentions

LAST_CHANGE = datetime.date(2026, 9, 1)


@dataclass(frozen=True)
class Change:
    """A rule of Meadow that changed: what was true before `since`, and what is true from then on."""

    rule: str
    since: datetime.date
    before: str
    after: str


def changes() -> list[Change]:
    """The change log: every rule that changed on 2026-09-01."""
    old = world.facts(LAST_CHANGE - datetime.timedelta(days=1))
    return [
        Change(name, fact.valid_from, old[name].text, fact.text)
        for name, fact in world.facts().items()
        if fact.valid_from >= LAST_CHANGE and name in old
    ]


def page_table() -> Any:
    """The published pages as a pandas table: page, title, topic, owner, valid_from, reviewed, words.

    What is wrong with a page is not in it; that is to be found out.
    """
    import pandas

    rows = [
        {
            "page": page.id,
            "title": page.title,
            "topic": page.topic,
            "owner": page.owner or "",
            "valid_from": page.valid_from.isoformat(),
            "reviewed": page.reviewed.isoformat() if page.reviewed else "",
            "words": len(page.text.split()),
        }
        for page in world.documents()
    ]
    return pandas.DataFrame(rows).sort_values("page", ignore_index=True)


def sentences(text: str) -> list[str]:
    """The sentences and list items of a page, without its marks of Markdown."""
    lines = [re.sub(r"^[#>\-\s\[\]|*\d.]*\s", "", f" {line}").strip() for line in text.splitlines()]
    parts = [part for line in lines for part in re.split(r"(?<=[.?!])\s+", line.replace("**", ""))]
    return [part for part in parts if part]


def find(words: str) -> Block:
    """Every sentence of the published pages that holds the words (`24 hours | 48 hours`: either), oldest page first.

    Raises ValueError for words of fewer than three letters.
    """
    if not isinstance(words, str) or len(words.strip()) < 3:
        raise ValueError(f"Give a word or a phrase of at least three letters to look for; got {words!r}.")
    found = []
    for page in world.documents():
        said = [sentence for sentence in sentences(page.text) if mentions(sentence, words)]
        found += [(page.id, page.valid_from, page.reviewed or "never", page.owner or "nobody", one) for one in said]
    found.sort(key=lambda row: (row[1], str(row[2]), row[0]))
    head = ("page", "valid from", "reviewed", "owner", "it says")
    return table(head, found, f"{len(found)} sentences of the help centre with {words!r}")


def change_table() -> Block:
    """The change log as a table."""
    rows = [(change.rule, change.before, change.after) for change in changes()]
    return table(("rule", "until 31 August 2026", "since 1 September 2026"), rows, "Rules that changed")


def outdated() -> dict[str, tuple[str, ...]]:
    """Pages that state a rule which changed after they became valid, and the pages that state it as it is now."""
    changed = {change.rule: change.since for change in changes()}
    pages = world.documents()
    found = {}
    for page in pages:
        old = [fact for fact in page.facts if fact in changed and page.valid_from < changed[fact]]
        if old:
            new = {p.id for p in pages for fact in old if fact in p.facts and p.valid_from >= changed[fact]}
            found[page.id] = tuple(sorted(new))
    return found


def ownerless() -> tuple[str, ...]:
    """Pages without an owner."""
    return tuple(page.id for page in world.documents() if not page.owner)


def shown_in(traces: list[world.Trace], pages: set[str]) -> list[bool]:
    """For each conversation, whether the search showed the model a section of one of these pages (by id)."""
    return [any(p.page.rsplit(".", 1)[0] in pages for turn in trace.turns for p in turn.retrieved) for trace in traces]
