"""Write a case in the notebook of lab 03: a slip is told in one sentence instead of a page of code."""

from __future__ import annotations

from typing import Any

from helpers import evals


def Case(*args: Any, **fields: Any) -> Any:
    """An `evals.Case`. What cannot be one is said in a sentence, and gives `...`, so that the case counts as open."""
    try:
        return evals.Case(*args, **fields)
    except (TypeError, ValueError) as error:
        name = fields.get("id", args[0] if args else "without an id")
        words = str(error).replace("Case.__init__()", "it")
        print(f"The case {name!r} cannot be read yet: {words}.")
        return ...
