"""Search by meaning: vectors of the bundled embedder in a chromadb collection, in memory, on disk or on a server."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.jsonschemas import quickly_imported

BATCH = 2_000  # rows at once; chromadb takes at most 5,461
SPACE = "hnsw:space"


class StoreError(RuntimeError):
    """The vector store cannot be opened, read or written; the message says what to do."""


def _client(path: str | Path | None, host: str | None, port: int) -> Any:
    with quickly_imported():
        import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if path is not None and host is not None:
        raise ValueError("give a path (kept on this machine) or a host (a chroma server), not both")
    try:
        if host is not None:
            return chromadb.HttpClient(host=host, port=port, settings=settings)
        if path is not None:
            return chromadb.PersistentClient(path=str(path), settings=settings)
        return chromadb.EphemeralClient(settings=settings)
    except Exception as error:
        where = f"the chroma server {host}:{port}" if host else f"the index in {path}"
        hint = (
            "Is it running?"
            if host
            else "Delete that folder and build the index again; the documents are not in danger."
        )
        raise StoreError(f"Cannot open {where} ({type(error).__name__}: {error}). {hint}") from error


class Dense:
    """A collection of vectors with texts and metadata. The embedder is ours: chromadb never downloads one."""

    def __init__(
        self,
        name: str,
        embed: Callable[[Sequence[str]], Any],
        *,
        path: str | Path | None = None,
        host: str | None = None,
        port: int = 8000,
    ):
        if len(name) < 3:
            raise ValueError(f"the name of an index needs three characters or more, got {name!r}")
        self._embed = embed
        self._client = _client(path, host, port)
        # two clients in memory share their state, so a collection in memory gets a name of its own
        unique = name if path is not None or host is not None else f"{name}-{uuid.uuid4().hex[:12]}"
        try:
            self.collection = self._client.get_or_create_collection(
                unique, embedding_function=None, metadata={SPACE: "cosine"}
            )
        except ValueError as error:
            raise ValueError(f"the index name {name!r} is not allowed: {error}") from error
        self._name, self._keeps = unique, path is not None or host is not None

    def put(self, ids: Sequence[str], texts: Sequence[str], metadata: Sequence[Mapping[str, Any]]) -> None:
        """Embed and store rows; an id that is there already is replaced."""
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            vectors = self._embed(list(texts[part]))
            self.collection.upsert(
                ids=list(ids[part]),
                documents=list(texts[part]),
                metadatas=[dict(row) for row in metadata[part]],
                embeddings=vectors,
            )

    def drop(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), BATCH):
            self.collection.delete(ids=list(ids[start : start + BATCH]))

    def rows(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Every row as (id, text, metadata), sorted by id."""
        found: list[tuple[str, str, dict[str, Any]]] = []
        total, start = self.collection.count(), 0
        while start < total:
            part = self.collection.get(limit=BATCH, offset=start, include=["documents", "metadatas"])
            found += zip(part["ids"], part["documents"], part["metadatas"], strict=True)
            start += BATCH
        return sorted(found)

    def vectors(self) -> tuple[list[str], Any]:
        """Ids, sorted, and their vectors, float32 array (n, d)."""
        import numpy as np

        found: list[tuple[str, Any]] = []
        for start in range(0, self.collection.count(), BATCH):
            part = self.collection.get(limit=BATCH, offset=start, include=["embeddings"])
            found += zip(part["ids"], part["embeddings"], strict=True)
        found.sort(key=lambda pair: pair[0])
        return [key for key, _ in found], np.asarray([row for _, row in found], dtype=np.float32)

    def nearest(self, query: str, count: int, where: Mapping[str, Any] | None) -> list[tuple[str, float]]:
        """(id, cosine similarity) of the nearest rows, best first; ties by id."""
        vector = self._embed([query])
        found = self.collection.query(
            query_embeddings=vector, n_results=count, where=dict(where) if where else None, include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((name, 1.0 - float(far)) for name, far in pairs), key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        """Forget a collection in memory; a kept one stays."""
        if not self._keeps:
            self._client.delete_collection(self._name)
