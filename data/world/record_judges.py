"""Record what the bundled model says when it judges replies. Run when replies, labels or prompts change.

    python data/world/record_judges.py     asks about 2,000 verdicts; can be stopped and resumed

What is asked is `plan()`: the read replies in every variant of the question put to the judge, and the other replies to
the test questions in the plain variant. Messages and settings come from `helpers.judging.prompts`. The
recording is packed at the end: `data/recordings/judges.jsonl.gz`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from helpers import judging, paths, recordings
from helpers.judging import judges

WORKING = paths.RECORDINGS / "judges.jsonl"
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
    for version in ("A", "B", "closed"):
        yield "plain", judging.version_replies(version, "test")
    for name in ("reworded", "examples"):
        yield name, test
    for name in ("examples", "swapped", "reworded"):
        yield name, dev


def main() -> None:
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
    main()
