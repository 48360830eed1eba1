"""The loaded model at work: greedy replies in batches, draws one at a time, so that no reply depends on another."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from helpers.local import files
from helpers.local.requests import Generation, Settings

# With these settings a greedy reply is the same alone and in a batch.
PROPERTIES = {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
BATCH_REPLIES = 24  # greedy replies worked on at the same time
BATCH_TOKENS = 12_288  # tokens of all of them together; one takes 45 kB of memory

TOKENIZER_LIMIT = 8192


class Pipeline:
    """The loaded model, its tokenizer, and the loop that drives it. `run` and `pieces` serve one caller at a time.

    broken: requests could not be taken out of it, so that it has to be loaded anew.
    """

    def __init__(self) -> None:
        ok, reason = files.available()
        if not ok:
            raise files.ModelUnavailable(reason)
        folder = files.model_folder()
        import openvino_genai

        self.genai = openvino_genai
        scheduler = openvino_genai.SchedulerConfig()
        scheduler.enable_prefix_caching = True  # a beginning that prompts share is read once; replies stay the same
        self.pipeline = openvino_genai.ContinuousBatchingPipeline(str(folder), scheduler, "CPU", dict(PROPERTIES))
        self.tokenizer = self.pipeline.get_tokenizer()
        self.requests = 0
        self.broken = False

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
        # As a regular expression: the other notations of the grammar compiler garble letters like é before a to f.
        if settings.choices:
            pattern = "|".join(_literal(choice) for choice in settings.choices)
            config.structured_output_config = self.genai.StructuredOutputConfig(regex=pattern)
        if settings.schema:
            config.structured_output_config = self.genai.StructuredOutputConfig(json_schema=settings.schema)
        return config

    def reply(self, ids: Sequence[int], settings: Settings) -> tuple[str, bool]:
        """Text of reply tokens, cut where the first stop string begins, and whether there is one.

        Stop strings are looked for here, not by the pipeline: it looks at as many tokens as the stop string alone has,
        and misses one that the model writes in more tokens, such as two line ends one by one.
        """
        text = self.tokenizer.decode(list(ids)) if ids else ""
        cuts = [at for at in (text.find(item) for item in settings.stop) if at >= 0]
        return (text[: min(cuts)], True) if cuts else (text, False)

    def read(self, handle: Any, ids: list[int]) -> str | None:
        """Move the tokens that are ready to the end of `ids`. Returns the finish word of the last one, if any came."""
        finish = None
        while handle.can_read():
            for output in handle.read().values():
                ids.extend(output.generated_ids)
                finish = self._finish_word(output)
        return finish

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
            self.broken = True

    def run(
        self,
        prompts: Sequence[Any],
        settings: Settings,
        seeds: Sequence[int],
        done: Callable[[int, Generation], None],
    ) -> None:
        """Answer prompts (token ids), longest first, and hand over each reply as soon as it is there.

        The first prompt is read before the others are taken in: what they share with it is then read already.
        """
        at_once = BATCH_REPLIES if settings.temperature == 0 else 1
        lengths = [prompt.shape[1] for prompt in prompts]
        waiting = deque(sorted(range(len(prompts)), key=lambda index: -lengths[index]))
        active: dict[int, tuple[Any, float, int, list[int]]] = {}
        first_read = False
        try:
            while waiting or active:
                while waiting and len(active) < (at_once if first_read else 1):
                    index = waiting[0]
                    size = lengths[index] + settings.reply_limit
                    if active and size + sum(used for _, _, used, _ in active.values()) > BATCH_TOKENS:
                        break
                    waiting.popleft()
                    handle = self.start(prompts[index], self.config(settings, seeds[index]))
                    active[index] = (handle, time.perf_counter(), size, [])
                self.step()
                first_read = first_read or any(handle.can_read() for handle, *_ in active.values())
                now = time.perf_counter()
                for index, (handle, started, _, ids) in list(active.items()):
                    if settings.stop and self.running(handle):
                        self.read(handle, ids)
                        text, ended = self.reply(ids, settings)
                        if ended:
                            del active[index]
                            if at_once == 1:
                                self.cancel([handle])  # the next draw begins in an empty pipeline
                            else:
                                handle.cancel()
                            done(index, Generation(text, lengths[index], len(ids), "stop", now - started))
                            continue
                    if self.running(handle):
                        self._check_time(started, settings)
                        continue
                    del active[index]
                    done(index, self._finish(handle, ids, lengths[index], now - started, settings))
        finally:
            self.cancel([handle for handle, *_ in active.values()])

    def pieces(
        self, prompt: Any, settings: Settings, seed: int, send: Callable[[str], None], left: threading.Event
    ) -> Generation:
        """Answer one prompt and send its text as it grows. Stops early when the reader has `left`."""
        handle, started = self.start(prompt, self.config(settings, seed)), time.perf_counter()
        hold = max((len(item) - 1 for item in settings.stop), default=0)  # may be the beginning of a stop string
        ids: list[int] = []
        sent, finish, ended = 0, "stop", False
        try:
            while not ended and (self.running(handle) or handle.can_read()):
                if self.running(handle):
                    self.step()
                if left.is_set() and self.running(handle):
                    break
                self._check_time(started, settings)
                finish = self.read(handle, ids) or finish
                text, ended = self.reply(ids, settings)
                ready = text if ended else text.rstrip("\ufffd")  # half of a letter
                if self.running(handle) and hold and not ended:
                    ready = ready[:-hold]
                if len(ready) > sent:
                    send(ready[sent:])
                    sent = len(ready)
            text, ended = self.reply(ids, settings)
            if len(text) > sent:
                send(text[sent:])
        finally:
            self.cancel([handle] if self.running(handle) else [])
        finish = "stop" if ended else finish
        return Generation(text, prompt.shape[1], len(ids), finish, time.perf_counter() - started)

    def _check_time(self, started: float, settings: Settings) -> None:
        if settings.timeout is not None and time.perf_counter() - started > settings.timeout:
            raise TimeoutError(
                f"A reply was not ready after {settings.timeout:g} s. "
                "Lower max_tokens, ask for less at once, or give a longer timeout."
            )

    def _finish_word(self, output: Any) -> str:
        return "length" if output.finish_reason == self.genai.GenerationFinishReason.LENGTH else "stop"

    def _finish(
        self, handle: Any, ids: list[int], prompt_tokens: int, seconds: float, settings: Settings
    ) -> Generation:
        if handle.get_status() != self.genai.GenerationStatus.FINISHED or not (ids or handle.can_read()):
            raise RuntimeError("The bundled model ran out of memory. Close other notebooks, or ask for less at once.")
        finish = self.read(handle, ids) or "stop"
        text, ended = self.reply(ids, settings)
        return Generation(text, prompt_tokens, len(ids), "stop" if ended else finish, seconds)


def _literal(text: str) -> str:
    """A text as a regular expression that matches it and nothing else, in the notation of the grammar compiler."""
    return re.sub(r"[\\.^$*+?()\[\]{}|/-]", r"\\\g<0>", text)
