"""Outputs as they are kept in the database: one row per version of the task, case and repeat."""

from __future__ import annotations

import hashlib
import json
import threading
import zlib
from collections.abc import Sequence
from typing import Any

from helpers.evals.calls import Job, Outcome
from helpers.evals.results import Output

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_REPLY = ("model", "source", "prompt_tokens", "completion_tokens", "cost_usd", "latency_s", "finish", "key")


def key_of(cache: str, job: Job) -> str:
    """One key per version of the task, case and repeat. What a right answer is does not change the key."""
    case = job.case
    asked = {"eval": cache, "id": case.id, "input": case.input, "metadata": case.metadata, "repeat": job.repeat}
    try:
        text = _CANONICAL.encode(asked)
    except (TypeError, ValueError) as error:
        raise ValueError(f"case {case.id!r}: with a cache, input and metadata must be plain data ({error})") from None
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def to_output(job: Job, outcome: Outcome) -> Output:
    try:
        return _read_output(job, *outcome)
    except Exception as error:  # a reply whose attributes raise
        text = f"the reply cannot be read: {type(error).__name__}: {error}"[:500]
        return Output(job.case.id, job.repeat, "", text, latency_s=outcome.seconds)


def _read_output(job: Job, value: Any, error: str, seconds: float | None) -> Output:
    if error:
        return Output(job.case.id, job.repeat, "", error, latency_s=seconds)
    if isinstance(value, str):
        return Output(job.case.id, job.repeat, str(value), latency_s=seconds)
    if not isinstance(getattr(value, "text", None), str):
        kind = type(value).__name__
        return Output(
            job.case.id, job.repeat, "", f"the task returned {kind}, not a text or a Reply", latency_s=seconds
        )
    fields = {name: getattr(value, name, None) for name in _REPLY}
    if fields["cost_usd"] != fields["cost_usd"]:  # NaN: the price file does not know the model
        fields["cost_usd"] = None
    if fields["latency_s"] is None:
        fields["latency_s"] = seconds
    return Output(job.case.id, job.repeat, value.text, **fields)


def to_payload(output: Output) -> str:
    body = _CANONICAL.encode(output.to_dict())
    return f'{{"crc":{zlib.crc32(body.encode())},"output":{body}}}'


def from_payload(payload: str) -> Output | None:
    """The stored output, or None when the row is damaged (it is then asked for again)."""
    try:
        row = json.loads(payload)
        body = payload[payload.index('"output":') + 9 : -1]
        if zlib.crc32(body.encode()) != row["crc"]:
            return None
        return Output(**row["output"], cached=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


class Keeper:
    """Takes finished calls from any thread: puts them in their place, and in the database before it returns.

    Threads that come while another one writes are written together by the next one. If writing fails, the run goes on
    without; `problem` says why.
    """

    def __init__(self, outputs: list[Output | None], jobs: Sequence[Job], left: Sequence[int], keys: Sequence[str]):
        self.outputs, self.jobs, self.left, self.keys, self.problem = outputs, jobs, left, keys, ""
        self._waiting: list[dict[str, str]] = []
        self._swap, self._write = threading.Lock(), threading.Lock()

    def __call__(self, finished: list[tuple[int, Outcome]]) -> None:
        rows = []
        for position, outcome in finished:
            index = self.left[position]
            output = self.outputs[index] = to_output(self.jobs[index], outcome)
            if self.keys and not output.error and not self.problem:
                rows.append({"key": self.keys[index], "payload": to_payload(output)})
        if not rows:
            return
        with self._swap:
            self._waiting += rows
        with self._write:
            with self._swap:
                rows, self._waiting = self._waiting, []
            if rows:
                try:
                    from helpers import store

                    store.default().put_calls(rows)
                except Exception as error:
                    self.problem = str(error)
