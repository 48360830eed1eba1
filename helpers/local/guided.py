"""Replies that follow a JSON schema: OpenVINO GenAI's own pipeline, whose grammar compiler rules out what breaks it."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from helpers.local.reader import Reader
from helpers.local.requests import MODEL, Generation, Settings, check_time

AT_ONCE = 16  # greedy replies worked on together
TOKENS_AT_ONCE = 6144  # of all of them; one takes 45 kB of memory


class Guided:
    """Answers prompts with OpenVINO GenAI's pipeline.

    Greedy replies are worked on together, sampled ones one at a time, since there all replies of a batch would share
    one random generator.
    """

    def __init__(self, folder: Path, reader: Reader, properties: dict[str, Any]):
        import openvino_genai

        self.genai, self.reader = openvino_genai, reader
        scheduler = openvino_genai.SchedulerConfig()
        scheduler.enable_prefix_caching = False  # a cached prefix would make a reply depend on what was asked before
        self.pipeline = openvino_genai.ContinuousBatchingPipeline(
            str(folder), reader.tokenizer, scheduler, "CPU", **properties
        )
        self.requests = 0

    def run(
        self,
        prompts: Sequence[np.ndarray],
        settings: Settings,
        seeds: Sequence[int],
        done: Callable[[int, Generation], None],
        *,
        grown: Callable[[list[int]], None] | None = None,
        left: threading.Event | None = None,
    ) -> None:
        """As `Decoder.run`. Raises: ValueError when the schema cannot be followed, TimeoutError."""
        at_once = AT_ONCE if settings.temperature == 0 else 1
        waiting = deque(sorted(range(len(prompts)), key=lambda index: -len(prompts[index])))
        active: dict[int, tuple[Any, float, int, list[int]]] = {}
        try:
            while (waiting or active) and not (left and left.is_set()):
                while waiting and len(active) < at_once:
                    index = waiting[0]
                    size = len(prompts[index]) + settings.reply_limit
                    if active and size + sum(used for _, _, used, _ in active.values()) > TOKENS_AT_ONCE:
                        break
                    waiting.popleft()
                    handle = self._start(prompts[index], self._config(settings, seeds[index]))
                    active[index] = (handle, time.perf_counter(), size, [])
                self._step()
                for index, (handle, started, _, ids) in list(active.items()):
                    finish = self._take(handle, ids)
                    if grown:
                        grown(ids)
                    if handle.get_status() == self.genai.GenerationStatus.RUNNING:
                        check_time(started, settings)
                        continue
                    if handle.get_status() != self.genai.GenerationStatus.FINISHED:
                        raise RuntimeError("The bundled model ran out of memory. Close other notebooks.")
                    del active[index]
                    seconds = time.perf_counter() - started
                    text = self.reader.text(ids, settings.stop)
                    done(index, Generation(text, len(prompts[index]), len(ids), finish, seconds))
        finally:
            self._cancel([handle for handle, *_ in active.values()])

    def _start(self, prompt: np.ndarray, config: Any) -> Any:
        import openvino

        self.requests += 1
        return self.pipeline.add_request(self.requests, openvino.Tensor(prompt[None, :].astype(np.int64)), config)

    def _config(self, settings: Settings, seed: int) -> Any:
        config = self.genai.GenerationConfig(max_new_tokens=settings.reply_limit)
        config.apply_chat_template = False
        if settings.temperature > 0:
            config.do_sample, config.temperature, config.top_p = True, settings.temperature, settings.top_p
            config.rng_seed = seed % 2**32
        if settings.stop:
            config.stop_strings, config.include_stop_str_in_output = set(settings.stop), True
        # As a regular expression: the other notations of the grammar compiler garble letters like é before a to f.
        if settings.choices:
            pattern = "|".join(_literal(choice) for choice in settings.choices)
            config.structured_output_config = self.genai.StructuredOutputConfig(regex=pattern)
        if settings.schema:
            config.structured_output_config = self.genai.StructuredOutputConfig(json_schema=settings.schema)
        return config

    def _step(self) -> None:
        try:
            self.pipeline.step()
        except RuntimeError as error:
            if "grammar" not in str(error):
                raise
            detail = str(error).rsplit("false:", 1)[-1].rsplit(": ", 1)[-1].strip()
            raise ValueError(f"schema cannot be followed by {MODEL}: {detail}") from error

    def _take(self, handle: Any, ids: list[int]) -> str:
        finish = "stop"
        while handle.can_read():
            for output in handle.read().values():
                ids.extend(output.generated_ids)
                finish = "length" if output.finish_reason == self.genai.GenerationFinishReason.LENGTH else "stop"
        return finish

    def _cancel(self, handles: Sequence[Any]) -> None:
        """Take unfinished requests out of the pipeline, so that the next call finds it empty."""
        for handle in handles:
            handle.cancel()
        for _ in range(3):
            if not self.pipeline.has_non_finished_requests():
                return
            with contextlib.suppress(RuntimeError):
                self.pipeline.step()


def _literal(text: str) -> str:
    """A text as a regular expression that matches it and nothing else, in the notation of the grammar compiler."""
    return re.sub(r"[\\.^$*+?()\[\]{}|/-]", r"\\\g<0>", text)
