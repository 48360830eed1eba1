"""Ask the bundled model: check what is asked, load it once, wait for a turn, answer whole or piece by piece."""

from __future__ import annotations

import contextlib
import functools
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from helpers.local.pipeline import Pipeline
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

_loading = threading.Lock()
_serving = threading.RLock()  # the pipeline serves one caller at a time


@functools.cache
def _loaded() -> Pipeline:
    return Pipeline()


def _engine() -> Pipeline:
    with _loading:
        if _loaded().broken:
            _loaded.cache_clear()
        return _loaded()


@contextlib.contextmanager
def _turn(timeout: float | None) -> Iterator[None]:
    """Wait until no other caller is served. Raises: TimeoutError when that takes longer than `timeout` seconds."""
    if not _serving.acquire(timeout=-1 if timeout is None else timeout):
        raise TimeoutError(f"The bundled model was busy with another call for {timeout:g} s.")
    try:
        yield
    finally:
        _serving.release()


def _prepare(engine: Pipeline, messages: list[dict[str, str]], settings: Settings) -> Any:
    text = engine.prompt(messages)
    prompt = engine.encode(text)
    if prompt.shape[1] + settings.reply_limit > CONTEXT_WINDOW:
        raise ContextTooLong(engine.count(text), CONTEXT_WINDOW - settings.reply_limit, settings.reply_limit)
    return prompt


def prompt_text(messages: list[dict[str, str]]) -> str:
    """The text the model reads: the messages in its own chat template, up to where the reply begins.

    Without a system message the template adds its own ("You are a helpful AI assistant named SmolLM …").
    Raises: ValueError for messages that are not in the wanted form, ModelUnavailable where the model cannot run.
    """
    messages = check_messages(messages)
    return _engine().prompt(messages)


def count_tokens(text: str) -> int:
    """Number of tokens of a text, by the model's own tokenizer. Count `prompt_text(messages)` for a whole prompt.

    Raises: ValueError when `text` is not text, ModelUnavailable where the model cannot run.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is {text!r}; it needs a text.")
    return _engine().count(text)


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

    temperature: 0 gives the likeliest token each time (greedy); such replies do not depend on the rest of the batch,
        and up to 24 are worked on together. Above 0 tokens are drawn (up to 5); such replies are made one at a time,
        because only then does a draw depend on its own seed alone.
    top_p: draw only from the likeliest tokens that hold this share of the probability (above 0, up to 1).
    max_tokens: most tokens of a reply. stop: texts that end a reply; they are not part of it.
    schema: JSON schema that the reply must follow (a reply cut by max_tokens may be incomplete JSON).
    choices: texts, one of which is the reply; it is given whole even where max_tokens would cut it.
    seeds: one whole number per conversation (used modulo 2**32). The same seed, messages and settings give the same
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

    engine = _engine()
    prompts = [_prepare(engine, messages, settings) for messages in batch]
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
    engine = _engine()
    return _read(engine, _prepare(engine, messages, checked), checked, seed, on_end)


def _read(
    engine: Pipeline, prompt: Any, settings: Settings, seed: int, on_end: Callable[[Generation], None] | None
) -> Iterator[str]:
    pieces: queue.SimpleQueue[str | Generation | BaseException] = queue.SimpleQueue()
    left = threading.Event()

    def work() -> None:
        try:
            with _turn(settings.timeout):
                pieces.put(engine.pieces(prompt, settings, seed, pieces.put, left))
        except BaseException as error:
            pieces.put(error)

    threading.Thread(target=work, name="bundled-model-stream", daemon=True).start()
    try:
        while isinstance(piece := pieces.get(), str):
            yield piece
    finally:
        left.set()
    if isinstance(piece, BaseException):
        raise piece
    if on_end is not None:
        on_end(piece)
