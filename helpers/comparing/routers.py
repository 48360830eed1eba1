"""Routers on a held-out part of dev: phrases, classic ML, the language model. The test messages are for the lab."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers import world

if TYPE_CHECKING:
    from helpers.routing.classic import Point
    from helpers.routing.routed import Routed
    from helpers.stats import Estimate


class Parts(NamedTuple):
    """Dev, cut by customer. learn: messages to train on. held: the rest. asked: those of `held` that a model was asked.

    The model was asked each fourth dev message; every message of those customers is held out.
    """

    learn: tuple[world.Ticket, ...]
    held: tuple[world.Ticket, ...]
    asked: tuple[world.Ticket, ...]


@functools.cache
def parts() -> Parts:
    """The two parts of the dev messages."""
    from helpers.routing import llm_router

    dev = world.tickets("dev")
    asked = llm_router.asked([], dev)
    away = {ticket.customer for ticket in asked}
    return Parts(
        tuple(ticket for ticket in dev if ticket.customer not in away),
        tuple(ticket for ticket in dev if ticket.customer in away),
        tuple(asked),
    )


def _vectors(tickets: Sequence[world.Ticket]) -> Any:
    from helpers.routing.classic import vectors

    return vectors([ticket.text for ticket in tickets])


def learned(labels: int | None = None, *, seed: int = 0) -> Routed:
    """Classic ML on the held-out messages, trained on so many messages of other customers (default: all of `learn`).

    Raises: ValueError when `labels` is not between 2 and the number of messages to learn from.
    """
    import numpy as np

    from helpers.routing.classic import fit
    from helpers.routing.routed import scored

    learn, held, _ = parts()
    labels = len(learn) if labels is None else labels
    if isinstance(labels, bool) or not isinstance(labels, int) or not 2 <= labels <= len(learn):
        raise ValueError(f"labels must be a whole number from 2 to {len(learn)}, but got {labels!r}")
    chosen = np.sort(np.random.default_rng(seed).permutation(len(learn))[:labels])
    model = fit(_vectors(learn)[chosen], [learn[place].intent for place in chosen])
    teams = [str(team) for team in model.predict(_vectors(held))]
    return scored(f"classic ML, {labels} labels", list(held), teams)


def learning(sizes: Sequence[int], *, draws: int = 10, seed: int = 0) -> dict[int, Point]:
    """The learning curve on the held-out messages: several draws of each size. See `routing.learning_curve`."""
    from helpers.routing.classic import learning_curve

    learn, held, _ = parts()
    return learning_curve(
        _vectors(learn),
        [ticket.intent for ticket in learn],
        _vectors(held),
        [ticket.intent for ticket in held],
        sizes,
        clusters=[ticket.customer for ticket in held],
        draws=draws,
        seed=seed,
    )


def among(routed: Routed, tickets: Sequence[world.Ticket]) -> Routed:
    """What the router did with some of its messages, in order. Raises: ValueError when it did not get all of them."""
    from helpers.routing.routed import Routed

    place = {ticket.id: number for number, ticket in enumerate(routed.tickets)}
    missing = [ticket.id for ticket in tickets if ticket.id not in place]
    if missing:
        raise ValueError(f"{routed.name} was not given {len(missing)} of these messages, such as {missing[0]}.")
    at = [place[ticket.id] for ticket in tickets]
    replies = [routed.replies[n] for n in at] if routed.replies else []
    return Routed(routed.name, list(tickets), [routed.teams[n] for n in at], [routed.scores[n] for n in at], replies)


def by_rules(phrases: Mapping[str, Sequence[str]], tickets: Sequence[world.Ticket]) -> Routed:
    """What a list of phrases does with messages. Raises: ValueError for an unknown team or phrases that are no list."""
    from helpers.routing import Rules
    from helpers.routing.routed import scored

    rules = Rules(phrases)
    return scored("rules", list(tickets), [rules.route(ticket.text) for ticket in tickets])


def by_model(lab: Any, kind: str) -> Routed:
    """What the session's model does with the held-out messages that it was asked; a few of them when it answers now."""
    from helpers.routing import llm_router
    from helpers.routing.routed import scored

    known = llm_router.examples() if kind == "LLM few-shot" else ()
    tickets = lab._some([ticket for ticket in parts().asked if ticket not in known])
    replies = llm_router.ask([ticket.text for ticket in tickets], kind, model=lab.model)
    return scored(kind, tickets, [llm_router.read_team(reply.text) for reply in replies], replies)


def most_common(tickets: Sequence[world.Ticket]) -> Routed:
    """Every message to the team that has most of the messages to learn from."""
    from collections import Counter

    from helpers.routing.routed import scored

    (team, _), *_ = Counter(ticket.intent for ticket in parts().learn).most_common(1)
    return scored("all to one team", list(tickets), [team] * len(tickets))


def fates(routed: Routed) -> dict[str, Estimate]:
    """Shares of messages that reach the right team, reach a wrong one, and are left to a person (over customers)."""
    from helpers import stats
    from helpers.replies import within

    customers = [ticket.customer for ticket in routed.tickets]
    left = [float(team is None) for team in routed.teams]
    wrong = [1 - score - none for score, none in zip(routed.scores, left, strict=True)]
    shares = {"right team": routed.scores, "wrong team": wrong, "left to a person": left}
    return {name: within(stats.mean_interval(rows, customers)) for name, rows in shares.items()}


def when_it_decides(routed: Routed) -> Estimate:
    """Share right among the messages that the router decides. Raises: ValueError when there is none."""
    from helpers import stats
    from helpers.replies import within

    rows = zip(routed.teams, routed.scores, routed.tickets, strict=True)
    decided = [(score, ticket.customer) for team, score, ticket in rows if team is not None]
    if not decided:
        raise ValueError(f"{routed.name} leaves every message to a person, so there is no share to give.")
    scores, customers = zip(*decided, strict=True)
    return within(stats.mean_interval(list(scores), list(customers)))


def drawn(rows: Sequence, count: int, *, seed: int = 0) -> list:
    """Up to `count` rows drawn at random."""
    import random

    return random.Random(seed).sample(list(rows), min(count, len(rows)))


def gap(a: Routed, b: Routed) -> Estimate:
    """How many more messages b routes right than a: paired, customers as clusters. Both need the same messages."""
    from helpers import stats

    return stats.paired_difference(a.scores, among(b, a.tickets).scores, [ticket.customer for ticket in a.tickets])


def over(a: Routed, point: Point) -> Estimate:
    """How many more messages the mean training of a size routes right than a: paired, customers as clusters."""
    from helpers import stats

    return stats.paired_difference(a.scores, point.right.mean(axis=1), [ticket.customer for ticket in a.tickets])
