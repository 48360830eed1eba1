"""Vectors of the bundled embedder, recorded for what a guard sees of each case, made now for any other text."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from helpers import paths

if TYPE_CHECKING:
    import numpy as np

FILE = paths.RECORDINGS / "redteam_vectors.npz"


def _name(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@functools.cache
def _recorded() -> dict[str, Any]:
    import numpy as np

    if not FILE.is_file():
        return {}
    with np.load(FILE, allow_pickle=False) as held:
        return dict(zip(held["names"].tolist(), held["vectors"].astype("float64"), strict=True))


def _now(texts: list[str]) -> np.ndarray:
    import warnings

    from helpers.embed import embed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a guard reads the first 256 tokens; the lab says so
        return embed(texts)


@functools.lru_cache(maxsize=512)
def _fresh(text: str) -> Any:
    return _now([text])[0]


def embed(texts: Sequence[str]) -> np.ndarray:
    """One row of 384 numbers for each text, shape (n, 384); recorded ones are read, others are made now."""
    import numpy as np

    known = _recorded()
    return np.array([known[_name(t)] if _name(t) in known else _fresh(t) for t in texts]).reshape(len(texts), 384)


def record(more: Iterable[str] = ()) -> int:
    """Write the vectors of the suite and of `more`; returns how many. For contributors, after the suite changes."""
    import numpy as np

    from helpers import safety

    texts = list(dict.fromkeys([*(case.whole for case in safety.red_team()), *more]))
    rows = np.asarray(_now(texts), dtype="float16")
    np.savez_compressed(FILE, names=np.array([_name(text) for text in texts]), vectors=rows)
    _recorded.cache_clear()
    return len(texts)
