"""The questions, and what an answer to one has to look like."""

from __future__ import annotations

import numbers
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from helpers import answers as _answers
from helpers import paths

FILE = paths.DATA / "judgement.yaml"
CONFIDENCES = (50, 60, 70, 80, 90, 100)
_FIELDS = {"id", "title", "situation", "ask", "options", "right", "why", "sources"}


@dataclass(frozen=True)
class Item:
    """One situation with two options. `id` is the number of the module that teaches it; `worked` may be empty."""

    id: str
    title: str
    situation: str
    ask: str
    options: dict[str, str]
    right: str
    why: str
    sources: tuple[str, ...]
    worked: str = ""


@cache
def items() -> dict[str, Item]:
    """The twelve questions by id, in order. Raises ValueError that names the question when the file is not right."""
    import yaml

    found: dict[str, Item] = {}
    for row in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        where = f"{FILE.name}, question {row.get('id')!r}"
        missing, extra = _FIELDS - set(row), set(row) - _FIELDS - {"worked"}
        if missing or extra:
            raise ValueError(f"{where}: missing {sorted(missing)}, unknown {sorted(extra)}.")
        if row["id"] in found or set(row["options"]) != {"A", "B"} or row["right"] not in row["options"]:
            raise ValueError(f"{where}: it needs an id of its own, the options A and B, and one of them as `right`.")
        found[row["id"]] = Item(**{**row, "sources": tuple(row["sources"])})
    return found


def problem_of(answer: object) -> str | None:
    """What is wrong with a given answer, or None."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return f'an answer is a choice and a confidence, such as ("A", 70); this is {_answers.describe(answer)}'
    choice, confidence = answer
    if choice not in ("A", "B"):
        return f'the choice is "A" or "B"; this is {choice!r}'
    if isinstance(confidence, bool) or not isinstance(confidence, numbers.Real) or not 50 <= confidence <= 100:
        return f"the confidence is a number from 50 (a coin) to 100 (certain); this is {confidence!r}"
    return None


def is_open(answer: object) -> bool:
    if answer is None or answer is ...:
        return True
    return isinstance(answer, tuple | list) and any(part is None or part is ... for part in answer)


def check_answers(answers: object) -> dict[str, tuple[str, float]]:
    """The answers that were given, by id, without those that are open.

    Raises: ValueError that names the question and what is wrong with its answer.
    """
    if not isinstance(answers, Mapping):
        raise ValueError(
            f"The answers are a dictionary from question to answer; you gave {_answers.describe(answers)}."
        )
    if unknown := [key for key in answers if key not in items()]:
        raise ValueError(f"There is no question {unknown[0]!r}. The questions are {', '.join(items())}.")
    given = {key: answers[key] for key in items() if key in answers and not is_open(answers[key])}
    for key, answer in given.items():
        if why := problem_of(answer):
            raise ValueError(f"Question {key}: {why}.")
    return {key: (answer[0], float(answer[1])) for key, answer in given.items()}


def text() -> str:
    """All questions as plain text, for places where the form does not show."""
    parts = []
    for item in items().values():
        lines = [f"{item.id} {item.title}", *textwrap.wrap(f"{item.situation} {item.ask}", 100)]
        for letter, option in item.options.items():
            lines += textwrap.wrap(f"{letter}: {option}", 100, initial_indent="  ", subsequent_indent="     ")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
