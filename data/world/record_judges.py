"""Record what the bundled model says when it judges replies. Run when replies, labels or prompts change.

    python data/world/record_judges.py verdicts    asks about 2,400 verdicts; can be stopped and resumed
    python data/world/record_judges.py cosines     computes cosines.json, for the similarity judge

What is asked is `plan()`: the read replies in every variant of the question put to the judge, and the other replies to
the test questions in the plain variant. Messages and settings come from `helpers.judging.prompts`. The
recording is packed at the end: `data/recordings/judges.jsonl.gz`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace

from helpers import judging, paths, recordings
from helpers.judging import judges, prompts

WORKING = paths.RECORDINGS / "judges.jsonl"
VERSIONS = ("A", "B", "closed")
TARGET = paths.RECORDINGS / "judges.jsonl.gz"


def plan() -> Iterator[tuple[str, list[judging.ReadReply]]]:
    """Variant and replies, what the lab needs first."""
    dev, test = judging.read_replies("dev"), judging.read_replies("test")
    for name in ("plain", "swapped"):
        yield name, test
    yield "plain", dev
    yield "free", judges.few(test, judges.FREE)
    yield "padded", test
    yield "drawn", judges.few(test, judges.DRAWN)
    for version in VERSIONS:
        yield "plain", judging.version_replies(version, "test")
    for name in ("reworded", "examples"):
        yield name, test
    for name in ("examples", "swapped", "reworded"):
        yield name, dev


def cosines() -> None:
    """Write cosines.json: reply with reference answer, of all that the lab judges by similarity, also padded."""
    test = judging.read_replies("test")
    rows = judging.read_replies() + [replace(row, text=row.text + prompts.PADDING) for row in test]
    rows += [row for version in VERSIONS for row in judging.version_replies(version, "test")]
    unique = list({judges.cosine_name(row): row for row in rows}.values())
    pairs = zip(map(judges.cosine_name, unique), judges.measure(unique), strict=True)
    lines = ",\n".join(f'"{name}": {cosine:.5f}' for name, cosine in pairs)
    (paths.WORLD / "cosines.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8", newline="\n")
    print(f"{len(unique)} cosines")


def verdicts() -> None:
    """Ask what is not recorded yet, then pack the file."""
    os.environ["WORKBOOK_RECORD"] = str(WORKING)
    for variant, rows in plan():
        print(f"{variant}: {len(rows)} replies", flush=True)
        if variant == "drawn":
            judging.draws(rows)
        else:
            judging.said(rows, variant=variant)
    if WORKING.exists():
        added = recordings.read(WORKING)
        print(f"{recordings.write(added, TARGET, append=True)} verdicts in {TARGET.name}")
        WORKING.unlink()


if __name__ == "__main__":
    {"verdicts": verdicts, "cosines": cosines}[sys.argv[1]]()
