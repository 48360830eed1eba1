"""Sentences about waiting that lab 08 lets the learner judge: which of them do the times support?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from helpers.selecting.lab import Lab

FEW = 20


class Claim(NamedTuple):
    """A sentence, whether the times support it, and why."""

    text: str
    supported: bool
    why: str


def _seconds(lab: Lab) -> tuple[list[float], list[float]]:
    from helpers import unsure

    return [one.whole for one in unsure.recorded_times().replies][:FEW], lab.reply_seconds()


def claims(lab: Lab) -> dict[str, Claim]:
    """The sentences by letter."""
    from helpers import cost, stats

    few, many = _seconds(lab)
    small, large = cost.latency(few), cost.latency(many)
    needed = stats.values_needed(0.95)
    high = large[0.95].high
    p95 = (
        f"the interval of p95 of {len(many)} replies ends at {high:.1f} s"
        if math.isfinite(high)
        else f"{len(many)} replies give p95 no upper limit"
    )
    mean = sum(many) / len(many)
    return {
        "a": Claim(
            f"The {len(few)} streamed replies show that 19 of 20 customers wait at most {small[0.95].value:.1f} s.",
            math.isfinite(small[0.95].high),
            f"{len(few)} replies give p95 no upper limit: {needed} are needed for one.",
        ),
        "b": Claim(
            f"Half of the pilot's replies are complete within {large[0.5].high:.1f} s.",
            True,
            f"The interval of the median of {len(many)} replies ends there.",
        ),
        "c": Claim(
            f"At most one in twenty of the pilot's replies takes longer than {min(high, max(many)):.1f} s.",
            math.isfinite(high),
            f"{p95[0].upper()}{p95[1:]}.",
        ),
        "d": Claim(
            f"The mean of {mean:.1f} s tells what a customer with a slow reply waits.",
            False,
            f"p95 is {large[0.95].value:.1f} s and the slowest took {max(many):.1f} s; a mean hides both.",
        ),
    }


def supported(lab: Lab) -> set[str]:
    """Letters of the sentences that the times support."""
    return {letter for letter, claim in claims(lab).items() if claim.supported}


def sentences(lab: Lab) -> str:
    """The sentences, one in a line."""
    return "\n".join(f"{letter}) {claim.text}" for letter, claim in claims(lab).items())
