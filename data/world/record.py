"""Record what the bundled model replies to every question of Meadow. Run by contributors when the world changes.

    python data/world/record.py passages     choose the three nearest paragraphs of each question (version B)
    python data/world/record.py replies      ask the model; takes about half an hour and can be stopped and resumed
    python data/world/record.py search       what version "0" finds for each question and follow-up
    python data/world/record.py traces       the conversations of version "0", one at a time, about ten minutes

Every question is asked once at temperature 0 in each version of the assistant; every third question (in file order)
three times at temperature 0.7 in the versions `closed` and `A`.
"""

from __future__ import annotations

import json
import os
import sys

from helpers import paths, world

TARGET = paths.RECORDINGS / "meadow.jsonl"
REPEATED = slice(0, None, 3)


def passages(count: int = 3) -> None:
    """Write passages.json: the places of the paragraphs nearest to each question, in page order."""
    import numpy as np

    from helpers.embed import embed

    chosen = {}
    for question in world.questions():
        vectors = embed([question.text, *world.paragraphs(question)])
        nearest = np.argsort(-(vectors[1:] @ vectors[0]), kind="stable")[:count]
        chosen[question.id] = sorted(int(place) for place in nearest)
    lines = ",\n".join(f'"{name}": {json.dumps(places)}' for name, places in chosen.items())
    (paths.WORLD / "passages.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def replies() -> None:
    """Ask the bundled model everything that is recorded, and append it to data/recordings/meadow.jsonl."""
    os.environ["WORKBOOK_RECORD"] = str(TARGET)
    from helpers.llm import chat_many
    from helpers.llm.request import BUNDLED

    def ask(name: str, questions: list[world.Question], **settings) -> None:
        size = world.versions()[name].max_tokens
        asked = [world.messages(question, name) for question in questions]
        chat_many(asked, model=BUNDLED, max_tokens=size, **settings)

    for name in ("A", "B", "closed"):
        ask(name, world.questions(), temperature=0)
    for name in ("A", "closed"):
        ask(name, world.questions()[REPEATED], temperature=0.7, repeats=3)


def search() -> None:
    """Write searched.json: the nearest sections of all published pages, for each message of a customer."""
    from helpers.world import conversations, searching

    texts = {f"{question.id}#1": question.text for question in world.questions()}
    texts |= {f"{name}#2": text for name, text in conversations.followups().items()}
    found = dict(zip(texts, searching.nearest(list(texts.values())), strict=True))
    lines = ",\n".join(f'"{name}": {json.dumps(places)}' for name, places in found.items())
    (paths.WORLD / "searched.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def traces() -> None:
    """Hold every conversation of version "0", and append the replies to data/recordings/traces.jsonl.

    One reply at a time, so that the recorded latency is what one customer waits for.
    """
    os.environ["WORKBOOK_RECORD"] = str(paths.RECORDINGS / "traces.jsonl")
    from helpers.llm import chat
    from helpers.llm.request import BUNDLED
    from helpers.world import conversations

    size = world.versions()[conversations.VERSION].max_tokens
    for question in world.questions():
        sent = world.messages(question, conversations.VERSION)
        reply = chat(sent, model=BUNDLED, max_tokens=size, temperature=0)
        if question.id in conversations.followups():
            chat(conversations.next_messages(question, reply.text), model=BUNDLED, max_tokens=size, temperature=0)


if __name__ == "__main__":
    {"passages": passages, "replies": replies, "search": search, "traces": traces}[sys.argv[1]]()
