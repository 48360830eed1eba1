"""What an answer costs at Meadow, right or wrong: invented figures, in euros, for the gate of lab 03."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

HANDLED_BY_PEOPLE = 4.0
"""Euros that one question costs when a person answers it. A right automatic answer saves them."""

COSTS = {"annoying": 2.0, "costly": 20.0, "unforgivable": 50_000.0}
"""Euros that one wrong answer costs, by severity. The last is a fire, a promise in court: no saving makes up for it."""


def mean_cost(cases: Iterable[Any]) -> float:
    """Mean cost in euros of a wrong answer, over annoying and costly cases. Raises ValueError when there are none."""
    counts = Counter(case.severity for case in cases if case.severity in ("annoying", "costly"))
    total = sum(counts.values())
    if not total:
        raise ValueError("none of the cases is annoying or costly, so there is no cost to average")
    return sum(COSTS[severity] * count for severity, count in counts.items()) / total


def break_even(cases: Iterable[Any]) -> float:
    """Pass rate at which the automatic answers save as much as their errors cost, without the unforgivable cases.

    p * HANDLED_BY_PEOPLE = (1 - p) * mean cost of an error, so p = cost / (cost + HANDLED_BY_PEOPLE).
    """
    cost = mean_cost(cases)
    return cost / (cost + HANDLED_BY_PEOPLE)
