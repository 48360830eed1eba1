"""The cascade of lab 08: classic ML sorts a message of the inbox, a person sorts what it is unsure of."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.cost import Answers, Cascade

DELTA = 0.1  # chance that a promised threshold may be wrong
STEPS = tuple(round(0.95 - 0.05 * n, 2) for n in range(20))  # thresholds, fixed beforehand


class Sorting:
    """Part of `Lab`: confidences, costs and the cascade, each made once."""

    if TYPE_CHECKING:

        def _once(self, key: Any, make: Any) -> Any: ...
        def call_usd(self, model: str, version: str = "A") -> float: ...
        def pair(self) -> tuple[str, str]: ...

    def answers(self, split: str) -> Answers:
        """Confidence of classic ML, whether it is right, and whether a person is. Dev: trained on other customers."""
        return _answers(split)

    def sorting(self) -> tuple[float, float, float]:
        """Euros: classic ML sorts a message, a person sorts it, and a message goes to the wrong team (module 01)."""
        from helpers.routing import costs

        given = costs.assumptions()
        each = given.euros_per_minute
        return costs.machine_cost(0.02, given) / 1000, given.minutes_to_sort * each, given.minutes_misrouted * each

    def wanted(self) -> float:
        """Share right from which classic ML costs no more for a message than a person, the errors of both included."""
        _, person, wrong = self.sorting()
        theirs = self.answers("dev").dear_right
        return 1 - (person + (1 - sum(theirs) / len(theirs)) * wrong) / wrong

    def cascade(self) -> Cascade:
        """Classic ML first, a person where it is unsure: threshold from dev with its promise, then test once."""
        from helpers import cost

        cheap, dear, _ = self.sorting()
        return self._once(
            "cascade",
            lambda: cost.cascade(
                self.answers("dev"), self.answers("test"), cheap=cheap, dear=dear, target=round(self.wanted(), 3),
                delta=DELTA, thresholds=STEPS,
            ),
        )  # fmt: skip

    def break_even(self) -> float:
        """Share passed on from which the pair of hosted models, cheap first, costs more than the dear one alone."""
        from helpers import cost

        cheap, dear = (self.call_usd(name) for name in self.pair())
        return cost.break_even_escalation(cheap, dear)


@functools.cache
def _answers(split: str) -> Answers:
    from helpers import cost, routing, world
    from helpers.routing.classic import fit, out_of_fold, vectors

    dev, tickets = world.tickets("dev"), world.tickets(split)
    rows, labels = vectors([t.text for t in dev]), [t.intent for t in dev]
    if split == "dev":
        said, sure = out_of_fold(rows, labels, [t.customer for t in dev])
    else:
        chances = (model := fit(rows, labels)).predict_proba(vectors([t.text for t in tickets]))
        said, sure = [str(model.classes_[best]) for best in chances.argmax(axis=1)], chances.max(axis=1).tolist()
    people = routing.Lab().routed("people", split).scores
    right = [int(team == t.intent) for team, t in zip(said, tickets, strict=True)]
    return cost.Answers(sure, right, [int(score) for score in people])
