"""Call a task for many cases at once: in threads, in an event loop of its own, or in batches.

Everything finished comes back to the calling thread, a list at a time, so that it can be stored at once and a Ctrl+C
loses at most what was still on its way.
"""

from __future__ import annotations

import inspect
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from helpers.evals.cases import Case

BATCH_SIZE = 24
LATE = "took longer than"
_POLL_S = 0.2  # a wait without an end cannot be interrupted on Windows
_GATHER_S = 0.002  # calls that end together are handed on together; the workers keep the interpreter meanwhile
_loop: Any = None
_loop_pid = 0
_loop_lock = threading.Lock()


class Job(NamedTuple):
    """One call to make: the case and the repeat index."""

    case: Case
    repeat: int


class Outcome(NamedTuple):
    """What came of one call. Exactly one of value and error counts: error is "" when the call returned."""

    value: Any
    error: str
    seconds: float | None


Finished = list[tuple[int, Outcome]]


def batched(function: Callable[..., Any] | None = None, *, size: int = BATCH_SIZE) -> Any:
    """Make a task of a function that takes a list of cases and returns a list of outputs, in the same order.

    `@batched` above `def answer(cases): return chat_many([…])`. With a second argument `repeat` it also gets the repeat
    index (one for the whole list). size: cases per call. The bundled model is several times faster this way.
    """
    if not isinstance(size, int) or size < 1:
        raise ValueError(f"size is the number of cases per call, at least 1, but got {size!r}")

    def wrap(inner: Callable[..., Any]) -> Any:
        send = caller(inner)

        def task(case: Case, repeat: int = 0) -> Any:
            return send([case], repeat)[0]

        task.batch, task.batch_size = inner, size  # type: ignore[attr-defined]
        task.__name__ = getattr(inner, "__name__", "task")
        task.__doc__ = inner.__doc__
        return task

    return wrap if function is None else wrap(function)


def caller(function: Callable[..., Any]) -> Callable[[Any, int], Any]:
    """`call(case, repeat)` for a function of one argument, or of two where the second is the repeat index."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return lambda case, repeat: function(case)
    if "repeat" in parameters:
        return lambda case, repeat: function(case, repeat=repeat)
    positional = [
        p
        for p in parameters.values()
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty
    ]
    if len(positional) == 2:
        return lambda case, repeat: function(case, repeat)
    if len(positional) > 2:
        needed = ", ".join(p.name for p in positional)
        raise ValueError(f"a task takes a case, and the repeat index if it wants it, but this one needs {needed}")
    return lambda case, repeat: function(case)


def is_async(function: Any) -> bool:
    """True for `async def` functions, methods, partials, and objects whose call is one."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004


def background_loop() -> Any:
    """The event loop that all async tasks of this process share, in a thread of its own (a notebook's loop is busy)."""
    global _loop, _loop_pid
    import asyncio

    with _loop_lock:
        if _loop is None or _loop_pid != os.getpid():
            _loop, _loop_pid = asyncio.new_event_loop(), os.getpid()
            threading.Thread(target=_loop.run_forever, name="evals-loop", daemon=True).start()
        return _loop


def _resolved(value: Any) -> Any:
    """The value, awaited where a plain function returned a coroutine."""
    if not inspect.isawaitable(value):
        return value
    import asyncio

    async def wait() -> Any:
        return await value

    return asyncio.run_coroutine_threadsafe(wait(), background_loop()).result()


def _failure(error: BaseException, started: float) -> Outcome:
    return Outcome(None, f"{type(error).__name__}: {error}"[:500].rstrip(": "), time.perf_counter() - started)


def _late(timeout: float) -> Outcome:
    return Outcome(None, f"{LATE} {timeout:g} s", timeout)


def execute(
    task: Callable[..., Any], jobs: Sequence[Job], *, concurrency: int, timeout: float | None
) -> Iterator[Finished]:
    """Call the task for every job and yield lists of (position in `jobs`, Outcome) as they come in, in any order."""
    if callable(getattr(task, "batch", None)):
        return _batches(task, jobs)
    if is_async(task):
        return _collect(_Async(caller(task), jobs, concurrency, timeout), len(jobs))
    return _collect(_Threads(caller(task), jobs, concurrency, timeout), len(jobs))


def _collect(pool: Any, total: int) -> Iterator[Finished]:
    try:
        pool.start()
        while total:
            try:
                finished = [pool.done.get(timeout=pool.poll_s)]
                time.sleep(_GATHER_S)
            except queue.Empty:
                finished = []
            while True:
                try:
                    finished.append(pool.done.get_nowait())
                except queue.Empty:
                    break
            total -= len(finished)
            if finished:
                yield finished
            pool.look()
    finally:
        pool.stop()


