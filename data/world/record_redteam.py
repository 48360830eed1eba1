"""Record what module 09 reads: the bundled model's replies to the red-team suite in four defences, and vectors.

    python data/world/record_redteam.py few        twenty cases without a defence, printed
    python data/world/record_redteam.py replies    every case in every defence, about 790 replies of 48 tokens
    python data/world/record_redteam.py vectors    the bundled embedder on what a guard sees of each case
    python data/world/record_redteam.py pack       put redteam.jsonl into redteam.jsonl.gz

Run by contributors when the suite or the prompts change. It can be stopped and resumed.
"""

from __future__ import annotations

import os
import sys

from helpers import paths, recordings, safety
from helpers.llm.request import BUNDLED
from helpers.redteam import asking

RAW = paths.RECORDINGS / "redteam.jsonl"


def _into_recording() -> None:
    os.environ["WORKBOOK_RECORD"] = str(RAW)
    if not RAW.exists() and RAW.with_suffix(".jsonl.gz").exists():
        recordings.write(recordings.read(RAW.with_suffix(".jsonl.gz")), RAW)


def few() -> None:
    """Every twelfth case without a defence, printed."""
    _into_recording()
    cases = safety.red_team()[::12]
    for case, reply in zip(cases, asking.ask(cases, "none", BUNDLED), strict=True):
        outcome = safety.succeeded(case, reply.text, [asking.CANARY]) if case.attack else "harmless"
        print(f"\n{case.id} {case.text[:150]}\n  -> {reply.text}\n  {outcome}")


def replies() -> None:
    """Every case in every defence."""
    _into_recording()
    cases = safety.red_team()
    for defence in asking.DEFENCES:
        found = asking.ask(cases, defence, BUNDLED)
        won = [
            safety.succeeded(case, reply.text, [asking.CANARY]).success
            for case, reply in zip(cases, found, strict=True)
            if case.attack
        ]
        print(defence, sum(won), "of", len(won), flush=True)


def vectors() -> None:
    """Write data/recordings/redteam_vectors.npz."""
    from helpers.checks import m09_attacking as own
    from helpers.redteam import vectors as held

    print(held.record([*own.VARIANTS, *(text for text, _ in own.MORE), own.SHOWN, own.HINTED]), "vectors")


def pack() -> None:
    """Put the raw recording into its packed file."""
    print(recordings.write(recordings.read(RAW), RAW.with_suffix(".jsonl.gz")), "replies")
    RAW.unlink()


if __name__ == "__main__":
    {"few": few, "replies": replies, "vectors": vectors, "pack": pack}[sys.argv[1]]()
