"""One fix tried for real: a follow-up is searched together with the message before it.

The search was run once with the bundled embedder and is kept in `searched_with_context.json`; `search` runs it again.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

from helpers import paths, stats, world
from helpers.coding.study import Study

FILE = paths.WORLD / "searched_with_context.json"


@dataclass(frozen=True)
class Followups:
    """Follow-ups whose answer stands on a page. alone, together: whether the search found such a page, for each."""

    traces: tuple[world.Trace, ...]
    alone: tuple[bool, ...]
    together: tuple[bool, ...]

    @property
    def difference(self) -> stats.Estimate:
        """Share found together minus share found alone, paired."""
        pairs = list(zip(self.alone, self.together, strict=True))
        counts = [pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))]
        return stats.newcombe_paired(*counts)


def with_context(trace: world.Trace) -> str:
    """What is searched for instead of the follow-up alone: both messages of the customer."""
    return f"{trace.turns[0].text} {trace.turns[1].text}"


def search() -> dict[str, list[list]]:
    """Run the search of version 0 for every follow-up with its context: {trace id: [[page, place, score], …]}."""
    from helpers.world.searching import nearest

    longer = [trace for trace in world.traces() if len(trace.turns) > 1]
    found = nearest([with_context(trace) for trace in longer])
    return {trace.id: [list(row) for row in rows] for trace, rows in zip(longer, found, strict=True)}


@functools.cache
def _kept() -> dict[str, list[list]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def followups(study: Study) -> Followups:
    """The follow-ups of the study to questions that a page answers, searched alone and with their context."""
    chosen = [trace for trace in study.traces if len(trace.turns) > 1 and trace.question.documents]
    alone = [[passage.page for passage in trace.turns[1].retrieved] for trace in chosen]
    together = [[page for page, _, _ in _kept()[trace.id]] for trace in chosen]

    def hit(trace: world.Trace, pages: list[str]) -> bool:
        return any(page.rsplit(".", 1)[0] in trace.question.documents for page in pages)

    return Followups(
        tuple(chosen),
        *(tuple(hit(trace, pages) for trace, pages in zip(chosen, rows, strict=True)) for rows in (alone, together)),
    )
