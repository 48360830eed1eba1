"""Retrieval: cut documents into chunks, index them by words (bm25s) and by meaning (chromadb), search, and measure.

index = Index(world.documents(), size=80, overlap=20)          # in memory; path=… keeps it, host=… uses a server
for hit in index.search("When is my refund here?", k=3):       # mode: "bm25", "dense" or "hybrid"
    print(hit.score, hit.document, hit.text)

Names load on first use; chromadb, bm25s and the embedder load when they are needed.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "chunk": "chunking",
    "Piece": "chunking",
    "pieces": "chunking",
    "words": "chunking",
    "Index": "index",
    "Hit": "index",
    "fuse": "fusion",
    "retrieval_metrics": "metrics",
    "Retrieval": "metrics",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
