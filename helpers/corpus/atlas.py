"""A map of an index: the vectors of its chunks, seen from the side on which they are spread most (PCA)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.rag import Hit, Index


class Atlas:
    """The chunks of an index in two dimensions. A map of 384 dimensions hides most of them: `share` says how much.

    share: of the variance of the chunk vectors that the two axes show, from 0 to 1. points: (n, 2), one row for each
    id of `ids`. groups: the metadata field `group` of each chunk ("other" where it is missing).
    Raises: ValueError for an index with fewer than three chunks.
    """

    def __init__(self, index: Index, group: str = "topic"):
        import numpy as np

        self._index = index
        self.ids, vectors = index.vectors()
        if len(self.ids) < 3:
            raise ValueError(f"a map needs three chunks or more; the index holds {len(self.ids)}")
        self._middle = vectors.mean(axis=0)
        _, sizes, axes = np.linalg.svd(vectors - self._middle, full_matrices=False)
        self._axes = axes[:2] * np.sign(axes[:2, np.abs(axes[:2]).argmax(axis=1)].diagonal())[:, None]  # a fixed side
        self.points = (vectors - self._middle) @ self._axes.T
        self.share = float((sizes[:2] ** 2).sum() / (sizes**2).sum())
        self._rows = {key: place for place, key in enumerate(self.ids)}
        found = {hit.id: hit.metadata for name in index.documents() for hit in index.chunks(name)}
        self.groups = [str(found[key].get(group, "other")) for key in self.ids]

    def place(self, text: str) -> Any:
        """Where a text lies on the map: two numbers. Raises: ValueError for an empty text."""
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"a text to place was expected, got {text!r}")
        return (self._index.embed([text])[0] - self._middle) @ self._axes.T

    def nearest(self, text: str, k: int = 3) -> list[Hit]:
        """The k chunks nearest to a text by cosine, in all dimensions, best first."""
        return self._index.search(text, k, mode="dense")

    def picture(self, text: str = "", k: int = 3, *, title: str = "") -> tuple[Any, str]:
        """The map with a text placed on it, and a description in words; without a text the map alone."""
        from helpers import plots

        shown = f"{len(self.ids)} chunks; the two axes show {plots.percent(self.share)} of their spread"
        title, said = title or shown, f"{shown}. Marks differ by topic: {', '.join(sorted(set(self.groups)))}."
        if not text.strip():
            return plots.topic_map(self.points, self.groups, title=title), said
        hits = self.nearest(text, k)
        rows = [self._rows[hit.id] for hit in hits]
        picture = plots.topic_map(
            self.points, self.groups, query=self.place(text), nearest=rows, label=f"“{_short(text)}”", title=title
        )
        found = "; ".join(
            f"{place}. {hit.document} ({self.groups[row]}), cosine {hit.score:.2f}"
            for place, (hit, row) in enumerate(zip(hits, rows, strict=True), start=1)
        )
        return picture, f"“{_short(text)}” lies nearest to: {found}. {self._closer(text, rows)}".strip()

    def _closer(self, text: str, rows: list[int]) -> str:
        """How many marks look closer on the map than the nearest chunk: what the flat map gets wrong."""
        import numpy as np

        away = np.linalg.norm(self.points - self.place(text), axis=1)
        fooled = int((away < away[rows[0]]).sum()) if rows else 0
        if not fooled:
            return "The nearest chunk is the nearest mark too."
        return f"{fooled} other marks look closer on the map than chunk 1: the map shows only a part of the distance."


def _short(text: str, limit: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
