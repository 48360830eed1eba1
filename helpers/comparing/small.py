"""Many small tests of two routers, drawn from the same messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from helpers.comparing.routers import among, gap

if TYPE_CHECKING:
    from helpers.routing.routed import Routed
    from helpers.stats import Estimate

BETTER, UNKNOWN, WORSE = "the second is better", "cannot tell", "the first is better"


class Small(NamedTuple):
    """Many small tests of the same two routers: the paired difference in each, b minus a."""

    size: int
    found: tuple[Estimate, ...]
    all: Estimate

    def count(self, verdict: str) -> int:
        """How many of the tests come to a verdict (BETTER, UNKNOWN or WORSE)."""
        return sum(verdict_of(one) == verdict for one in self.found)

    @property
    def misled(self) -> int:
        """In how many tests the figure itself points the other way than on all messages, or to neither side."""
        return sum(one.value * self.all.value <= 0 for one in self.found)


def verdict_of(found: Estimate) -> str:
    """What the interval of a difference says."""
    return BETTER if found.low > 0 else WORSE if found.high < 0 else UNKNOWN


def small_tests(a: Routed, b: Routed, size: int, *, tests: int = 100, seed: int = 0) -> Small:
    """Draw `size` of the messages again and again and compare both routers on each draw.

    The draws come from the same messages, without putting back within a draw: they overlap, and large ones look alike.
    Raises: ValueError when `size` is not between 5 and the number of messages.
    """
    import numpy as np

    from helpers import stats

    if isinstance(size, bool) or not isinstance(size, int) or not 5 <= size <= len(a.tickets):
        raise ValueError(f"size must be a whole number from 5 to {len(a.tickets)}, but got {size!r}")
    one, two = np.array(a.scores), np.array(among(b, a.tickets).scores)
    customers = np.array([ticket.customer for ticket in a.tickets])
    rng, found = np.random.default_rng(seed), []
    for _ in range(tests):
        drawn = rng.permutation(len(one))[:size]
        found.append(stats.paired_difference(one[drawn], two[drawn], customers[drawn].tolist()))
    return Small(size, tuple(found), gap(a, b))
