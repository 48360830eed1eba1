"""The language model as a router: what it is shown, and how its reply is read."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from helpers import world
from helpers.routing.rules import plain

SYSTEM = "You sort the inbox of Meadow, an e-bike subscription company. Name the one team that has to act first."
KINDS = ("LLM zero-shot", "LLM few-shot", "LLM choice")
MAX_TOKENS = 12
LONGEST_EXAMPLE = 160  # characters


def _teams() -> str:
    return "\n".join(f"- {name}: {meaning}" for name, meaning in world.intents().items())


def _ask(text: str) -> dict[str, str]:
    return {"role": "user", "content": f"Message: {text}\nTeam:"}


@functools.cache
def examples() -> tuple[world.Ticket, ...]:
    """One example for each intent: the first English dev message on which both annotators agreed and that is short."""
    found = []
    for intent in world.intents():
        fitting = [
            ticket
            for ticket in world.tickets("dev", language="en")
            if ticket.intent == ticket.first["intent"] == ticket.second["intent"] == intent
            and ticket.also is None
            and len(ticket.text) <= LONGEST_EXAMPLE
        ]
        if not fitting:
            raise ValueError(f"No dev message can serve as an example of {intent}.")
        found.append(fitting[0])
    return tuple(found)


def prompt(text: str, kind: str) -> list[dict[str, str]]:
    """The messages that the model gets for a customer's message.

    kind: "LLM zero-shot" (the teams and what each does), "LLM few-shot" (and one example of each), "LLM choice" (the
    same as zero-shot; the reply is then confined to the names of the teams).
    Raises: ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}; got {kind!r}.")
    head = {"role": "system", "content": f"{SYSTEM}\n{_teams()}\nAnswer with the name of the team and nothing else."}
    shown = []
    if kind == "LLM few-shot":
        for ticket in examples():
            shown += [_ask(ticket.text), {"role": "assistant", "content": ticket.intent}]
    return [head, *shown, _ask(text)]


def settings(kind: str) -> dict:
    """Settings of `llm.chat` for a kind of prompt."""
    return {
        "temperature": 0,
        "max_tokens": MAX_TOKENS,
        "choices": list(world.intents()) if kind == "LLM choice" else None,
    }


def read_team(reply: str) -> str | None:
    """The team that a free reply names first, in any spelling of its name; None when it names none."""
    text = plain(reply).replace("_", " ")
    at = {}
    for intent in world.intents():
        if found := re.search(rf"(?<!\w){re.escape(intent.replace('_', ' '))}(?!\w)", text):
            at[intent] = found.start()
    return min(at, key=at.get) if at else None


def asked(test: Sequence[world.Ticket], dev: Sequence[world.Ticket]) -> list[world.Ticket]:
    """The messages that were put to the model: every test message, and each fourth of dev to choose by."""
    return [*test, *dev[::4]]


ALONE = 1  # the repeat under which some replies were recorded one at a time, for their latency


def alone(texts: Sequence[str]) -> Sequence[str]:
    """The messages that were put to the model one at a time, without a list."""
    return [text for text in texts if len(text) < 600][:30]


def ask(texts: Sequence[str], kind: str, *, model: str | None = None, fresh: bool = False, repeat: int = 0) -> list:
    """Replies of the model, in the order of the texts: from the recording, the learner's cache, or live."""
    from helpers.llm import chat_many

    return chat_many(
        [prompt(text, kind) for text in texts],
        model=model,
        fresh=fresh,
        repeat=repeat,
        invalid="keep",
        progress=len(texts) > 20,
        **settings(kind),
    )
