"""How two readers who worked apart agree, code by code: raw agreement, kappa and AC1, and why these differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers import stats, world
from helpers.cards import Block, table
from helpers.coding.study import Study

MOSTLY, CLOSE = 0.9, 0.02  # agreement in nearly all; two rows that are as good as equal


@dataclass(frozen=True)
class Agreement:
    """Two readers on one code. both, first, second, neither: conversations. kappa is None where chance explains all."""

    code: str
    both: int
    first: int
    second: int
    neither: int
    agreement: stats.Estimate
    kappa: stats.Estimate | None
    ac1: stats.Estimate

    @property
    def used(self) -> int:
        """Conversations to which at least one reader gave the code."""
        return self.both + self.first + self.second

    @property
    def gap(self) -> float | None:
        """How far kappa lies below AC1; None where there is no kappa."""
        return None if self.kappa is None else self.ac1.value - self.kappa.value


def compare(code: str, pairs: Iterable[tuple[bool, bool]], pages: Iterable[str]) -> Agreement:
    """The agreement on one yes-or-no code. pairs: (first reader, second reader), one per conversation.

    The interval of the raw agreement counts pages. Raises ValueError for fewer than two conversations or pages.
    """
    pairs = [(bool(a), bool(b)) for a, b in pairs]
    agreement = stats.weighted_share([a == b for a, b in pairs], clusters=list(pages))
    counts = [pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))]
    grid = [[counts[0], counts[1]], [counts[2], counts[3]]]
    ac1 = stats.gwet_ac1(grid, unused=True)
    try:
        kappa = stats.kappa(grid)
    except ValueError:  # both readers gave one and the same verdict throughout
        kappa = None
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


def paradoxes(study: Study) -> list[str]:
    """Rows on which the readers agree in nine of ten or more and kappa contradicts AC1 most, or does not exist.

    Two rows whose gap differs by less than two points are alike. The row with the widest gap stands first.
    """
    rows = [row for row in agreements(study).values() if row.agreement.value >= MOSTLY]
    told = sorted((row for row in rows if row.gap is not None), key=lambda row: -row.gap)
    return [row.code for row in told if row.gap >= told[0].gap - CLOSE] + [row.code for row in rows if row.gap is None]


def coefficient(found: stats.Estimate | None) -> str:
    """Kappa or AC1 as the table shows it: without an interval where the data give none."""
    if found is None:
        return "undefined"
    if found.se == 0:
        return f"{found.value:.2f} (no interval)"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def agreement_table(study: Study) -> Block:
    """The agreement on every code as a table: counts, raw agreement with its interval, kappa and AC1."""
    rows = []
    for row in agreements(study).values():
        coefficients = (coefficient(row.kappa), coefficient(row.ac1))
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
