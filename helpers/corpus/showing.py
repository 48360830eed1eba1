"""Hits on the page: what a search found, two searches side by side, and one ranking scored by hand."""

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


def hits_table(hits: Sequence[Hit], caption: str, *, right: Collection[str] = ()) -> Block:
    """What a search found, best first: page and version, score, passage; the pages in `right` are marked."""
    rows = []
    for place, hit in enumerate(hits, start=1):
        sign = " ✓" if hit.document in right else ""
        rows.append((place, f"{hit.document}{sign}", f"{hit.score:.2f}", passage(hit)))
    return table(["", "page", "score", "passage"], rows, caption)


def ranking_table(found: Mapping[str, Sequence[Hit]], caption: str, *, right: Collection[str] = ()) -> Block:
    """Several searches for one question side by side: the page at each place, those in `right` marked with ✓."""
    deep = max((len(hits) for hits in found.values()), default=0)
    rows = []
    for place in range(deep):
        cells = []
        for hits in found.values():
            name = hits[place].document if place < len(hits) else "–"
            cells.append(f"{name} ✓" if name in right else name)
        rows.append((place + 1, *cells))
    return table(["place", *found], rows, caption)
