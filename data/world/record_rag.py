"""Record what module 07 reads: vectors of chunks and questions, and what the bundled model says to what is found.

    python data/world/record_rag.py vectors    the bundled embedder on every chunk of the recorded designs
    python data/world/record_rag.py few        the first twenty answers of the base design, to look at
    python data/world/record_rag.py answers    every recorded design, about 800 answers
    python data/world/record_rag.py alone      some questions one at a time with 1, 3 and 6 chunks, for the latency
    python data/world/record_rag.py pack       put rag.jsonl into rag.jsonl.gz

Run by contributors when pages, questions or prompts change. It can be stopped and resumed.
"""

from __future__ import annotations

import os
import sys

from helpers import paths, recordings, retrieving, world
from helpers.corpus import examples
from helpers.llm.request import BUNDLED

EXAMPLES = (  # what lab 07 types itself, so that an untouched run needs no embedder
    "When is my refund on my card?",
    "24 months",
    "0800 555 0112",
    "someone swiped my wheels",
    "My card was refused this morning. When will you try again?",
    "Somebody cut my lock last night and the bike is gone. Whom do I tell, and how fast?",
    "Until when is a person in the chat on Saturday?",
    "I fell, and the case of the battery is broken. Do I take it to a hub today?",
    "Do you also rent out electric scooters for tourists?",
)
RAW = paths.RECORDINGS / "rag.jsonl"


def vectors() -> None:
    """Write data/recordings/passage_vectors.npz."""
    from helpers.retrieving import designs, pages
    from helpers.retrieving.embedding import record

    texts = [question.text for question in world.questions()] + [*EXAMPLES, *examples.every()]
    cuts = [("published", size, 20) for size in designs.SIZES] + [("published", 80, 0), ("published", 80, 40)]
    cuts += [("everything", size, 20) for size in designs.SIZES]
    for name, size, overlap in cuts:
        from helpers.rag.chunking import pieces

        texts += [piece.text for row in pages.rows(name) for piece in pieces(row, size, overlap)]
    print(record(texts), "vectors")


def _into_recording() -> None:
    os.environ["WORKBOOK_RECORD"] = str(RAW)
    if not RAW.exists() and RAW.with_suffix(".jsonl.gz").exists():
        recordings.write(recordings.read(RAW.with_suffix(".jsonl.gz")), RAW)


def few() -> None:
    """The first twenty answers, printed."""
    _into_recording()
    for row in retrieving.answers(retrieving.Design(), retrieving.asked()[:20], live=True):
        print(f"\n{row.question.id} holds={row.holds} right={row.right} {row.ground.state}\n  {row.question.text}")
        print(f"  must {row.question.must}\n  > {' '.join(row.reply.text.split())}")


def answers() -> None:
    """Ask the bundled model with every recorded design."""
    _into_recording()
    for design, questions in retrieving.recorded():
        found = retrieving.answers(design, questions, live=True)
        right = sum(row.right for row in found)
        print(design.text, len(found), "right by phrases:", right, flush=True)


def alone() -> None:
    """The same questions with 1, 3 and 6 chunks, one at a time and in turn. On a quiet machine."""
    _into_recording()
    for design, question in retrieving.timed():
        retrieving.ask_alone(design, question, model=BUNDLED)


def pack() -> None:
    """Write the packed recording and remove the plain one."""
    print(recordings.write(recordings.read(RAW), RAW.with_suffix(".jsonl.gz")), "replies")
    RAW.unlink()


if __name__ == "__main__":
    {"vectors": vectors, "few": few, "answers": answers, "alone": alone, "pack": pack}[sys.argv[1]]()
