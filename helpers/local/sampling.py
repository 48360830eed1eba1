"""Which token comes next."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

LIKELIEST = 512  # of all tokens, these are sorted first; they nearly always hold the share asked for


def pick(
    scores: np.ndarray, *, temperature: float, top_p: float, rng: random.Random, allowed: Sequence[int] | None = None
) -> int:
    """Pick a token by its score (a logit, shape (vocabulary,)). One number of `rng` is used per draw.

    temperature: 0 takes the likeliest; above, tokens are drawn with weights exp(score / temperature).
    top_p: draw only from the likeliest tokens that together hold this share (Holtzman et al. 2020, nucleus sampling).
    allowed: the only tokens that may be picked.
    """
    if allowed is not None:
        allowed = np.asarray(allowed)
        scores = scores[allowed]
    chosen = int(np.argmax(scores)) if temperature == 0 else _draw(scores / temperature, top_p, rng.random())
    return chosen if allowed is None else int(allowed[chosen])


def _draw(scores: np.ndarray, top_p: float, at: float) -> int:
    weights = np.exp((scores - scores.max()).astype(np.float64))
    if top_p >= 1:
        edges = np.cumsum(weights)
        return min(int(np.searchsorted(edges, at * edges[-1], side="right")), len(edges) - 1)
    share = top_p * weights.sum()
    order = _likeliest(weights, LIKELIEST)
    if weights[order].sum() < share:
        order = _likeliest(weights, len(weights))
    edges = np.cumsum(weights[order])
    kept = edges[: int(np.searchsorted(edges, share, side="left")) + 1]
    return int(order[min(int(np.searchsorted(kept, at * kept[-1], side="right")), len(kept) - 1)])


def _likeliest(weights: np.ndarray, count: int) -> np.ndarray:
    """Places of the largest weights, largest first, equal ones in order of place."""
    if count >= len(weights):
        return np.argsort(-weights, kind="stable")
    places = np.sort(np.argpartition(-weights, count)[:count])
    return places[np.argsort(-weights[places], kind="stable")]
