"""Run a command and watch the notebook kernels it starts: wall and processor seconds, peak memory, live replies."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Watched:
    """What a command did; `peak_mb` is of its largest kernel, `live` the replies that no recording held."""

    code: int
    said: str
    wall: float
    cpu: float
    peak_mb: float
    live: list[dict] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Wall seconds, or processor seconds where other work keeps this machine's processors busy."""
        busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > 1.25 * (os.cpu_count() or 1)
        return min(self.wall, self.cpu) if busy else self.wall

    @property
    def live_seconds(self) -> float:
        """Seconds that the live replies took."""
        return sum(row["latency_s"] or 0 for row in self.live)


def _peak(process: psutil.Process) -> float:
    """Peak memory of a process in MB: what the system kept, or what it takes now."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found.group(1)) / 1000 if found else 0.0
    memory = process.memory_info()
    return getattr(memory, "peak_wset", memory.rss) / 1e6


def live_replies(my: Path) -> list[dict]:
    """The replies in the learner's own cache: those that a model had to give now."""
    database = my / "workbook.sqlite"
    if not database.exists():
        return []
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if "calls" not in tables:
            return []
        return [json.loads(row[0]) for row in connection.execute("SELECT payload FROM calls")]


def watch(command: list[str], my: Path, *, limit: float = 300, **variables: str) -> Watched:
    """Run `python COMMAND` with an empty `my/`, and watch it."""
    environment = {
        **os.environ,
        "WORKBOOK_MY": str(my),
        "IPYTHONDIR": str(my / ".ipython"),
        "OMP_NUM_THREADS": "1",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **variables,
    }
    my.mkdir(parents=True, exist_ok=True)
    printed = my / ".said.txt"
    began, peak, used = time.monotonic(), 0.0, {}
    with printed.open("w", encoding="utf-8") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=out)
        parent = psutil.Process(process.pid)
        while process.poll() is None:
            with contextlib.suppress(psutil.Error, OSError):
                for child in [parent, *parent.children(recursive=True)]:
                    with contextlib.suppress(psutil.Error, OSError):
                        times = child.cpu_times()
                        used[child.pid] = times.user + times.system
                        if "ipykernel_launcher" in " ".join(child.cmdline()):
                            peak = max(peak, _peak(child))
            if time.monotonic() - began > limit:
                for child in [*parent.children(recursive=True), parent]:
                    with contextlib.suppress(psutil.Error):
                        child.kill()
            time.sleep(0.1)
    wall = time.monotonic() - began
    said = printed.read_text(encoding="utf-8", errors="replace")
    return Watched(process.returncode, said, wall, sum(used.values()), peak, live_replies(my))
