"""Vectors of the bundled embedder, recorded for the chunks and questions of module 07, made now for any other text."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers import paths

if TYPE_CHECKING:
    import numpy as np

FILE = paths.RECORDINGS / "passage_vectors.npz"


def name_of(text: str) -> str:
    """The first 16 hex digits of the sha256 of a text: the key of its recorded vector."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@functools.cache
def _recorded() -> dict[str, Any]:
    import numpy as np

    if not FILE.is_file():
        return {}
    with np.load(FILE, allow_pickle=False) as held:
        return dict(zip(held["names"].tolist(), held["vectors"].astype("float32"), strict=True))


@functools.lru_cache(maxsize=4096)
def _fresh(text: str) -> Any:
    from helpers.embed import embed

    return embed([text])[0]


def vectors(texts: Sequence[str]) -> np.ndarray:
    """One row of 384 numbers for each text, shape (n, 384), float32, each of length 1.

    Recorded in half precision for the chunks of the recorded designs and for Meadow's questions, so that a search finds
    the same on every machine and takes no time. Any other text is embedded now. A live run reads them too: it asks the
    model again, not the embedder.
    """
    import numpy as np

    texts, known = list(texts), _recorded()
    missing = [text for text in dict.fromkeys(texts) if name_of(text) not in known]
    if len(missing) > 1:
        from helpers.embed import embed

        new = dict(zip(missing, embed(missing), strict=True))
    else:
        new = {text: _fresh(text) for text in missing}
    rows = [known[name_of(text)] if name_of(text) in known else new[text] for text in texts]
    found = np.array(rows, dtype="float32").reshape(len(rows), 384)
    return np.ascontiguousarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))


def record(texts: Sequence[str]) -> int:
    """Write the vectors of these texts and of no others; returns how many. For contributors, after pages change."""
    import numpy as np

    texts = list(dict.fromkeys(texts))
    held = vectors(texts).astype("float16")
    np.savez_compressed(FILE, names=np.array([name_of(text) for text in texts]), vectors=held)
    _recorded.cache_clear()
    return len(texts)
