"""How long a customer waits: the first word, the whole reply, the search. Recorded one at a time, or measured now."""

from __future__ import annotations

import functools
import json
import os
import platform
import time
from collections.abc import Sequence
from typing import NamedTuple

from helpers import paths, world

FILE = paths.WORLD / "answer_times.json"
EVERY = 5  # each fifth dev question is timed
TEMPERATURE, MAX_TOKENS = 0, 80  # as in the pilot


class Timed(NamedTuple):
    """One reply by streaming. first, whole: seconds to the first and to the last word; tokens: of the reply."""

    question: str
    first: float
    whole: float
    tokens: int


class Times(NamedTuple):
    """Recorded timings: when, on how many processors, the replies, and seconds of single searches.

    load: the load average of the minute before; above 0.5 other work slowed the replies. None where it is not known.
    """

    recorded_at: str
    processors: int
    machine: str
    load: float | None
    replies: tuple[Timed, ...]
    searches: tuple[float, ...]


def asked() -> list[world.Trace]:
    """The conversations of the pilot whose first question is timed."""
    return world.traces("dev")[::EVERY]


def measure(traces: Sequence[world.Trace]) -> list[Timed]:
    """Stream the pilot's reply to each first message, one at a time, now. One reply is made before, to warm up."""
    traces = list(traces)
    if not traces:
        raise ValueError("no conversation was given; at least one is needed to measure")
    _one(traces[0])
    return [_one(trace) for trace in traces]


def _one(trace: world.Trace) -> Timed:
    from helpers import local

    ended: list = []
    start, first = time.perf_counter(), None
    messages = trace.turns[0].messages
    for _ in local.stream(messages, temperature=TEMPERATURE, max_tokens=MAX_TOKENS, on_end=ended.append):
        first = first if first is not None else time.perf_counter() - start
    whole = time.perf_counter() - start
    tokens = ended[0].completion_tokens
    return Timed(trace.question.id, round(whole if first is None else first, 3), round(whole, 3), tokens)


def searches(texts: Sequence[str]) -> list[float]:
    """Seconds of one search of the answer box each, after one to warm up."""
    from helpers.unsure.box import look

    look(texts[0])
    found = []
    for text in texts:
        start = time.perf_counter()
        look(text)
        found.append(round(time.perf_counter() - start, 4))
    return found


@functools.cache
def recorded_times() -> Times:
    """The timings of data/world/answer_times.json."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    replies = tuple(Timed(*row) for row in kept["replies"])
    return Times(
        kept["recorded_at"], kept["processors"], kept["machine"], kept["load"], replies, tuple(kept["searches"])
    )


def whole_times() -> list[float]:
    """Seconds of all recorded replies of the pilot: asked one at a time, on two processors."""
    return [turn.latency_s for trace in world.traces() for turn in trace.turns]


def late(seconds: Sequence[float], deadline: float) -> float:
    """Share of replies that are not there at the deadline."""
    values = list(seconds)
    if not values:
        raise ValueError("no times were given")
    return sum(value > deadline for value in values) / len(values)


def record() -> None:
    """Write data/world/answer_times.json, on a quiet machine."""
    from helpers.store import now

    traces = asked()
    kept = {
        "recorded_at": now(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "machine": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "replies": [list(timed) for timed in measure(traces)],
        "searches": searches([trace.turns[0].text for trace in traces]),
    }
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8", newline="\n")
