"""Which of two models of 2023 answered right: the counts behind RouteLLM's routing curves."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.published.reading import among, need, rows_of

ROUTELLM = "Ong et al. 2024, RouteLLM, arXiv 2406.18665; Mixtral-8x7B and GPT-4-1106 of 2023; Apache-2.0"
BENCHMARKS = ("GSM8K", "MMLU")
_COUNTS = ("both_right", "only_mixtral_right", "only_gpt4_right", "both_wrong")


@dataclass(frozen=True)
class RoutedRow:
    """Questions of one subject by who was right. Mixtral-8x7B is the cheap model, GPT-4 the dear one."""

    benchmark: str
    subject: str
    both_right: int
    only_mixtral_right: int
    only_gpt4_right: int
    both_wrong: int

    @property
    def n(self) -> int:
        """Questions in all."""
        return self.both_right + self.only_mixtral_right + self.only_gpt4_right + self.both_wrong

    @property
    def mixtral_right(self) -> int:
        """Questions that the cheap model got right."""
        return self.both_right + self.only_mixtral_right

    @property
    def gpt4_right(self) -> int:
        """Questions that the dear model got right."""
        return self.both_right + self.only_gpt4_right


def read_routed(path: Path) -> tuple[RoutedRow, ...]:
    """Rows of a RouteLLM count file. Raises ValueError with file and line for the first fault."""
    found: list[RoutedRow] = []
    for where, row in rows_of(path, RoutedRow, _COUNTS):
        need(row.benchmark in BENCHMARKS, where, f"benchmark is one of {', '.join(BENCHMARKS)}, got {row.benchmark!r}.")
        need(row.n > 0, where, "a subject has at least one question.")
        again = {(other.benchmark, other.subject) for other in found}
        need((row.benchmark, row.subject) not in again, where, f"{row.subject!r} of {row.benchmark} stands twice.")
        found.append(row)
    return tuple(found)


@functools.cache
def _all() -> tuple[RoutedRow, ...]:
    return read_routed(paths.PUBLISHED / "routellm_pairs.csv")


def routed(benchmark: str | None = None) -> tuple[RoutedRow, ...]:
    """Counts of two models of 2023 on the same questions, by subject. Source: `ROUTELLM`. None: both benchmarks."""
    among(benchmark, "benchmark", BENCHMARKS)
    return tuple(row for row in _all() if benchmark in (None, row.benchmark))
