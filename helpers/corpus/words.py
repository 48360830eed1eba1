"""Search by whole words over chunks that are there already: the plain baseline beside an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.rag import Hit


def whole_words(chunks: Sequence[Hit]) -> Callable[[str, int], list[Hit]]:
    """A search by whole words (BM25) over chunks: a function of a text and k that gives the k best, best first.

    A chunk without a word of the text is never returned. Raises: ValueError when there is no chunk.
    """
    from helpers.rag.lexical import Lexical

    chunks = list(chunks)
    if not chunks:
        raise ValueError("there is no chunk to search")
    model = Lexical([hit.text for hit in chunks], "words")

    def search(text: str, k: int = 5) -> list[Hit]:
        scores = model.scores(text)
        order = sorted(range(len(chunks)), key=lambda place: (-scores[place], chunks[place].id))[:k]
        return [chunks[place]._replace(score=float(scores[place])) for place in order if scores[place] > 0]

    return search
