"""What a run shows, said so that a reader of lab 03 can use it: pages for clusters, what broke, no reply at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers.evals.cases import Case, severity_rank

if TYPE_CHECKING:
    from helpers.evals import Comparison, Results


def in_pages(found: Any) -> Any:
    """An Estimate or a GateResult with "pages" for "clusters": in this lab a cluster is a page."""
    if hasattr(found, "lines"):
        return replace(found, lines=[replace(line, why=_pages(line.why)) for line in found.lines])
    return found._replace(note=_pages(found.note))


def _pages(text: str) -> str:
    return text.replace(" clusters", " pages").replace(" cluster", " page")


def no_reply(results: Results, model: str) -> None:
    """Raises: RuntimeError with the model's own words when every call of a run failed."""
    if results.outputs and all(output.error for output in results.outputs):
        words = results.outputs[0].error.rstrip(".")
        raise RuntimeError(f"Not one reply came from the model {model!r}: {words}. Change `model` in the first cell.")


@dataclass(frozen=True)
class Broken:
    """A case that passed in version A and fails in B. held: whether A's reply was right by label; None without one."""

    case: Case
    reason: str
    held: bool | None

    @property
    def rank(self) -> int:
        """Place of the severity, the worst highest."""
        return severity_rank(self.case.severity)

    def __str__(self) -> str:
        was = "was wrong by label too (the phrases had let it pass)" if self.held is False else "was right, now wrong"
        return f"{self.case.id}  {self.case.severity or 'no severity'}  {was}: {self.reason}"


def broken(compared: Comparison, held: Mapping[str, bool]) -> list[Broken]:
    """What broke, in the order of the ids. held: case id to whether the baseline's reply was right, where known."""
    found = [Broken(change.case, change.reason, held.get(change.case.id)) for change in compared.regressions]
    return sorted(found, key=lambda one: one.case.id)
