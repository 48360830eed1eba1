"""Join two rankings into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def fuse(
    rankings: Mapping[str, Sequence[str]], *, weights: Mapping[str, float] | None = None, constant: int = 60
) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: each ranking gives an id weight / (constant + rank), ranks from 1; best first.

    rankings: ids best first, by the name of the ranking. weights: 1 for each unless given. Ties go by id.
    Raises: ValueError for a repeated id in one ranking, an unknown weight, or a constant below 1.
    Source: Cormack, Clarke & Buettcher, SIGIR 2009 (constant 60).
    """
    if constant < 1:
        raise ValueError(f"constant must be at least 1, got {constant!r}")
    weights = dict(weights or {})
    if unknown := set(weights) - set(rankings):
        raise ValueError(f"weights for unknown rankings {sorted(unknown)}; there are {sorted(rankings)}")
    total: dict[str, float] = {}
    for name, ids in rankings.items():
        if len(set(ids)) != len(ids):
            raise ValueError(f"the ranking {name} holds an id twice")
        for rank, item in enumerate(ids, start=1):
            total[item] = total.get(item, 0.0) + weights.get(name, 1.0) / (constant + rank)
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
