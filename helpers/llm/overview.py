"""`estimate` and `models`: what a batch would cost, and which models there are."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from helpers import prices
from helpers.llm import kept
from helpers.llm.request import make


class Estimate(NamedTuple):
    """What asking would take. Tokens and cost are upper bounds of the calls that are not kept already."""

    model: str
    calls: int
    live_calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float
    as_of: dt.date

    def __str__(self) -> str:
        read = self.calls - self.live_calls
        cost = "no price by the token" if prices.is_local(self.model) else f"at most ${self.cost_usd:.4f}"
        return (
            f"{self.calls} replies of {self.model}: {self.live_calls} to be asked for live, {read} without a call, "
            f"{cost} (prices of {self.as_of}; at most {self.prompt_tokens:,} tokens in, {self.completion_tokens:,} out)"
        )


def estimate(
    prompts: str | Iterable[str | Sequence[Mapping]],
    *,
    repeats: int = 1,
    repeat: int = 0,
    fresh: bool = False,
    **options,
) -> Estimate:
    """What `chat_many(prompts, …)` with the same options would ask and cost at most. Asks nothing.

    prompts: one text, or a list as for `chat_many`. Tokens are counted on the high side, one for every three bytes, and
    the answer at `max_tokens`. Raises: ValueError; prices.NoPrice for a hosted model without a price.
    """
    from helpers.llm import hosted

    for name in ("timeout", "progress", "concurrency", "invalid"):
        options.pop(name, None)
    listed = [prompts] if isinstance(prompts, str) else list(prompts)
    requests = [make(prompt, repeat=repeat + extra, **options) for prompt in listed for extra in range(repeats)]
    if not requests:
        raise ValueError("estimate needs at least one prompt.")
    model = requests[0].model
    row = prices.price(model)
    unique = {request.key: request for request in requests}
    found = {} if kept.live_only(fresh) else kept.find(requests)
    live = [request for key, request in unique.items() if key not in found]
    return Estimate(
        model,
        len(requests),
        len(live),
        sum(hosted.prompt_tokens_at_most(request) for request in live),
        sum(request.settings["max_tokens"] for request in live),
        math.fsum(hosted.most_usd(request) for request in live),
        row.as_of,
    )


class ModelRow(NamedTuple):
    """A model with its price in US dollars per million tokens. `ready`: it can be asked now, or what is missing."""

    model: str
    kind: str
    input: float
    output: float
    as_of: dt.date
    ready: str


def models() -> list[ModelRow]:
    """The models in the price file, newest prices. Any other litellm name works once it has a price."""
    rows = []
    for name in dict.fromkeys(row.model for row in prices.rows()):
        row = prices.price(name)
        rows.append(ModelRow(row.model, row.kind, row.input, row.output, row.as_of, _ready(row)))
    return rows


def _ready(row: prices.Price) -> str:
    if row.model.startswith("local/"):
        from helpers import local

        ready, reason = local.available()
        return "yes" if ready else reason
    if row.kind == "local":
        return "needs a running server"
    if row.key is None:
        return "see the provider for its key"
    return "yes" if os.environ.get(row.key) else f"needs {row.key}"
