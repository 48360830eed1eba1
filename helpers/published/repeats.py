"""How often an agent of 2024 solved the same task again: tau-bench, airline."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.published.reading import need, rows_of

TAU_BENCH = "Yao et al. 2024, tau-bench (airline), arXiv 2406.12045; GPT-4o of 2024, tool calling; MIT"
TASKS, TRIALS = 50, 4  # of the published run


@dataclass(frozen=True)
class TauTask:
    """One task of the airline domain: how many of its trials ended in the right state of the database."""

    task: int
    trials: int
    successes: int


def read_tau_bench(path: Path) -> tuple[TauTask, ...]:
    """Rows of a tau-bench count file. Raises ValueError with file and line for the first fault."""
    found: list[TauTask] = []
    for where, row in rows_of(path, TauTask, ("task", "trials", "successes")):
        need(row.trials == TRIALS, where, f"every task has {TRIALS} trials, got {row.trials}.")
        need(row.successes <= row.trials, where, f"{row.successes} successes are more than {row.trials} trials.")
        need(row.task not in {other.task for other in found}, where, f"the task {row.task} stands twice.")
        found.append(row)
    need(len(found) == TASKS, path.name, f"{TASKS} tasks are needed, got {len(found)}.")
    return tuple(found)


@functools.cache
def tau_bench() -> tuple[TauTask, ...]:
    """Successes of GPT-4o in 4 trials of each of 50 airline tasks. Source: `TAU_BENCH`."""
    return read_tau_bench(paths.PUBLISHED / "tau_bench_airline_gpt4o.csv")
