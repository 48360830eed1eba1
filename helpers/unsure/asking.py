"""What the bundled model is asked in module 06. Recording and notebooks build their messages here: the keys agree."""

from __future__ import annotations

import collections
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers import world
from helpers.llm.request import BUNDLED
from helpers.unsure.box import Found

DRAWS, HOT = 7, 0.7
QUEUES = ("battery", "delivery", "theft")
LONGEST = 180  # characters of a message that is sorted
YES_NO = ("yes", "no")


def check_prompt(row: Found) -> str:
    """The question of the self-check: does the passage that the box shows answer what the customer asks?"""
    return (
        f"Help page: {row.title}\n{row.text}\n\nCustomer: {row.question.text}\n\n"
        "Does the help page answer the customer? Say yes or no."
    )


def check_settings() -> dict[str, Any]:
    """Settings of the self-check: greedy, one of two words."""
    return {"temperature": 0, "max_tokens": 4, "choices": list(YES_NO), "invalid": "keep"}


def self_checks(rows: Sequence[Found], *, model: str | None = None) -> list[bool]:
    """Whether the model says yes to its own passage, one per row. From the recording where there is one, else "
    "live."""
    from helpers.llm import chat_many

    replies = chat_many(
        [check_prompt(row) for row in rows], model=model or BUNDLED, progress=len(rows) > 20, **check_settings()
    )
    return [reply.text == YES_NO[0] for reply in replies]


@dataclass(frozen=True)
class Sorted:
    """A message that the model put into one of three queues several times. draws: the queues it named."""

    ticket: world.Ticket
    draws: tuple[str, ...]

    @property
    def truth(self) -> str:
        """The queue by the label of the annotators."""
        return queue_of(self.ticket)

    @property
    def share_right(self) -> float:
        """Share of draws that name the right queue."""
        return self.draws.count(self.truth) / len(self.draws)

    @property
    def majority(self) -> str:
        """The queue named most often; of equal ones that which came first."""
        return collections.Counter(self.draws).most_common(1)[0][0]

    @property
    def agreement(self) -> float:
        """Share of draws that name the majority's queue: what can be seen without a label."""
        return self.draws.count(self.majority) / len(self.draws)


# Written for this prompt, not taken from the inbox. Of several wordings this one was right most often on dev messages.
EXAMPLES = (
    ("Where is the van? My slot was at nine.", "delivery"),
    ("It only charges to half and then stops.", "battery"),
    ("My bike was gone this morning, the lock is cut.", "theft"),
    ("Nobody rang and the driver has left.", "delivery"),
    ("Somebody stole it from the station.", "theft"),
    ("Range is down to ten kilometres in the cold.", "battery"),
)


def queue_of(ticket: world.Ticket) -> str:
    """The queue of a message by its label: theft_loss is called theft here."""
    return ticket.intent.removesuffix("_loss")


def sort_prompt(text: str) -> str:
    """The question of the sorting job: six examples, then the message."""
    shown = "".join(f"Mail: {mail}\nTopic: {queue}\n\n" for mail, queue in EXAMPLES)
    return f"{shown}Mail: {text}\nTopic:"


def sort_settings() -> dict[str, Any]:
    """Settings of the sorting job: drawn, one of three names."""
    return {"temperature": HOT, "max_tokens": 8, "choices": list(QUEUES), "invalid": "keep"}


@functools.cache
def queue_tickets(split: str | None = None) -> tuple[world.Ticket, ...]:
    """English messages of the early months that belong to one of the three queues and are short, oldest first."""
    return tuple(
        ticket
        for ticket in world.tickets(split, language="en")
        if queue_of(ticket) in QUEUES and ticket.also is None and len(ticket.text) <= LONGEST
    )


def sorted_messages(
    split: str | None = None, *, model: str | None = None, limit: int | None = None, draws: int = DRAWS
) -> list[Sorted]:
    """Each message with `draws` draws of the model at temperature 0.7 (own seeds). limit: only the first so many."""
    from helpers.llm import chat_many

    tickets = queue_tickets(split)[:limit]
    replies = chat_many(
        [sort_prompt(ticket.text) for ticket in tickets],
        model=model or BUNDLED,
        repeats=draws,
        progress=len(tickets) > 4,
        **sort_settings(),
    )
    said = [reply.text for reply in replies]
    return [Sorted(ticket, tuple(said[at * draws : (at + 1) * draws])) for at, ticket in enumerate(tickets)]
