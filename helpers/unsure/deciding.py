"""What 06.6 to 06.8 rest on: the reference policy, what each line of a policy costs, the figures a reason may "
"quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.unsure import policy, stakes
from helpers.world import SEVERITIES

if TYPE_CHECKING:
    from helpers.unsure.lab import Lab

YOURS = "yours"
OPTIONS = ("always answer", "hand everything over", "one threshold", YOURS)


def reference_policy(lab: Lab, danger: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Answer only from a promised threshold, hedge never, and below it the state that costs least on dev.

    For questions that are guessed to be unforgivable: a person.
    """
    guessed = lab.guesses("dev", danger)
    chosen: dict[str, dict[str, Any]] = {}
    for name in SEVERITIES[:2]:
        promised = lab.safe(name).threshold
        line = {"answer": policy.NEVER if promised is None else promised, "hedge": policy.NEVER}
        costs = {
            below: sum(
                policy.outcome(row, policy.state_for({**line, "below": below}, value), lab.given).euros
                for row, value, guess in zip(lab.rows(), lab.values(), guessed, strict=True)
                if guess == name
            )
            for below in policy.BELOW
        }
        chosen[name] = {**line, "below": min(costs, key=costs.get)}
    chosen[SEVERITIES[2]] = {"answer": policy.NEVER, "hedge": policy.NEVER, "below": "person"}
    return chosen


def by_line(ran: policy.Ran) -> dict[str, float]:
    """Euros per 1,000 questions that each line of the policy causes, by the guessed severity."""
    total = len(ran.rows)
    return {
        name: 1000 * sum(o.euros for o, guess in zip(ran.outcomes, ran.guessed, strict=True) if guess == name) / total
        for name in SEVERITIES
    }


def figures(ran: policy.Ran) -> dict[str, list[float]]:
    """What a run shows for 1,000 questions: measure -> value and both ends of its interval; shown and helped in "
    "percent."""
    found = {}
    for measure in ("wrote", "harm", "euros", "event", "shown", "helped"):
        one = ran.mean(measure)
        size = 100 if measure in ("shown", "helped") else 1000
        found[measure] = [size * one.value, size * one.low, size * one.high]
    return found


def differences(runs: Mapping[str, policy.Ran]) -> list[float]:
    """Euros per 1,000 questions between the own policy and each other one, with the ends of the intervals."""
    if YOURS not in runs:
        return []
    found = []
    for name, ran in runs.items():
        if name != YOURS:
            gap = runs[YOURS].against(ran)
            found += [1000 * abs(end) for end in (gap.value, gap.low, gap.high)]
    return found


def default_danger() -> list[str]:
    """Words of danger that were written from dev questions only: the reference answer of 06.6."""
    return list(stakes.DANGER)
