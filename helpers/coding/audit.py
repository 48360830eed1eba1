"""What one can see of the help pages without reading all of them: owner, dates, and sentences that name a word."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from helpers import world
from helpers.cards import Block, say, table
from helpers.evals import mentions

_MARKS = re.compile(r"^\s*(?:(?:[#>\-*|]+|\d+\.|\[[ x]?\])\s+)*")
COLUMNS = ("page", "title", "topic", "owner", "valid from", "reviewed", "words")
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


def page_rows() -> list[dict[str, Any]]:
    """The published pages: page, title, topic, owner, valid from, reviewed (dates as text), words.

    What is wrong with a page is not in it; that is to be found out.
    """
    return [
        {
            "page": page.id,
            "title": page.title,
            "topic": page.topic,
            "owner": page.owner or "",
            "valid from": page.valid_from.isoformat(),
            "reviewed": page.reviewed.isoformat() if page.reviewed else "",
            "words": len(page.text.split()),
        }
        for page in world.documents()
    ]


def page_table(sort: str = "page") -> Block:
    """The published pages as a table. sort: the column by which they stand; another word is answered in a sentence."""
    if sort not in COLUMNS:
        return say(f"The pages can be sorted by {', '.join(COLUMNS)}; you gave {sort!r}.")
    rows = sorted(page_rows(), key=lambda row: (row[sort], row["page"]))
    dated = [[str(row[name]).replace("-", "\u2011") if name in COLUMNS[4:6] else row[name] for name in COLUMNS]
             for row in rows]  # fmt: skip
    return table(COLUMNS, dated, f"{len(rows)} published pages, by {sort}")


def sentences(text: str) -> list[str]:
    """The sentences and list items of a page, headings among them, without its marks of Markdown."""
    return [sentence for _, sentence in _under_headings(text)]


def _under_headings(text: str) -> list[tuple[str, str]]:
    """(heading, sentence) pairs; a heading stands under itself."""
    found, heading = [], ""
    for line in text.splitlines():
        bare = _MARKS.sub("", line).replace("**", "").strip(" |")
        heading = bare if line.lstrip().startswith("#") else heading
        found += [(heading, part) for part in re.split(r"(?<=[.?!])\s+", bare) if part]
    return found


def find(words: str) -> Block:
    """Every sentence of the published pages that holds the words (`24 hours | 48 hours`: either), oldest page first.

    Words that nobody can look for (no text, fewer than three letters, an empty alternative) are answered in a sentence.
    """
    if not isinstance(words, str) or any(len(part.strip()) < 3 for part in words.split("|")):
        given = repr(words) if len(repr(words)) <= 40 else type(words).__name__
        return say(f"Give a word or a phrase of at least three letters to look for, in quotes; you gave {given}.")
    found = []
    for page in world.documents():
        said = [sentence if heading in ("", sentence) else f"{heading}: {sentence}"
                for heading, sentence in _under_headings(page.text) if mentions(sentence, words)]  # fmt: skip
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
