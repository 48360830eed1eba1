"""Checks 07.3 (what the chunk sizes show) and 07.4 (what longer contexts bring, and what they cost)."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.retrieving import Design

_HINTS = {
    "smaller": (
        "Look at both intervals of the column with the right pages, and remember that the same questions were asked.",
        "A difference that is smaller than its interval shows nothing, whichever sign it has.",
    ),
    "shown": (
        "Three chunks of 320 words are three whole pages. How often does the answer stand in them?",
        "Compare the column with the answer in the passages, first row against last.",
    ),
    "carries over": (
        "The answer is shown more often, yes. Is the reply right more often too? That is another column.",
        "Hold the two intervals of right replies against the differences below the table.",
    ),
    "ends": (
        "Smallest against largest, in the column of right replies. What does the line below the table say about it?",
        "Does the interval of that difference hold 0?",
    ),
    "upper": (
        "'At most' speaks of upper ends. Which is the highest in the column of right replies?",
        "No size has an upper end above it.",
    ),
    "no difference": (
        "'As often as' is a strong claim. What could the true difference still be?",
        "Not shown to differ is not shown to be equal. Look how wide the interval is.",
    ),
}


def _supported() -> set[str]:
    return {claim.letter for claim in retrieving.claims(retrieving.current()).values() if claim.supported}


@exercise(
    "07.3",
    title="Claims about chunk sizes",
    expects=(set, frozenset, list, tuple, str),
    form='the letters of the claims, such as {"a", "b"}',
    reference=_supported,
)
def claims_supported(answer):
    """Which of the six claims does the sweep carry?"""
    known = retrieving.claims(retrieving.current())
    letters = {str(letter).strip().casefold() for letter in answer if str(letter).strip(" ,;")}
    if not letters <= set(known):
        return Hint("Answer with letters from a to f, for instance {'a', 'b'}.", id="no letters", form=True)
    for wanted in (False, True):  # first what was claimed too much, then what was left out
        for claim in known.values():
            if claim.supported is wanted and (claim.letter in letters) is not wanted:
                first, second = _HINTS[claim.kind]
                head = f"You left out claim {claim.letter}. " if wanted else f"Claim {claim.letter}: "
                return Hint(head + first, head + second, head + claim.why, id=claim.kind)
    return Right(" ".join(f"({claim.letter}) {claim.why}" for claim in known.values()))


WORDS = ("more often", "less often", "no difference shown")
FEW, MANY = Design(k=1), Design(k=6)


def _verdict(what: str) -> str:
    gap = retrieving.current().gain(FEW, MANY, what)
    return WORDS[0] if gap.low > 0 else WORDS[1] if gap.high < 0 else WORDS[2]


def _times() -> float:
    rows = retrieving.current().tops()
    return rows[6].tokens / rows[1].tokens


@exercise(
    "07.4",
    title="What longer contexts bring",
    expects=dict,
    form='a dictionary with "shown", "right" and "times"',
    reference=lambda: {"shown": _verdict("holds"), "right": _verdict("right"), "times": round(_times(), 1)},
)
def longer(answer):
    """Six chunks against one: the answer is shown more often; what becomes of the replies; and the tokens."""
    if missing := {"shown", "right", "times"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    lab = retrieving.current()
    for name, what, label in (("shown", "holds", "that the answer is shown"), ("right", "right", "of right replies")):
        said, verdict, gap = " ".join(str(answer[name]).split()).casefold(), _verdict(what), lab.gain(FEW, MANY, what)
        if said not in WORDS:
            return Hint(f"`{name}` is one of: {', '.join(WORDS)}.", id="no verdict", form=True)
        if said != verdict:
            return Hint(
                f"`{name}`: on which side of 0 does the whole interval of the difference {label} lie, or does it "
                "hold 0?",
                "The difference is six chunks minus one. Above 0: more often with six.",
                f"The difference is {gap.text}.",
                id=f"{name} {said}",
            )
    times, right = answer["times"], _times()
    if isinstance(times, bool) or not isinstance(times, int | float):
        return Hint("`times` is a number, such as 2.5.", id="no number", form=True)
    if abs(times - right) <= 0.06 * right:
        return Right(
            f"{right:.1f} times the tokens. You pay for each chunk in every call; whether the replies gain is the "
            "question that "
            "the second figure answers."
        )
    if abs(times - 6) < 0.3:
        return Hint(
            "Six times the chunks are not six times the tokens. What else stands in each prompt?",
            "Take the column of tokens: the last row divided by the first.",
            f"{lab.tops()[6].tokens:.0f} / {lab.tops()[1].tokens:.0f}",
            id="six",
        )
    if abs(times - 1 / right) < 0.05:
        return Hint(
            "The other way round: how many times as many tokens with six?",
            "The last row divided by the first.",
            id="inverse",
        )
    return Hint(
        "Tokens of the prompt with six chunks, divided by those with one. Which two numbers of the table are that?",
        "Take the column of tokens: the last row divided by the first.",
        f"{lab.tops()[6].tokens:.0f} / {lab.tops()[1].tokens:.0f}",
        id="another number",
    )
