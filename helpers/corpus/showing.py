"""Hits on the page: what a search found, and several searches side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from helpers.cards import Block, table

if TYPE_CHECKING:
    from helpers.rag import Hit

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
