"""Record what the bundled model says of tiers and dates (module 10). For contributors; needs the model files.

python data/world/record_regulation.py ask     asks everything and prints it
python data/world/record_regulation.py pack    packs the recording
"""

from __future__ import annotations

import os
import sys

from helpers import paths, recordings, regulation

RAW = paths.RECORDINGS / "regulation.jsonl"


def ask() -> None:
    """Ask about every feature and every date, in two orders."""
    os.environ["WORKBOOK_RECORD"] = str(RAW)
    if not RAW.exists() and RAW.with_suffix(".jsonl.gz").exists():
        recordings.write(recordings.read(RAW.with_suffix(".jsonl.gz")), RAW)
    for row in regulation.asked_model():
        print(row.feature.id, row.feature.expected, row.said, row.reversed, row.source)
    for row in regulation.asked_dates():
        print(row.key, "|", row.said, "|", row.reversed, "|", row.right)


def pack() -> None:
    """Write the packed recording and remove the plain one."""
    print(recordings.write(recordings.read(RAW), RAW.with_suffix(".jsonl.gz")), "replies")
    RAW.unlink()


if __name__ == "__main__":
    {"ask": ask, "pack": pack}[sys.argv[1]]()
