"""Times and servers of lab 08: recorded seconds, the plan for a peak, a load on loopback, times measured now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.cost import Capacity, Load
    from helpers.selecting.given import Given

SPEED = 10  # the load on loopback runs so many times faster than the recorded replies
AT_MOST = 0.7  # utilisation that is planned for


class Serving:
    """Part of `Lab`."""

    given: Given
    seed: int

    if TYPE_CHECKING:

        def _once(self, key: Any, make: Any) -> Any: ...

    def reply_seconds(self) -> list[float]:
        """Seconds of the pilot's replies, one at a time on two processors."""
        from helpers import unsure

        return unsure.whole_times()

    def plan(self, factor: float = 1.0, servers: int | None = None) -> Capacity:
        """Servers for the hour after a recall, at a utilisation of at most AT_MOST; or what given servers do."""
        from helpers import cost

        seconds = self.reply_seconds()
        mean = round(sum(seconds) / len(seconds), 1)
        return cost.capacity(factor * self.given.peak_per_hour, mean, servers, at_most=AT_MOST)

    def load(self, servers: int, duration: float = 6.0) -> Load:
        """The plan on loopback, SPEED times faster than the recorded replies."""
        from helpers import cost

        seconds = [one / SPEED for one in self.reply_seconds()]
        rate = SPEED * self.given.peak_per_hour / 3600
        return self._once(
            ("load", servers, duration),
            lambda: cost.load(seconds, per_second=rate, duration=duration, servers=servers, seed=self.seed),
        )

    def measure(self, calls: int) -> None:
        """Stream so many replies on this machine now and print their times; 0 says that nothing was measured.

        Raises: ValueError for more than 30 calls.
        """
        from helpers import cost, stats
        from helpers.llm.kept import live_only
        from helpers.unsure import times

        if isinstance(calls, bool) or not isinstance(calls, int) or not 0 <= calls <= 30:
            raise ValueError(f"calls must be a whole number from 0 to 30, but got {calls!r}")
        calls = calls or (3 if live_only(False) else 0)
        if not calls:
            print("Nothing measured on this machine: calls = 0.")
            return
        found = times.measure(times.asked()[:calls])
        for one in found:
            each = cost.per_token(one.first, one.whole, one.tokens) if one.tokens > 1 else float("nan")
            print(
                f"first token {one.first:.2f} s, whole {one.whole:.2f} s, {1000 * each:.0f} ms for each further token"
            )
        print(f"{calls} calls say nothing of p95: {stats.values_needed(0.95)} give it an upper limit.")
