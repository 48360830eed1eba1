"""Pages about the law with an error each, described in words: what is wrong, and what would have shown it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from helpers import paths

ERRORS = {
    "old date": "right once, and a later text moved the day",
    "wrong percentage": "the right rule with a wrong figure",
    "wrong article": "a real article that is about something else",
    "draft cited as law": "what was proposed, not what was adopted",
    "too general": "an exception for some told as if it held for all",
    "no error": "it agrees with the file",
}


@dataclass(frozen=True)
class Claim:
    """A page in words and what it says. error: a key of ERRORS; right: what is so, and by which article."""

    id: str
    page: str
    says: str
    error: str = field(repr=False)
    row: str = field(repr=False)
    right: str = field(repr=False)


@cache
def claims() -> tuple[Claim, ...]:
    """The described pages. Raises ValueError when the file holds an unknown kind of error."""
    import yaml

    rows = yaml.safe_load((paths.DATA / "regulation" / "claims.yaml").read_text(encoding="utf-8"))
    found = tuple(Claim(**row) for row in rows)
    if unknown := [claim for claim in found if claim.error not in ERRORS]:
        raise ValueError(f"claim {unknown[0].id}: error is one of {', '.join(ERRORS)}; got {unknown[0].error!r}")
    return found


def show_claims(*, solved: bool = False) -> Any:
    """The pages as a table; with `solved` what is wrong with each."""
    from helpers import cards

    rows = [
        (claim.id, claim.page, claim.says, *((f"{claim.error}. {claim.right}",) if solved else ()))
        for claim in claims()
    ]
    head = ["", "the page", "what it says", *(("what is wrong",) if solved else ())]
    return cards.table(head, rows, "Six pages, described")
