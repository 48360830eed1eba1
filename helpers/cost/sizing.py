"""How many servers: Little's law, utilisation, and the wait of the M/M/k queue."""

from __future__ import annotations

import math
from typing import NamedTuple


class Capacity(NamedTuple):
    """A plan for a load. offered: servers that would be busy on average, lambda * S. utilisation: offered / servers.

    p_wait: chance that a request has to wait. wait: mean seconds in the queue. waiting: mean number in the queue.
    in_flight: mean number in the system, L = lambda * W with W = wait + seconds. From utilisation 1 on the queue grows
    without end: p_wait is 1, the other three are inf.
    """

    per_second: float
    seconds: float
    offered: float
    servers: int
    utilisation: float
    p_wait: float
    wait: float
    waiting: float
    in_flight: float


def erlang_c(servers: int, offered: float) -> float:
    """Chance that an arriving request finds all servers busy, in the M/M/k queue. 1 when offered >= servers.

    Source: Erlang 1917; by the recursion B(k) = aB(k-1) / (k + aB(k-1)) of the loss formula, C = kB / (k - a(1 - B)).
    """
    if isinstance(servers, bool) or not isinstance(servers, int) or servers < 1:
        raise ValueError(f"servers must be a whole number of 1 or more, got {servers!r}.")
    if not (math.isfinite(offered) and offered >= 0):
        raise ValueError(f"offered must be 0 or more, got {offered!r}.")
    if offered >= servers:
        return 1.0
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return servers * blocked / (servers - offered * (1 - blocked))


def capacity(
    per_hour: float, seconds: float, servers: int | None = None, *, at_most: float = 0.7, wait: float | None = None
) -> Capacity:
    """Size a service: `per_hour` requests arrive, each keeps one server busy for `seconds` on average.

    servers: None takes the fewest with a utilisation of at most `at_most` and, where `wait` is given, a mean wait of at
    most so many seconds. Arrivals at random (Poisson), times that vary like an exponential distribution: replies of
    limited length vary less, so they wait less than this. Little's law itself (L = lambda * W) assumes neither.
    Raises: ValueError for a load or a time that is not above 0, at_most outside (0, 1), a negative wait.
    Source: Little 1961, Operations Research 9(3), 383-387, DOI 10.1287/opre.9.3.383; Erlang C for p_wait.
    """
    for name, value in (("per_hour", per_hour), ("seconds", seconds)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} must be a number above 0, got {value!r}.")
    if not 0 < at_most < 1:
        raise ValueError(f"at_most is a share between 0 and 1, such as 0.7, got {at_most!r}.")
    if wait is not None and not wait >= 0:
        raise ValueError(f"wait must be seconds of 0 or more, got {wait!r}.")
    if servers is not None:
        return _plan(per_hour / 3600, seconds, servers)
    offered = per_hour / 3600 * seconds
    k = max(1, math.ceil(offered / at_most - 1e-9))
    while True:
        plan = _plan(per_hour / 3600, seconds, k)
        if wait is None or plan.wait <= wait or plan.wait == 0:
            return plan
        k += 1


def _plan(per_second: float, seconds: float, servers: int) -> Capacity:
    offered = per_second * seconds
    chance = erlang_c(servers, offered)
    if offered >= servers:
        return Capacity(per_second, seconds, offered, servers, offered / servers, 1.0, math.inf, math.inf, math.inf)
    wait = chance * seconds / (servers - offered)
    return Capacity(
        per_second,
        seconds,
        offered,
        servers,
        offered / servers,
        chance,
        wait,
        per_second * wait,
        per_second * (wait + seconds),
    )
