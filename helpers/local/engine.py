"""Run the bundled model: greedy replies in batches, sampled ones one at a time, so that no reply depends on another."""

from __future__ import annotations

import contextlib
import functools
import queue
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

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

# With these settings a greedy reply is the same alone and in a batch.
PROPERTIES = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
BATCH_REPLIES = 24  # greedy replies worked on at the same time
BATCH_TOKENS = 12_288  # tokens of all of them together; one takes 45 kB of memory

TOKENIZER_LIMIT = 8192

_loading = threading.Lock()
_serving = threading.RLock()  # the pipeline serves one caller at a time


class _Engine:
    """The loaded pipeline, its tokenizer, and the loop that drives it. `run` and `pieces` need `_serving`."""

    def __init__(self) -> None:
        ok, reason = files.available()
        if not ok:
            raise files.ModelUnavailable(reason)
        folder = files.model_folder()
        import openvino_genai

        self.genai = openvino_genai
        scheduler = openvino_genai.SchedulerConfig()
        scheduler.enable_prefix_caching = False  # a cached prefix would make a reply depend on what was asked before
        self.pipeline = openvino_genai.ContinuousBatchingPipeline(str(folder), scheduler, "CPU", dict(PROPERTIES))
        self.tokenizer = self.pipeline.get_tokenizer()
        self.requests = 0

    def prompt(self, messages: list[dict[str, str]]) -> str:
        return self.tokenizer.apply_chat_template(messages, add_generation_prompt=True)

    def encode(self, text: str) -> Any:
        """Token ids, shape (1, n). The tokenizer cuts at TOKENIZER_LIMIT; `count` tells how many there really are."""
        return self.tokenizer.encode(text, add_special_tokens=False).input_ids

    def count(self, text: str) -> int:
        tokens = self.encode(text).shape[1] if text else 0
        if tokens < TOKENIZER_LIMIT:
            return tokens
        # Between two words no token spans the cut, so the parts add up.
        cut = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])").search(text, len(text) // 2)
        at = cut.start() if cut else len(text) // 2
        return self.count(text[:at]) + self.count(text[at:])

    def config(self, settings: Settings, seed: int) -> Any:
        config = self.genai.GenerationConfig(max_new_tokens=settings.reply_limit)
        config.apply_chat_template = False
        if settings.temperature > 0:
            config.do_sample, config.temperature, config.top_p = True, settings.temperature, settings.top_p
            config.rng_seed = seed
        if settings.stop:
            config.stop_strings, config.include_stop_str_in_output = set(settings.stop), True
        # As a regular expression: the other notations of the grammar compiler garble letters like é before a to f.
        if settings.choices:
            pattern = "|".join(_literal(choice) for choice in settings.choices)
            config.structured_output_config = self.genai.StructuredOutputConfig(regex=pattern)
        if settings.schema:
            config.structured_output_config = self.genai.StructuredOutputConfig(json_schema=settings.schema)
        return config

    def reply(self, ids: Sequence[int], settings: Settings) -> str:
        """Text of reply tokens, cut where the first stop string begins."""
        text = self.tokenizer.decode(list(ids)) if ids else ""
        cuts = [at for at in (text.find(item) for item in settings.stop) if at >= 0]
        return text[: min(cuts)] if cuts else text

    def start(self, prompt: Any, config: Any) -> Any:
        self.requests += 1
        return self.pipeline.add_request(self.requests, prompt, config)

    def running(self, handle: Any) -> bool:
        return handle.get_status() == self.genai.GenerationStatus.RUNNING

    def step(self) -> None:
        try:
            self.pipeline.step()
        except RuntimeError as error:
            text = str(error)
            if "xgrammar" in text or "rammar" in text:
                detail = text.rsplit("false:", 1)[-1].rsplit(": ", 1)[-1].strip()
                raise ValueError(f"schema cannot be followed by {files.GGUF_NAME}: {detail}") from error
            raise

    def cancel(self, handles: Sequence[Any]) -> None:
        """Take unfinished requests out of the pipeline, so that the next call finds it empty."""
        for handle in handles:
            handle.cancel()
        for _ in range(3):
            if not self.pipeline.has_non_finished_requests():
                return
            with contextlib.suppress(RuntimeError):
                self.pipeline.step()
        if self.pipeline.has_non_finished_requests():
            _forget()

    def run(
        self,
        prompts: Sequence[Any],
        settings: Settings,
        seeds: Sequence[int],
        done: Callable[[int, Generation], None],
    ) -> None:
        """Answer prompts (token ids), longest first, and hand over each reply as soon as it is there."""
        at_once = BATCH_REPLIES if settings.temperature == 0 else 1
        lengths = [prompt.shape[1] for prompt in prompts]
        waiting = deque(sorted(range(len(prompts)), key=lambda index: -lengths[index]))
        active: dict[int, tuple[Any, float, int]] = {}
        try:
            while waiting or active:
                while waiting and len(active) < at_once:
                    index = waiting[0]
                    size = lengths[index] + settings.reply_limit
                    if active and size + sum(used for _, _, used in active.values()) > BATCH_TOKENS:
                        break
                    waiting.popleft()
                    handle = self.start(prompts[index], self.config(settings, seeds[index]))
                    active[index] = (handle, time.perf_counter(), size)
                self.step()
                now = time.perf_counter()
                for index, (handle, started, _) in list(active.items()):
                    if self.running(handle):
                        self._check_time(started, settings)
                        continue
                    del active[index]
                    done(index, self._finish(handle, lengths[index], now - started, settings))
        finally:
            self.cancel([handle for handle, _, _ in active.values()])

    def pieces(
        self, prompt: Any, settings: Settings, seed: int, send: Callable[[str], None], left: threading.Event
    ) -> Generation:
        """Answer one prompt and send its text as it grows. Stops early when the reader has `left`."""
        handle, started = self.start(prompt, self.config(settings, seed)), time.perf_counter()
        hold = max((len(item) - 1 for item in settings.stop), default=0)  # may be the beginning of a stop string
        ids: list[int] = []
        sent, finish = 0, "stop"
        try:
            while self.running(handle) or handle.can_read():
                if self.running(handle):
                    self.step()
                if left.is_set() and self.running(handle):
                    break
                self._check_time(started, settings)
                while handle.can_read():
                    for output in handle.read().values():
                        ids.extend(output.generated_ids)
                        finish = self._finish_word(output)
                text = self.reply(ids, settings)
                ready = text.rstrip("\ufffd")  # half of a letter
                if self.running(handle) and hold:
                    ready = ready[:-hold]
                if len(ready) > sent:
                    send(ready[sent:])
                    sent = len(ready)
            text = self.reply(ids, settings)
            if len(text) > sent:
                send(text[sent:])
        finally:
            self.cancel([handle] if self.running(handle) else [])
        return Generation(text, prompt.shape[1], len(ids), finish, time.perf_counter() - started)

    def _check_time(self, started: float, settings: Settings) -> None:
        if settings.timeout is not None and time.perf_counter() - started > settings.timeout:
            raise TimeoutError(
                f"A reply was not ready after {settings.timeout:g} s. "
                "Lower max_tokens, ask for less at once, or give a longer timeout."
            )

    def _finish_word(self, output: Any) -> str:
        return "length" if output.finish_reason == self.genai.GenerationFinishReason.LENGTH else "stop"

    def _finish(self, handle: Any, prompt_tokens: int, seconds: float, settings: Settings) -> Generation:
        outputs = handle.read_all()
        if handle.get_status() != self.genai.GenerationStatus.FINISHED or not outputs:
            raise RuntimeError("The bundled model ran out of memory. Close other notebooks, or ask for less at once.")
        ids = list(outputs[0].generated_ids)
        return Generation(self.reply(ids, settings), prompt_tokens, len(ids), self._finish_word(outputs[0]), seconds)


def _literal(text: str) -> str:
    """A text as a regular expression that matches it and nothing else, in the notation of the grammar compiler."""
    return re.sub(r"[\\.^$*+?()\[\]{}|/-]", r"\\\g<0>", text)


@functools.cache
def _loaded() -> _Engine:
    return _Engine()


def _engine() -> _Engine:
    with _loading:
        return _loaded()


def _forget() -> None:
    """Drop the loaded pipeline; the next call loads it again."""
    _loaded.cache_clear()


@contextlib.contextmanager
def _turn(timeout: float | None) -> Iterator[None]:
    """Wait until no other caller is served. Raises: TimeoutError when that takes longer than `timeout` seconds."""
    if not _serving.acquire(timeout=-1 if timeout is None else timeout):
        raise TimeoutError(f"The bundled model was busy with another call for {timeout:g} s.")
    try:
        yield
    finally:
        _serving.release()


def _prepare(engine: _Engine, messages: list[dict[str, str]], settings: Settings) -> Any:
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
    engine: _Engine, prompt: Any, settings: Settings, seed: int, on_end: Callable[[Generation], None] | None
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
