"""Tune on the test set on purpose: choose the best of many variants on one half, then measure it on fresh pages.

A variant is a rule that sends each question to version A or B, by a word in it. None of the rules has a reason; the
more of them are tried, the better the best one looks on the half it was chosen on.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.evals import Results

TRIED = (1, 3, 10, 30, 100)


@dataclass(frozen=True)
class Tuning:
    """What `tune` gives: for each number of variants tried, the mean pass rate where chosen and on fresh pages.

    tried: numbers of variants. chosen, fresh: lists of shares, one list per entry of `tried`, one share per split.
    """

    tried: tuple[int, ...]
    chosen: list[list[float]]
    fresh: list[list[float]]
    variants: int
    splits: int


def _outcomes(results: Results) -> dict[str, int]:
    return {case.id: grade.status == "pass" for case, _, grade in results.rows(results.graders[0])}


def _rules(inputs: list[str]) -> list[frozenset[int]]:
    """For every word that stands in some but not all questions, the places of the questions that have it."""
    places: dict[str, set[int]] = {}
    for place, text in enumerate(inputs):
        for word in set(re.findall(r"[a-z']{2,}", text.lower())):
            places.setdefault(word, set()).add(place)
    few = 2
    found = {frozenset(where) for where in places.values() if few <= len(where) <= len(inputs) - few}
    return sorted(found, key=sorted)


def tune(a: Results, b: Results, *, splits: int = 200, seed: int = 3, tried: tuple[int, ...] = TRIED) -> Tuning:
    """Choose the best of 1, 3, 10 … variants on half of the pages and measure it on the other half, many times.

    a, b: runs of two versions on the same cases. splits: random halves, by page. Raises ValueError when the runs have
    different cases, fewer than two pages, or too few words for the variants.
    """
    import numpy as np

    ids = [case.id for case in a.cases]
    if ids != [case.id for case in b.cases]:
        raise ValueError("the two runs have different cases")
    right_a, right_b = (np.array([_outcomes(r).get(i, 0) for i in ids]) for r in (a, b))
    clusters = [case.cluster for case in a.cases]
    pages = sorted(set(clusters))
    if len(pages) < 2:
        raise ValueError(f"{len(pages)} page; at least two are needed, to have fresh ones")
    rules = _rules([str(case.input) for case in a.cases])
    member = np.zeros((len(rules), len(ids)), dtype=bool)
    for row, places in enumerate(rules):
        member[row, sorted(places)] = True
    scores = np.vstack([np.where(member, right_b, right_a), np.where(member, right_a, right_b)])
    tried = tuple(n for n in tried if n <= len(scores)) or (len(scores),)
    rng = random.Random(seed)
    chosen: list[list[float]] = [[] for _ in tried]
    fresh: list[list[float]] = [[] for _ in tried]
    for _ in range(splits):
        half = set(rng.sample(pages, len(pages) // 2))
        inside = np.array([page in half for page in clusters])
        order = rng.sample(range(len(scores)), max(tried))
        seen, new = scores[order][:, inside].mean(axis=1), scores[order][:, ~inside].mean(axis=1)
        for place, n in enumerate(tried):
            best = int(np.argmax(seen[:n]))
            chosen[place].append(float(seen[best]))
            fresh[place].append(float(new[best]))
    return Tuning(tried, chosen, fresh, len(scores), splits)


def means(rows: list[list[float]]) -> list[Any]:
    """Mean of each list over the splits."""
    return [sum(row) / len(row) for row in rows]
