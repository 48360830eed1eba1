"""What partner shops pay for the agent: simulated usage, three ways to price it, and what a price has to keep."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.cost import Margin
    from helpers.selecting.lab import Lab

SCHEMES = ("flat", "seat", "outcome")
NONE = "none"


def usage(lab: Lab) -> list[int]:
    """Conversations of every partner shop in a month, simulated: the logarithm is normal, seeded. Lightest first."""
    shops, chance = lab.given.shops, random.Random(lab.seed)
    drawn = [shops["median"] * math.exp(chance.gauss(0, shops["spread"])) for _ in range(int(shops["count"]))]
    return sorted(max(1, round(one)) for one in drawn)


def seats(lab: Lab) -> list[int]:
    """Seats of every shop: one for each so many conversations, at least one."""
    return [math.ceil(one / lab.given.shops["conversations_per_seat"]) for one in usage(lab)]


def margin(lab: Lab, scheme: str, price: float) -> Margin:
    """Margin of the shops under a scheme and its price in euros. Raises: ValueError as `cost.margin`."""
    from helpers import cost

    return cost.margin(
        usage(lab), price=price, cost_each=lab.conversation_eur(), scheme=scheme,
        seats=seats(lab) if scheme == "seat" else None, outcome_share=lab.given.agent["resolved"],
    )  # fmt: skip


def median_pays(lab: Lab, scheme: str, price: float) -> float:
    """Euros a month that the shop in the middle pays: the mean of the two in the middle."""
    return statistics.median(row[1] for row in margin(lab, scheme, price).customers)


def fault_of_pricing(lab: Lab, pricing: Mapping[str, Any]) -> str | None:
    """Which goal a pricing misses: "margin", "middle shop", or None when it keeps both."""
    found, shops = margin(lab, pricing["scheme"], pricing["price"]), lab.given.shops
    if found.at(shops["at"]) < shops["margin"] - 1e-9:
        return "margin"
    if median_pays(lab, pricing["scheme"], pricing["price"]) > shops["median_pays_at_most"] + 1e-9:
        return "middle shop"
    return None


def least(lab: Lab, scheme: str) -> float:
    """The lowest price, in whole cents, at which the shop at p90 leaves the wanted margin."""
    goal, at = lab.given.shops["margin"], lab.given.shops["at"]
    one = margin(lab, scheme, 1.0)
    index = math.ceil(at * len(one.customers) - 1e-9) - 1
    _, revenue, spent = one.customers[index]
    return math.ceil(100 * spent / (1 - goal) / revenue - 1e-9) / 100


def reference_pricing(lab: Lab) -> dict[str, Any]:
    """The scheme whose lowest price keeps both goals, the first of outcome, seat, flat; else "none"."""
    for scheme in reversed(SCHEMES):
        pricing = {"scheme": scheme, "price": least(lab, scheme)}
        if fault_of_pricing(lab, pricing) is None:
            return pricing
    return {"scheme": NONE, "price": 0.0}


def negative_deciles(lab: Lab) -> list[int]:
    """Deciles that cost more than they pay at the proposed flat price."""
    return margin(lab, "flat", lab.given.shops["flat_eur"]).negative
