"""Lab 10: a form that was pasted and left as it is is no answer, and tables with the answers open late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers import keeping, own
from helpers.check import Hint
from helpers.exercises import in_wrong_form

TRIES = 3
# exercise -> (what the form of the page says everywhere, how many entries have to differ from it at least)
FORMS: dict[str, tuple[Any, int]] = {
    "10.1": ("limited", 5),
    "10.2": ("limited", 3),
    "10.3": ("provider", 2),
    "10.4": ("2029-01-31", 4),
    "10.5": (200000, 2),
    "10.7": ("06", 3),
    "10.8": ("too general", 3),
    "10.10": ("LLM03", 3),
}


def untouched(exercise: str, answer: Mapping[str, Any]) -> Hint | None:
    """A hint of form when too much of the answer is still the form of the page (each form stands for itself)."""
    filler, least = FORMS[exercise]
    pairs = [(value, filler) for value in answer.values() if not isinstance(value, list | tuple | set)]
    changed = sum(value != said and str(value).strip() != str(said) for value, said in pairs)
    if changed >= least:
        return None
    left = len(pairs) - changed
    return Hint(
        f"{left} of {len(pairs)} entries still say what the form says ({filler}). Judge each one for itself and change "
        "the words.",
        id="the form",
        form=True,
    )


def unlocked(exercise: str, answer: Any) -> bool:
    """Whether a table with the answers may be shown: the answer is right, was right once, or had three wrong tries."""
    if own.own(exercise, answer) or keeping.state.statuses.get(exercise) == "ok":
        return True
    rows = keeping.with_store(lambda store: store.attempts(exercise)) or []
    counted = [row["status"] for row in rows if not in_wrong_form(row["hint"])]
    wrong = max(counted.count("retry"), keeping.state.wrong.get(exercise, 0))
    return "ok" in counted or wrong >= TRIES
