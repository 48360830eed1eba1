"""What lesson 08 looks at: the makers' own prices, prompts with and without a stamp in front, replies timed now."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from helpers import prices, world
from helpers.cost import anatomy, paying, pricemap

MAKERS = ("openai", "anthropic", "gemini", "deepseek", "mistral", "xai", "cohere_chat")
"""Providers that sell their own models; resellers and clouds left out."""
PAGES = 6  # help pages that the long prompt of the cache section always holds
TIMED_TOKENS = 16  # of a reply that is timed now


class Timed(NamedTuple):
    """One streamed reply. first, whole: seconds to the first word and the last; tokens: of the reply."""

    first: float
    whole: float
    tokens: int


def makers(as_of: str) -> dict[str, paying.Price]:
    """Models in litellm's map that their makers sell themselves and have not retired on that day."""
    found = {}
    for name in pricemap.map_models():
        found_row = pricemap.find(name)
        gone = found_row.retired and found_row.retired <= prices.to_day(as_of, "as_of")
        if pricemap.provider(name) in MAKERS and not gone:
            found[name] = found_row
    return found


def tokens(version: str) -> tuple[int, int]:
    """Mean tokens of a call, rounded: sent, and replied."""
    mean = anatomy.mean_tokens(version)
    return round(sum(size for part, size in mean.items() if part != "reply")), round(mean["reply"])


def of_row(found_row: paying.Price, version: str) -> float:
    """US dollars for 1,000 replies of a version of the assistant, by a row."""
    return 1000 * prices.dollars(found_row, *tokens(version))


def cache_ratio(model: str, as_of: str, sheet: str | None, sent: int, read: int, reply: int) -> float:
    """How many times as much calls cost without the cache as with `read` of the `sent` tokens from it."""
    without, with_it = (
        paying.cost(model, sent, reply, cached_tokens=cached, as_of=as_of, sheet=sheet) for cached in (0, read)
    )
    return without / with_it


def pilot() -> list[world.Turn]:
    """Every recorded reply of the pilot, made one at a time."""
    return [turn for trace in world.traces() for turn in trace.turns]


def thousand(model: str, version: str, as_of: str, sheet: str | None = None) -> float:
    """US dollars for 1,000 replies of a version of the assistant."""
    return 1000 * paying.cost(model, *tokens(version), as_of=as_of, sheet=sheet)


def counter() -> tuple[Callable[[str], Sequence[object]], str]:
    """How to cut a text into tokens, and in whose words: the bundled tokenizer, or words where it cannot run."""
    from helpers.local import files

    if files.available()[0]:
        from helpers.cost.caching import bundled_ids

        return bundled_ids, "counted by the bundled model's tokenizer"
    return re.compile(r"\w+|[^\w\s]").findall, "counted as words and signs, as the bundled model cannot run here"


def stamped(front: bool, calls: int = 20) -> list[str]:
    """Long prompts of so many customers in turn: instruction, six help pages, question, and the time of day.

    front: the time stands before everything else, else just before the question.
    """
    questions = world.questions("test")[:calls]
    fixed = world.versions()["A"].system + "\n\n" + "\n\n".join(page.text for page in world.documents()[:PAGES])
    found = []
    for number, question in enumerate(questions):
        now = f"It is {9 + number // 12:02d}:{5 * (number % 12):02d}:{(17 * number) % 60:02d} on 24 November 2026."
        found.append("\n\n".join([now, fixed, question.text] if front else [fixed, now, question.text]))
    return found


def measure(calls: int) -> list[Timed]:
    """Stream replies of the bundled model as version A to so many test questions, one at a time, now.

    A short one is made before, to warm up. Empty where the model cannot run. Raises: ValueError for fewer than 2 calls.
    """
    from helpers.local import files

    if isinstance(calls, bool) or not isinstance(calls, int) or calls < 2:
        raise ValueError(f"at least 2 calls are needed to time, got {calls!r}.")
    if not files.available()[0]:
        return []
    _one([{"role": "user", "content": "Hello"}], 2)
    asked = [world.messages(question, "A") for question in world.questions("test")[:calls]]
    return [_one(messages, TIMED_TOKENS) for messages in asked]


def _one(messages: list, limit: int) -> Timed:
    from helpers import llm

    start, first, pieces = time.perf_counter(), None, 0
    for _ in llm.stream(messages, model=llm.BUNDLED, max_tokens=limit, fresh=True):
        first = first or time.perf_counter() - start
        pieces += 1
    whole = time.perf_counter() - start
    return Timed(first or whole, whole, max(pieces, 1))


def usage(customers: int, median: float, spread: float, seed: int) -> list[float]:
    """Calls of simulated customers in a month: log-normal, so a few use very much. spread: of the logarithm."""
    import math

    rng = random.Random(seed)
    return [float(round(median * math.exp(rng.gauss(0, spread)))) for _ in range(customers)]


def row(name: str) -> paying.Price:
    """The row of a model in litellm's map, retired or not."""
    return pricemap.find(name)
