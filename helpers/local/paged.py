"""The model with its memory of what was read (keys and values) in blocks, so that many replies share one step.

This is the loop behind nearly every reply. It is written out here, over OpenVINO, so that each draw has a random
generator of its own, which OpenVINO GenAI does not offer: there all replies of a batch share one.

No reply depends on its neighbours, to the last bit of every score: a prompt is read alone and in fixed portions, no
prompt is padded, and a step always has an even number of rows, because OpenVINO multiplies the last of an odd number
in another order of adding up. `tests/test_local_paged.py` holds this.
"""

from __future__ import annotations

import heapq
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from helpers.local.reader import END, ENDS, Reader
from helpers.local.requests import Generation, Settings, check_time
from helpers.local.sampling import pick

AT_ONCE = 24  # replies worked on together
BLOCKS = 261  # of 32 tokens and 1.5 MB each; memory is taken when a block is first written to
PORTION = 256  # tokens of a prompt that are read at once

Work = tuple[Sequence[int], int, np.ndarray]  # blocks, tokens already in them, tokens to read


class PagedModel:
    """The compiled model and its blocks."""

    def __init__(self, folder: Path, properties: dict[str, Any]):
        import openvino
        from openvino import opset13
        from openvino._offline_transformations import paged_attention_transformation

        core = openvino.Core()
        model = core.read_model(folder / "openvino_model.xml")
        paged_attention_transformation(model)
        scores = model.get_results()[0].input_value(0).get_node()
        while scores.get_type_name() != "MatMul":
            scores = scores.input_value(0).get_node()
        # Scores are wanted for the last token of each row only.
        rows = opset13.parameter([-1], np.int64, name="rows")
        rows.output(0).get_tensor().set_names({"rows"})
        last = opset13.gather(scores.input_value(0), rows, opset13.constant(0))
        scores.input(0).replace_source_output(last.output(0))
        model.add_parameters([rows])
        model.validate_nodes_and_infer_types()
        compiled = core.compile_model(model, "CPU", properties)
        self.request = compiled.create_infer_request()
        self.memory: list[np.ndarray] = []
        for name in (item.any_name for item in compiled.inputs):
            if name.startswith(("key_cache.", "value_cache.")):
                shape = compiled.input(name).get_partial_shape().to_string()
                heads, self.block, size = (int(part) for part in shape.strip("[]").split(",")[1:])
                self.memory.append(np.zeros((BLOCKS, heads, self.block, size), np.float32))
                self.request.set_tensor(name, openvino.Tensor(self.memory[-1], shared_memory=True))
        self.free = list(range(1, BLOCKS))  # block 0 is for the row that makes the number even

    def need(self, tokens: int) -> int:
        """Blocks for so many tokens."""
        return -(-tokens // self.block)

    def step(self, work: list[Work]) -> np.ndarray:
        """Read the tokens of every row. Returns: scores for what follows each, shape (rows, vocabulary)."""
        done = np.array([past for _, past, _ in work], np.int32)
        new = np.array([len(tokens) for _, _, tokens in work], np.int32)
        used = [self.need(total) for total in (done + new).tolist()]
        begins = np.concatenate([[0], new.cumsum()]).astype(np.int32)
        self.request.infer(
            {
                "input_ids": np.concatenate([tokens for _, _, tokens in work]).astype(np.int64),
                "position_ids": np.concatenate(
                    [np.arange(past, past + len(tokens), dtype=np.int64) for _, past, tokens in work]
                ),
                "past_lens": done,
                "subsequence_begins": begins,
                "block_indices": np.concatenate(
                    [np.asarray(blocks[:count], np.int32) for (blocks, _, _), count in zip(work, used, strict=True)]
                ),
                "block_indices_begins": np.concatenate([[0], np.cumsum(used)]).astype(np.int32),
                "max_context_len": np.array((done + new).max(), np.int32),
                "rows": (begins[1:] - 1).astype(np.int64),
            }
        )
        return self.request.get_output_tensor(0).data[:, 0, :]

    def reserve(self, blocks: list[int], tokens: int) -> None:
        """Add free blocks until so many tokens fit, lowest first, so that little memory is touched."""
        while len(blocks) < self.need(tokens):
            blocks.append(heapq.heappop(self.free))

    def release(self, blocks: list[int]) -> None:
        """Give blocks back."""
        for block in blocks:
            heapq.heappush(self.free, block)
        blocks.clear()

    def copy(self, source: Sequence[int], target: Sequence[int]) -> None:
        """Copy the content of blocks."""
        for memory in self.memory:
            memory[list(target)] = memory[list(source)]


class _Reply:
    """A reply under way."""

    def __init__(self, index: int, prompt: np.ndarray, settings: Settings, seed: int):
        self.index, self.prompt, self.started = index, prompt, time.perf_counter()
        self.rng = random.Random(seed)
        self.blocks: list[int] = []
        self.past, self.next = len(prompt) - 1, int(prompt[-1])
        self.ids: list[int] = []
        self.rest = [choice.encode() for choice in settings.choices] if settings.choices else None
        self.finish = ""


class Decoder:
    """Answers prompts with a PagedModel."""

    def __init__(self, folder: Path, reader: Reader, properties: dict[str, Any]):
        self.model, self.reader = PagedModel(folder, properties), reader
        self.pieces: dict[int, bytes] = {}

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
        """Answer prompts (token ids), longest first, and hand over each reply as soon as it is there.

        grown: called with the tokens so far after each step, for a single prompt. left: when set, the work ends.
        Raises: TimeoutError.
        """
        waiting = deque(sorted(range(len(prompts)), key=lambda index: -len(prompts[index])))
        active: list[_Reply] = []
        reserved: dict[int, int] = {}
        try:
            while (waiting or active) and not (left and left.is_set()):
                while waiting and len(active) < AT_ONCE:
                    need = self.model.need(len(prompts[waiting[0]]) + settings.reply_limit)
                    if sum(reserved.values()) + need >= BLOCKS:
                        break
                    index = waiting.popleft()
                    reserved[index] = need
                    active.append(_Reply(index, prompts[index], settings, seeds[index]))
                    self._read(active[-1], active[:-1])
                self._advance(active, settings)
                for reply in active:
                    if grown:
                        grown(reply.ids)
                    if not reply.finish:
                        check_time(reply.started, settings)
                finished = [reply for reply in active if reply.finish]
                active = [reply for reply in active if not reply.finish]
                for reply in finished:
                    self.model.release(reply.blocks)
                    del reserved[reply.index]
                for reply in finished:
                    done(reply.index, self._generation(reply, settings))
        finally:
            for reply in active:
                self.model.release(reply.blocks)

    def _read(self, reply: _Reply, others: list[_Reply]) -> None:
        """Read a prompt but for its last token, or copy what was kept when the same one is under way already."""
        self.model.reserve(reply.blocks, reply.past)
        for other in others:
            if np.array_equal(other.prompt, reply.prompt):
                self.model.copy(other.blocks[: len(reply.blocks)], reply.blocks)
                return
        for begin in range(0, reply.past, PORTION):
            portion = reply.prompt[begin : min(begin + PORTION, reply.past)]
            self.model.step([(reply.blocks, begin, portion)])

    def _advance(self, active: list[_Reply], settings: Settings) -> None:
        """One more token for every reply."""
        for reply in active:
            self.model.reserve(reply.blocks, reply.past + 1)
        work: list[Work] = [(reply.blocks, reply.past, np.array([reply.next])) for reply in active]
        if len(work) % 2:
            work.append(([0], 0, np.array([END])))
        scores = self.model.step(work)
        for row, reply in enumerate(active):
            allowed = self.reader.next_of(reply.rest) if reply.rest else None
            token = pick(
                scores[row], temperature=settings.temperature, top_p=settings.top_p, rng=reply.rng, allowed=allowed
            )
            reply.past, reply.next = reply.past + 1, token
            reply.ids.append(token)
            reply.finish = self._finish(reply, settings)

    def _finish(self, reply: _Reply, settings: Settings) -> str:
        if reply.next in ENDS:
            return "stop"
        if reply.rest is not None:
            piece = self._piece(reply.next)
            reply.rest = [rest[len(piece) :] for rest in reply.rest if rest.startswith(piece)]
            if reply.rest == [b""]:  # only the end mark can follow
                reply.ids.append(END)
                return "stop"
        if settings.stop:
            text = self.reader.text(reply.ids)
            if any(item in text for item in settings.stop):
                return "stop"
        return "length" if len(reply.ids) >= settings.reply_limit else ""

    def _piece(self, token: int) -> bytes:
        if not self.pieces:
            self.pieces = {number: piece for piece, number in self.reader.token_of.items()}
        return self.pieces[token]

    def _generation(self, reply: _Reply, settings: Settings) -> Generation:
        text = self.reader.text(reply.ids, settings.stop)
        seconds = time.perf_counter() - reply.started
        return Generation(text, len(reply.prompt), len(reply.ids), reply.finish, seconds)
