"""What one approach did with the messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers import world

if TYPE_CHECKING:
    from helpers.stats import Estimate


def mean_of(scores: Sequence[float], customers: Sequence[str]) -> Estimate:
    """Mean of scores with its interval over customers; Wilson over customers where all scores are 0, or all are 1.

    There the interval over customers would have no width, and that would not be certainty.
    """
    from helpers import stats

    units = len(set(customers))
    if set(scores) <= {0.0} or set(scores) <= {1.0}:
        return stats.wilson(units if scores[0] else 0, units)
    if units == len(scores) and set(scores) <= {0.0, 1.0}:
        return stats.wilson(int(sum(scores)), units)
    return stats.mean_interval(list(scores), list(customers))


@dataclass
class Routed:
    """What one approach did with the messages: `teams` (None: left to a person) and `scores` (1: the right team).

    Scores lie between 0 and 1 where several trainings were averaged. `replies` are those of a model, else empty.
    """

    name: str
    tickets: list[world.Ticket]
    teams: list[str | None]
    scores: list[float]
    replies: list[Any] = field(default_factory=list, repr=False)
    drawn: Estimate | None = field(default=None, repr=False)

    def rate(self) -> Estimate:
        """Share of messages that reach the right team, with its interval over customers."""
        from helpers.replies import within

        return within(self.drawn or mean_of(self.scores, [t.customer for t in self.tickets]))

    @property
    def left(self) -> float:
        """Share of messages that are left to a person."""
        return sum(team is None for team in self.teams) / len(self.teams)

    @property
    def wrong(self) -> float:
        """Share of messages that go to a wrong team."""
        return max(0.0, 1 - self.left - sum(self.scores) / len(self.scores))


def scored(name: str, tickets: list, teams: list[str | None], replies: Sequence[Any] = ()) -> Routed:
    """Teams held against the final labels: 1 where it is the right one."""
    scores = [float(team == ticket.intent) for team, ticket in zip(teams, tickets, strict=True)]
    return Routed(name, list(tickets), list(teams), scores, list(replies))
