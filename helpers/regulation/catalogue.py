"""The feature cards of data/regulation/cards.yaml: what a learner reads, what the rules see, the tier by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from helpers import paths
from helpers.regulation.describing import Card

FILE = paths.DATA / "regulation" / "cards.yaml"


@dataclass(frozen=True)
class Feature:
    """A feature as a card. expected: the tier that was written by hand, with its reasons; trap: what people believe."""

    id: str
    name: str
    text: str
    card: Card
    expected: str = field(repr=False)
    reasons: str = field(repr=False)
    trap: str = field(repr=False)
    workshop: bool


def _feature(row: dict[str, Any]) -> Feature:
    try:
        card = Card(**row["fields"])
        texts = {name: row[name] for name in ("id", "name", "text", "expected", "reasons", "trap")}
        return Feature(card=card, workshop=bool(row.get("workshop")), **texts)
    except (KeyError, ValueError) as error:
        raise ValueError(f"card {row.get('id')!r} in {FILE.name}: {error}") from error


@cache
def _all() -> tuple[tuple[Feature, ...], tuple[Feature, ...]]:
    import yaml

    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(map(_feature, data["cards"])), tuple(map(_feature, data["lesson"]))


def features(workshop: bool = False) -> tuple[Feature, ...]:
    """Meadow's features, in the order of the file; with `workshop` the twelve that everybody classifies."""
    return tuple(found for found in _all()[0] if found.workshop or not workshop)


def lesson_features() -> tuple[Feature, ...]:
    """Features of other companies, for the lesson."""
    return _all()[1]


def feature(id: str) -> Feature:
    """One feature by its id. Raises ValueError that lists the ids."""
    known = {found.id: found for part in _all() for found in part}
    if id not in known:
        raise ValueError(f"no feature is called {id!r}; there are {', '.join(known)}")
    return known[id]


def card(id: str) -> Card:
    """The card of a feature by its id. Raises ValueError that lists the ids."""
    return feature(id).card
