"""Six claims about the sweep of chunk sizes, made from its own figures, and whether the figures carry them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from helpers.retrieving.designs import SIZES, Design
from helpers.retrieving.lab import Lab

SAME_BUDGET = (Design(chunk_words=40, k=5), Design(k=3), Design(chunk_words=320, k=1))
"""Designs that show about as many words, 215 to 250: five small chunks, three middle ones, one whole page."""


@dataclass(frozen=True)
class Claim:
    """A sentence somebody wants to say. supported: whether the run carries it; kind: the mistake it stands for."""

    letter: str
    text: str
    supported: bool
    kind: str
    why: str


def size_gaps(lab: Lab) -> list[str]:
    """The paired differences that belong to the table of sizes and to that of the same budget, in sentences."""
    small, large = Design(chunk_words=SIZES[0]), Design(chunk_words=SIZES[-1])
    five, _, one = SAME_BUDGET
    pairs = (
        ("320 minus 40 words, right page", small, large, "recall"),
        ("320 minus 40 words, answer in the passages", small, large, "holds"),
        ("320 minus 40 words, right replies", small, large, "right"),
        ("320 minus 80 words, answer in the passages", Design(), large, "holds"),
        ("320 minus 80 words, right replies", Design(), large, "right"),
        ("five chunks of 40 minus one of 320, answer in the passages", one, five, "holds"),
    )
    return [f"{name}: {lab.gain(before, after, what).text}." for name, before, after, what in pairs]


def claims(lab: Lab) -> dict[str, Claim]:
    """Six claims from the sweep over the recorded chunk sizes, by letter."""
    rows = lab.sizes()
    small, large = SIZES[0], SIZES[-1]
    page = lab.gain(Design(chunk_words=large), Design(chunk_words=small), "recall")
    shown = lab.gain(Design(chunk_words=small), Design(chunk_words=large), "holds")
    right = lab.gain(Design(chunk_words=small), Design(chunk_words=large), "right")
    middle = lab.gain(Design(), Design(chunk_words=large), "right")
    budget = lab.gain(SAME_BUDGET[2], SAME_BUDGET[0], "holds")
    rates = {size: row.right for size, row in rows.items() if row.right is not None}
    top = 100 * min(1.0, max((rate.high for rate in rates.values()), default=1.0))
    highest = math.ceil(top)
    size = f"chunks of {large} words"
    made = (
        Claim("a", f"Chunks of {small} words find the right page more often than {size}.", page.low > 0, "smaller",
              f"The difference in right pages is {page.text}."),
        Claim("b", f"With {size} the answer stands before the model more often than with chunks of {small}.",
              shown.low > 0, "shown", f"The difference is {shown.text}."),
        Claim("c", f"Replies are right more often with {size} than with chunks of 80, because the answer is shown more "
              "often.", middle.low > 0, "carries over", f"The difference in right replies is {middle.text}."),
        Claim("d", f"Replies are right less often with {size} than with chunks of {small}.", right.high < 0,
              "ends", f"The difference in right replies is {right.text}."),
        Claim("e", f"With three chunks of any of these sizes, at most {highest} in 100 replies to such questions are "
              "right.", True, "upper", f"The highest upper end is {top:.1f} %."),
        Claim("f", f"At about the same number of words, five chunks of {small} hold the answer just as often as one of "
              f"{large}.", False, "no difference",
              f"The difference is {budget.text}" + (", away from 0." if budget.low > 0 or budget.high < 0 else
              ". An interval that holds 0 does not show that there is none.")),
    )  # fmt: skip
    return {claim.letter: claim for claim in made}
