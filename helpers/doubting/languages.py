"""A small job of lesson 06 that the bundled model gets mostly right for some messages: which language is this?"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from helpers import world
from helpers.doubting.tries import vote

DRAWS, HOT = 7, 0.7
NAMES = {"en": "English", "de": "German", "nl": "Dutch"}
MOST = {"en": 32, "de": 21, "nl": 15}  # messages of each language that are recorded
LONGEST = {"en": 180, "de": 400, "nl": 400}  # characters; German and Dutch ones are few, so longer ones are taken


class Guessed(NamedTuple):
    """A message and the languages that the model named for it, one per draw."""

    ticket: world.Ticket
    draws: tuple[str, ...]

    @property
    def truth(self) -> str:
        """The language in which the message was written."""
        return NAMES[self.ticket.language]

    @property
    def share_right(self) -> float:
        """Share of draws that name the right language."""
        return self.draws.count(self.truth) / len(self.draws)

    @property
    def vote_right(self) -> bool:
        """Whether the language named most often is the right one; of equal ones that which came first counts."""
        return vote(self.draws) == self.truth


@functools.cache
def tickets() -> tuple[world.Ticket, ...]:
    """Short test messages, oldest first, the languages one after the other. The prompt was chosen on dev messages."""
    everything = world.tickets("test", period=None)
    return tuple(
        one
        for code, most in MOST.items()
        for one in [t for t in everything if t.language == code and len(t.text) <= LONGEST[code]][:most]
    )


def prompt(text: str) -> str:
    """What the model is asked about one message."""
    return f"Message: {text}\n\nIn which language is this message written: English, German or Dutch?"


def settings() -> dict[str, Any]:
    """Drawn, one of three names."""
    return {"temperature": HOT, "max_tokens": 8, "choices": list(NAMES.values()), "invalid": "keep"}


def guessed(*, model: str | None = None, limit: int | None = None) -> list[Guessed]:
    """Each message with seven draws. From the recording where there is one, else live. limit: only so many, spread.

    With a limit the messages are taken at even distances, so that each language is among them.
    Raises ValueError for a limit below 3.
    """
    from helpers.llm import chat_many
    from helpers.llm.request import BUNDLED

    chosen = list(tickets())
    if limit is not None:
        if limit < 3:
            raise ValueError(f"limit is 3 or more, so that each language can be among them; got {limit}")
        limit = min(limit, len(chosen))
        chosen = [chosen[at * len(chosen) // limit] for at in range(limit)]
    replies = chat_many(
        [prompt(one.text) for one in chosen],
        model=model or BUNDLED,
        repeats=DRAWS,
        progress=len(chosen) > 4,
        **settings(),
    )
    said = [reply.text for reply in replies]
    return [Guessed(one, tuple(said[at * DRAWS : (at + 1) * DRAWS])) for at, one in enumerate(chosen)]
