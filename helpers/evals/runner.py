"""Run a task over cases, keep every output, grade it, and give back the results."""

from __future__ import annotations

import secrets
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from helpers.evals import graders as grading
from helpers.evals.calls import Job, execute
from helpers.evals.cases import Case, check_unique
from helpers.evals.kept import Keeper, from_payload, key_of
from helpers.evals.results import Output, Results

_SHOW_AFTER_S = 0.5


def run(
    cases: Iterable[Case],
    task: Callable[..., Any],
    graders: Any,
    *,
    repeats: int = 1,
    concurrency: int = 8,
    cache: str | None = None,
    name: str | None = None,
    timeout: float | None = None,
    progress: bool | None = None,
) -> Results:
    """Ask the task for every case and grade what it says. Works in a script and in a notebook.

    task: a function of a case (and of `repeat`, the repeat index, if it has a second argument), plain or async, that
    returns a text or a `Reply`; or one made with `batched`, which gets a list of cases. graders: one or a list.
    repeats: draws per case; hand `repeat` on to `chat`, or all draws are one reply. concurrency: calls at once.
    cache: a name for this version of the task; given, outputs are kept in the database and never paid for twice, and a
    run that was stopped goes on where it was. Change the name whenever the task changes. name: of the run (default:
    the task's). timeout: seconds per call. progress: show a bar (default: in a terminal or a notebook).

    An exception in the task or in a grader makes that row unscored, with the reason; it is not kept in the cache. After
    Ctrl+C the results hold what was finished. A row is added to the runs in the database.
    Raises: ValueError for no cases, ids used twice, no graders, two of one name, or a setting out of range.
    """
    cases = check_unique(cases)
    graders = _check_graders(graders)
    if not callable(task) and not callable(getattr(task, "batch", None)):
        raise ValueError(f"task must be a function of a case, but got {type(task).__name__}: {task!r:.80}")
    for label, value in (("repeats", repeats), ("concurrency", concurrency)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"{label} must be a whole number of at least 1, but got {value!r}")
    if timeout is not None and not timeout > 0:
        raise ValueError(f"timeout must be a number of seconds above 0, but got {timeout!r}")
    if timeout is not None and callable(getattr(task, "batch", None)):
        raise ValueError("timeout is per call, and a batched task makes one call for many cases; set it in the task")
    if cache is not None and (not isinstance(cache, str) or not cache.strip()):
        raise ValueError(f"cache is the name of this version of the task, but got {cache!r}")

    started, clock = time.time(), time.perf_counter()
    jobs = [Job(case, repeat) for repeat in range(repeats) for case in cases]
    outputs: list[Output | None] = [None] * len(jobs)
    complete = _fill(outputs, jobs, task, cache, concurrency, timeout, progress)
    done = [(job, output) for job, output in zip(jobs, outputs, strict=True) if output is not None]
    grades, graded = _grade(graders, done)
    results = Results(
        run_id=f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(started))}-{secrets.token_hex(3)}",
        name=name or getattr(task, "__name__", type(task).__name__),
        started=started,
        seconds=time.perf_counter() - clock,
        cases=cases,
        repeats=repeats,
        outputs=[output for _, output in done],
        grades=grades,
        complete=complete and graded,
        params={"repeats": repeats, "concurrency": concurrency, "cache": cache, "timeout": timeout},
        notes=_copies(done, repeats),
    )
    _add_run(results)
    return results


def _check_graders(graders: Any) -> list[grading.Grader]:
    many = list(graders) if isinstance(graders, list | tuple) else [graders]
    if not many:
        raise ValueError("no graders given; at least one is needed, such as contains()")
    from helpers.evals.calls import is_async

    names = [grading.name_of(item) for item in many]
    for item, label in zip(many, names, strict=True):
        if isinstance(item, type) or item in (grading.exact, grading.contains, grading.regex, grading.similarity):
            raise ValueError(f"{label} makes a grader; call it first: {label}()")
        if is_async(item):
            raise ValueError(f"the grader {label} is async; graders are plain functions")
    twice = sorted({label for label in names if names.count(label) > 1})
    if twice:
        raise ValueError(f'two graders are called {twice[0]!r}; give each its own name, as in regex("…", name="…")')
    return many


