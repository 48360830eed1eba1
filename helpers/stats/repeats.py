"""Repeated tries of the same case: best case, every case, flips, votes."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from helpers.stats._input import is_scalar, share, whole
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import wilson


def _over(function: Any, *args: Any) -> Any:
    """Apply a function of whole numbers to scalars or, element by element, to arrays that broadcast."""
    if all(is_scalar(a) for a in args):
        return function(*args)
    import numpy as np

    try:
        arrays = np.broadcast_arrays(*(np.asarray(a) for a in args))
    except ValueError:
        raise ValueError(f"The shapes {[np.shape(a) for a in args]} do not match.") from None
    if arrays[0].size == 0:
        raise ValueError("Empty input; at least one case needed.")
    rows = zip(*(a.ravel().tolist() for a in arrays), strict=True)
    return np.array([function(*row) for row in rows], dtype=float).reshape(arrays[0].shape)


def _tries(n: Any, c: Any, k: Any) -> tuple[int, int, int]:
    n, c, k = whole(n, "n", at_least=1), whole(c, "c"), whole(k, "k", at_least=1)
    if c > n:
        raise ValueError(f"c = {c} passes are more than n = {n} tries.")
    if k > n:
        raise ValueError(f"k = {k} is more than the n = {n} tries made; k can be at most n.")
    return n, c, k


def pass_at_k(n: Any, c: Any, k: Any) -> Any:
    """Chance that at least one of k tries passes, unbiased, from c passes in n tries: 1 - C(n-c, k) / C(n, k).

    n, c, k: whole numbers, or arrays that broadcast (one per case: average them over cases). Returns a float or
    an array. This is the best case: a user who gets one try does not see it.
    Raises ValueError for c > n, k > n, k < 1.
    Source: Chen et al., arXiv 2107.03374.
    """

    def one(n: Any, c: Any, k: Any) -> float:
        n, c, k = _tries(n, c, k)
        return 1 - math.comb(n - c, k) / math.comb(n, k)

    return _over(one, n, c, k)


def pass_hat_k(n: Any, c: Any, k: Any) -> Any:
    """Chance that all of k tries pass (pass^k), unbiased, from c passes in n tries: C(c, k) / C(n, k).

    Shapes and errors as in `pass_at_k`. Average over cases; the mean pass rate to the power k is another, wrong
    number.
    Source: Yao et al., arXiv 2406.12045 (tau-bench).
    """

    def one(n: Any, c: Any, k: Any) -> float:
        n, c, k = _tries(n, c, k)
        return math.comb(c, k) / math.comb(n, k)

    return _over(one, n, c, k)


def flip_rate(p: Any) -> Any:
    """Chance that two tries of a case disagree, when each passes with probability p: 2 p (1 - p).

    p: number or array in [0, 1]; returns the same shape. From counts use `observed_flip_rate`, which is unbiased.
    """
    p = share(p, "p")
    return 2 * p * (1 - p)


def observed_flip_rate(n: Any, c: Any) -> Any:
    """Share of pairs of tries that disagree, from c passes in n tries: 2 c (n - c) / (n (n - 1)).

    n, c: whole numbers or arrays that broadcast; n at least 2. Average over cases.
    """

    def one(n: Any, c: Any) -> float:
        n, c, _ = _tries(n, c, 1)
        if n < 2:
            raise ValueError("n = 1 try cannot flip; at least 2 tries of each case needed.")
        return 2 * c * (n - c) / (n * (n - 1))

    return _over(one, n, c)


def majority_vote(p: Any, votes: Any) -> Any:
    """Chance that the majority of so many independent votes is right, when each is right with probability p.

    p: number or array in [0, 1]; votes: whole number or array; returns a float or an array. A tie (even number of
    votes) is decided by a coin. Below p = 0.5 voting makes it worse.
    """

    def one(p: Any, votes: Any) -> float:
        p, m = share(p, "p"), whole(votes, "votes", at_least=1)
        total = sum(math.comb(m, i) * p**i * (1 - p) ** (m - i) for i in range(m // 2 + 1, m + 1))
        if m % 2 == 0:
            total += 0.5 * math.comb(m, m // 2) * (p * (1 - p)) ** (m // 2)
        return min(1.0, total)

    return _over(one, p, votes)


def all_agree(answers: Iterable[Sequence[Hashable]], *, level: float = 0.95) -> Estimate:
    """Share of cases whose repeats all give the same parsed answer (TARa@N), with its Wilson interval.

    answers: per case a list of parsed answers; None (not parsed) agrees with nothing. Repeats may differ in
    number but must be at least two per case.
    Source: Atil et al., arXiv 2408.04667.
    """
    rows = [list(row) for row in answers]
    if not rows:
        raise ValueError("answers is empty; at least one case with two repeats needed.")
    short = [i for i, row in enumerate(rows) if len(row) < 2]
    if short:
        raise ValueError(f"Case {short[0]} has {len(rows[short[0]])} answer(s); at least two repeats of each needed.")
    same = sum(row[0] is not None and all(x == row[0] for x in row) for row in rows)
    return wilson(same, len(rows), level=level)
