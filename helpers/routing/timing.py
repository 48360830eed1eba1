"""How long one message takes, one call at a time, on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

CALLS = {"classic ML": 10, "LLM": 3}  # so few calls are an impression; their intervals say so


class Timing(NamedTuple):
    """Seconds of single calls. p50 and p95 are estimates with intervals; source: live or recorded."""

    name: str
    seconds: tuple[float, ...]
    p50: object
    p95: object
    source: str


def summary(name: str, seconds: Sequence[float], source: str) -> Timing:
    """p50 and p95 with their intervals from order statistics."""
    from helpers import stats

    values = tuple(float(value) for value in seconds)
    return Timing(name, values, stats.percentile_interval(values, 0.5), stats.percentile_interval(values, 0.95), source)


def measure(name: str, call: Callable[[str], object], texts: Sequence[str]) -> Timing:
    """Call once to warm up, then time one call for each text."""
    texts = list(texts)
    if len(texts) < 2:
        raise ValueError(f"at least 2 texts are needed to measure, but got {len(texts)}")
    call(texts[0])
    seconds = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        seconds.append(time.perf_counter() - start)
    return summary(name, seconds, "live")
