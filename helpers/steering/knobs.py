"""The other settings of a call, each on one question: where a reply is cut, what stops it, and top_p."""

from __future__ import annotations

from typing import Any

from helpers import prompting, world
from helpers.replies import question

ASKED, VARIANT = "q-w3-086", "short"
LENGTHS = (8, 20, 48)
STOPS = ((), ("\n",), (" for",))
TOP_P = (1.0, 0.9, 0.5, 0.1)
DRAWS = 3
HOT = 1.0  # temperature of the draws with top_p


def knob(name: str, value: Any, *, model: str | None = None, asked: str = ASKED, draws: int = DRAWS) -> list[Any]:
    """The replies to one question with one setting changed: one, or `draws` at temperature 1 for top_p.

    name: max_tokens (a number), stop (a tuple of texts) or top_p (a share). Raises: ValueError for another name.
    """
    from helpers.llm import chat_many

    settings = prompting.settings(VARIANT)
    if name == "max_tokens":
        settings["max_tokens"] = value
    elif name == "stop":
        settings["stop"] = list(value)
    elif name == "top_p":
        settings |= {"top_p": value, "temperature": HOT, "repeats": draws}
    else:
        raise ValueError(f"name is max_tokens, stop or top_p; got {name!r}.")
    return chat_many([prompting.messages(question(asked), VARIANT)], model=model, progress=False, **settings)


def the_question(asked: str = ASKED) -> world.Question:
    """The question whose replies are shown."""
    return question(asked)


def everything(model: str | None = None) -> int:
    """Ask all that the lesson shows of these settings; how many replies that are. For recording."""
    rows = [("max_tokens", LENGTHS), ("stop", STOPS), ("top_p", TOP_P)]
    return sum(len(knob(name, value, model=model)) for name, values in rows for value in values)
