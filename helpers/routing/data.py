"""The lab's session: which messages, which approaches, and what each of them did; made once and kept."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers import world
from helpers.llm.kept import live_only
from helpers.llm.request import BUNDLED
from helpers.routing import llm_router
from helpers.routing.costs import Assumptions, assumptions
from helpers.routing.routed import Routed, scored

if TYPE_CHECKING:
    from helpers.routing.classic import Point
    from helpers.routing.costs import Bill
    from helpers.routing.small import SmallSets
    from helpers.routing.timing import Timing
    from helpers.stats import Estimate

LLM = llm_router.KINDS
BOTH = "both agree"  # rules and classic ML name the same team; else a person sorts
APPROACHES = ("rules", "classic ML", BOTH, *LLM)
SIZES = (25, 50, 100, 200)
SMALL = 20


@dataclass
class Lab:
    """The three jobs with the settings of the notebook. See `begin`."""

    model: str = BUNDLED
    train_labels: int = 300
    live_cases: int = 24
    seed: int = 1
    hosted: str = "openai/gpt-5-nano"
    given: Assumptions = field(default_factory=assumptions)
    _kept: dict[tuple, Any] = field(default_factory=dict, repr=False)

    @property
    def live(self) -> bool:
        """True when replies have to be made now: another model than the recorded one, or WORKBOOK_LIVE=1."""
        return self.model != BUNDLED or live_only(False)

    def _once(self, key: tuple, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _some(self, rows: Sequence, few: int | None = None) -> list:
        """All rows from recordings, or a draw of `live_cases` when replies are made now; in their own order."""
        few = few or self.live_cases
        if not self.live or len(rows) <= few:
            return list(rows)
        chosen = set(random.Random(self.seed).sample(range(len(rows)), few))
        return [row for place, row in enumerate(rows) if place in chosen]

    def tickets(self, split: str = "test") -> list[world.Ticket]:
        """The messages of the period "early" in that split."""
        return world.tickets(split)

    # job 1: routing

    def routed(self, name: str, split: str = "test") -> Routed:
        """What an approach does with the messages of a split. `name`: one of APPROACHES, or "people"."""
        known = (*APPROACHES, "people")
        if name not in known:
            raise ValueError(f"the approach is one of {', '.join(known)}; got {name!r}")
        return self._once(("routed", name, split), lambda: self._route(name, split))

    def _route(self, name: str, split: str) -> Routed:
        tickets = self.tickets(split)
        if name == "people":
            return scored(name, tickets, [ticket.first["intent"] for ticket in tickets])
        if name == "rules":
            return self.by_rules(None, split)
        if name == "classic ML":
            return self._classic(split)
        if name == BOTH:
            return self._both(split)
        if not self.live and split == "dev":
            tickets = llm_router.asked([], tickets)
        tickets = self._some(tickets)
        replies = llm_router.ask([ticket.text for ticket in tickets], name, model=self.model)
        return scored(name, tickets, [llm_router.read_team(reply.text) for reply in replies], replies)

    def by_rules(self, more: Mapping[str, Sequence[str]] | None, split: str = "dev") -> Routed:
        """The shipped rules, with further phrases where given."""
        from helpers.routing.rules import shipped_rules

        rules = shipped_rules() if not more else shipped_rules().with_more(more)
        tickets = self.tickets(split)
        return scored("rules", tickets, [rules.route(ticket.text) for ticket in tickets])

    def _vectors(self, split: str) -> Any:
        from helpers.routing.classic import vectors

        return self._once(("vectors", split), lambda: vectors([ticket.text for ticket in self.tickets(split)]))

    @property
    def labels(self) -> int:
        """Labels that classic ML is trained on: `train_labels`, at most all of dev."""
        return min(self.train_labels, len(self.tickets("dev")))

    def classifier(self) -> Any:
        """The regression trained on `labels` dev messages (all of them, or one draw)."""
        from helpers.routing.classic import fit

        def make() -> Any:
            train = self.tickets("dev")
            chosen = sorted(random.Random(self.seed).sample(range(len(train)), self.labels))
            return fit(self._vectors("dev")[chosen], [train[place].intent for place in chosen])

        return self._once(("classifier",), make)

    def _classic(self, split: str) -> Routed:
        tickets = self.tickets(split)
        found = scored("classic ML", tickets, [str(team) for team in self.classifier().predict(self._vectors(split))])
        if split == "test" and self.labels < len(self.tickets("dev")):
            point = self.curve([self.labels])[self.labels]
            found.scores, found.drawn = point.right.mean(axis=1).tolist(), point.rate
        return found

    def _both(self, split: str) -> Routed:
        pairs = zip(self.routed("rules", split).teams, self.classifier().predict(self._vectors(split)), strict=True)
        return scored(BOTH, self.tickets(split), [one if one == two else None for one, two in pairs])

    def curve(self, sizes: Sequence[int] | None = None) -> dict[int, Point]:
        """Classic ML on the test messages, trained on fewer labels: several draws of each size, and all labels."""
        from helpers.routing.classic import learning_curve

        train, test = self.tickets("dev"), self.tickets("test")
        sizes = tuple(sizes) if sizes is not None else (*(size for size in SIZES if size < len(train)), len(train))

        def make() -> dict[int, Point]:
            return learning_curve(
                self._vectors("dev"),
                [ticket.intent for ticket in train],
                self._vectors("test"),
                [ticket.intent for ticket in test],
                sizes,
                clusters=[ticket.customer for ticket in test],
                seed=self.seed,
            )

        return self._once(("curve", sizes), make)

    def rate(self, name: str, split: str = "test") -> Estimate:
        """Share routed right, with its interval over customers."""
        return self.routed(name, split).rate()

    def difference(self, a: str, b: str, *, part: slice | None = None) -> Estimate:
        """How many more test messages `b` routes right than `a`: paired, customers as clusters.

        part: only these places of a fixed shuffle of the messages: a small test set.
        """
        from helpers import stats

        one, two = self.routed(a), self.routed(b)
        held = {ticket.id: score for ticket, score in zip(two.tickets, two.scores, strict=True)}
        rows = [
            (score, held[ticket.id], ticket.customer)
            for ticket, score in zip(one.tickets, one.scores, strict=True)
            if ticket.id in held
        ]
        if part is not None:
            random.Random(self.seed).shuffle(rows)
            rows = rows[part]
        left, right, customers = zip(*rows, strict=True)
        return stats.paired_difference(left, right, list(customers))

    def verdict(self, a: str, b: str, *, part: slice | None = None) -> str:
        """What the interval of the difference says: "a is better", "b is better" (by name) or "no difference shown"."""
        found = self.difference(a, b, part=part)
        return f"{b} is better" if found.low > 0 else f"{a} is better" if found.high < 0 else "no difference shown"

    def against_rules(self, size: int) -> Estimate:
        """Classic ML with so many labels minus the rules: mean over draws, paired, customers as clusters."""
        from helpers import stats

        rules, right = self.routed("rules"), self.curve()[size].right
        return stats.paired_difference(rules.scores, right.mean(axis=1), [t.customer for t in rules.tickets])

    def comparisons(self) -> dict[str, slice | None]:
        """The same comparison, rules with classic ML, by letter: on three sets of 20 test messages, and on all."""
        return {"a": slice(0, SMALL), "b": slice(SMALL, 2 * SMALL), "c": slice(2 * SMALL, 3 * SMALL), "d": None}

    def small_sets(self, size: int = SMALL, draws: int = 2000) -> SmallSets:
        """What many test sets of `size` messages would show of rules and classic ML, drawn from the test messages."""
        from helpers.routing.small import small_sets

        one, two = self.routed("rules"), self.routed("classic ML")
        return self._once(("small", size), lambda: small_sets(one.scores, two.scores, size, draws, self.seed))

    def twelve(self) -> list[world.Ticket]:
        """Twelve short English dev messages to be routed by hand, four of them such that the annotators differed."""
        from helpers.routing.showing import twelve

        return self._once(("twelve",), lambda: twelve(self.seed))

    def best_llm(self) -> str:
        """The kind of prompt that routes most dev messages right: chosen on dev, never on test."""
        return max(LLM, key=lambda name: sum(self.routed(name, "dev").scores) / len(self.routed(name, "dev").scores))

    def bill(self, name: str) -> Bill:
        """Euros for 1,000 messages. A model's running cost is that of `hosted`, at the tokens of its prompts here."""
        from helpers.routing import costs

        found = self.routed(name)
        people = self.routed("people").wrong
        if name == "people":
            return costs.bill(name, left=1.0, wrong=0.0, people_wrong=people, given=self.given)
        return costs.bill(
            name, left=found.left, wrong=found.wrong, people_wrong=people, running=self.running(name), given=self.given
        )

    def running(self, name: str) -> float:
        """Euros that 1,000 messages cost in calls: a hosted model by its tokens, the others by machine time."""
        from helpers.routing import costs

        if name not in LLM:
            return costs.machine_cost(0.0 if name == "rules" else 0.02, self.given)
        return costs.running_cost(self.hosted, *self.tokens(name), self.given)

    def tokens(self, name: str) -> tuple[float, float]:
        """Mean prompt and completion tokens of one message, as the model that answered counts them."""
        replies = self.routed(name).replies
        count = len(replies)
        return sum(r.prompt_tokens for r in replies) / count, sum(r.completion_tokens for r in replies) / count

    def timings(self) -> dict[str, Timing]:
        """p50 and p95 of single calls on this machine for the rules, classic ML and the model, measured now."""
        from helpers.routing import measuring

        return self._once(("timings",), lambda: measuring.timings(self))

    def answers(
        self, name: str, split: str = "test", lookup: Mapping | None = None
    ) -> list[tuple[Any, str, bool, str]]:
        """(case, reply, right, reason) for the refund messages. See `refunds.ANSWERS` for the names."""
        from helpers.routing import deskwork

        if lookup is not None:
            return deskwork.answers(self, name, split, lookup)
        return self._once(("answers", name, split), lambda: deskwork.answers(self, name, split, None))

    def letters(self, name: str, split: str = "test", template: str | None = None) -> list[tuple[Any, str, list[str]]]:
        """(case, letter, faults) for the failed deliveries."""
        from helpers.routing import deskwork

        if template is not None:
            return deskwork.letters(self, name, split, template)
        return self._once(("letters", name, split), lambda: deskwork.letters(self, name, split, None))

    def share(self, rows: Sequence[tuple]) -> Estimate:
        """Share of right rows of `answers` or of `letters` without a fault, with its interval over customers."""
        from helpers.routing import deskwork

        return deskwork.share(rows)


_current: Lab | None = None


def begin(
    *,
    model: str = BUNDLED,
    train_labels: int = 300,
    live_cases: int = 24,
    seed: int = 1,
    hosted: str = "openai/gpt-5-nano",
    **changes: float,
) -> Lab:
    """Set what the lab and its checks refer to, and return it.

    model: a name for `llm.chat`. train_labels: labels for classic ML, at most all of dev. live_cases: messages of one
    run when replies have to be made now. seed: of draws. hosted: the model whose price is used. changes: assumptions of
    data/routing.yaml, such as euros_per_hour=45.
    Raises: ValueError that says which setting is wrong.
    """
    from helpers import prices

    global _current
    for name, value, least in (("train_labels", train_labels, 12), ("live_cases", live_cases, 8)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"{name} must be a whole number of at least {least}, but got {value!r}")
    if train_labels > (most := len(world.tickets("dev"))):
        raise ValueError(f"train_labels can be at most {most}, because dev has no more; got {train_labels}")
    prices.price(hosted)
    _current = Lab(model, train_labels, live_cases, seed, hosted, assumptions(**changes))
    return _current


def current() -> Lab:
    """The session that `begin` set, or the default one."""
    return _current if _current is not None else begin()
