"""Record what the bundled model replies to every variant and wording of the prompt. Run when data/prompts.yaml changes.

    python data/world/record_prompting.py            asks what is missing; can be stopped and resumed
    python data/world/record_prompting.py try        the first 20 dev questions in every variant, to look at

What is asked is `helpers.prompting.asking.plan()`. At the end it is packed into data/recordings/prompting.jsonl.gz.
"""

from __future__ import annotations

import os
import sys
import time

from helpers import paths, recordings
from helpers.prompting import asking

WORKING = paths.my() / "recordings" / "prompting.jsonl"
TARGET = paths.RECORDINGS / "prompting.jsonl.gz"


def wanted() -> set[str]:
    """The keys of everything that the lab and the lesson read."""
    from helpers.steering import knobs

    return {reply.key for one in asking.plan() for reply in asking.ask(one)} | {
        reply.key
        for name, values in (("max_tokens", knobs.LENGTHS), ("stop", knobs.STOPS), ("top_p", knobs.TOP_P))
        for value in values
        for reply in knobs.knob(name, value)
    }


def pack() -> None:
    """Add the working file to the packed one, and leave out what nobody reads any more."""
    rows = recordings.read(TARGET) if TARGET.exists() else []
    rows += recordings.read(WORKING) if WORKING.exists() else []
    keys = wanted()
    kept = [row for row in rows if row["key"] in keys]
    print(f"{recordings.write(kept, TARGET)} replies in {TARGET.name}, of {len({row['key'] for row in rows})}")
    WORKING.unlink(missing_ok=True)


def main(only: str = "") -> None:
    """Ask list by list. only: "try" takes the first 20 dev questions of the variants."""
    os.environ["WORKBOOK_RECORD"] = str(WORKING)
    for one in asking.plan():
        if only == "try":
            if one.split != "dev" or one.paraphrase or one.repeats > 1:
                continue
            one = asking.replace_questions(one, 20)
        begun = time.monotonic()
        replies = asking.ask(one)
        live = sum(reply.source == "live" for reply in replies)
        print(f"{one.variant} {one.split} {one.paraphrase} {one.temperature}: {len(replies)} replies, {live} live, "
              f"{time.monotonic() - begun:.0f} s", flush=True)  # fmt: skip
    if only != "try":
        from helpers.steering import knobs

        print(f"{knobs.everything()} replies with other settings", flush=True)
        pack()


if __name__ == "__main__":
    main(*sys.argv[1:])
