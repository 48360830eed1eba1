"""Meadow's inbox router of module 01, and how sure it says it is: classic ML, recorded vectors, no call to a model."""

from __future__ import annotations

import functools
from typing import NamedTuple

from helpers import world


class Routed(NamedTuple):
    """A message, the team that the router names, its confidence (probability of that team), and whether it is right."""

    ticket: world.Ticket
    team: str
    confidence: float
    right: bool


def _out_of_fold(tickets: list[world.Ticket]) -> tuple[Routed, ...]:
    from helpers.routing import classic

    rows = classic.vectors([ticket.text for ticket in tickets])
    said, sure = classic.out_of_fold(rows, [t.intent for t in tickets], [t.customer for t in tickets])
    return tuple(Routed(t, team, p, team == t.intent) for t, team, p in zip(tickets, said, sure, strict=True))


@functools.cache
def _dev() -> tuple[Routed, ...]:
    return _out_of_fold(world.tickets("dev"))


@functools.cache
def _both() -> tuple[Routed, ...]:
    return _out_of_fold(world.tickets("dev") + world.tickets("test"))


@functools.cache
def _test() -> tuple[Routed, ...]:
    from helpers.routing import classic

    dev, tickets = world.tickets("dev"), world.tickets("test")
    model = classic.fit(classic.vectors([ticket.text for ticket in dev]), [ticket.intent for ticket in dev])
    chances = model.predict_proba(classic.vectors([ticket.text for ticket in tickets]))
    teams, sure = model.classes_[chances.argmax(axis=1)], chances.max(axis=1)
    rows = zip(tickets, teams, sure, strict=True)
    return tuple(Routed(t, str(team), float(p), str(team) == t.intent) for t, team, p in rows)


def routed(split: str) -> list[Routed]:
    """Every early message of a split, routed by classic ML (module 01).

    dev: each message by a model that saw no message of its customer (five folds). test: by the model trained on all of
    dev. both: all messages, each by a model that saw none of its customer's. Raises ValueError for another split.
    """
    kinds = {"dev": _dev, "test": _test, "both": _both}
    if split not in kinds:
        raise ValueError(f"split is one of {', '.join(kinds)}; got {split!r}")
    return list(kinds[split]())
