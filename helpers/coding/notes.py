"""A learner's notes and codes beside the conversation and beside what the readers said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from helpers import world
from helpers.cards import Block, table
from helpers.coding.study import Study

_COMMON = """about after again also answer answers asked asks because been before being cannot could customer does from
    gives have help here into just like more much nothing only other question reply replies right same says should
    some such than that their them then there these they thing this time very want wants were what when where which
    while will with without would wrong your"""


def _words(text: str) -> set[str]:
    common = set(_COMMON.split())
    return {word for word in re.findall(r"[^\W\d_]{4,}|\d+", text.lower()) if word not in common}


def words_in_common(trace: world.Trace, note: str) -> set[str]:
    """Words of a note (four letters or more, and numbers) that stand in the conversation: message, passage or reply."""
    inside = [turn.text + " " + turn.reply + " " + " ".join(p.text + p.title for p in turn.retrieved)
              for turn in trace.turns]  # fmt: skip
    said = _words(" ".join(inside))
    return {word for word in _words(note) if word in said or word.rstrip("s") in said or f"{word}s" in said}


def compare_with_readers(study: Study, marks: Mapping[str, Any]) -> Block:
    """Each conversation that the learner coded: their codes, the codes of the readers, and the readers' note."""
    rows = []
    for trace in study.sample:
        mark = marks.get(trace.id)
        if not mark or not mark.tags:
            continue
        label = study.label(trace.id)
        shared = [code for code in mark.tags if code in label.codes]
        one = {*label.first} ^ {*label.second}
        rows.append((trace.id, ", ".join(mark.tags), ", ".join(label.codes) or "right", label.primary or "none",
                     ", ".join(shared) or "none", ", ".join(sorted(one)) or "none", label.note))  # fmt: skip
    head = ("conversation", "your codes", "readers' codes", "first fault", "in common", "readers differed on", "note")
    text = "Code some conversations first (the cell above), then run this cell again."
    return table(head, rows, f"{len(rows)} conversations, coded by you and by the readers") if rows else _say(text)


def _say(text: str) -> Block:
    return Block(f"<p>{text}</p>", text)
