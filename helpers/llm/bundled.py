"""Asking the bundled model, in batches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from helpers.llm.errors import ContextTooLong, ProviderError, ProviderTimeout, UnknownModel
from helpers.llm.request import BUNDLED, Request, canonical, row_of

AT_ONCE = 24  # replies that the pipeline works on together

Outcome = tuple[Request, dict | None, Exception | None]
Done = Callable[[list[Outcome]], None]


class _Waiting:
    """A request of one thread, on its way to the model."""

    def __init__(self, request: Request, timeout: float | None):
        self.request = request
        self.group = (canonical(request.settings), timeout)
        self.outcome: Outcome | None = None


_waiting: list[_Waiting] = []
_queue = threading.Lock()
_one_batch = threading.Lock()


def check(model: str) -> None:
    """Raise UnknownModel for another local/ name, ProviderError when the bundled model cannot run here."""
    if model != BUNDLED:
        raise UnknownModel(f"There is no model {model!r} in the workbook. The bundled one is {BUNDLED!r}.")
    from helpers import local

    ready, reason = local.available()
    if not ready:
        raise ProviderError(f"The bundled model cannot run here. {reason}")


def ask(request: Request, timeout: float | None) -> dict:
    """The reply to one request. Requests of several threads that wait for the model go to it as one list."""
    mine = _Waiting(request, timeout)
    with _queue:
        _waiting.append(mine)
    try:
        with _one_batch:
            if mine.outcome is None:  # else another thread has taken it along
                _take_along(mine, timeout)
    finally:
        with _queue:
            if mine in _waiting:
                _waiting.remove(mine)
    _, row, error = mine.outcome
    if error is not None:
        raise error
    return row


def _take_along(mine: _Waiting, timeout: float | None) -> None:
    with _queue:
        batch = [mine, *(other for other in _waiting if other is not mine and other.group == mine.group)][:AT_ONCE]
        for item in batch:
            _waiting.remove(item)
    by_request = {id(item.request): item for item in batch}

    def done(outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            by_request[id(outcome[0])].outcome = outcome

    try:
        _generate([item.request for item in batch], timeout, done)
    except BaseException:
        with _queue:  # an interrupted thread gives the others back
            _waiting.extend(item for item in batch if item is not mine and item.outcome is None)
        raise


def ask_many(requests: Sequence[Request], timeout: float | None, done: Done) -> None:
    """Ask for all as one list and hand over each reply as soon as it is there, so that a killed batch can go on."""
    with _one_batch:
        _generate(list(requests), timeout, done)


def _generate(requests: list[Request], timeout: float | None, done: Done) -> None:
    """One list to the pipeline. When one request fails it, the others are asked again without that one."""
    from helpers import local
    from helpers.store import now

    finished: set[int] = set()

    def on_done(index: int, made) -> None:
        finished.add(index)
        row = row_of(
            requests[index],
            text=made.text,
            prompt_tokens=made.prompt_tokens,
            completion_tokens=made.completion_tokens,
            latency_s=made.latency_s,
            finish=made.finish,
            recorded_at=now(),
        )
        done([(requests[index], row, None)])

    settings = requests[0].settings
    try:
        local.generate(
            [request.messages for request in requests],
            temperature=settings["temperature"],
            top_p=settings["top_p"],
            max_tokens=settings["max_tokens"],
            stop=tuple(settings["stop"]),
            schema=settings["schema"],
            choices=settings["choices"],
            seeds=[request.seed for request in requests],
            timeout=None if timeout is None else timeout * min(len(requests), AT_ONCE),
            on_done=on_done,
        )
    except (ValueError, RuntimeError, TimeoutError) as error:
        rest = [request for index, request in enumerate(requests) if index not in finished]
        if len(rest) == 1 or isinstance(error, TimeoutError | local.ModelUnavailable):
            done([(request, None, named(error)) for request in rest])
        elif rest:
            half = len(rest) // 2
            for part in (rest[:half], rest[half:]):
                _generate(part, timeout, done)
        else:
            raise


def named(error: Exception) -> Exception:
    from helpers import local

    if isinstance(error, local.ContextTooLong):
        return ContextTooLong(str(error))
    if isinstance(error, TimeoutError):
        return ProviderTimeout(f"{BUNDLED}: {error}")
    if isinstance(error, RuntimeError):
        return ProviderError(str(error))
    return error
