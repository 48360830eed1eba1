"""What the box does with a question: a policy by severity, run on what the search really found.

The search, the passages and the confidences are measured. What customers do then is **assumed**, in
data/uncertainty.yaml, so euros and shares of customers are a simulation; `Assumptions` holds every figure of it.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers import paths, world
from helpers.unsure.box import Found

if TYPE_CHECKING:
    from helpers.stats import Estimate

FILE = paths.DATA / "uncertainty.yaml"
STATES = ("answer", "hedge", "ask back", "search", "person")
BELOW = STATES[2:]
NEVER = "never"
ASKED = 3  # pages that a question back offers


@dataclass(frozen=True)
class Assumptions:
    """The figures of data/uncertainty.yaml: euros, and shares of customers."""

    person_eur: float
    wrong_eur: Mapping[str, float]
    hedge_heeded: float
    hedge_doubted: float
    ask_left: float
    ask_none: float
    search_found: float
    search_misled: float


@functools.cache
def _read() -> Assumptions:
    import yaml

    return Assumptions(**yaml.safe_load(FILE.read_text(encoding="utf-8")))


def assumptions(**changes: float) -> Assumptions:
    """The assumptions, with some replaced: `assumptions(person_eur=6, hedge_heeded=0.3)`.

    Raises: ValueError for an unknown name, a price that is not above 0, or a share outside 0 to 1.
    """
    for name, value in changes.items():
        if name not in Assumptions.__dataclass_fields__ or name == "wrong_eur":
            known = ", ".join(field for field in Assumptions.__dataclass_fields__ if field != "wrong_eur")
            raise ValueError(f"there is no assumption {name!r}; there are {known}")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if name == "person_eur":
            if not number or not value > 0:
                raise ValueError(f"person_eur must be a price above 0, but got {value!r}")
        elif not number or not 0 <= value <= 1:
            raise ValueError(f"{name} must be a share between 0 and 1, but got {value!r}")
    return dataclasses.replace(_read(), **changes)


def break_even(severity: str, given: Assumptions | None = None) -> float:
    """Share right from which answering costs no more than a person: wrong / (wrong + person), in euros.

    (1 - p) * (wrong + person) = person, because whoever got a wrong answer also writes to a person.
    """
    given = given or assumptions()
    if severity not in world.SEVERITIES:
        raise ValueError(f"severity is one of {', '.join(world.SEVERITIES)}; got {severity!r}")
    wrong = given.wrong_eur[severity]
    return wrong / (wrong + given.person_eur)


class Outcome(NamedTuple):
    """What becomes of one question, in shares of customers. helped + person = 1 - acted, acted is included in wrote.

    acted: act on a wrong passage. person: write to a person without having acted on one. helped: the rest.
    """

    state: str
    acted: float
    person: float
    severity: str
    given: Assumptions

    @property
    def helped(self) -> float:
        """Share of customers who got what they needed without a person."""
        return 1 - self.acted - self.person

    @property
    def wrote(self) -> float:
        """Share of customers who end up with a person: handed over, or come back after a wrong answer."""
        return self.person + self.acted

    @property
    def harm(self) -> float:
        """Euros of wrong answers acted on; 0 for unforgivable ones, which `event` counts."""
        return 0.0 if self.severity == "unforgivable" else self.acted * self.given.wrong_eur[self.severity]

    @property
    def event(self) -> float:
        """Expected number of unforgivable wrong answers acted on."""
        return self.acted if self.severity == "unforgivable" else 0.0

    @property
    def euros(self) -> float:
        """People and harm, without unforgivable events."""
        return self.wrote * self.given.person_eur + self.harm


def outcome(row: Found, state: str, given: Assumptions | None = None) -> Outcome:
    """What becomes of a question in a state. Measured: where the right passage stands. Assumed: what customers do."""
    given = given or assumptions()
    if state == "answer":
        acted, person = (0.0, 0.0) if row.right else (1.0, 0.0)
    elif state == "hedge":
        acted, person = (0.0, given.hedge_doubted) if row.right else (1 - given.hedge_heeded, given.hedge_heeded)
    elif state == "ask back":
        stay = 1 - given.ask_left
        there = row.among is not None and row.among <= ASKED
        acted = 0.0 if there else stay * (1 - given.ask_none)
        person = given.ask_left if there else given.ask_left + stay * given.ask_none
    elif state == "search":
        acted = 0.0 if row.among else given.search_misled
        person = 1 - given.search_found if row.among else 1 - given.search_misled
    elif state == "person":
        acted, person = 0.0, 1.0
    else:
        raise ValueError(f"a state is one of {', '.join(STATES)}; got {state!r}")
    return Outcome(state, acted, person, row.severity, given)


def may_act(state: str, given: Assumptions) -> float:
    """Share of customers who act on a wrong page in a state when no right one is there: by assumption."""
    return {
        "answer": 1.0,
        "hedge": 1 - given.hedge_heeded,
        "ask back": (1 - given.ask_left) * (1 - given.ask_none),
        "search": given.search_misled,
    }.get(state, 0.0)


Policy = Mapping[str, Mapping[str, Any]]

ALWAYS: Policy = {name: {"answer": 0.0, "hedge": NEVER, "below": "person"} for name in world.SEVERITIES}
PEOPLE: Policy = {name: {"answer": NEVER, "hedge": NEVER, "below": "person"} for name in world.SEVERITIES}


def one_threshold(threshold: float) -> Policy:
    """The same threshold for everything: answer from there on, a person below."""
    return {name: {"answer": threshold, "hedge": NEVER, "below": "person"} for name in world.SEVERITIES}


def fault(policy: Any) -> str | None:
    """What is wrong with the form of a policy, as a sentence; None when it can be run."""
    if not isinstance(policy, Mapping):
        return "A policy is a dictionary with one line for each severity."
    if missing := [name for name in world.SEVERITIES if name not in policy]:
        return f"The policy lacks a line for {' and '.join(missing)}."
    if extra := [name for name in policy if name not in world.SEVERITIES]:
        return f"{extra[0]!r} is no severity; there are {', '.join(world.SEVERITIES)}."
    for name, line in policy.items():
        if not isinstance(line, Mapping) or set(line) != {"answer", "hedge", "below"}:
            return f'The line for {name} needs "answer", "hedge" and "below".'
        for state in ("answer", "hedge"):
            value = line[state]
            if value != NEVER and (isinstance(value, bool | str) or not isinstance(value, int | float)):
                return f'Under {name}, "{state}" is a number such as 0.55, or "never"; you gave {value!r}.'
            if value != NEVER and not 0 <= value <= 1:
                return f'Under {name}, "{state}" is a similarity from 0 to 1, or "never"; you gave {value!r}.'
        if line["below"] not in BELOW:
            return f'Under {name}, "below" is one of {", ".join(map(repr, BELOW))}; you gave {line["below"]!r}.'
        numbers = [line[state] for state in ("answer", "hedge")]
        if NEVER not in numbers and numbers[1] >= numbers[0]:
            return f"Under {name}, the hedge begins at {numbers[1]}, the answer at {numbers[0]}: the hedge never comes."
    return None


def state_for(line: Mapping[str, Any], confidence: float) -> str:
    """The state that a line of a policy chooses for a confidence."""
    for state in ("answer", "hedge"):
        if line[state] != NEVER and confidence >= line[state]:
            return state
    return line["below"]


@dataclass(frozen=True)
class Ran:
    """A policy that was run: one outcome per question, with the guess of severity that chose the line."""

    name: str
    rows: tuple[Found, ...]
    guessed: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    def mean(self, what: str) -> Estimate:
        """Mean per question of helped, wrote, harm, event, euros or "shown" (answer or hedge); pages as clusters."""
        from helpers import stats

        return stats.mean_interval(self.values(what), [row.cluster for row in self.rows])

    def values(self, what: str) -> list[float]:
        """The same, one number per question."""
        if what == "shown":
            return [float(found.state in ("answer", "hedge")) for found in self.outcomes]
        if what not in ("helped", "wrote", "harm", "event", "euros"):
            raise ValueError(f"what is helped, wrote, harm, event, euros or shown; got {what!r}")
        return [getattr(found, what) for found in self.outcomes]

    def states(self) -> dict[str, int]:
        """State -> number of questions."""
        return {state: sum(found.state == state for found in self.outcomes) for state in STATES}

    def against(self, other: Ran, what: str = "euros") -> Estimate:
        """Mean difference to another policy on the same questions (this one minus the other), pages as clusters."""
        from helpers import stats

        pairs = [a - b for a, b in zip(self.values(what), other.values(what), strict=True)]
        return stats.mean_interval(pairs, [row.cluster for row in self.rows])


def run(
    policy: Policy,
    rows: Sequence[Found],
    confidences: Sequence[float],
    guessed: Sequence[str],
    *,
    given: Assumptions | None = None,
    name: str = "policy",
) -> Ran:
    """Run a policy. guessed: for each row the severity that the box guesses; the true one decides what harm costs.

    Raises: ValueError for a policy that cannot be run, or lists of different lengths.
    """
    if wrong := fault(policy):
        raise ValueError(wrong)
    if not len(rows) == len(confidences) == len(guessed):
        raise ValueError(f"{len(rows)} rows, {len(confidences)} confidences, {len(guessed)} guesses; one each needed")
    found = [
        outcome(row, state_for(policy[guess], confidence), given)
        for row, confidence, guess in zip(rows, confidences, guessed, strict=True)
    ]
    return Ran(name, tuple(rows), tuple(guessed), tuple(found))
