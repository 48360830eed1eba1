"""What this process may spend on paid calls."""

from __future__ import annotations

import math
import os
import threading

from helpers.llm.errors import BudgetExceeded

DEFAULT_USD = 1.00


def limit_usd() -> float:
    """`WORKBOOK_BUDGET_USD`, or 1.00. Raises: ValueError when it is not a number of 0 or more."""
    text = os.environ.get("WORKBOOK_BUDGET_USD", "").strip()
    if not text:
        return DEFAULT_USD
    try:
        limit = float(text)
    except ValueError:
        limit = math.nan
    if not limit >= 0:
        raise ValueError(f"WORKBOOK_BUDGET_USD must be a number of dollars such as 1.00, got {text!r}.")
    return limit


class Budget:
    """Money spent, and money held for calls under way: calls side by side cannot pass the limit together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spent = 0.0
        self._held = 0.0

    @property
    def spent_usd(self) -> float:
        """US dollars that the paid calls of this process have cost by the price file."""
        return self._spent

    def check(self, amount: float, what: str) -> None:
        """Raise BudgetExceeded when `amount` more could pass the limit."""
        with self._lock:
            self._check(amount, what)

    def hold(self, amount: float, what: str) -> None:
        """Hold `amount` back for one call, or raise BudgetExceeded."""
        with self._lock:
            self._check(amount, what)
            self._held += amount

    def settle(self, held: float, spent: float) -> None:
        """A call has ended: free what was held for it and count what it cost."""
        with self._lock:
            self._held = max(0.0, self._held - held)
            self._spent += spent

    def _check(self, amount: float, what: str) -> None:
        limit = limit_usd()
        if self._spent + self._held + amount > limit:
            under_way = f", and ${self._held:.4f} is held for calls under way" if self._held else ""
            raise BudgetExceeded(
                f"{what} could cost up to ${amount:.4f}. This session has spent ${self._spent:.4f} of "
                f"${limit:.2f}{under_way}. Nothing was sent. Ask for less (fewer prompts, smaller max_tokens, a "
                "cheaper model), or set WORKBOOK_BUDGET_USD to what you are willing to spend."
            )


budget = Budget()
