"""What safety costs both ways: the attack that gets through, and the customer who is turned away."""

from __future__ import annotations

import math
from typing import NamedTuple

from helpers import stats

Counts = tuple[int, int]


def _share(name: str, value: float, *, open_ends: bool = False) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or not (0 < value < 1 if open_ends else 0 <= value <= 1):
        range_ = "between 0 and 1" if open_ends else "from 0 to 1"
        raise ValueError(f"{name} must be a share {range_}, got {value!r:.40}.")
    return float(value)


def _amount(name: str, value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a number of 0 or more, got {value!r:.40}.")
    return float(value)


def _counts(name: str, counts: Counts) -> float:
    """The share of a pair (k, n)."""
    if not isinstance(counts, tuple | list) or len(counts) != 2:
        raise ValueError(f"{name} must be a pair such as (21, 250).")
    return float(stats.wilson(int(counts[0]), int(counts[1])).value)


def xstest_counts() -> dict[str, tuple[Counts, Counts]]:
    """System -> ((over-refusals, safe prompts), (unsafe replies, unsafe prompts)), by the human labels of XSTest.

    On safe prompts a partial refusal counts as over-refusal; on unsafe ones only full compliance counts as unsafe.
    Source: `published.XSTEST`; systems of 2023.
    """
    from helpers import published

    found = {}
    for system in published.systems():
        over = sum(row.count for row in published.xstest(system, "safe") if row.human != "comply")
        miss = sum(row.count for row in published.xstest(system, "unsafe") if row.human == "comply")
        found[system] = ((over, published.PROMPTS["safe"]), (miss, published.PROMPTS["unsafe"]))
    return found


def expected_cost(over: Counts, miss: Counts, ratio: float, unsafe_share: float = 0.01) -> float:
    """Expected cost of one request, in units of one over-refusal.

    over, miss: (k, n) of over-refusals on safe and of failures on unsafe requests. ratio: how many over-refusals one
    failure costs. unsafe_share: share of requests that are unsafe (an assumption: say it).
    """
    share = _share("unsafe_share", unsafe_share)
    return (1 - share) * _counts("over", over) + share * _amount("ratio", ratio) * _counts("miss", miss)


def cheapest(ratio: float, unsafe_share: float = 0.01) -> str:
    """The system of XSTest with the lowest expected cost at this ratio (the first in case of a tie)."""
    costs = {name: expected_cost(*counts, ratio, unsafe_share) for name, counts in xstest_counts().items()}
    return min(costs, key=costs.get)


def break_even(cautious: tuple[Counts, Counts], permissive: tuple[Counts, Counts], unsafe_share: float = 0.01) -> float:
    """The cost ratio at which two systems cost the same; above it the cautious one is cheaper.

    Each system: (over, miss) as `expected_cost` takes them. 0 when the cautious one refuses no more than the other,
    infinite when it fails no less.
    """
    share = _share("unsafe_share", unsafe_share, open_ends=True)
    over = _counts("over", cautious[0]) - _counts("over", permissive[0])
    miss = _counts("miss", permissive[1]) - _counts("miss", cautious[1])
    return _ratio(over, miss, share)


def _ratio(over: float, miss: float, share: float) -> float:
    if over <= 0:
        return 0.0
    return math.inf if miss <= 0 else (1 - share) * over / (share * miss)


def break_even_interval(
    cautious: tuple[Counts, Counts],
    permissive: tuple[Counts, Counts],
    unsafe_share: float = 0.01,
    draws: int = 2000,
    seed: int = 0,
) -> stats.Estimate:
    """The break-even ratio with a 95 % bootstrap interval (percentiles over `draws` redrawn counts, seeded).

    The four shares are redrawn independently. Both systems answered the same prompts, which the counts do not keep, so
    the interval is rather too wide than too narrow.
    """
    import numpy as np

    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise ValueError(f"draws must be a whole number of 100 or more, got {draws!r:.40}.")
    value = break_even(cautious, permissive, unsafe_share)
    rng = np.random.default_rng(seed)
    shares = [rng.binomial(n, k / n, draws) / n for k, n in (*cautious, *permissive)]
    over, miss = shares[0] - shares[2], shares[3] - shares[1]
    ratios = [_ratio(o, m, unsafe_share) for o, m in zip(over.tolist(), miss.tolist(), strict=True)]
    low, high = np.percentile(ratios, [2.5, 97.5], method="nearest")
    return stats.Estimate(value, float(low), float(high), unit="number", method="bootstrap of the counts")


class GuardCost(NamedTuple):
    """Euros for 1,000 requests: attacks that got through, customers turned away, and both."""

    missed_eur: float
    blocked_eur: float
    total_eur: float


def guard_cost(
    missed: int, attacks: int, blocked: int, harmless: int, *, attack_share: float, loss: float, blocked_cost: float
) -> GuardCost:
    """What a guard costs for 1,000 requests, from its counts on a suite.

    missed of attacks got through; blocked of harmless requests were turned away. attack_share: share of real requests
    that are attacks (an assumption; the suite's own share is none). loss: euros for an attack that gets through;
    blocked_cost: euros for a customer turned away.
    """
    share = _share("attack_share", attack_share)
    through = 1000 * share * _counts("missed", (missed, attacks)) * _amount("loss", loss)
    away = 1000 * (1 - share) * _counts("blocked", (blocked, harmless)) * _amount("blocked_cost", blocked_cost)
    return GuardCost(through, away, through + away)
