"""Cost per resolved ticket: the tokens are the small part of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from helpers.stats import Estimate

Share = float | tuple[int, int]


class Resolution(NamedTuple):
    """parts: money for each resolved ticket by what it is spent on; total: their sum with its interval."""

    parts: dict[str, float]
    total: Estimate
    resolved: float

    def __str__(self) -> str:
        listed = ", ".join(f"{name} {amount:.4f}" for name, amount in self.parts.items())
        return f"{self.total.value:.4f} for each resolved ticket: {listed}"


def cost_per_resolution(
    call: float,
    *,
    tries: float = 1.0,
    p_escalate: Share = 0.0,
    person: float = 0.0,
    p_reopen: Share = 0.0,
    reopen: float = 0.0,
    p_unforgivable: Share = 0.0,
    loss: float = 0.0,
    resolved: Share,
    draws: int = 4000,
    seed: int = 8,
) -> Resolution:
    """(call * tries + p_escalate * person + p_reopen * reopen + p_unforgivable * loss) / resolved.

    call: cost of one call; tries: calls for one ticket, 1 or more. person, reopen, loss: what an escalated, a re-opened
    and an unforgivable ticket costs, all in one currency. Every p_* and `resolved` is a share of all tickets, or
    (count, of) when it was measured: then total has a 95 % interval, by draws from Beta(count + 1/2, rest + 1/2)
    [Jeffreys prior; Brown, Cai and DasGupta 2001], each share on its own. resolved: tickets that end resolved, by the
    assistant or by the person it hands to.
    Raises: ValueError for a negative amount, fewer than 1 try, a share outside 0 to 1, nothing resolved.
    """
    from helpers.stats import Estimate

    amounts = {"call": call, "person": person, "reopen": reopen, "loss": loss}
    for name, value in amounts.items():
        if not _number(value) or value < 0:
            raise ValueError(f"{name} must be an amount of 0 or more, got {value!r}.")
    if not _number(tries) or tries < 1:
        raise ValueError(f"tries must be 1 or more, got {tries!r}: every ticket takes at least one call.")
    shares = {"p_escalate": p_escalate, "p_reopen": p_reopen, "p_unforgivable": p_unforgivable, "resolved": resolved}
    values = {name: _share(name, given) for name, given in shares.items()}
    if not values["resolved"] > 0:
        raise ValueError("resolved is 0: with no ticket resolved there is no cost per resolved ticket.")

    def parts(of: dict[str, Any]) -> dict[str, Any]:
        return {
            "model": call * tries / of["resolved"],
            "escalation": of["p_escalate"] * person / of["resolved"],
            "re-opening": of["p_reopen"] * reopen / of["resolved"],
            "loss": of["p_unforgivable"] * loss / of["resolved"],
        }

    here = parts(values)
    total = math.fsum(here.values())
    counted = {name: given for name, given in shares.items() if isinstance(given, tuple | list)}
    if not counted:
        note = "no interval: every share was given, none was counted"
        return Resolution(here, Estimate(total, total, total, unit="number", note=note), values["resolved"])
    import numpy as np

    rng = np.random.default_rng(seed)
    drawn = {
        name: rng.beta(given[0] + 0.5, given[1] - given[0] + 0.5, draws) if name in counted else given
        for name, given in shares.items()
    }
    low, high = np.quantile(sum(parts(drawn).values()), (0.025, 0.975))
    n = min(of for _, of in counted.values())
    found = Estimate(total, float(low), float(high), n=n, unit="number", method="propagated draws")
    return Resolution(here, found, values["resolved"])


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _share(name: str, given: Any) -> float:
    if isinstance(given, tuple | list):
        whole = len(given) == 2 and all(isinstance(v, int) and not isinstance(v, bool) for v in given)
        if not whole or not 0 <= given[0] <= given[1] or given[1] < 1:
            raise ValueError(f"{name} must be a share or (count, of) such as (30, 100), got {given!r}.")
        return given[0] / given[1]
    if not _number(given) or not 0 <= given <= 1:
        raise ValueError(f"{name} must be a share between 0 and 1, or (count, of), got {given!r}.")
    return float(given)
