"""Three sentences about the similarity, some of which the dev questions support."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from helpers.unsure.lab import Lab

CLOSE = 0.05  # so near to a share must an interval lie before the share may be promised
HALF = 0.5  # the similarity at which sentence c divides the questions


class Claim(NamedTuple):
    """A sentence, whether the results support it, and why."""

    letter: str
    text: str
    supported: bool
    why: str


def claims(lab: Lab) -> dict[str, Claim]:
    """The sentences of exercise 2 by letter."""
    from helpers import stats

    found = lab.bins()
    high = max((one for one in found if one.n >= 10), key=lambda one: one.mean)
    first, second = found[0], found[1]
    climbs = stats.two_proportions(_right(first), first.n, _right(second), second.n)
    pairs = list(zip(lab.values(), lab.right(), strict=True))
    below, above = ([ok for value, ok in pairs if (value >= HALF) is side] for side in (False, True))
    gap = stats.two_proportions(sum(below), len(below), sum(above), len(above))
    near = high.rate.low >= high.mean - CLOSE and high.rate.high <= high.mean + CLOSE
    rows = [
        (
            f"A similarity of about {high.mean:.2f} means that {100 * high.mean:.0f} of 100 such pages are right.",
            near,
            f"Of {high.n} such pages {high.rate.text} are right: far too wide for one figure.",
        ),
        (
            f"From {second.low:g} to {second.high:g} the box is right more often than below {second.low:g}.",
            climbs.low > 0,
            f"The difference is {climbs.text}: not shown.",
        ),
        (
            f"From {HALF:g} on the box is right more often than below {HALF:g}.",
            gap.low > 0,
            f"{sum(above)} of {len(above)} against {sum(below)} of {len(below)}, a difference of {gap.text}.",
        ),
    ]
    return {letter: Claim(letter, *row) for letter, row in zip("abc", rows, strict=True)}


def _right(one) -> int:
    return round(one.rate.value * one.n)


def supported(lab: Lab) -> set[str]:
    """The letters of the sentences that the dev questions support."""
    return {letter for letter, claim in claims(lab).items() if claim.supported}


def sentences(lab: Lab) -> str:
    """The sentences, one line each, without what is said of them."""
    return "\n".join(f"{letter}  {claim.text}" for letter, claim in claims(lab).items())
