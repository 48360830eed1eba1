"""Sentences about the results, some of which the results support."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from helpers.routing.data import SMALL

if TYPE_CHECKING:
    from helpers.routing.data import Lab


class Claim(NamedTuple):
    """A sentence, whether the results support it, and why. `kind` chooses the hint."""

    letter: str
    text: str
    supported: bool
    why: str
    kind: str


def sentences(lab: Lab) -> dict[str, str]:
    """The sentences of `claims` by letter, without what is said of them."""
    return {letter: claim.text for letter, claim in claims(lab).items()}


def claims(lab: Lab) -> dict[str, Claim]:
    """Seven sentences about the routing of the test messages, by letter."""
    rate = lab.rate("classic ML")
    by_choice, small = lab.difference("LLM zero-shot", "LLM choice"), lab.small_sets()
    llm = lab.difference("classic ML", "LLM choice")
    people, low = lab.rate("people"), math.floor(100 * rate.low)
    urgent = [t for t in lab.tickets() if t.urgency == "emergency"]
    sent = {t.id: team for t, team in zip(lab.tickets(), lab.routed("classic ML").teams, strict=True)}
    safe = sum(sent[t.id] == t.intent for t in urgent)
    rows = [
        (
            f"At least {low} of 100 such messages reach the right team with classic ML.",
            True,
            f"The lower end of the interval is {100 * rate.low:.1f} %.",
            "lower end",
        ),
        (
            "Confining the reply to the names of the teams makes the model route more messages right.",
            by_choice.low > 0,
            f"The paired difference is {by_choice.text}.",
            "confined",
        ),
        (
            f"Whichever {SMALL} test messages we had taken, they would have shown which of rules and classic "
            f"ML is better.",
            small.open < 0.05,
            f"Of many sets of {SMALL} messages {100 * small.open:.0f} % leave it open.",
            "small set",
        ),
        (
            "The bundled model routes fewer messages right than classic ML.",
            llm.high < 0,
            f"The paired difference is {llm.text}.",
            "worse",
        ),
        (
            "No language model can do this job.",
            False,
            "One small model was measured, with three prompts. Nothing here speaks of any other.",
            "every model",
        ),
        (
            f"Classic ML got {safe} of {len(urgent)} emergencies to the right team, so emergencies are safe with it.",
            False,
            f"{safe} of {len(urgent)} leaves room for many that are missed, and one missed emergency is one too many.",
            "emergencies",
        ),
        (
            "A person who sorts the inbox would be right every time.",
            people.value >= 0.9995,
            f"The first annotator agrees with the final label on {people.text}.",
            "people",
        ),
    ]
    return {letter: Claim(letter, *row) for letter, row in zip("abcdefg", rows, strict=True)}
