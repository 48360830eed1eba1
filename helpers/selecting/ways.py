"""Ways to answer a ticket: people, the answer box, the bundled model (counted), hosted models (assumed)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from helpers import world

if TYPE_CHECKING:
    from helpers.cost import Resolution
    from helpers.selecting.given import Given

PEOPLE, BOX, BUNDLED_WAY = "people", "answer box", "bundled model"
VERSION = "A"  # of the assistant whose replies are counted: it sees the whole help page


class Fates(NamedTuple):
    """What became of the test questions. worst: of the wrong ones, those whose mistake is unforgivable.

    again, gone: of the wrong ones, customers who write again and who never do (an assumed share, in whole numbers).
    """

    handed: int
    right: int
    again: int
    gone: int
    worst: int

    @property
    def n(self) -> int:
        """All questions."""
        return self.handed + self.right + self.again + self.gone

    @property
    def resolved(self) -> int:
        """Questions that end resolved, by the assistant or by a person."""
        return self.n - self.gone


@dataclass(frozen=True)
class Way:
    """One way to answer tickets. call: euros of one call. fates: counts on the test questions, None where assumed.

    right: range of the share right among the tickets that it answers. p95_s: seconds by which 19 of 20 replies are
    complete, the upper end of its interval where it was measured. measured: whether quality was counted here.
    """

    name: str
    call: float
    fates: Fates | None
    right: tuple[float, float]
    p95_s: float
    measured: bool
    tries: float = 1.0


@functools.cache
def _answered() -> tuple[list[str], frozenset[str]]:
    """Ids of the test questions, and of those that go to a person because they hold a word of danger (module 06)."""
    from helpers import unsure

    questions = world.questions("test")
    danger = {q.id for q in questions if unsure.guess(q.text, tuple(unsure.DANGER)) == "unforgivable"}
    return [question.id for question in questions], frozenset(danger)


def fates(right: dict[str, bool], gone: float) -> Fates:
    """Counts for the test questions. right: question id -> whether its answer is right."""
    ids, danger = _answered()
    severity = {question.id: question.severity for question in world.questions("test")}
    answered = [key for key in ids if key not in danger and key in right]
    wrong = [key for key in answered if not right[key]]
    left = round(gone * len(wrong))
    worst = sum(severity[key] == "unforgivable" for key in wrong)
    handed = sum(key in danger and key in right for key in ids)
    return Fates(handed, len(answered) - len(wrong), len(wrong) - left, left, worst)


def of_box(gone: float) -> Fates:
    """The answer box of module 06: it opens a help page; right is a page that the label names."""
    from helpers import unsure

    return fates({row.question.id: row.right for row in unsure.answers("test")}, gone)


def of_bundled(gone: float) -> Fates:
    """Recorded replies of the bundled model as version A of the assistant, by their labels."""
    return fates({reply.question: reply.right for reply in world.replies(VERSION, split="test", temperature=0)}, gone)


@functools.cache
def mix() -> tuple[float, float]:
    """Shares of test questions: handed to a person for a word of danger; unforgivable among the others."""
    ids, danger = _answered()
    severity = {question.id: question.severity for question in world.questions("test")}
    rest = [key for key in ids if key not in danger]
    return len(danger) / len(ids), sum(severity[key] == "unforgivable" for key in rest) / len(rest)


def resolution(way: Way, given: Given, *, right: float | None = None, price: float = 1.0) -> Resolution:
    """Euros for each resolved ticket. right: share right among answered tickets, where it is assumed (default: middle).

    price: factor on the price of a call.
    """
    from helpers import cost

    costs = {"person": given.person_eur, "reopen": given.reopen_eur, "loss": given.claim_eur}
    if way.name == PEOPLE:
        again = 1 - given.person_right
        return cost.cost_per_resolution(0.0, p_escalate=1.0, p_reopen=again, resolved=1.0, **costs)
    if way.fates is not None and right is None:
        f = way.fates
        return cost.cost_per_resolution(
            way.call * price,
            tries=way.tries,
            p_escalate=(f.handed, f.n),
            p_reopen=(f.again, f.n),
            p_unforgivable=(f.worst, f.n),
            resolved=(f.resolved, f.n),
            **costs,
        )
    handed, worst = mix()
    if way.fates is not None:
        f = way.fates
        handed, worst = f.handed / f.n, f.worst / max(f.again + f.gone, 1)
    wrong = (1 - handed) * (1 - (sum(way.right) / 2 if right is None else right))
    return cost.cost_per_resolution(
        way.call * price,
        tries=way.tries,
        p_escalate=handed,
        p_reopen=wrong * (1 - given.gone),
        p_unforgivable=wrong * worst,
        resolved=1 - wrong * given.gone,
        **costs,
    )


def first_time(way: Way, right: float, given: Given) -> float:
    """Share of all tickets that are answered right at the first reply, by the assistant or the person it hands to."""
    if way.name == PEOPLE:
        return given.person_right
    handed, _ = mix()
    return handed * given.person_right + (1 - handed) * right
