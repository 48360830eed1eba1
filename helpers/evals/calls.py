"""Call a task for many cases at once: in threads, in an event loop of its own, or in batches.

A worker hands over what is finished, and it is stored, before the worker begins its next call. So whatever ends the
run, at most the calls that were under way are paid for again.
"""

from __future__ import annotations

import inspect
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from helpers.evals.cases import Case

BATCH_SIZE = 24
LATE = "took longer than"
_LOOK_S = 0.1  # how often the calling thread looks up; a wait without an end cannot be interrupted on Windows
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


Keep = Callable[[list[tuple[int, Outcome]]], None]


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
    task: Callable[..., Any],
    jobs: Sequence[Job],
    *,
    concurrency: int,
    timeout: float | None,
    keep: Keep,
    tick: Callable[[int], None],
) -> None:
    """Call the task for every job; return when all are done.

    keep: gets lists of (position in `jobs`, Outcome), in any order, from any thread. tick: called now and then from
    this thread with the number done. An exception in this thread (Ctrl+C) stops the work and goes on upwards.
    """
    if callable(getattr(task, "batch", None)):
        return _batches(task, jobs, keep, tick)
    kind = _Async if is_async(task) else _Threads
    pool = kind(caller(task), jobs, concurrency, timeout, keep)
    try:
        pool.start()
        while not pool.finished.wait(pool.look_s):
            pool.look()
            tick(pool.count)
        tick(pool.count)
    finally:
        pool.stop()


class _Pool:
    def __init__(self, call: Callable, jobs: Sequence[Job], concurrency: int, timeout: float | None, keep: Keep):
        self.call, self.jobs, self.timeout, self.keep = call, jobs, timeout, keep
        self.workers = min(concurrency, len(jobs))
        self.look_s = min(_LOOK_S, timeout / 4) if timeout else _LOOK_S
        self.count, self.finished, self.stopped = 0, threading.Event(), False

    def done(self, finished: list[tuple[int, Outcome]]) -> None:
        if not self.stopped:
            self.keep(finished)

    def add(self, number: int) -> None:
        self.count += number
        if self.count >= len(self.jobs):
            self.finished.set()

    def look(self) -> None:
        """What the calling thread does while it waits."""


class _Threads(_Pool):
    """Worker threads. One that overruns the time limit is left behind and replaced."""

    def start(self) -> None:
        self._next, self._lock = 0, threading.Lock()
        self._running: dict[object, tuple[int, float]] = {}
        for _ in range(self.workers):
            self._spawn()

    def _spawn(self) -> None:
        threading.Thread(target=self._work, args=(object(),), name="evals", daemon=True).start()

    def _work(self, token: object) -> None:
        while True:
            with self._lock:
                if self.stopped or self._next >= len(self.jobs):
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
            self.done([(index, outcome)])
            with self._lock:
                self.add(1)

    def look(self) -> None:
        if self.timeout is None:
            return
        now = time.perf_counter()
        with self._lock:
            late = [(token, index) for token, (index, start) in self._running.items() if now - start > self.timeout]
            for token, _ in late:
                del self._running[token]
        for _, index in late:
            self.done([(index, _late(self.timeout))])
            self._spawn()
        with self._lock:
            self.add(len(late))

    def stop(self) -> None:
        self.stopped = True
        with self._lock:
            self._running.clear()


class _Async(_Pool):
    """Coroutines in the background loop. Those that end together are handed over together."""

    def start(self) -> None:
        self._numbers, self._loop, self._tasks = iter(range(len(self.jobs))), background_loop(), []
        self._ready: list[tuple[int, Outcome]] = []
        self._handed: Any = None
        self._loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        if not self.stopped:
            self._tasks = [self._loop.create_task(self._work()) for _ in range(self.workers)]

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
                if self.stopped:
                    return
                outcome = _late(self.timeout) if self.timeout and limit.expired() else _failure(error, started)
            self._ready.append((index, outcome))
            if self._handed is None:
                self._handed = self._loop.create_future()
                self._loop.call_soon(self._hand_over)
            await self._handed

    def _hand_over(self) -> None:
        ready, self._ready = self._ready, []
        handed, self._handed = self._handed, None
        self.done(ready)
        self.add(len(ready))
        handed.set_result(None)

    def stop(self) -> None:
        self.stopped = True
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._tasks])


def _batches(task: Any, jobs: Sequence[Job], keep: Keep, tick: Callable[[int], None]) -> None:
    send, size = caller(task.batch), getattr(task, "batch_size", BATCH_SIZE)
    by_repeat: dict[int, list[int]] = {}
    for index, job in enumerate(jobs):
        by_repeat.setdefault(job.repeat, []).append(index)
    count = 0
    for repeat, indices in by_repeat.items():
        for start in range(0, len(indices), size):
            chunk = indices[start : start + size]
            _batch(send, jobs, chunk, repeat, keep)
            count += len(chunk)
            tick(count)


def _batch(send: Callable, jobs: Sequence[Job], chunk: list[int], repeat: int, keep: Keep) -> None:
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
            return keep([(chunk[0], _failure(error, started))])
        for index in chunk:  # find the case that broke it, keep the others
            _batch(send, jobs, [index], repeat, keep)
        return None
    # How long one answer took is unknown here, unless the task returns replies that say so.
    return keep([(index, Outcome(value, "", None)) for index, value in zip(chunk, values, strict=True)])
