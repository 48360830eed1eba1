"""Customers' messages as they arrive in the inbox, each labelled twice."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

import yaml

from helpers import paths
from helpers.world.reading import SPLITS, build, need, read_jsonl

FOLDER = paths.WORLD / "tickets"
URGENCIES = ("emergency", "today", "normal")
QUALITIES = ("clean", "slips", "hard")
LANGUAGES = ("en", "de", "nl")
CHANNELS = ("email", "chat", "app", "web_form", "phone_note", "review")
PERIODS = ("early", "later")
FIELDS = ("intent", "also", "urgency", "quality")  # what the annotators read
LATER = datetime.date(2026, 10, 16)  # the first day of the period "later"


@dataclass(frozen=True)
class Ticket:
    """A customer's message with its label: intent, urgency, and how well the language is written (`quality`).

    `also` is a second concern or None. `first` and `second` are what two annotators said, each a dict of intent, also,
    urgency and quality; `settled` names the fields on which they differed and a third reading decided.
    """

    id: str
    customer: str
    received: datetime.datetime
    channel: str
    language: str
    period: str
    split: str
    text: str
    intent: str
    also: str | None
    urgency: str
    quality: str
    first: dict
    second: dict
    settled: tuple[str, ...]


@functools.cache
def intents() -> dict[str, str]:
    """The intents and what each means, in the words of the annotators' guideline."""
    return yaml.safe_load((FOLDER / "intents.yaml").read_text(encoding="utf-8"))


def _readings(name: str) -> dict[str, dict]:
    """What one annotator said, by ticket. Raises ValueError for an unknown value or a ticket read twice."""
    allowed = {"intent": tuple(intents()), "also": (None, *intents()), "urgency": URGENCIES, "quality": QUALITIES}
    found: dict[str, dict] = {}
    for where, data in read_jsonl(FOLDER / f"{name}.jsonl"):
        ticket = data.pop("id", None)
        need(where, ticket is not None and ticket not in found, f"no id, or {ticket} is read twice.")
        for field, value in data.items():
            need(where, field in allowed, f"unknown field {field!r}.")
            need(where, value in allowed[field], f"{field} {value!r} is not one of {allowed[field]}.")
        found[ticket] = data
    return found


@functools.cache
def _tickets() -> tuple[Ticket, ...]:
    first, second, settled = _readings("first"), _readings("second"), _readings("settled")
    allowed = {"channel": CHANNELS, "language": LANGUAGES, "period": PERIODS, "split": SPLITS}
    found: dict[str, Ticket] = {}
    side: dict[str, str] = {}
    for where, data in read_jsonl(FOLDER / "messages.jsonl"):
        name = data.get("id")
        need(where, name in first and name in second, f"{name} was not read by both annotators.")
        one, two = first[name], second[name]
        differ = tuple(field for field in FIELDS if one[field] != two[field])
        missing = [field for field in differ if field not in settled.get(name, {})]
        need(where, not missing, f"{name}: the annotators differ on {missing} and nobody has settled it.")
        label = {field: settled[name][field] if field in differ else one[field] for field in FIELDS}
        try:
            data["received"] = datetime.datetime.fromisoformat(data["received"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{where}: received must be a time like 2026-07-03T08:12.") from error
        ticket = build(Ticket, where, data | label | {"first": one, "second": two, "settled": differ})
        need(where, ticket.id not in found, f"the id {ticket.id} is used twice.")
        for field, values in allowed.items():
            need(where, getattr(ticket, field) in values, f"{field} {getattr(ticket, field)!r} is not one of {values}.")
        later = ticket.received.date() >= LATER
        need(where, (ticket.period == "later") is later, "the period does not match the date.")
        need(where, side.setdefault(ticket.customer, ticket.split) == ticket.split, "one customer in both splits.")
        found[ticket.id] = ticket
    return tuple(sorted(found.values(), key=lambda ticket: (ticket.received, ticket.id)))


def tickets(split: str | None = None, *, period: str | None = "early", language: str | None = None) -> list[Ticket]:
    """The customers' messages, oldest first.

    Args:
        split: dev, test or None for both; the split is by customer, never by message.
        period: early (what a team has when it decides), later (the changed month that follows), or None for both.
        language: en, de, nl or None for all.
    """
    for name, value, values in (
        ("split", split, SPLITS),
        ("period", period, PERIODS),
        ("language", language, LANGUAGES),
    ):
        need(name, value is None or value in values, f"one of {values} was expected, got {value!r}.")
    return [
        ticket
        for ticket in _tickets()
        if split in (None, ticket.split) and period in (None, ticket.period) and language in (None, ticket.language)
    ]