def _fill(
    outputs: list[Output | None],
    jobs: Sequence[Job],
    task: Callable[..., Any],
    cache: str | None,
    concurrency: int,
    timeout: float | None,
    progress: bool | None,
) -> bool:
    """Fill `outputs` from the cache and from the task. Returns False when it was stopped before the end."""
    keys = [key_of(cache, job) for job in jobs] if cache is not None else []
    if cache is not None:
        from helpers import store

        kept = store.default().get_calls(keys)
        for index, key in enumerate(keys):
            if key in kept:
                outputs[index] = from_payload(kept[key]["payload"])
    left = [index for index, output in enumerate(outputs) if output is None]
    if not left:
        return True
    bar = _Bar(len(left), progress)
    keep = Keeper(outputs, jobs, left, keys)
    try:
        execute(
            task, [jobs[index] for index in left],
            concurrency=concurrency, timeout=timeout, keep=keep, tick=bar.show,
        )  # fmt: skip
    except KeyboardInterrupt:
        done = sum(output is not None for output in outputs)
        kept_words = ", and they are kept" if cache and not keep.problem else ""
        print(f"Stopped. {done} of {len(outputs)} outputs are in the results{kept_words}.", file=sys.stderr)
        return False
    finally:
        bar.close()
        if keep.problem:
            text = f"The run went on, but not all of its outputs are kept. {keep.problem}"
            warnings.warn(text, RuntimeWarning, stacklevel=4)
    return True


def _grade(graders: Sequence[grading.Grader], done: Sequence[tuple[Job, Output]]) -> tuple[dict, bool]:
    """Grades per grader, in the order of `done`, and False when stopped before the end."""
    pairs = [(job.case, output.text) for job, output in done if not output.error]
    grades: dict[str, list[grading.Grade]] = {}
    complete = True
    for item in graders:
        name = grading.name_of(item)
        try:
            given = iter(grading.grade_all(item, pairs) if complete else ())
        except KeyboardInterrupt:
            complete, given = False, iter(())
        stopped = grading.Grade(name, "unscored", reason="stopped before it was graded")
        grades[name] = [
            grading.Grade(name, "unscored", reason=f"no output: {output.error}")
            if output.error
            else next(given, stopped)
            for _, output in done
        ]
    return grades, complete


def _copies(done: Sequence[tuple[Job, Output]], repeats: int) -> list[str]:
    """A warning when repeats turn out to be one and the same reply."""
    if repeats == 1:
        return []
    seen: dict[tuple[str, str], int] = {}
    for _, output in done:
        if output.key:
            seen[output.case_id, output.key] = seen.get((output.case_id, output.key), 0) + 1
    copied = {case_id for (case_id, _), count in seen.items() if count > 1}
    if not copied:
        return []
    text = (
        f"The repeats of {len(copied)} cases are copies of one reply, not new draws. "
        "Write the task as `def task(case, repeat): return chat(…, repeat=repeat)`."
    )
    warnings.warn(text, RuntimeWarning, stacklevel=3)
    return [text]


def _add_run(results: Results) -> None:
    from helpers import store

    first = next(iter(results.grades.values()))
    try:
        store.default().add_run(
            {
                "run_id": results.run_id,
                "name": f"eval:{results.name}"[:200],
                "params": {**results.params, "cases": len(results.cases), "graders": list(results.grades)},
                "seconds": results.seconds,
                "status": "done" if results.complete else "stopped",
                "checks_passed": sum(grade.status == "pass" for grade in first),
                "checks_total": sum(grade.status != "unscored" for grade in first),
                "summary": results.counts(),
            }
        )
    except RuntimeError as error:
        warnings.warn(f"The run is not listed in the database. {error}", RuntimeWarning, stacklevel=3)


class _Bar:
    """A progress bar that appears only when the work takes a while, and only where somebody looks at it."""

    def __init__(self, total: int, wanted: bool | None):
        self.total, self.bar = total, None
        self.wanted = wanted if wanted is not None else sys.stderr.isatty() or "ipykernel" in sys.modules
        self.start = time.perf_counter()

    def show(self, done: int) -> None:
        if self.bar is not None:
            self.bar.update(done - self.bar.n)
        elif self.wanted and done < self.total and time.perf_counter() - self.start > _SHOW_AFTER_S:
            from tqdm.auto import tqdm

            self.bar = tqdm(total=self.total, initial=done, unit="call", leave=False)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
