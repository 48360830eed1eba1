"""Asking the bundled model, in batches."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from functools import lru_cache

from helpers.llm.errors import ProviderError, UnknownModel
from helpers.llm.request import BUNDLED, Request, canonical, row_of

AT_ONCE = 24  # requests in one list for the pipeline: faster together, and kept as soon as the list is done

Outcome = tuple[Request, dict | None, Exception | None]


class _Waiting:
    """A request of one thread, on its way to the model."""

    def __init__(self, request: Request, timeout: float | None):
        self.request, self.timeout = request, timeout
        self.group = (canonical(request.settings), timeout)
        self.row: dict | None = None
        self.error: Exception | None = None


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
        raise ProviderError(
            f"The bundled model cannot run here: {reason}. Recorded replies still work. For live ones set "
            "WORKBOOK_MODEL to a model on Ollama (ollama/llama3.2) or a hosted one."
        )


def ask(request: Request, timeout: float | None) -> dict:
    """The reply to one request. Requests of several threads that wait for the model go to it as one list."""
    mine = _Waiting(request, timeout)
    with _queue:
        _waiting.append(mine)
    with _one_batch:
        if mine.row is None and mine.error is None:  # else another thread has taken it along
            with _queue:
                batch = [mine, *(other for other in _waiting if other is not mine and other.group == mine.group)]
                batch = batch[:AT_ONCE]
                for item in batch:
                    _waiting.remove(item)
            outcomes = _generate([item.request for item in batch], timeout)
            for item, (_, row, error) in zip(batch, outcomes, strict=True):
                item.row, item.error = row, error
    if mine.error is not None:
        raise mine.error
    return mine.row


def ask_many(requests: list[Request], timeout: float | None) -> Iterator[list[Outcome]]:
    """Outcomes in chunks as they are done, so that a batch that is killed has to ask only for the rest."""
    for start in range(0, len(requests), AT_ONCE):
        with _one_batch:
            outcomes = _generate(requests[start : start + AT_ONCE], timeout)
        yield outcomes


@lru_cache(maxsize=1)
def _takes_timeout() -> bool:
    from helpers import local

    return "timeout" in inspect.signature(local.generate).parameters


def _generate(requests: list[Request], timeout: float | None) -> list[Outcome]:
    """One list to the pipeline. When it fails, each request is asked alone, so that one cannot fail the others."""
    from helpers import local
    from helpers.store import now

    settings = requests[0].settings
    limits = {"timeout": timeout * len(requests)} if timeout is not None and _takes_timeout() else {}
    try:
        made = local.generate(
            [request.messages for request in requests],
            temperature=settings["temperature"],
            top_p=settings["top_p"],
            max_tokens=settings["max_tokens"],
            stop=tuple(settings["stop"]),
            schema=settings["schema"],
            choices=settings["choices"],
            seeds=[request.seed for request in requests],
            **limits,
        )
    except Exception as error:
        if len(requests) == 1:
            return [(requests[0], None, error)]
        return [outcome for request in requests for outcome in _generate([request], timeout)]
    when = now()
    return [
        (
            request,
            row_of(
                request,
                text=one.text,
                prompt_tokens=one.prompt_tokens,
                completion_tokens=one.completion_tokens,
                latency_s=one.latency_s,
                finish=one.finish,
                recorded_at=when,
            ),
            None,
        )
        for request, one in zip(requests, made, strict=True)
    ]
