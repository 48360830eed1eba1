"""Margin by usage, three ways to price, and which assumption moves a result most."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

SCHEMES = ("flat", "seat", "outcome")


class Decile(NamedTuple):
    """A tenth of the customers by usage, 1 the lightest. Per customer and month; margin: a share of the revenue."""

    number: int
    usage: float
    revenue: float
    cost: float
    margin: float


class Margin(NamedTuple):
    """Gross margin by usage decile and in all. customers: (usage, revenue, cost), the lightest first."""

    deciles: list[Decile]
    total: float
    customers: tuple[tuple[float, float, float], ...]

    @property
    def negative(self) -> list[int]:
        """Numbers of the deciles in which the customers cost more than they pay."""
        return [decile.number for decile in self.deciles if decile.margin < 0]

    def at(self, q: float) -> float:
        """Margin of the customer at a usage quantile, such as 0.9: nine in ten use no more."""
        if not 0 < q <= 1:
            raise ValueError(f"q must lie between 0 and 1, such as 0.9, got {q!r}.")
        _, revenue, spent = self.customers[math.ceil(q * len(self.customers) - 1e-9) - 1]
        return _share(revenue, spent)


def margin(
    usage: Sequence[float],
    *,
    price: float,
    cost_each: float,
    scheme: str = "flat",
    seats: Sequence[float] | None = None,
    fixed: float = 0.0,
    outcome_share: float = 1.0,
) -> Margin:
    """Gross margin of customers who use a feature differently much.

    usage: calls of each customer in a month, at least ten customers. price: a month ("flat"), a month and seat ("seat",
    with `seats` of each customer), or a resolved call ("outcome"; `outcome_share` of the calls are). cost_each: of a
    call, resolved or not; fixed: a month and customer.
    Raises: ValueError for another scheme, negative numbers, seats that are missing or not as many as customers.
    """
    usage = [float(one) for one in usage]
    if len(usage) < 10:
        raise ValueError(f"deciles need at least ten customers, got {len(usage)}.")
    if scheme not in SCHEMES:
        raise ValueError(f"scheme is one of {', '.join(SCHEMES)}, got {scheme!r}.")
    for name, value in (("price", price), ("cost_each", cost_each), ("fixed", fixed), ("usage", min(usage))):
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} must be 0 or more, got {value!r}.")
    if not 0 <= outcome_share <= 1:
        raise ValueError(f"outcome_share must lie between 0 and 1, got {outcome_share!r}.")
    if scheme == "seat" and (seats is None or len(seats) != len(usage) or not min(seats) > 0):
        raise ValueError(f'scheme="seat" needs seats, one number above 0 for each of the {len(usage)} customers.')
    each = list(seats) if scheme == "seat" and seats is not None else [1.0] * len(usage)
    revenue = [
        price * (outcome_share * calls if scheme == "outcome" else n) for calls, n in zip(usage, each, strict=True)
    ]
    rows = sorted((calls, paid, fixed + calls * cost_each) for calls, paid in zip(usage, revenue, strict=True))
    bounds = [round(len(rows) * i / 10) for i in range(11)]
    deciles = [_decile(i + 1, rows[a:b]) for i, (a, b) in enumerate(itertools.pairwise(bounds))]
    total = _share(math.fsum(row[1] for row in rows), math.fsum(row[2] for row in rows))
    return Margin(deciles, total, tuple(rows))


def _decile(number: int, rows: Sequence[tuple[float, float, float]]) -> Decile:
    usage, revenue, spent = (math.fsum(column) / len(rows) for column in zip(*rows, strict=True))
    return Decile(number, usage, revenue, spent, _share(revenue, spent))


def _share(revenue: float, spent: float) -> float:
    if revenue > 0:
        return (revenue - spent) / revenue
    return -math.inf if spent > 0 else 0.0


class Swing(NamedTuple):
    """What a result does when one assumption goes to its low and to its high end, the others kept."""

    name: str
    low_in: Any
    high_in: Any
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the two results lie apart."""
        return abs(self.at_high - self.at_low)


def tornado(f: Callable[..., float], base: Mapping[str, Any], ranges: Mapping[str, tuple[Any, Any]]) -> list[Swing]:
    """One assumption at a time to its low and high end; the widest swing first.

    f: called as f(**base), gives a number. What two assumptions do together stays unseen.
    Raises: ValueError for a range that names nothing in base, has no two ends, or no range at all; what f raises.
    """
    if not ranges:
        raise ValueError("ranges is empty: give (low, high) for at least one assumption.")
    if unknown := sorted(set(ranges) - set(base)):
        raise ValueError(f"ranges names {', '.join(unknown)}, which base does not have; it has {', '.join(base)}.")
    found = []
    for name, ends in ranges.items():
        if not isinstance(ends, tuple | list) or len(ends) != 2:
            raise ValueError(f"the range of {name} must be (low, high), got {ends!r}.")
        low, high = (float(f(**{**base, name: end})) for end in ends)
        found.append(Swing(name, ends[0], ends[1], low, high))
    return sorted(found, key=lambda swing: -swing.width)
