"""What a router costs for 1,000 messages: model, machine, upkeep, and the work that its errors make."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers import paths

FILE = paths.DATA / "routing.yaml"


@dataclass(frozen=True)
class Assumptions:
    """The figures of data/routing.yaml: invented, round, and to be replaced by your own."""

    euros_per_hour: float
    minutes_to_sort: float
    minutes_misrouted: float
    minutes_to_label: float
    minutes_to_write: float
    minutes_to_check: float
    minutes_to_add: float
    euros_per_dollar: float
    tickets_per_month: int
    upkeep_hours_per_month: Mapping[str, float]

    @property
    def euros_per_minute(self) -> float:
        return self.euros_per_hour / 60


@functools.cache
def _read() -> Assumptions:
    import yaml

    return Assumptions(**yaml.safe_load(FILE.read_text(encoding="utf-8")))


def assumptions(**changes: Any) -> Assumptions:
    """The assumptions, with some replaced: `assumptions(euros_per_hour=45)`.

    Raises: ValueError for an unknown name or a figure that is not above 0.
    """
    import dataclasses

    for name, value in changes.items():
        if name not in Assumptions.__dataclass_fields__:
            raise ValueError(
                f"There is no assumption {name!r}; there are {', '.join(Assumptions.__dataclass_fields__)}."
            )
        if name != "upkeep_hours_per_month" and (
            isinstance(value, bool) or not isinstance(value, int | float) or not value > 0
        ):
            raise ValueError(f"{name} must be a number above 0, but got {value!r}")
    return dataclasses.replace(_read(), **changes)


@dataclass(frozen=True)
class Bill:
    """Euros for 1,000 messages, by what they pay for. Sorting: by people, for what the router leaves to them."""

    name: str
    running: float
    upkeep: float
    sorting: float
    errors: float

    @property
    def total(self) -> float:
        return self.running + self.upkeep + self.sorting + self.errors


def bill(
    name: str,
    *,
    left: float,
    wrong: float,
    running: float = 0.0,
    people_wrong: float = 0.0,
    given: Assumptions | None = None,
) -> Bill:
    """The bill of one router for 1,000 messages.

    left, wrong: shares of messages that it leaves to a person, and that it sends to the wrong team. When people sort
    everything, left is 1 and wrong 0. running: euros for 1,000 messages that go to a model or a machine. people_wrong:
    share of the messages left to people that they send to the wrong team.
    Raises: ValueError when a share is not between 0 and 1, or both together are more than 1.
    """
    given = given or assumptions()
    for what, share in (
        ("left", left),
        ("wrong", wrong),
        ("left + wrong", left + wrong),
        ("people_wrong", people_wrong),
    ):
        if not 0 <= share <= 1 + 1e-9:
            raise ValueError(f"{what} is a share between 0 and 1, but got {share!r}")
    hours = given.upkeep_hours_per_month.get(name, 0)
    return Bill(
        name,
        running,
        1000 * hours * given.euros_per_hour / given.tickets_per_month,
        1000 * left * given.minutes_to_sort * given.euros_per_minute,
        1000 * (wrong + left * people_wrong) * given.minutes_misrouted * given.euros_per_minute,
    )


def price_of(model: str) -> Any:
    """The newest dated price of a model: `.input` and `.output` in dollars per million tokens."""
    from helpers import prices

    return prices.price(model)


def running_cost(model: str, prompt_tokens: float, completion_tokens: float, given: Assumptions | None = None) -> float:
    """Euros for 1,000 calls of a hosted model, by its newest dated price. Raises: prices.NoPrice."""
    from helpers import prices

    given = given or assumptions()
    return 1000 * prices.cost(model, prompt_tokens, completion_tokens) * given.euros_per_dollar


def machine_cost(seconds: float, given: Assumptions | None = None) -> float:
    """Euros for 1,000 calls of so many seconds on the own machine, at the assumed price of an hour in models.yaml."""
    from helpers import prices
    from helpers.llm.request import BUNDLED

    given = given or assumptions()
    return 1000 * seconds * (prices.price(BUNDLED).hourly_usd or 0.0) / 3600 * given.euros_per_dollar


def break_even(target: float, fixed: float, given: Assumptions | None = None) -> float:
    """The share routed right from which a router that sorts every message costs no more than `target` euros per 1,000.

    fixed: its running cost and upkeep, euros per 1,000. Above 1: it cannot pay at any quality.
    """
    given = given or assumptions()
    return 1 - (target - fixed) / (1000 * given.minutes_misrouted * given.euros_per_minute)
