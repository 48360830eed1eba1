"""Run a command and measure it; shared by the benchmarks."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Measured(NamedTuple):
    """Wall and CPU seconds and the largest resident memory (MB) of one process, with what it printed."""

    wall_s: float
    cpu_s: float | None
    rss_mb: float | None
    out: str
    err: str
    code: int


def environment(my: Path, **more: str) -> dict[str, str]:
    """The environment of a measured process: a `my/` of its own, and compiled modules as after an install."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"WORKBOOK_MY": str(my), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"} | more


def measure(command: Sequence[str | Path], env: dict[str, str], *, cwd: Path | None = None) -> Measured:
    """Run the command to its end. CPU and memory are of the process itself, where the system tells (not on Windows)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], env=env, cwd=cwd, stdout=out, stderr=err)
        cpu = rss = None
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu, rss = (
                usage.ru_utime + usage.ru_stime,
                usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2),
            )
        else:
            process.wait()
            wall = time.perf_counter() - started
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
        return Measured(wall, cpu, rss, *texts, process.returncode)


def spread(values: Sequence[float]) -> str:
    """Median with range: "1.18 (1.15-1.23)"."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"
