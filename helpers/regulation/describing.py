"""A feature card: what has to be known of a feature before the rules can say anything. Closed lists of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from helpers.regulation.act import law

NOT_SAID = "not said"
NOT_YET = "not yet"


@dataclass(frozen=True)
class Field:
    """One question of a card and the answers that may be given ("not said" is always allowed)."""

    name: str
    asks: str
    values: tuple[str, ...]


@cache
def vocabulary() -> dict[str, Field]:
    """Every field of a card with its question and its answers. `placed_on` takes a day or "not yet" besides."""
    found = {name: Field(name, asks, (*values, NOT_SAID)) for name, (asks, values) in law().vocabulary.items()}
    found["placed_on"] = Field("placed_on", "Since when is it on the market or in use?", (NOT_YET, NOT_SAID))
    return found


class Card(Mapping[str, Any]):
    """What a feature is and does, field by field. `Card(market="EU", …)`; reads like a dictionary, cannot be changed.

    Raises: ValueError that names a missing or unknown field, or a value that the field does not have.
    """

    def __init__(self, **fields: Any):
        known = vocabulary()
        if unknown := [name for name in fields if name not in known]:
            raise ValueError(f"a card has no field {unknown[0]!r}; it has {', '.join(known)}")
        if missing := [name for name in known if name not in fields]:
            raise ValueError(f'the card lacks {", ".join(missing)}; write "{NOT_SAID}" where you do not know')
        for name, value in fields.items():
            if name == "placed_on":
                if value not in (NOT_YET, NOT_SAID):
                    fields[name] = _placed(value)
            elif value not in known[name].values:
                raise ValueError(f"{name} is one of {'; '.join(known[name].values)}; got {value!r}")
        self._fields = fields

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def __iter__(self):
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __hash__(self) -> int:
        return hash(tuple(sorted((name, str(value)) for name, value in self._fields.items())))

    def __repr__(self) -> str:
        return f"Card({', '.join(f'{name}={value!r}' for name, value in self._fields.items())})"


def _placed(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        text = f'placed_on is a day such as "2026-03-01", "{NOT_YET}" or "{NOT_SAID}"; got {value!r}'
        raise ValueError(text) from None


def as_card(card: Any) -> Card:
    """A card from a card, a feature (its card) or a mapping. Raises ValueError for anything else."""
    card = getattr(card, "card", card)
    if isinstance(card, Card):
        return card
    if isinstance(card, Mapping):
        return Card(**card)
    raise ValueError(f"a card, a feature or a dictionary of its fields is needed; got {type(card).__name__}")


def changed(card: Any, **fields: Any) -> Card:
    """The same card with some fields changed. Raises ValueError as `Card` does."""
    return Card(**{**as_card(card), **fields})
