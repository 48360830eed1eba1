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
BORROWED = "reference policy"  # what stands in the row of one's own policy until there is one
OPTIONS = ("always answer", "hand everything over", "one threshold", YOURS)


STARTS = (policy.NEVER, 0.4, 0.5, 0.6)  # similarities from which the reference policy may answer plainly


def reference_policy(lab: Lab, danger: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each guessed severity the line that costs least on dev, among few: answer from STARTS or never, then BELOW.

    Plain answers only where they are promised, no hedge, and a person wherever danger is seen.
    """
    guessed = lab.guesses("dev", danger)
    chosen: dict[str, dict[str, Any]] = {}
    for name in SEVERITIES[:2]:
        promised = lab.safe(name).threshold
        lines = [
            {"answer": start, "hedge": policy.NEVER, "below": below}
            for start in STARTS
            for below in policy.BELOW
            if start == policy.NEVER or (promised is not None and start >= promised)
        ]
        chosen[name] = min(lines, key=lambda line, name=name: _cost(lab, line, name, guessed))
    chosen[SEVERITIES[2]] = {"answer": policy.NEVER, "hedge": policy.NEVER, "below": "person"}
    return chosen


def _cost(lab: Lab, line: Mapping[str, Any], name: str, guessed: Sequence[str]) -> float:
    """Euros of a line on the dev questions that are guessed to have this severity."""
    return sum(
        policy.outcome(row, policy.state_for(line, value), lab.given).euros
        for row, value, guess in zip(lab.rows(), lab.values(), guessed, strict=True)
        if guess == name
    )


def cheaper_line(lab: Lab, chosen: policy.Policy, danger: Sequence[str]) -> tuple[str, str, float] | None:
    """A severity, a change of its line and what it saves for 1,000 dev questions: the largest above 5 %, or None.

    Tried are other words for "below", and "never" for the plain answer and for the hedge.
    """
    guessed, found = lab.guesses("dev", danger), []
    total = sum(_cost(lab, chosen[name], name, guessed) for name in SEVERITIES)
    for name in SEVERITIES[:2]:
        line = chosen[name]
        changes = [("below", below) for below in policy.BELOW] + [("answer", policy.NEVER), ("hedge", policy.NEVER)]
        for key, value in changes:
            saved = _cost(lab, line, name, guessed) - _cost(lab, {**line, key: value}, name, guessed)
            found.append((saved, name, f'"{key}": "{value}"'))
    saved, name, change = max(found)
    return (name, change, 1000 * saved / len(guessed)) if saved > 0.05 * total else None


def guessed_table(lab: Lab, danger: Sequence[str], split: str = "dev") -> dict[str, dict[str, int]]:
    """Guessed severity -> true severity -> number of questions."""
    found = {name: dict.fromkeys(SEVERITIES, 0) for name in SEVERITIES}
    for row, guess in zip(lab.rows(split), lab.guesses(split, danger), strict=True):
        found[guess][row.severity] += 1
    return found


def mean_wrong(lab: Lab, counts: Mapping[str, int]) -> float | None:
    """Mean cost in euros of a wrong answer in a line, over its annoying and costly questions; None without any."""
    total = counts["annoying"] + counts["costly"]
    if not total:
        return None
    return sum(lab.given.wrong_eur[name] * counts[name] for name in ("annoying", "costly")) / total


def by_line(ran: policy.Ran) -> dict[str, float]:
    """Euros per 1,000 questions that each line of the policy causes, by the guessed severity."""
    total = len(ran.rows)
    return {
        name: 1000 * sum(o.euros for o, guess in zip(ran.outcomes, ran.guessed, strict=True) if guess == name) / total
        for name in SEVERITIES
    }


def figures(ran: policy.Ran) -> dict[str, list[float]]:
    """What the table shows of a run: unit -> figures. "%": shares of states; "euros" and "": for 1,000 questions."""
    mean = {measure: ran.mean(measure) for measure in ("wrote", "harm", "euros", "shown")}
    euros = mean["euros"]
    shares = [mean["shown"].value, *(count / len(ran.rows) for count in ran.states().values())]
    return {
        "%": [100 * share for share in shares],
        "euros": [1000 * value for value in (mean["harm"].value, euros.value, euros.low, euros.high)],
        "": [1000 * mean["wrote"].value, *events(ran)],
    }


def events(ran: policy.Ran) -> tuple[float, float, float]:
    """Unforgivable answers acted on for 1,000 questions, with the ends of a 95 % interval, alike for every policy.

    Two doubts: how many such questions slip through (Wilson, and pages as clusters: the wider of the two), and what
    customers do. So the upper end takes the state of this policy in which most act, the lower end that with fewest.
    """
    from helpers import stats

    mean, total = ran.mean("event"), len(ran.rows)
    risky = {outcome.state for outcome in ran.outcomes} - {"person"}
    if not risky:
        return 0.0, 0.0, 0.0
    acted = [policy.may_act(state, ran.outcomes[0].given) for state in risky]
    slipped = stats.wilson(sum(value > 0 for value in ran.values("event")), total)
    low, high = slipped.low * min(acted), slipped.high * max(acted)
    return tuple(1000 * value for value in (mean.value, max(0.0, min(low, mean.low)), max(high, mean.high)))


def in_words(lab: Lab, choice: str, chosen: policy.Policy) -> str:
    """What a choice means, line by line, for the record of the decision."""
    if choice == OPTIONS[1]:
        return "a person answers everything"
    if choice == OPTIONS[2]:
        return f"answer from a similarity of {lab.naive_for_all():g} on, else a person"
    if choice != YOURS:
        return f"{choice}"
    lines = []
    for name, line in chosen.items():
        does = [f"{state} from {line[state]:g} on" for state in ("answer", "hedge") if line[state] != policy.NEVER]
        lines.append(f"{name}: {', '.join([*does, line['below']])}")
    return "; ".join(lines)


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
