"""How two readers who worked apart agree, code by code: raw agreement, kappa and AC1, and why these differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers import stats, world
from helpers.cards import Block, table
from helpers.coding.study import Study


@dataclass(frozen=True)
class Agreement:
    """Two readers on one code. both, first, second, neither: conversations. kappa and ac1 are None where undefined."""

    code: str
    both: int
    first: int
    second: int
    neither: int
    agreement: stats.Estimate
    kappa: stats.Estimate | None
    ac1: stats.Estimate | None

    @property
    def used(self) -> int:
        """Conversations to which at least one reader gave the code."""
        return self.both + self.first + self.second


def compare(code: str, pairs: Iterable[tuple[bool, bool]], pages: Iterable[str]) -> Agreement:
    """The agreement on one yes-or-no code. pairs: (first reader, second reader), one per conversation.

    The interval of the raw agreement counts pages. Raises ValueError for fewer than two conversations or pages.
    """
    pairs = [(bool(a), bool(b)) for a, b in pairs]
    agreement = stats.weighted_share([a == b for a, b in pairs], clusters=list(pages))
    counts = [pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))]
    grid = [[counts[0], counts[1]], [counts[2], counts[3]]]
    try:
        kappa, ac1 = stats.kappa(grid), stats.gwet_ac1(grid)
    except ValueError:  # both readers gave one and the same verdict throughout
        kappa = ac1 = None
    return Agreement(code, *counts, agreement, kappa, ac1)


def agreements(study: Study) -> dict[str, Agreement]:
    """The agreement of the two readers on every code, and on `any fault` (whether anything is wrong at all)."""
    labels = [study.label(trace.id) for trace in study.traces]
    pages = study.pages()
    found = {
        code: compare(code, [(code in label.first, code in label.second) for label in labels], pages)
        for code in world.FAILURES
    }
    pairs = [(bool(label.first), bool(label.second)) for label in labels]
    return {**found, "any fault": compare("any fault", pairs, pages)}


def agreement_table(study: Study) -> Block:
    """The agreement on every code as a table: counts, raw agreement with its interval, kappa and AC1."""
    rows = []
    for row in agreements(study).values():
        coefficients = [
            "undefined" if found is None else f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"
            for found in (row.kappa, row.ac1)
        ]
        rows.append((row.code, row.both, row.first, row.second, row.neither, row.agreement.text, *coefficients))
    head = ("code", "both", "only first", "only second", "neither", "agreement", "kappa", "AC1")
    return table(head, rows, f"Two readers, {len(study.traces)} conversations, each code yes or no")


def disputed(study: Study, code: str, count: int = 4) -> list[tuple[world.Trace, str]]:
    """Conversations to which only one of the two readers gave the code, and which one. Raises ValueError: no code."""
    if code not in world.FAILURES:
        raise ValueError(f"{code!r} is no code; the codes are {', '.join(world.FAILURES)}.")
    found = []
    for trace in study.traces:
        label = study.label(trace.id)
        if (code in label.first) is not (code in label.second):
            found.append((trace, "first" if code in label.first else "second"))
    return found[:count]
