"""What lab 06 and its checks refer to: rows, confidences, thresholds, words of danger, policies that were run."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers import world
from helpers.llm.request import BUNDLED
from helpers.unsure import asking, box, policy, signals, stakes

if TYPE_CHECKING:
    from helpers.stats import Estimate
    from helpers.stats.calibration import Guarantee

SIGNAL = "similarity"  # what thresholds are set on; exercise 2 compares it with the others
STEPS = tuple(signals.grid(0.02, 0.20, 0.90))  # thresholds, fixed before anything was looked at
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 1.0)  # bins of similarity
DELTA = 0.1  # chance that a guaranteed threshold may be wrong
CARDS = ("right", "wrong page", "no page")


class Checked(NamedTuple):
    """The self-check against the labels: passages that are right or wrong, by what the model said of them."""

    yes_right: int
    yes_wrong: int
    no_right: int
    no_wrong: int


@dataclass
class Lab:
    """The settings of the lab and what was measured with them. See `begin`."""

    model: str = BUNDLED
    live_cases: int = 24
    seed: int = 6
    given: policy.Assumptions = field(default_factory=policy.assumptions)
    danger: list[str] = field(default_factory=list, repr=False)
    ran: dict[str, dict[str, policy.Ran]] = field(default_factory=dict, repr=False)
    looks: list[Any] = field(default_factory=list, repr=False)
    _kept: dict = field(default_factory=dict, repr=False)

    @property
    def live(self) -> bool:
        """True when the model has to be asked now."""
        from helpers.llm.kept import live_only

        return self.model != BUNDLED or live_only(False)

    def _once(self, key: Any, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def rows(self, split: str = "dev") -> list[box.Found]:
        """What the box found for every question of a split."""
        return box.answers(split)

    def values(self, split: str = "dev") -> list[float]:
        """The similarity of every row."""
        return signals.confidence(self.rows(split), SIGNAL)

    def right(self, split: str = "dev") -> list[bool]:
        """Whether the page of every row is right."""
        return [row.right for row in self.rows(split)]

    def rate(self, split: str = "dev") -> Estimate:
        """Share of pages that are right; pages as clusters."""
        from helpers import stats

        return stats.mean_interval(self.right(split), [row.cluster for row in self.rows(split)])

    def cards(self) -> list[box.Found]:
        """Six dev questions to read: two of each kind of CARDS, in an order drawn by the seed.

        The right ones open at a passage that says it all, and no page states the answer while the label names another.
        """
        kinds: dict[str, list[box.Found]] = {name: [] for name in CARDS}
        for row in self.rows("dev"):
            if len(row.question.text) <= 200 and not box.states_too(row) and (row.says or not row.right):
                kinds[kind_of(row)].append(row)
        chance = random.Random(self.seed)
        chosen = [row for rows in kinds.values() for row in chance.sample(rows, min(2, len(rows)))]
        chance.shuffle(chosen)
        return chosen

    def bins(self, split: str = "dev") -> list[signals.Bin]:
        """The rows by similarity, with the share right in each bin."""
        return signals.bins(self.values(split), self.right(split), EDGES)

    def ranking(self) -> list[signals.Worth]:
        """Every signal with its worth on dev. When the model is asked now, the self-check is left out."""
        names = [name for name in signals.SIGNALS if name != "self-check" or not self.live]
        return self._once("ranking", lambda: signals.ranking(self.rows("dev"), names))

    def checked(self) -> tuple[list[box.Found], list[bool]]:
        """Dev rows and whether the model says yes to their passage: all, or `live_cases` when it is asked now."""

        def make() -> tuple[list[box.Found], list[bool]]:
            rows = self.rows("dev")
            if self.live and len(rows) > self.live_cases:
                rows = [rows[at * len(rows) // self.live_cases] for at in range(self.live_cases)]
            return rows, asking.self_checks(rows, model=self.model)

        return self._once("checked", make)

    def check_table(self) -> Checked:
        """Counts of the self-check on dev."""
        rows, yes = self.checked()
        pairs = [(said, row.right) for row, said in zip(rows, yes, strict=True)]
        return Checked(*(pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))))

    def check_gap(self) -> Estimate | None:
        """Share right where the model says yes minus where it says no; None when it says one thing only."""
        from helpers import stats

        table = self.check_table()
        yes, no = table.yes_right + table.yes_wrong, table.no_right + table.no_wrong
        return stats.two_proportions(table.no_right, no, table.yes_right, yes) if yes and no else None

    def target(self, severity: str) -> float:
        """The share right from which answering costs no more than a person."""
        return policy.break_even(severity, self.given)

    def cuts(self, split: str = "dev", steps: Sequence[float] = STEPS) -> list[signals.Cut]:
        """What is answered, and how much of it rightly, from each threshold on."""
        return [signals.cut(self.values(split), self.right(split), step) for step in steps]

    def naive(self, severity: str) -> float | None:
        """The smallest threshold at which the dev questions reach the target of a severity."""
        return signals.naive_threshold(self.values(), self.right(), self.target(severity), STEPS)

    def safe(self, severity: str) -> Guarantee:
        """The threshold that can be promised for the target, from dev."""
        from helpers import stats

        return stats.threshold_with_guarantee(
            self.values(), self.right(), target=self.target(severity), delta=DELTA, thresholds=STEPS
        )

    def guesses(self, split: str, danger: Iterable[str]) -> list[str]:
        """The severity that the box guesses for each question, with these words of danger."""
        words = tuple(danger)
        return [stakes.guess(row.question.text, words) for row in self.rows(split)]

    def run(self, chosen: policy.Policy, danger: Iterable[str], split: str = "dev", name: str = "yours") -> policy.Ran:
        """Run a policy on a split with these words of danger."""
        given = self.given
        guessed = self.guesses(split, danger)
        return policy.run(chosen, self.rows(split), self.values(split), guessed, given=given, name=name)

    def others(self, danger: Iterable[str], split: str = "dev") -> dict[str, policy.Ran]:
        """The policies to compare with: always answer, hand everything over, one threshold for all."""
        words = tuple(danger)
        return {
            name: self.run(chosen, words, split, name)
            for name, chosen in (
                ("always answer", policy.ALWAYS),
                ("hand everything over", policy.PEOPLE),
                ("one threshold", policy.one_threshold(self.naive_for_all())),
            )
        }

    def watch(self, danger: Iterable[str]) -> list[str]:
        """Set the words of danger that the policies of this session use, and return them."""
        self.danger = list(danger)
        return self.danger

    def look(
        self, split: str, chosen: policy.Policy, danger: Iterable[str], *, written: Any = None
    ) -> dict[str, policy.Ran]:
        """Run the own policy and the three others on a split, and keep them. Says which look at test it is.

        written: what the learner wrote. When `chosen` is something else, it is named "reference policy", not "yours".
        The reference policy, which stands in where there is no own one yet, is no look of the learner's.
        """
        from helpers.unsure.deciding import BORROWED, YOURS, reference_policy

        words = list(danger)
        name = YOURS if written is None or written is chosen else BORROWED
        runs = self.others(words, split) | {YOURS: self.run(chosen, words, split, name)}
        self.ran[split], self.danger = runs, words
        if split == "test":
            now = (repr(chosen), tuple(words))
            if now not in self.looks and dict(chosen) != reference_policy(self, words):
                self.looks.append(now)
            if len(self.looks) > 1:
                print(
                    f"Look {len(self.looks)} at the test questions with another policy. A policy that is changed "
                    "after "
                    "the result is no longer tested by it; the page at the end will say so."
                )
        return runs

    def naive_for_all(self) -> float:
        """The naive threshold for the costly target (else the strictest one): what a team takes for everything."""
        found = self.naive("costly")
        return found if found is not None else STEPS[-1]


def kind_of(row: box.Found) -> str:
    """What is the matter with a row: one of CARDS."""
    if row.right:
        return "right"
    return "wrong page" if row.question.documents else "no page"


_current: Lab | None = None


def begin(
    *,
    model: str = "",
    live_cases: int = 24,
    person_eur: float = 4.0,
    hedge_heeded: float = 0.5,
    seed: int = 6,
) -> Lab:
    """Set what the lab and its checks refer to, and return it.

    model: who checks its own passage, a name for `llm.chat`; "" is `WORKBOOK_MODEL` or the bundled model. live_cases:
    the most passages it checks when it has to be asked now. person_eur, hedge_heeded: two of the assumptions in
    data/uncertainty.yaml. seed: of the six cards.
    Raises: ValueError that says which setting is wrong.
    """
    from helpers.llm.request import default_model

    global _current
    if not isinstance(model, str):
        raise ValueError(f"model must be a name such as {BUNDLED!r}, but got {model!r}")
    if isinstance(live_cases, bool) or not isinstance(live_cases, int) or live_cases < 12:
        raise ValueError(f"live_cases must be a whole number of at least 12, but got {live_cases!r}")
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise ValueError(f"seed must be a whole number, but got {seed!r}")
    given = policy.assumptions(person_eur=person_eur, hedge_heeded=hedge_heeded)
    _current = Lab(model or default_model(), live_cases, seed, given)
    return _current


def current() -> Lab:
    """The lab that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin(model=BUNDLED)


def severities() -> tuple[str, ...]:
    """The three severities, mildest first."""
    return world.SEVERITIES
