"""How bad would a wrong answer be? The box sees only what was written, so it guesses by words."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from helpers import world

# Chosen from dev questions only: words about money and contracts. The words for danger are the learner's.
MONEY = (
    "refund*", "money", "pay*", "paid", "price*", "cost*", "fee*", "euro*", "deposit", "charg*", "bill*", "invoice*",
    "cancel*", "discount", "insur*", "excess", "damage*", "stolen", "theft", "bank", "card", "debit", "free", "month*",
    "contract", "notice", "switch*", "return*",
)  # fmt: skip
DANGER = (
    "battery", "smoke", "fire", "smell*", "hot", "heat*", "accident", "fell", "crash*", "hurt", "brake*", "helmet*",
    "child*", "kid*", "girl*", "boy*", "daughter", "son", "ex", "her bike", "his bike", "gps", "someone else*",
    "card number", "digits", "promised", "lawyer", "freez*", "wet", "flood*",
)  # fmt: skip


def holds(text: str, words: Iterable[str]) -> list[str]:
    """The words of a list that a text holds: whole words, any capitals, `*` at the end for any ending."""
    from helpers.routing import rules

    return [word for word in words if rules.holds(text, word)]


def guess(text: str, danger: Iterable[str]) -> str:
    """The severity that the box guesses: unforgivable by a word of danger, costly by one of money, else annoying."""
    return _guess(text, tuple(danger))


@functools.lru_cache(maxsize=8192)
def _guess(text: str, danger: tuple[str, ...]) -> str:
    if holds(text, danger):
        return "unforgivable"
    return "costly" if holds(text, MONEY) else "annoying"


class Alarm(NamedTuple):
    """A list of words against the labels: caught and all unforgivable questions, false alarms and all others."""

    caught: int
    of: int
    false: int
    others: int

    @property
    def missed(self) -> int:
        return self.of - self.caught


def alarm(questions: Sequence[world.Question], danger: Iterable[str]) -> Alarm:
    """Count what a list of words catches."""
    danger = list(danger)
    hit = [bool(holds(question.text, danger)) for question in questions]
    bad = [question.severity == "unforgivable" for question in questions]
    caught = sum(h and b for h, b in zip(hit, bad, strict=True))
    return Alarm(caught, sum(bad), sum(hit) - caught, len(bad) - sum(bad))
