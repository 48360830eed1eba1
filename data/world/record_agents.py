"""Record the bundled model as an agent in the simulated back office (module 11).

    python data/world/record_agents.py few      two tasks, printed, to look at
    python data/world/record_agents.py all      every case of `allowing.model_cases`
    python data/world/record_agents.py pack     put agents.jsonl into agents.jsonl.gz

Run by contributors when tasks, tools or the agent's prompt change. It can be stopped and resumed.
"""

from __future__ import annotations

import os
import sys

from helpers import allowing, paths, recordings

RAW = paths.RECORDINGS / "agents.jsonl"


def record(which: list) -> None:
    """Ask the bundled model and print what it did."""
    os.environ["WORKBOOK_RECORD"] = str(RAW)
    if not RAW.exists() and RAW.with_suffix(".jsonl.gz").exists():
        recordings.write(recordings.read(RAW.with_suffix(".jsonl.gz")), RAW)
    for case in which:
        result = allowing.run_model([case]).results[0]
        calls = [f"{entry.tool}{dict(entry.arguments)} {entry.state}" for entry in result.run.trace]
        print(
            case.id, result.run.outcome, result.verdict.success, result.verdict.harms, *calls, sep="\n   ", flush=True
        )


def pack() -> None:
    """Write the packed recording and remove the plain one."""
    print(recordings.write(recordings.read(RAW), RAW.with_suffix(".jsonl.gz")), "replies")
    RAW.unlink()


if __name__ == "__main__":
    todo = {
        "few": lambda: record(allowing.model_cases()[:2]),
        "all": lambda: record(allowing.model_cases()),
        "pack": pack,
    }
    todo[sys.argv[1]]()
