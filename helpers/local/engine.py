"""Ask the bundled model. What may be asked is checked first, then the model is loaded, once per process."""

from __future__ import annotations

import contextlib
import functools
import os
import queue
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.local import files
from helpers.local.requests import (
    CONTEXT_WINDOW,
    ContextTooLong,
    Generation,
    Settings,
    check_batch,
    check_messages,
    check_seeds,
    check_settings,
)

if TYPE_CHECKING:
    from helpers.local.guided import Guided
    from helpers.local.paged import Decoder
    from helpers.local.reader import Reader

# Full precision: with less, a reply would depend on what else is in the batch.
PROPERTIES = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}

_loading = threading.RLock()
_serving = threading.RLock()  # the model serves one caller at a time


def threads() -> int | None:
    """Threads the model may use: WORKBOOK_THREADS, else OMP_NUM_THREADS, else the limit of the container, else None.

    None leaves the choice to OpenVINO, which takes one thread per processor core. The replies are the same with any
    number.
    """
    for name in ("WORKBOOK_THREADS", "OMP_NUM_THREADS"):
        if (value := os.environ.get(name, "").split(",")[0].strip()).isdigit() and int(value) > 0:
            return int(value)
    with contextlib.suppress(OSError, ValueError):  # a container sees all processors and may use some of them
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="utf-8").split()
        allowed = max(1, int(quota) // int(period))
        return allowed if allowed < (os.cpu_count() or 1) else None
    return None


def _properties() -> dict[str, Any]:
    number = threads()
    return PROPERTIES | ({"INFERENCE_NUM_THREADS": number} if number else {})


@functools.cache
def _folder() -> Path:
    ok, reason = files.available()
    if not ok:
        raise files.ModelUnavailable(reason)
    return files.model_folder()


@functools.cache
def _cached_reader() -> Reader:
    from helpers.local.reader import Reader

    return Reader(_folder())


def _reader() -> Reader:
    """The tokenizer, which loads in a tenth of the time of the model."""
    with _loading:
        return _cached_reader()


@functools.cache
def _guided() -> Guided:
    from helpers.local.guided import Guided

    return Guided(_folder(), _reader(), _properties())


@functools.cache
def _decoder() -> Decoder | Guided:
    try:
        from helpers.local.paged import Decoder

        return Decoder(_folder(), _reader(), _properties())
    except (ImportError, AttributeError, KeyError, RuntimeError, ValueError) as error:
        if isinstance(error, files.ModelUnavailable):
            raise
        warnings.warn(
            f"The fast loop does not run here ({error}); the slower one of OpenVINO GenAI is used. Replies may differ "
            "in rare cases.",
            stacklevel=2,
        )
        return _guided()


def _engine(settings: Settings) -> Decoder | Guided:
    with _loading:
        return _guided() if settings.schema else _decoder()


def _prepare(messages: list[dict[str, str]], settings: Settings) -> Any:
    reader = _reader()
    text = reader.prompt(messages)
    prompt = reader.encode(text)
    if len(prompt) + settings.reply_limit > CONTEXT_WINDOW:
        raise ContextTooLong(reader.count(text), CONTEXT_WINDOW - settings.reply_limit, settings.reply_limit)
    return prompt


def prompt_text(messages: list[dict[str, str]]) -> str:
    """The text the model reads: the messages in its own chat template, up to where the reply begins.

    Without a system message the template adds its own ("You are a helpful AI assistant named SmolLM …").
    Raises: ValueError for messages that are not in the wanted form, ModelUnavailable where the model cannot run.
    """
    messages = check_messages(messages)
    return _reader().prompt(messages)


def count_tokens(text: str) -> int:
    """Number of tokens of a text, by the model's own tokenizer. Count `prompt_text(messages)` for a whole prompt.

    Raises: ValueError when `text` is not text, ModelUnavailable where the model cannot run.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is {text!r}; it needs a text.")
    return _reader().count(text)


@contextlib.contextmanager
def _turn(timeout: float | None) -> Iterator[None]:
    """Wait until no other caller is served. Raises: TimeoutError when that takes longer than `timeout` seconds."""
    if not _serving.acquire(timeout=-1 if timeout is None else timeout):
        raise TimeoutError(f"The bundled model was busy with another call for {timeout:g} s.")
    try:
        yield
    finally:
        _serving.release()


def generate(
    batch: Sequence[list[dict[str, str]]],
    *,
    temperature: float = 0,
    top_p: float = 1.0,
    max_tokens: int = 256,
    stop: str | Sequence[str] = (),
    schema: dict | None = None,
    choices: Sequence[str] | None = None,
    seeds: Sequence[int] | None = None,
    timeout: float | None = None,
    on_done: Callable[[int, Generation], None] | None = None,
) -> list[Generation]:
    """Answer a list of conversations, each a list of messages. Replies come back in the order of the list.

    Give many as one list: up to 24 are worked on together, which is several times as fast as one after the other.

    temperature: 0 gives the likeliest token each time (greedy); such replies do not depend on the rest of the batch,
        nor on its order. Above 0 (up to 5) tokens are drawn, and a reply depends on its own seed alone.
    top_p: draw only from the likeliest tokens that hold this share of the probability (above 0, up to 1).
    max_tokens: most tokens of a reply. stop: texts that end a reply; they are not part of it.
    schema: JSON schema that the reply must follow (a reply cut by max_tokens may be incomplete JSON).
    choices: texts, one of which is the reply; it is given whole even where max_tokens would cut it.
    seeds: one whole number per conversation, 0 or more. The same seed, messages and settings give the same
        reply. None draws new ones.
    timeout: seconds that a reply may take from its start, and that the call may wait for another caller. The whole call
        ends when one takes longer. Loading the model is not counted.
    on_done: called with (index, generation) as soon as a reply is there, so that it can be kept even if the call is
        stopped later. Replies are worked on longest prompt first, so this is not the order of the list.

    Safe to call from several threads: one call is served at a time.
    Raises: ValueError for settings or messages that cannot be used, ContextTooLong, TimeoutError, ModelUnavailable.
    """
    batch = check_batch(batch)
    settings = check_settings(
        temperature=temperature,
        top_p=top_p,
        max_tokens=max_tokens,
        stop=stop,
        schema=schema,
        choices=choices,
        timeout=timeout,
    )
    seeds = check_seeds(seeds, len(batch))
    if not batch:
        return []
    replies: list[Generation | None] = [None] * len(batch)

    def done(index: int, generation: Generation) -> None:
        replies[index] = generation
        if on_done is not None:
            on_done(index, generation)

    prompts = [_prepare(messages, settings) for messages in batch]
    engine = _engine(settings)
    with _turn(settings.timeout):
        engine.run(prompts, settings, seeds, done)
    return replies


def stream(
    messages: list[dict[str, str]],
    *,
    seed: int | None = None,
    on_end: Callable[[Generation], None] | None = None,
    timeout: float | None = None,
    **settings: Any,
) -> Iterator[str]:
    """Answer one conversation piece by piece. The pieces joined are the text that `generate` gives.

    Takes the settings of `generate`, with one `seed` in place of `seeds`. `on_end` gets the whole Generation. The reply
    is made in a thread of its own, so a reader that is slow or goes away holds up nobody.
    Raises: ValueError and ContextTooLong at once, the others of `generate` in place of the next piece.
    """
    messages = check_messages(messages)
    checked = check_settings(timeout=timeout, **settings)
    (seed,) = check_seeds(None if seed is None else [seed], 1)
    return _read(_prepare(messages, checked), checked, seed, on_end)


def _read(prompt: Any, settings: Settings, seed: int, on_end: Callable[[Generation], None] | None) -> Iterator[str]:
    pieces: queue.SimpleQueue[str | Generation | BaseException | None] = queue.SimpleQueue()
    left = threading.Event()

    def work() -> None:
        try:
            engine = _engine(settings)
            with _turn(settings.timeout):
                engine.run([prompt], settings, [seed], lambda _, made: pieces.put(made), grown=growing, left=left)
        except BaseException as error:
            pieces.put(error)

    sent = 0
    hold = max((len(item) - 1 for item in settings.stop), default=0)  # may be the beginning of a stop string

    def growing(ids: list[int]) -> None:
        nonlocal sent
        ready = _reader().text(ids, settings.stop).rstrip("\ufffd")  # half of a letter
        ready = ready[:-hold] if hold else ready
        if len(ready) > sent:
            pieces.put(ready[sent:])
            sent = len(ready)

    threading.Thread(target=work, name="bundled-model-stream", daemon=True).start()
    try:
        while isinstance(piece := pieces.get(), str):
            yield piece
        if isinstance(piece, BaseException):
            raise piece
        if len(piece.text) > sent:
            yield piece.text[sent:]
    finally:
        left.set()
    if on_end is not None:
        on_end(piece)
