"""Tokens and price of a call, part by part, and replies to look at."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpers import prompting, replies

if TYPE_CHECKING:
    from helpers.evals import Results

PARTS = ("instruction", "rules", "examples", "page", "question", "reply")
_NAMES = {"passages": "page"}


def per_call(name: str, run: Results) -> list[dict[str, float]]:
    """For each reply of a run of a variant the tokens of every part of its prompt, and of the reply.

    The sum of a prompt is the recorded count of tokens; it is divided among the parts by their length in characters,
    with what the model's template adds.
    """
    found = []
    for output in run.outputs:
        texts = prompting.parts(replies.question(output.case_id), name)
        sizes = {_NAMES.get(part, part): len(text) for part, text in texts.items()}
        factor = (output.prompt_tokens or 0) / sum(sizes.values())
        row = {part: size * factor for part, size in sizes.items()} | {"reply": float(output.completion_tokens or 0)}
        found.append({part: row[part] for part in PARTS if part in row})
    return found


def tokens(name: str, run: Results) -> dict[str, float]:
    """Mean tokens of each part of a call, over the replies of a run."""
    rows = per_call(name, run)
    return {part: sum(row[part] for row in rows) / len(rows) for part in rows[0]}


def question_shares(name: str, run: Results) -> list[float]:
    """For each call the share of all its tokens that is the customer's question."""
    return [row["question"] / sum(row.values()) for row in per_call(name, run)]


def per_thousand(model: str, budget: Mapping[str, float]) -> float:
    """US dollars for 1,000 calls of a hosted model with these tokens. Raises: prices.NoPrice."""
    from helpers import prices

    into = sum(count for part, count in budget.items() if part != "reply")
    return 1000 * prices.cost(model, round(into), round(budget["reply"]))


def priced_on(model: str) -> str:
    """The date of the price that `per_thousand` takes."""
    from helpers import prices

    return f"{prices.price(model).as_of:%d %B %Y}".lstrip("0")


def cached_share(model: str) -> float:
    """What a token costs that the provider reads from its cache of prompts, as a share of the input price."""
    from helpers import prices

    row = prices.price(model)
    return (row.input if row.cache_read is None else row.cache_read) / row.input


def samples(run: Results, count: int, *, seed: int = 0, grader: str = "all kept") -> list[Any]:
    """Up to `count` replies of a run, each with other faults than the ones before, the fewest faults first."""
    found = replies.items(run)
    random.Random(seed).shuffle(found)
    found.sort(key=lambda item: item.verdicts[grader].reason.count(";"))
    chosen: list[Any] = []
    kinds: set[tuple] = set()
    for item in found:
        kind = tuple(name for name, verdict in item.verdicts.items() if verdict.status == "fail")
        if kind not in kinds and len(chosen) < count and item.output.text.strip():
            kinds.add(kind)
            chosen.append(item)
    return chosen
