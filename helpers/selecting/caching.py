"""The prompt cache of lab 08: a model whose cache keeps a beginning as short as this one, what it serves and costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from helpers.selecting import prompts

if TYPE_CHECKING:
    from helpers.cost import Price
    from helpers.selecting.given import Given

CACHED = ("openai/gpt-6-sol", "openai/gpt-5-nano", "openai/gpt-4o-mini")  # makers differ in the shortest beginning
MONTH_HOURS = 730


class Caching:
    """Part of `Lab`."""

    given: Given
    price_sheet: str
    as_of: str

    if TYPE_CHECKING:

        def hosted(self) -> list[str]: ...
        def price(self, model: str) -> Price: ...

    def cached_model(self) -> str:
        """The model of section 4: one of CACHED where the sheet has it, else the dearest of the three."""
        from helpers import cost

        names = {row.model for row in cost.sheet_rows(self.price_sheet)}
        return next((name for name in CACHED if name in names), self.hosted()[-1])

    def least_cached(self, model: str) -> int | None:
        """Tokens of the shortest beginning that a model's maker keeps; None where the lab does not know it."""
        known = self.given.cache_at_least
        return known.get(model, known.get(model.split("/")[0]))

    def cached_usd(self) -> float:
        """US dollars of one call from the cache, with the best order."""
        from helpers.selecting import reference

        return reference.cached(self).one_call  # type: ignore[arg-type]

    def warm(self, minutes: float = 5) -> float:
        """Share of calls that come within so many minutes of the one before, when they come at random all month."""
        return 1 - math.exp(-minutes / (60 * MONTH_HOURS / self.given.tickets_per_month))

    def order_text(self, order: Any) -> str:
        """How many tokens of the prompts of section 4 are the same from the start, in an order of its four parts."""
        if not isinstance(order, list | tuple) or sorted(map(str, order)) != sorted(prompts.ORDER):
            return "No order yet: a list with each of the four names once."
        found, least = prompts.calls(order), self.least_cached(self.cached_model())
        short = f" Shorter than {least:,}: nothing of it is kept." if least and found.cached < least else ""
        return f"Same from the start: {found.cached:,} of {found.tokens:,} tokens.{short}"
