"""What lab 08 assumes about work, customers and money: data/cost.yaml, and the figures of modules 01 and 06."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers import paths

FILE = paths.DATA / "cost.yaml"


@dataclass(frozen=True)
class Given:
    """The figures of data/cost.yaml: invented, round, to be replaced by your own. Shares lie between 0 and 1."""

    tickets_per_month: int
    person_eur: float
    euros_per_dollar: float
    reopen_eur: float
    gone: float
    claim_eur: float
    tries: float
    person_right: float
    people_p95_s: float
    hosted_p95_s: float
    hosted_right: tuple[tuple[float, float], ...]
    cache_at_least: Mapping[str, int]
    peak_per_hour: float
    agent: Mapping[str, float]
    shops: Mapping[str, float]


@functools.cache
def _read() -> Given:
    import yaml

    from helpers.routing import assumptions as of_routing
    from helpers.unsure import assumptions as of_customers

    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    ranges = tuple(tuple(float(end) for end in one) for one in kept.pop("hosted_right"))
    return Given(
        tickets_per_month=of_routing().tickets_per_month,
        person_eur=of_customers().person_eur,
        euros_per_dollar=of_routing().euros_per_dollar,
        hosted_right=ranges,
        **kept,
    )


def assumptions(**changes: Any) -> Given:
    """The assumptions, with some replaced: `assumptions(person_eur=6.0)`.

    Raises: ValueError for an unknown name, an amount that is not above 0, a share outside 0 to 1.
    """
    shares = ("gone", "person_right")
    for name, value in changes.items():
        if name not in Given.__dataclass_fields__:
            raise ValueError(f"There is no assumption {name!r}; there are {', '.join(Given.__dataclass_fields__)}.")
        if name in ("agent", "shops", "hosted_right", "cache_at_least"):
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise ValueError(f"{name} must be a number above 0, but got {value!r}")
        if name in shares and not value < 1:
            raise ValueError(f"{name} is a share below 1, but got {value!r}")
    return dataclasses.replace(_read(), **changes)
