"""One index over documents: by words, by meaning, or both; it grows, changes and forgets without being built again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from helpers.rag.chunking import Piece, pieces
from helpers.rag.fusion import fuse
from helpers.rag.lexical import TERMS, Lexical

MODES = ("bm25", "dense", "hybrid")
DEEP = 50  # places of each ranking that hybrid search joins
CLOSE = 10  # constant of the fusion, chosen between 10 and 60 on the dev questions of Meadow
SMALL = 2_000  # chunks up to which all vectors are compared; chroma's search is approximate and may differ by run
LONGEST = 10_000  # characters of a query; the embedder reads the first 256 tokens of it anyway


class Hit(NamedTuple):
    """A chunk that was found. `document` is the id of its document (with the version, where it has one).

    `score` depends on the mode: BM25, cosine similarity, or the sum of reciprocal ranks. Compare within one mode only.
    """

    id: str
    document: str
    text: str
    score: float
    metadata: Mapping[str, Any]


class Index:
    """Documents cut into chunks and made searchable.

    documents: `world.Document`s, mappings with id, text and any metadata, or pairs (id, text). size, overlap: of the
    chunks, in words. terms: what "bm25" counts, "grams" (four characters; forgiving) or "words". path: a folder that
    keeps the index. host, port: a running chroma server. name: of the collection, three characters or more. embed: a
    function of a list of texts that gives unit vectors (n, d).
    Raises: ValueError for a duplicate document id or bad sizes, dense.StoreError when a kept index cannot be opened.
    """

    def __init__(
        self,
        documents: Iterable[Any] = (),
        *,
        size: int = 160,
        overlap: int = 0,
        terms: str = "grams",
        path: str | Path | None = None,
        host: str | None = None,
        port: int = 8000,
        name: str = "meadow",
        embed: Callable[[Sequence[str]], Any] | None = None,
    ):
        from helpers.rag.dense import Dense

        if embed is None:
            from helpers.embed import embed
        pieces({"id": "x", "text": ""}, size, overlap)  # refuses bad sizes before anything is opened
        if terms not in TERMS:
            raise ValueError(f"terms is one of {', '.join(TERMS)}; got {terms!r}")
        self.size, self.overlap, self.terms = size, overlap, terms
        self.embed = embed
        self._dense = Dense(name, embed, path=path, host=host, port=port)
        self._rows: dict[str, tuple[str, dict[str, Any]]] = {
            key: (text, metadata) for key, text, metadata in self._dense.rows()
        }
        self._lexical: Any = None
        self._flat: tuple[list[str], Any] | None = None  # of a small index: ids, sorted, and vectors
        self._filtered: tuple[Mapping[str, Any], list[bool]] | None = None  # the last filter, and which chunks fit it
        self.add(documents)

    # what is in it

    def __len__(self) -> int:
        """Number of chunks."""
        return len(self._rows)

    def documents(self) -> list[str]:
        """Ids of the documents in the index, sorted."""
        return sorted({metadata["document"] for _, metadata in self._rows.values()})

    def chunks(self, document: str) -> list[Hit]:
        """The chunks of a document in order, each with score 0. Raises: ValueError for an unknown document."""
        found = [
            Hit(key, document, text, 0.0, metadata)
            for key, (text, metadata) in self._rows.items()
            if metadata["document"] == document
        ]
        if not found:
            raise ValueError(f"the index holds no document {document!r}")
        return sorted(found, key=lambda hit: hit.metadata["start"])

    def vectors(self) -> tuple[list[str], Any]:
        """Ids of all chunks, sorted, and their vectors, float32 array (n, d)."""
        return self._dense.vectors()

    # changing it

    def add(self, documents: Iterable[Any]) -> int:
        """Add documents and return the number of new chunks. A document id that is there already is refused.

        Raises: ValueError, and then nothing of this call is in the index.
        """
        new = self._cut(documents)
        if known := {piece.document for piece in new} & set(self.documents()):
            raise ValueError(f"the index holds {', '.join(sorted(known)[:5])} already; use update")
        self._store(new)
        return len(new)

    def update(self, documents: Iterable[Any]) -> int:
        """Put documents in, replacing those with the same id; return the number of chunks written."""
        new = self._cut(documents)
        written = {piece.id for piece in new}
        changed = {piece.document for piece in new}
        stale = [key for key, (_, m) in self._rows.items() if m["document"] in changed and key not in written]
        self._store(new)
        self._forget(stale)
        return len(new)

    def delete(self, documents: Iterable[str]) -> int:
        """Take documents out and return the number of chunks removed. Raises: ValueError for an unknown id."""
        wanted = {documents} if isinstance(documents, str) else set(documents)
        if unknown := wanted - set(self.documents()):
            raise ValueError(f"the index holds no {', '.join(sorted(unknown)[:5])}")
        gone = [key for key, (_, metadata) in self._rows.items() if metadata["document"] in wanted]
        self._forget(gone)
        return len(gone)

    def _cut(self, documents: Iterable[Any]) -> list[Piece]:
        new: list[Piece] = []
        seen: set[str] = set()
        for document in documents:
            made = pieces(document, self.size, self.overlap)
            if not made:
                continue  # an empty document has nothing to find
            if made[0].document in seen:
                raise ValueError(f"the document id {made[0].document!r} occurs twice")
            seen.add(made[0].document)
            new += made
        return new

    def _store(self, new: Sequence[Piece]) -> None:
        if new:
            self._dense.put([p.id for p in new], [p.text for p in new], [p.metadata for p in new])
            self._rows |= {piece.id: (piece.text, piece.metadata) for piece in new}
            self._lexical = self._flat = self._filtered = None

    def _forget(self, keys: Sequence[str]) -> None:
        if keys:
            self._dense.drop(keys)
            for key in keys:
                del self._rows[key]
            self._lexical = self._flat = self._filtered = None

    def close(self) -> None:
        """Give the memory of an index in memory back; a kept one stays on disk."""
        self._dense.close()

    # searching it

    def search(
        self, query: str, k: int = 5, *, mode: str = "hybrid", where: Mapping[str, Any] | None = None
    ) -> list[Hit]:
        """The k best chunks for a query, best first; fewer where fewer fit. An empty query finds nothing.

        mode: "bm25" (words in common; a chunk without one is never returned), "dense" (meaning) or "hybrid" (both
        rankings joined by reciprocal rank). where: a filter on metadata in chroma's form, such as {"topic": "refund"}
        or {"valid_from_day": {"$lte": 739_950}}; several conditions need {"$and": [...]}.
        Raises: ValueError for another mode, k < 1, or a filter that cannot be understood.
        """
        if mode not in MODES:
            raise ValueError(f"mode is one of {', '.join(MODES)}; got {mode!r}")
        if isinstance(k, bool) or not isinstance(k, int) or k < 1:
            raise ValueError(f"k must be a whole number of at least 1, got {k!r}")
        query = query[:LONGEST].strip()
        if not query or not self._rows:
            return []
        if mode == "bm25":
            found = self._by_words(query, k, where)
        elif mode == "dense":
            found = self._by_meaning(query, k, where)
        else:
            deep = max(DEEP, k)
            rankings = {
                "bm25": [key for key, _ in self._by_words(query, deep, where)],
                "dense": [key for key, _ in self._by_meaning(query, deep, where)],
            }
            found = fuse(rankings, constant=CLOSE)[:k]
        hits = []
        for key, score in found:
            text, metadata = self._rows[key]
            hits.append(Hit(key, metadata["document"], text, round(score, 6), metadata))
        return hits

    def _by_words(self, query: str, k: int, where: Mapping[str, Any] | None) -> list[tuple[str, float]]:
        import numpy as np

        if self._lexical is None:
            keys = sorted(self._rows)
            self._lexical = keys, Lexical([self._rows[key][0] for key in keys], self.terms)
        keys, lexical = self._lexical
        scores = lexical.scores(query)
        if where:
            scores = np.where(self._fitting(keys, where), scores, 0.0)
        order = np.argsort(-scores, kind="stable")[:k]
        return [(keys[place], float(scores[place])) for place in order if scores[place] > 0]

    def _by_meaning(self, query: str, k: int, where: Mapping[str, Any] | None) -> list[tuple[str, float]]:
        from helpers.rag.filters import keeps

        if where:
            keeps({}, where)  # says what is wrong with a filter before chroma does
        if len(self._rows) > SMALL:
            return self._dense.nearest(query, min(k, len(self._rows)), where)
        if self._flat is None:
            self._flat = self._dense.vectors()
        keys, matrix = self._flat
        scores = matrix @ self.embed([query])[0]
        fits = self._fitting(keys, where) if where else [True] * len(keys)
        order = sorted(
            (place for place, fit in enumerate(fits) if fit), key=lambda place: (-scores[place], keys[place])
        )
        return [(keys[place], float(scores[place])) for place in order[:k]]

    def _fitting(self, keys: Sequence[str], where: Mapping[str, Any]) -> list[bool]:
        """Which chunks fit a filter; kept for the next query with the same one."""
        from helpers.rag.filters import keeps

        if self._filtered is None or self._filtered[0] != where:
            self._filtered = deepcopy(where), [keeps(self._rows[key][1], where) for key in keys]
        return self._filtered[1]
