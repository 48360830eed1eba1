"""Recorded replies of the bundled model with their reference labels."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from helpers import paths
from helpers.world.assistant import versions
from helpers.world.customer_questions import _questions, questions
from helpers.world.reading import SPLITS, build, need, read_jsonl


@dataclass(frozen=True)
class LabelledReply:
    """A recorded reply of the assistant with its reference label. `by` is `rule` or `readers`."""

    key: str
    question: str
    version: str
    repeat: int
    temperature: float
    text: str
    right: bool
    reason: str
    by: str
    first: bool | None
    second: bool | None
    prompt_tokens: int
    completion_tokens: int
    latency_s: float
    finish: str


@functools.cache
def _replies() -> tuple[LabelledReply, ...]:
    from helpers import recordings

    known = {question.id for question in _questions()}
    found = []
    for where, label in read_jsonl(paths.WORLD / "labels.jsonl"):
        recorded = recordings.get(label["key"])
        need(where, recorded is not None, f"no recorded reply has the key {label['key']}.")
        need(where, label["question"] in known, f"no question {label['question']}.")
        taken = ("text", "prompt_tokens", "completion_tokens", "latency_s", "finish")
        found.append(build(LabelledReply, where, label | {name: recorded[name] for name in taken}))
    return tuple(found)


def replies(
    version: str | None = None, *, split: str | None = None, temperature: float | None = None, repeat: int | None = None
) -> list[LabelledReply]:
    """Recorded replies of the bundled model with their reference labels, filtered.

    Args:
        version: a name of `versions()`. split: dev or test. temperature: 0 or 0.7. repeat: 0, 1, 2.
    """
    need(
        "version",
        version is None or version in versions(),
        f"one of {sorted(versions())} was expected, got {version!r}.",
    )
    need("split", split in (None, *SPLITS), f"one of {SPLITS} was expected, got {split!r}.")
    inside = {question.id for question in questions(split)}
    return [
        reply
        for reply in _replies()
        if reply.question in inside
        and version in (None, reply.version)
        and temperature in (None, reply.temperature)
        and repeat in (None, reply.repeat)
    ]
