"""A design of the search: how pages are cut, how many chunks are shown, how they are found, and which pages count."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.retrieving.embedding import vectors
from helpers.retrieving.pages import GUARDS, guarded, rows, valid_on
from helpers.world.reading import to_date

if TYPE_CHECKING:
    from helpers.rag import Hit, Index

SIZES = (40, 80, 160, 320)
"""Chunk sizes in words whose answers are recorded."""
TOPS = (1, 3, 6)
"""Numbers of chunks shown whose answers are recorded, for chunks of 80 words."""
MODES = ("bm25", "dense", "hybrid")
PAGES = ("published", "history", "poisoned", "everything")


@dataclass(frozen=True)
class Design:
    """A design of the search.

    chunk_words, overlap: how pages are cut, in words. k: chunks that the model is shown. mode: "bm25" (words in
    common), "dense" (meaning) or "hybrid" (both). pages: "published", "history" (every dated version), "poisoned"
    (published, and one page of an attacker) or "everything". as_of: a date such as "2026-11-15"; only pages valid on it
    are found. guards: names of `GUARDS`; a page that one of them stops is not found.
    Raises: ValueError that says which setting is wrong.
    """

    chunk_words: int = 80
    overlap: int = 20
    k: int = 3
    mode: str = "hybrid"
    pages: str = "published"
    as_of: str | None = None
    guards: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, least in (("chunk_words", 5), ("overlap", 0), ("k", 1)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise ValueError(f"{name} must be a whole number of at least {least}, but got {value!r}")
        if self.overlap >= self.chunk_words:
            raise ValueError(
                f"overlap must be smaller than chunk_words, or no chunk gets further than the one before; got overlap "
                f"{self.overlap} and chunk_words {self.chunk_words}"
            )
        if self.k > 50:
            raise ValueError(f"k must be at most 50, but got {self.k}")
        for name, known in (("mode", MODES), ("pages", PAGES)):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} is one of {', '.join(known)}; got {getattr(self, name)!r}")
        if self.as_of is not None:
            to_date("as_of", self.as_of)
        if isinstance(self.guards, str) or not set(self.guards) <= set(GUARDS):
            raise ValueError(f"guards is a list with names out of {', '.join(GUARDS)}; got {self.guards!r}")
        object.__setattr__(self, "guards", tuple(name for name in GUARDS if name in self.guards))

    @property
    def text(self) -> str:
        """The design in words: "80 words, overlap 20, 3 chunks, hybrid"."""
        said = f"{self.chunk_words} words, overlap {self.overlap}, {self.k} chunk{'s' * (self.k != 1)}, {self.mode}"
        said += {"published": "", "history": ", all versions", "poisoned": ", with the poisoned page",
                 "everything": ", all versions and the poisoned page"}[self.pages]  # fmt: skip
        said += f", as of {self.as_of}" if self.as_of else ""
        return said + (f", guards {' and '.join(self.guards)}" if self.guards else "")


@functools.cache
def _index(chunk_words: int, overlap: int, pages: str) -> Index:
    from helpers.rag import Index

    return Index(rows(pages), size=chunk_words, overlap=overlap, embed=vectors)


def index(design: Design) -> Index:
    """The index of a design, made once in a session."""
    return _index(design.chunk_words, design.overlap, design.pages)


def chunks(design: Design) -> list[Hit]:
    """Every chunk of a design, by document and place; the score is 0."""
    made = index(design)
    return [hit for name in made.documents() for hit in made.chunks(name)]


def search(text: str, design: Design) -> list[Hit]:
    """What the design finds for a text: at most k chunks, best first. Their metadata name page, version and owner."""
    parts = [valid_on(design.as_of)] if design.as_of else []
    parts += [guarded(name) for name in design.guards]
    where = parts[0] if len(parts) == 1 else {"$and": parts} if parts else None
    return index(design).search(text, design.k, mode=design.mode, where=where)
