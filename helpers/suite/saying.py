"""Six claims about a run, made from its own figures, and whether the run supports them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers import stats

if TYPE_CHECKING:
    from helpers.evals import Results


@dataclass(frozen=True)
class Claim:
    """A sentence somebody wants to say. supported: whether the run carries it; kind: the mistake it stands for."""

    letter: str
    text: str
    supported: bool
    kind: str
    why: str


def claims(results: Results) -> dict[str, Claim]:
    """Six claims from the interval, the zero counts and the groups of a run, by letter."""
    rate = results.summary().rate()
    low, high, middle = max(0.0, rate.low), min(1.0, rate.high), rate.value
    n = len(results.outputs)
    floor, ceiling = math.floor(100 * low), math.ceil(100 * high)
    empty = sum(not output.text.strip() for output in results.outputs)
    pages = {case.cluster for case, _, _ in results.rows(results.graders[0])}
    broken = {case.cluster for case, output, _ in results.rows(results.graders[0]) if not output.text.strip()}
    limit = stats.clopper_pearson(len(broken), len(pages)).high  # the page is the unit, as for the pass rate
    groups = _groups(results)
    split = stats.two_proportions(*groups["annoying"], *groups["unforgivable"])
    less = split.value <= 0  # the claim says what the counts look like; the interval says whether it is more than that
    return {
        claim.letter: claim
        for claim in (
            Claim("a", f"It answers at least {100 * middle:.0f} % of such questions right.", False, "middle",
                  f"{100 * middle:.0f} % is what was seen; as low as {100 * low:.1f} % is still possible."),
            Claim("b", f"It answers at most {ceiling} % of such questions right.", True, "upper",
                  f"The upper end of the interval is {100 * high:.1f} %."),
            Claim("c", f"It never gives an empty reply: {empty} of {n} were empty.", False, "never",
                  f"{empty} of {n}, on {len(pages)} pages, still allow up to {100 * limit:.1f} % empty replies."),
            Claim("d", f"Fewer than {math.floor(100 * limit) + 1} % of its replies are empty ({empty} of {n}, "
                  f"on {len(pages)} pages).", True, "bound",
                  f"The exact upper end for {len(broken)} of {len(pages)} pages is {100 * limit:.1f} %."),
            Claim("e", f"It is right {'less' if less else 'more'} often where a wrong answer is unforgivable "
                  f"({_of(groups['unforgivable'])}) than where it is annoying ({_of(groups['annoying'])}).",
                  bool(split.high < 0 if less else split.low > 0), "groups",
                  f"The difference of the two groups is {split.text}."),
            Claim("f", f"At least {floor} % of our customers get a right answer.", False, "traffic",
                  "The suite holds as many dangerous questions as somebody wrote, not as many as customers ask."),
        )
    }  # fmt: skip


def _groups(results: Results) -> dict[str, tuple[int, int]]:
    """(passed, graded) by severity; a group without a case counts as 0 of 1, which supports nothing."""
    found = {"annoying": [0, 0], "unforgivable": [0, 0]}
    for case, _, grade in results.rows(results.graders[0]):
        if case.severity in found and grade.status != "unscored":
            found[case.severity][0] += grade.status == "pass"
            found[case.severity][1] += 1
    return {name: (passed, graded) if graded else (0, 1) for name, (passed, graded) in found.items()}


def _of(counts: tuple[int, int]) -> str:
    return f"{counts[0]} of {counts[1]}"
