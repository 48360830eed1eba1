"""What `chat` returns."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field

from helpers.llm.check import check_text
from helpers.llm.errors import BadReply
from helpers.llm.request import Request

_SHOWN = 600


@dataclass(frozen=True)
class Reply:
    """A model's answer and where it came from.

    source: `recorded` (shipped, or handed out), `cached` (you asked before) or `live`. cost_usd: US dollars that the
    call costs by the price file, whether or not it was paid now; NaN when the file has no price; `spent_usd` is what
    this call added to the bill. latency_s: seconds of the live call, also when it is read again. finish: `stop`,
    `length` (cut at max_tokens) or the provider's word. problem: why a reply does not fit `schema` or `choices`.
    """

    text: str
    model: str
    source: str
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float
    latency_s: float
    finish: str
    key: str
    recorded_at: str = ""
    cached_tokens: int = 0
    problem: str | None = None
    row: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def spent_usd(self) -> float:
        return self.cost_usd if self.source == "live" else 0.0

    @property
    def settings(self) -> dict:
        """temperature, max_tokens, top_p, stop, schema, choices."""
        return self.row.get("settings", {})

    @property
    def repeat(self) -> int:
        return self.row.get("repeat", 0)

    def json(self):
        """The text read as JSON. Raises: BadReply when it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise BadReply(f"The reply is not JSON ({error}): {_short(self.text)}", reply=self) from None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        when = f" {self.recorded_at[:10]}" if self.source == "recorded" else ""
        cost = "price unknown" if math.isnan(self.cost_usd) else _dollars(self.cost_usd)
        if self.cost_usd and self.source != "live":
            cost += " (not paid again)"
        cut = "" if self.finish == "stop" else f", finish: {self.finish}"
        fault = f"\n  problem: {self.problem}" if self.problem else ""
        return (
            f"{_short(self.text)}\n  [{self.source}{when} · {self.model} · {self.prompt_tokens} + "
            f"{self.completion_tokens} tokens · {cost} · {self.latency_s:.2f} s{cut}]{fault}"
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


def _dollars(amount: float) -> str:
    return "$0" if amount == 0 else f"${amount:.6f}" if amount < 0.01 else f"${amount:.4f}"


def reply_from(request: Request, row: dict, source: str) -> Reply:
    """The reply held in a row. A reply outside `schema` or `choices` is kept as it is, with `problem` set."""
    from helpers import prices

    text, problem = check_text(row["text"], row["finish"], request.settings)
    cached = row.get("cached_tokens", 0)
    cost = 0.0
    if not request.model.startswith("local/"):
        try:
            cost = prices.cost(request.model, row["prompt_tokens"], row["completion_tokens"], cached)
        except prices.NoPrice:
            cost = math.nan
    return Reply(
        text=text,
        model=request.model,
        source=source,
        prompt_tokens=row["prompt_tokens"],
        completion_tokens=row["completion_tokens"],
        cost_usd=cost,
        latency_s=row["latency_s"],
        finish=row["finish"],
        key=request.key,
        recorded_at=row["recorded_at"],
        cached_tokens=cached,
        problem=problem,
        row=row,
    )
