"""Execute notebooks headless: `workbook run [NAME…] [-p name=value] [--live] [--solutions]`.

Parameters are held against the notebook before it starts. The executed copy goes to `my/runs/`, and each run becomes a
row in the database. Runs do not count as the learner's own attempts or decisions.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from helpers import answers, executing, notebooks, parameters, paths


def report(**figures: object) -> None:
    """Publish figures of this notebook for the table of runs and sweeps: `report(pass_rate=estimate, cost=0.12)`.

    Estimates keep their interval. Outside a headless run nothing happens. Calls add up; a later one of a name wins.
    """
    target = os.environ.get("WORKBOOK_RUN_REPORT")
    if not target:
        return
    path = Path(target)
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps({**before, **answers.plain(figures)}), encoding="utf-8")


def label(path: Path, root: Path = paths.ROOT) -> str:
    """The name of a notebook for people: labs/03_evals."""
    inside = path.relative_to(root) if path.is_relative_to(root) else Path(path.parent.name) / path.name
    return inside.with_suffix("").as_posix()


def plan(
    names: list[str],
    given: list[str],
    *,
    live: bool = False,
    solutions: bool = False,
    timeout: int | None = None,
    root: Path = paths.ROOT,
) -> list[executing.Job]:
    """The jobs for names and `name=value` texts, checked: nothing has run yet.

    Raises: ValueError for an unknown notebook or parameter (with those that exist) or a value of the wrong kind.
    """
    found = notebooks.find(names, root, solutions=solutions)
    if not found:
        raise ValueError("There are no notebooks yet. `workbook build` makes them from their sources.")
    known = {}
    for path in found:
        known[label(path, root)] = notebooks.parameters(notebooks.read(path))
    values = parameters.values([parameters.split(text) for text in given], known)
    return [
        executing.Job(
            str(path),
            label(path, root),
            values[label(path, root)],
            live=live,
            solved=solutions,
            timeout=timeout or (1200 if live else 300),
        )
        for path in found
    ]


def left_out(jobs: list[executing.Job], given: list[str]) -> list[str]:
    """A sentence for every parameter that some of the notebooks do not have."""
    notes = []
    for name in [parameters.split(text)[0] for text in given]:
        without = [job.name for job in jobs if name not in job.params]
        if without:
            notes.append(f"{name} is not a parameter of {', '.join(without)}; it runs as it is.")
    return notes


def keep(outcome: executing.Outcome) -> None:
    """Add the run to the database; when that fails say so and go on (the executed notebook is in `my/runs/`)."""
    try:
        from helpers import store

        store.default().add_run(outcome.row())
    except Exception as error:
        print(f"The run {outcome.run_id} could not be added to the database: {error}")


def table(rows: list[list[object]], head: list[str]) -> str:
    """Rows as text columns; numbers are set to the right."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [head, *texts]) for i in range(len(head))]
    numeric = [bool(rows) and all(isinstance(row[i], int | float) for row in rows) for i in range(len(head))]

    def line(cells: list[str]) -> str:
        parts = [c.rjust(w) if right else c.ljust(w) for c, w, right in zip(cells, widths, numeric, strict=True)]
        return "  ".join(parts).rstrip()

    return "\n".join([line(head), line(["-" * width for width in widths]), *map(line, texts)])


def _checks(outcome: executing.Outcome) -> str:
    return f"{outcome.checks_passed} of {outcome.checks_total}" if outcome.checks_total else "none"


def summary(outcomes: list[executing.Outcome]) -> str:
    """The closing table of a run: name, seconds, checks passed, result, and below it what went wrong."""
    rows = [[o.name, o.seconds, _checks(o), o.status] for o in sorted(outcomes, key=lambda o: o.name)]
    text = table(rows, ["name", "seconds", "checks passed", "result"])
    problems = [f"{o.name}: {o.error}" for o in outcomes if o.error]
    return "\n".join([text, *(["", *problems] if problems else [])])


def run_all(
    jobs: list[executing.Job], *, workers: int | None = None, dask: str | None = None, each=None
) -> tuple[list[executing.Outcome], bool]:
    """Execute the jobs with a progress bar, keep every outcome as it ends; returns them and whether it was stopped."""
    outcomes: list[executing.Outcome] = []
    if len(jobs) == 1 and not dask:
        jobs[0].bar = sys.stderr.isatty()
    stopped = False
    with executing.bar(len(jobs), "running") as progress:
        try:
            for outcome in executing.execute_all(jobs, workers=workers, dask=dask):
                outcomes.append(outcome)
                keep(outcome)
                if each:
                    each(outcome)
                progress.set_postfix_str(outcome.name, refresh=False)
                progress.update()
        except KeyboardInterrupt:
            stopped = True
    return outcomes, stopped


def main(argv: list[str] | None = None) -> int:
    """`workbook run`: exit code 0 when all went well, 1 when a notebook failed, 130 when stopped."""
    parser = argparse.ArgumentParser(prog="workbook run", description="Execute lessons and labs headless.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="03, labs/03_evals, or a file; all when left out")
    parser.add_argument("-p", dest="params", action="append", default=[], metavar="name=value", help="a parameter")
    parser.add_argument("--live", action="store_true", help="ask the model again, past recordings and cache")
    parser.add_argument("--solutions", action="store_true", help="run the solved labs; every check has to pass")
    parser.add_argument("--timeout", type=int, metavar="SECONDS", help="limit for one cell (300, live 1200)")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (2, fewer where memory is short)")
    parser.add_argument("--dask", metavar="tcp://…", help="use the Dask scheduler at this address")
    options = parser.parse_args(argv)
    jobs = plan(options.names, options.params, live=options.live, solutions=options.solutions, timeout=options.timeout)
    for note in left_out(jobs, options.params):
        print(note)
    outcomes, stopped = run_all(jobs, workers=options.workers, dask=options.dask)
    print(summary(outcomes) if outcomes else "Nothing had finished.")
    if stopped:
        print(f"Stopped. {len(outcomes)} of {len(jobs)} had ended; what they gave is kept.")
        return 130
    print(f"The executed notebooks are in {paths.my() / 'runs'}.")
    return 0 if all(o.status == "ok" for o in outcomes) else 1
