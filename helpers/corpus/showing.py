"""Hits on the page: what a search found, and several searches side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from helpers.cards import Block, table

if TYPE_CHECKING:
    from helpers.rag import Hit
    from helpers.world import Document

SHORT = 150  # characters of a passage in a table


def passage(hit: Hit, limit: int = SHORT) -> str:
    """The text of a hit in one line, without its title and marks."""
    body = hit.text.split("\n", 1)[-1] if "\n" in hit.text else hit.text
    flat = " ".join(body.replace("**", "").replace("#", "").split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def hits_table(hits: Sequence[Hit], caption: str, *, right: Collection[str] = (), limit: int = SHORT) -> Block:
    """What a search found, best first: page and version, score, passage; the pages in `right` are marked."""
    rows = []
    for place, hit in enumerate(hits, start=1):
        sign = " ✓" if {hit.document, hit.metadata.get("page")} & set(right) else ""
        rows.append((place, f"{hit.document}{sign}", f"{hit.score:.2f}", passage(hit, limit)))
    return table(["", "page and version", "score", "passage"], rows, caption)


def ranking_table(found: Mapping[str, Sequence[str]], caption: str, *, right: Collection[str] = ()) -> Block:
    """Several searches side by side: the page at each place, those in `right` marked with ✓."""
    deep = max((len(pages) for pages in found.values()), default=0)
    rows = []
    for place in range(deep):
        names = [pages[place] if place < len(pages) else "–" for pages in found.values()]
        rows.append((place + 1, *(f"{name} ✓" if name in right else name for name in names)))
    return table(["place", *found], rows, caption)


def records_table(pages: Sequence[Document], word: str, caption: str) -> Block:
    """What stands beside each page (dates, owner, review), with the first of its sentences that names a number of it.

    word: what is counted, such as "day"; a page without such a sentence has a dash.
    """
    import re

    number = re.compile(rf"\d+ (?:working )?{re.escape(word)}s?\b")
    rows = []
    for page in pages:
        lines = [line for line in page.text.replace("**", "").splitlines() if not line.startswith("#")]
        flat = " ".join(" ".join(lines).split())
        said = next((part for part in re.split(r"(?<=[.!?]) ", flat) if number.search(part)), "–")
        rows.append((page.id, said, str(page.valid_from), str(page.valid_to or "open"), page.owner or "nobody",
                     str(page.reviewed or "never")))  # fmt: skip
    return table(["page", f"it names {word}s", "valid from", "valid to", "owner", "reviewed"], rows, caption)
