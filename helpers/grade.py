"""Run a folder of submitted notebooks and tabulate the checks: `workbook grade FOLDER`.

Submitted notebooks are executed on this machine, with your rights. Read them first, or run this in a container.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from helpers import executing, notebooks, paths
from helpers import run as runs
from helpers.exercises import exercises

WARNING = (
    "Submitted notebooks are executed on this machine with your rights, the network included. "
    "Read them first, or run this in a container."
)


@dataclass(frozen=True)
class Grade:
    """One submission: how many of the lab's exercises passed, and what stood in the way."""

    file: str
    lab: str
    passed: int
    total: int
    result: str
    note: str = ""


def lab_of(path: Path, notebook: dict) -> str | None:
    """The lab of a submission: from the build's note in its metadata, the ids of its checks, or its file name."""
    note = str(notebook.get("metadata", {}).get("workbook", {}).get("generated", ""))
    origins = [
        note.partition("labs/source/")[2][:2],
        *(i.split(".")[0] for i in notebooks.exercises(notebook)),
        path.name[:2],
    ]
    return next((number for number in origins if number.isdigit() and len(number) == 2 and exercises(number)), None)


def prepare(folder: Path, timeout: int = 60) -> tuple[list[executing.Job], list[Grade]]:
    """Jobs for the notebooks that can be run, and grades of those that cannot. Every exercise of the lab counts.

    Raises: ValueError when the folder does not exist or holds no notebook.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder.")
    files = sorted(path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    if not files:
        raise ValueError(f"There is no notebook (*.ipynb) in {folder}.")
    jobs, refused = [], []
    for path in files:
        shown = path.relative_to(folder).as_posix()
        try:
            notebook = notebooks.read(path)
            cells = notebook["cells"]
            if not all(isinstance(c, dict) and c.get("cell_type") in ("code", "markdown", "raw") for c in cells):
                raise ValueError("a cell is not a cell")
            lab = lab_of(path, notebook)
        except (ValueError, OSError, AttributeError, TypeError) as error:
            refused.append(Grade(shown, "", 0, 0, "not a notebook", str(error).removeprefix(f"{path}: ")))
            continue
        if lab is None:
            refused.append(Grade(shown, "", 0, 0, "unknown lab", "no check of a lab is called in it"))
            continue
        job = executing.Job(str(path.resolve()), shown, timeout=timeout, keep_going=True, expected=list(exercises(lab)))
        jobs.append(job)
    return jobs, refused


def grade(folder: Path, *, timeout: int = 60, workers: int | None = None) -> list[Grade]:
    """Run every submission past its errors and count which of the lab's exercises end as right."""
    jobs, grades = prepare(folder, timeout)
    labs = {job.name: job.expected[0].split(".")[0] for job in jobs}
    with executing.bar(len(jobs), "grading") as progress:
        for outcome in executing.execute_all(jobs, workers=workers):
            ran = outcome.status == "ok"
            made = paths.my() / "runs" / outcome.run_id / f"{Path(outcome.name).stem}.ipynb"
            note = outcome.error or (_errors(made) if made.is_file() else "")
            result = "run" if ran else outcome.status
            grades.append(
                Grade(outcome.name, labs[outcome.name], outcome.checks_passed, outcome.checks_total, result, note)
            )
            progress.update()
    return sorted(grades, key=lambda g: g.file)


def _errors(path: Path) -> str:
    """The first error of an executed notebook, and how many there were."""
    found = []
    for number, cell in enumerate(notebooks.read(path)["cells"], start=1):
        for output in cell.get("outputs", []):
            if output.get("output_type") == "error":
                found.append(f"cell {number}: {output.get('ename')}: {str(output.get('evalue'))[:80]}")
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return found[0] + more if found else ""


def main(argv: list[str] | None = None) -> int:
    """`workbook grade FOLDER`: exit code 0 when every file could be run, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="workbook grade", description="Tabulate submitted notebooks.", epilog=WARNING)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="notebooks, also in folders below it")
    parser.add_argument("--timeout", type=int, default=60, metavar="SECONDS", help="limit for one cell (60)")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (2, fewer where memory is short)")
    options = parser.parse_args(argv)
    prepare(options.folder, options.timeout)
    print(WARNING)
    grades = grade(options.folder, timeout=options.timeout, workers=options.workers)
    rows = [[g.file, g.lab, f"{g.passed} of {g.total}" if g.total else "", g.result, g.note] for g in grades]
    print(runs.table(rows, ["file", "lab", "checks passed", "result", "note"]))
    target = paths.my() / "runs" / f"grades-{datetime.now(UTC):%Y%m%d-%H%M%S}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "lab", "passed", "total", "result", "note"])
        writer.writerows([g.file, g.lab, g.passed, g.total, g.result, g.note] for g in grades)
    print(f"Table: {target}")
    print("The checks ran inside the submitted code; read a notebook before a mark depends on it.")
    return 0 if all(g.result == "run" for g in grades) else 1
