"""Tokens of the assistant's prompt by part, and the same prompt in orders that a cache can and cannot use."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from helpers import world

PARTS = ("rules", "help page", "question", "reply")
ORDER = ("time", "rules", "handbook", "question")  # the parts of the prompt of section 4, in a bad order
HANDBOOK = 8  # help pages that the longer prompt always holds
CUSTOMERS = 20  # dev questions that are asked one after the other


class Budget(NamedTuple):
    """Mean tokens of a call by part. frame: marks of the chat format. prompt: all that goes in."""

    parts: dict[str, float]
    frame: float
    prompt: float
    completion: float


class Calls(NamedTuple):
    """Prompts in one order. tokens: mean of a prompt; cached: mean that a cache can serve from the second call on."""

    order: tuple[str, ...]
    tokens: int
    cached: int
    completion: int


@functools.cache
def _mean(version: str) -> tuple[float, float]:
    rows = world.replies(version, split="dev", temperature=0)
    return statistics.fmean(r.prompt_tokens for r in rows), statistics.fmean(r.completion_tokens for r in rows)


@functools.cache
def budget(version: str = "A") -> Budget:
    """Mean tokens of the assistant's calls on the dev questions, counted by the bundled model's tokenizer."""
    from helpers.cost.caching import bundled_ids

    asked = {reply.question for reply in world.replies(version, split="dev", temperature=0)}
    totals, count = [0, 0, 0], 0
    for question in world.questions("dev"):
        if question.id not in asked:
            continue
        system, user = (one["content"] for one in world.messages(question, version))
        words = len(bundled_ids(question.text))
        for place, size in enumerate((len(bundled_ids(system)), len(bundled_ids(user)) - words, words)):
            totals[place] += size
        count += 1
    prompt, completion = _mean(version)
    means = [total / count for total in totals]
    parts = dict(zip(PARTS, (*means, completion), strict=True))
    return Budget(parts, prompt - sum(means), prompt, completion)


@functools.cache
def _texts() -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    rules = world.versions()["A"].system
    handbook = "\n\n".join(f"# {page.title}\n{page.text}" for page in world.documents()[:HANDBOOK])
    questions = tuple(question.text for question in world.questions("dev")[:CUSTOMERS])
    times = tuple(f"It is 24 November 2026, {9 + n // 6:02d}:{7 * n % 60:02d}." for n in range(CUSTOMERS))
    return rules, handbook, questions, times


def prompts(order: Sequence[str]) -> list[str]:
    """The prompts of CUSTOMERS dev questions, one after the other, their parts in this order.

    Raises: ValueError when it is not an order of ORDER.
    """
    if sorted(order) != sorted(ORDER):
        raise ValueError(f"the order needs each of {', '.join(ORDER)} once, got {list(order)!r}")
    rules, handbook, questions, times = _texts()
    return [
        "\n\n".join({"time": time, "rules": rules, "handbook": handbook, "question": question}[part] for part in order)
        for time, question in zip(times, questions, strict=True)
    ]


@functools.cache
def _ids(order: tuple[str, ...]) -> tuple[int, int]:
    from helpers import cost
    from helpers.cost.caching import bundled_ids

    texts = prompts(order)
    found = cost.cached_calls(texts)
    return round(statistics.fmean(len(bundled_ids(text)) for text in texts)), min(found[1:])


def calls(order: Sequence[str]) -> Calls:
    """What a cache can serve of the prompts in this order: the least of the calls after the first."""
    tokens, cached = _ids(tuple(order))
    return Calls(tuple(order), tokens, cached, round(_mean("A")[1]))
