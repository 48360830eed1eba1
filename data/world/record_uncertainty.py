"""Record what module 06 reads: searches of the answer box, the model asked several times, timings.

    python data/world/record_uncertainty.py box       hybrid search for every question (the bundled embedder, no model)
    python data/world/record_uncertainty.py checks    does this passage answer the customer? yes or no
    python data/world/record_uncertainty.py draws     three queues, seven draws at temperature 0.7 for each message
    python data/world/record_uncertainty.py languages  lesson: in which language is this message? seven draws
    python data/world/record_uncertainty.py times     streaming and searching, one at a time. On a quiet machine
    python data/world/record_uncertainty.py pack      uncertainty.jsonl -> uncertainty.jsonl.gz

Run by contributors when the questions, the pages or the prompts change, in this order. It can be stopped and resumed.
"""

from __future__ import annotations

import os
import sys

from helpers import paths, world
from helpers.llm.request import BUNDLED

PLAIN = paths.RECORDINGS / "uncertainty.jsonl"


def box() -> None:
    """Write data/world/answer_box.json."""
    from helpers.unsure import box

    box.record()


def checks() -> None:
    """Ask the bundled model about every passage that the box shows."""
    from helpers.unsure import answers, self_checks

    os.environ["WORKBOOK_RECORD"] = str(PLAIN)
    for split in world.SPLITS:
        said = self_checks(answers(split), model=BUNDLED)
        print(split, sum(said), "of", len(said), "yes")


def draws() -> None:
    """Let the bundled model sort each message seven times."""
    from helpers.unsure import sorted_messages

    os.environ["WORKBOOK_RECORD"] = str(PLAIN)
    rows = sorted_messages(model=BUNDLED)
    print(len(rows), "messages; share right", sum(row.share_right for row in rows) / len(rows))


def languages() -> None:
    """Let the bundled model name the language of each message seven times."""
    import helpers.doubting.languages as asked
    from helpers.llm import chat_many

    os.environ["WORKBOOK_RECORD"] = str(PLAIN)
    everything = asked.tickets()
    for at in range(0, len(everything), 4):
        prompts = [asked.prompt(one.text) for one in everything[at : at + 4]]
        chat_many(prompts, model=BUNDLED, repeats=asked.DRAWS, progress=False, **asked.settings())
        print(at + len(prompts), "of", len(everything), flush=True)


def times() -> None:
    """Write data/world/answer_times.json."""
    from helpers.unsure import times

    times.record()


def pack() -> None:
    """Write the recording as it is shipped, and take the plain one away."""
    from helpers import recordings

    rows = recordings.read(PLAIN)
    print(recordings.write(rows, PLAIN.with_suffix(".jsonl.gz"), append=True), "replies")
    PLAIN.unlink()


if __name__ == "__main__":
    {"box": box, "checks": checks, "draws": draws, "languages": languages, "times": times, "pack": pack}[sys.argv[1]]()
