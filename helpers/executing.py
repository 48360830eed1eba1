"""Execute one notebook headless, and many of them on several processes. What is printed and stored is in `run`."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from helpers import notebooks, paths
from helpers.jsonschemas import quickly_imported

# A kernel of this machine warns on the terminal that its sockets are not encrypted; errors are still shown.
QUIET = "--IPKernelApp.log_level=ERROR"


@dataclass
class Job:
    """One notebook to execute: `path`, `name` for people (labs/03_evals), `params`, and how."""

    path: str
    name: str
    params: dict = field(default_factory=dict)
    live: bool = False
    solved: bool = False
    timeout: int = 300
    keep_going: bool = False
    expected: list[str] | None = None
    threads: int | None = None
    bar: bool = False
    folder: str = ""
    run_id: str = ""

    def __post_init__(self):
        if not self.run_id:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            tidy = re.sub(r"[^A-Za-z0-9_.-]", "-", self.name)
            self.run_id = f"{stamp}-{tidy}-{secrets.token_hex(2)}"
        if not self.folder:
            self.folder = str(paths.my() / "runs" / self.run_id)


@dataclass
class Outcome:
    """What came of a job; `status` is ok, failed, checks failed, timeout or stopped."""

    run_id: str
    name: str
    params: dict
    started: str
    seconds: float
    status: str
    checks_passed: int
    checks_total: int
    summary: dict
    error: str = ""

    def row(self) -> dict:
        """The row for the table of runs in the store."""
        row = asdict(self)
        error = row.pop("error")
        if error:
            row["summary"] = {**row["summary"], "error": error}
        return row


@contextlib.contextmanager
def _environment(**variables: str | None) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    for name, value in variables.items():
        if value is not None:
            os.environ[name] = value
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def log_lines(path: Path) -> list[dict]:
    """The JSON objects of a file, one per line; no file gives none, damaged lines are left out."""
    if not path.is_file():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def passed(log: Path, expected: list[str]) -> tuple[int, int]:
    """How many exercises ended right, and of how many, from the log of one run and the ids that were expected."""
    last = {line["exercise"]: line["status"] for line in log_lines(log) if "exercise" in line and "status" in line}
    ids = dict.fromkeys([*expected, *last])
    return sum(last.get(key) == "ok" for key in ids), len(ids)


def _brief(error: BaseException) -> str:
    """One line about an error in a notebook: where and what."""
    if hasattr(error, "ename"):
        where = f"cell {error.cell_index + 1}: " if getattr(error, "cell_index", None) is not None else ""
        message = str(error.evalue).strip().splitlines()
        return f"{where}{error.ename}: {message[0] if message else ''}".strip()
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0] if text else ''}".strip()


def _execute(job: Job, output: Path) -> None:
    """Run the notebook with papermill, or past its errors with nbclient when `keep_going`."""
    source = Path(job.path)
    cwd = str(source.parent)
    if job.keep_going:
        with quickly_imported():
            import nbformat
            from nbclient import NotebookClient

        made = nbformat.read(source, as_version=4)
        client = NotebookClient(made, timeout=job.timeout, kernel_name="python3", allow_errors=True,
                                extra_arguments=[QUIET],
                                resources={"metadata": {"path": cwd}})  # fmt: skip
        try:
            client.execute()
        finally:
            nbformat.write(made, output)
        return
    import logging

    with quickly_imported():
        import papermill

    for name in ("papermill", "blib2to3"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # papermill formats both paths with the parameters, so braces in a folder's name have to be doubled
    source_name, output_name = (str(path).replace("{", "{{").replace("}", "}}") for path in (source, output))
    papermill.execute_notebook(
        source_name,
        output_name,
        parameters=job.params,
        kernel_name="python3",
        cwd=cwd,
        progress_bar=job.bar,
        execution_timeout=job.timeout,
        start_timeout=90,
        extra_arguments=[QUIET],
    )


def execute(job: Job) -> Outcome:
    """Execute a job in this process and say what came of it. An error in the notebook becomes part of the outcome."""
    folder = Path(job.folder)
    folder.mkdir(parents=True, exist_ok=True)
    log, report = folder / "checks.jsonl", folder / "report.json"
    expected = job.expected if job.expected is not None else notebooks.exercises(notebooks.read(Path(job.path)))
    found_on = os.pathsep.join(filter(None, [str(paths.ROOT), os.environ.get("PYTHONPATH")]))
    started, begin = datetime.now(UTC).isoformat(timespec="seconds"), time.perf_counter()
    status, error = "ok", ""
    with _environment(
        WORKBOOK_RUN_ID=job.run_id,
        WORKBOOK_RUN_LOG=str(log.resolve()),
        WORKBOOK_RUN_REPORT=str(report.resolve()),
        WORKBOOK_LIVE="1" if job.live else None,
        WORKBOOK_MY=str(paths.my().resolve()),
        OMP_NUM_THREADS=str(job.threads) if job.threads else None,
        LABS_STRICT="",
        PYTHONPATH=found_on,
        PYDEVD_DISABLE_FILE_VALIDATION="1",
    ):
        try:
            _execute(job, folder / f"{Path(job.path).stem}.ipynb")
        except KeyboardInterrupt:
            status, error = "stopped", "stopped by the keyboard"
        except Exception as problem:
            status = "timeout" if "Timeout" in type(problem).__name__ else "failed"
            error = _brief(problem)
    right, total = passed(log, expected)
    if status == "ok" and job.solved and right < total:
        status, error = "checks failed", f"{total - right} of {total} checks of the solved notebook do not pass"
    figures = next(iter(log_lines(report)), {}) if report.is_file() else {}
    seconds = round(time.perf_counter() - begin, 2)
    return Outcome(job.run_id, job.name, job.params, started, seconds, status, right, total, figures, error)


def workers_for(jobs: int, wanted: int | None = None) -> int:
    """How many processes to use: two, fewer when there is one job, one core, or under 3 GB of free memory."""
    if wanted is not None:
        if wanted < 1:
            raise ValueError(f"--workers has to be 1 or more; got {wanted}.")
        return min(wanted, max(jobs, 1))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(ImportError):
        import psutil

        if psutil.virtual_memory().available < 3e9:
            return 1
    return max(1, min(2, cores, jobs))


def execute_all(jobs: list[Job], *, workers: int | None = None, dask: str | None = None) -> Iterator[Outcome]:
    """Outcomes in the order in which the jobs end. Stopping (Ctrl-C) ends the processes and raises KeyboardInterrupt.

    Raises: ValueError when `dask` is given and dask is not installed or does not answer, RuntimeError when a process
    was killed.
    """
    if dask:
        yield from _on_dask(jobs, dask)
        return
    count = workers_for(len(jobs), workers)
    if count == 1:
        for job in jobs:
            outcome = execute(job)
            yield outcome
            if outcome.status == "stopped":
                raise KeyboardInterrupt
        return
    import multiprocessing
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed

    for job in jobs:
        job.threads = job.threads or 1
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
    futures = [pool.submit(execute, job) for job in jobs]
    try:
        for future in as_completed(futures):
            outcome = future.result()
            yield outcome
            if outcome.status == "stopped":
                raise KeyboardInterrupt
    except BaseException as error:
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()  # a kernel ends itself when the process that started it is gone
        if isinstance(error, BrokenExecutor):
            raise RuntimeError(
                "A process was ended from outside, most likely because memory ran out. What had ended is kept. "
                "Close other kernels, or use --workers 1."
            ) from error
        raise
    pool.shutdown()


def _on_dask(jobs: list[Job], address: str) -> Iterator[Outcome]:
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise ValueError(
            "--dask needs the package distributed: pip install distributed. Without it, leave --dask out."
        ) from error
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise ValueError(f"No Dask scheduler answers at {address} ({error}).") from error
    with client:
        futures = [client.submit(execute, job, pure=False) for job in jobs]
        for _, outcome in as_completed(futures, with_results=True):
            yield outcome


def bar(total: int, what: str):
    """A progress bar on the error stream; none when the output is not a terminal."""
    from tqdm import tqdm

    return tqdm(total=total, desc=what, unit="notebook", file=sys.stderr, disable=None if total > 1 else True)