class _Threads:
    """Worker threads. One that overruns the time limit is left behind and replaced."""

    def __init__(self, call: Callable, jobs: Sequence[Job], concurrency: int, timeout: float | None):
        self.call, self.jobs, self.concurrency, self.timeout = call, jobs, concurrency, timeout
        self.done: queue.SimpleQueue = queue.SimpleQueue()
        self.poll_s = min(_POLL_S, timeout / 4) if timeout else _POLL_S
        self._next, self._lock, self._stopped = 0, threading.Lock(), False
        self._running: dict[object, tuple[int, float]] = {}

    def start(self) -> None:
        for _ in range(min(self.concurrency, len(self.jobs))):
            self._spawn()

    def _spawn(self) -> None:
        threading.Thread(target=self._work, args=(object(),), name="evals", daemon=True).start()

    def _work(self, token: object) -> None:
        while True:
            with self._lock:
                if self._stopped or self._next >= len(self.jobs):
                    return
                index, started = self._next, time.perf_counter()
                self._next += 1
                self._running[token] = (index, started)
            try:
                value = _resolved(self.call(*self.jobs[index]))
                outcome = Outcome(value, "", time.perf_counter() - started)
            except BaseException as error:  # even a SystemExit in a task must not leave the run waiting
                outcome = _failure(error, started)
            with self._lock:
                if self._running.pop(token, None) is None:
                    return  # left behind: its job is already counted as too late
                self.done.put((index, outcome))

    def look(self) -> None:
        if self.timeout is None:
            return
        now = time.perf_counter()
        with self._lock:
            late = [(token, index) for token, (index, started) in self._running.items() if now - started > self.timeout]
            for token, index in late:
                del self._running[token]
                self.done.put((index, _late(self.timeout)))
        for _ in late:
            self._spawn()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            self._running.clear()


class _Async:
    """Coroutines in the background loop, `concurrency` at a time."""

    def __init__(self, call: Callable, jobs: Sequence[Job], concurrency: int, timeout: float | None):
        self.call, self.jobs, self.concurrency, self.timeout = call, jobs, concurrency, timeout
        self.done: queue.SimpleQueue = queue.SimpleQueue()
        self.poll_s = _POLL_S
        self._numbers = iter(range(len(jobs)))
        self._loop, self._tasks, self._stopped = background_loop(), [], False

    def start(self) -> None:
        self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        if not self._stopped:
            workers = min(self.concurrency, len(self.jobs))
            self._tasks = [self._loop.create_task(self._work()) for _ in range(workers)]

    async def _work(self) -> None:
        import asyncio

        for index in self._numbers:
            started = time.perf_counter()
            limit = asyncio.timeout(self.timeout)
            try:
                async with limit:
                    value = await self.call(*self.jobs[index])
                outcome = Outcome(value, "", time.perf_counter() - started)
            except BaseException as error:
                if self._stopped:
                    return
                outcome = _late(self.timeout) if self.timeout and limit.expired() else _failure(error, started)
            self.done.put((index, outcome))

    def look(self) -> None:
        pass

    def stop(self) -> None:
        self._stopped = True
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._tasks])


def _batches(task: Any, jobs: Sequence[Job]) -> Iterator[Finished]:
    send, size = caller(task.batch), getattr(task, "batch_size", BATCH_SIZE)
    by_repeat: dict[int, list[int]] = {}
    for index, job in enumerate(jobs):
        by_repeat.setdefault(job.repeat, []).append(index)
    for repeat, indices in by_repeat.items():
        for start in range(0, len(indices), size):
            yield from _batch(send, jobs, indices[start : start + size], repeat)


def _batch(send: Callable, jobs: Sequence[Job], chunk: list[int], repeat: int) -> Iterator[Finished]:
    started = time.perf_counter()
    try:
        values = _resolved(send([jobs[index].case for index in chunk], repeat))
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != len(chunk):
            size = f"{len(values)}" if isinstance(values, list | tuple) else type(values).__name__
            raise ValueError(
                f"the batch of {len(chunk)} cases must give a list of {len(chunk)} outputs, but gave {size}"
            )
    except Exception as error:
        if len(chunk) == 1:
            yield [(chunk[0], _failure(error, started))]
            return
        for index in chunk:  # find the case that broke it, keep the others
            yield from _batch(send, jobs, [index], repeat)
        return
    # How long one answer took is unknown here, unless the task returns replies that say so.
    yield [(index, Outcome(value, "", None)) for index, value in zip(chunk, values, strict=True)]
