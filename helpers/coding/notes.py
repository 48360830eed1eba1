"""A learner's notes and codes beside the conversation and beside what the readers said."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from helpers import keeping, own, world
from helpers.cards import Block, say, table
from helpers.coding.study import Study
from helpers.coding.typed import RIGHT
from helpers.exercises import in_wrong_form

_COMMON = """about after again also answer answers asked asks because been before being cannot could customer does from
    gives have help here into just like more much nothing only other question reply replies right same says should
    some such than that their them then there these they thing this time very want wants were what when where which
    while will with without would wrong your"""


def _words(text: str) -> set[str]:
    common = set(_COMMON.split())
    return {word for word in re.findall(r"[^\W\d_]{4,}|\d+", text.lower()) if word not in common}


VAGUE = frozenset(
    {"other", "others", "wrong", "bad", "error", "errors", "mistake", "mistakes", "hallucination", "hallucinations",
     "quality", "misc", "incorrect", "fail", "failure", "failures", "problem", "problems", "false", "inaccurate"}
)  # fmt: skip


def all_words(text: str) -> list[str]:
    """The words and numbers of a text in small letters, in their order."""
    return re.findall(r"[^\W_]+", text.lower())


def copied(note: str, trace: world.Trace) -> bool:
    """Whether a note is nothing but a piece of a message or of a reply, taken over as it stands."""
    wanted = f" {' '.join(all_words(note))} "
    return any(wanted in f" {' '.join(all_words(text))} " for turn in trace.turns for text in (turn.text, turn.reply))


def is_verdict(note: str) -> bool:
    """Whether a note judges and does not say what is there, or is too short to find the place by."""
    said = [word for word in all_words(note) if word not in ("the", "is", "a", "reply", "this", "it")]
    return len(note.split()) < 2 or len({*said} - VAGUE) < 2


def says_something(mark: Any, trace: world.Trace) -> bool:
    """Whether a mark is something of one's own: "right", or a note that is no verdict and not copied."""
    if RIGHT in mark.tags:
        return True
    return bool(mark.note) and not is_verdict(mark.note) and not copied(mark.note, trace)


_ASKING = """asks asked wants wanted needs needed customer user person someone somebody question wonders know knows
    whether the and for how what when where who which why can could will would may his her their this that about
    they she you one likes like has have does did are was with from into"""


def only_the_question(note: str, trace: world.Trace) -> bool:
    """Whether a note tells what the customer wrote and says nothing about what came back."""
    asked = set(all_words(" ".join(turn.text for turn in trace.turns))) | set(_ASKING.split())
    return all(word in asked or word.rstrip("s") in asked or len(word) < 3 for word in all_words(note) if word != "no")


def around(note: str, trace: world.Trace) -> tuple[str, ...]:
    """The words of a note without numbers and without those of the conversation: what could stand anywhere."""
    inside = {word for turn in trace.turns for word in all_words(f"{turn.text} {turn.reply}")}
    shared = inside | words_in_common(trace, note)
    return tuple(word for word in all_words(note) if word not in shared and not word.isdigit())


def words_of_message(trace: world.Trace, text: str) -> set[str]:
    """Words of a text (four letters or more, and numbers) that stand in what the customer wrote."""
    said = _words(" ".join(turn.text for turn in trace.turns))
    return {word for word in _words(text) if word in said or word.rstrip("s") in said or f"{word}s" in said}


def words_in_common(trace: world.Trace, note: str) -> set[str]:
    """Words of a note (four letters or more, and numbers) that stand in the conversation: message, passage or reply."""
    inside = [turn.text + " " + turn.reply + " " + " ".join(p.text + p.title for p in turn.retrieved)
              for turn in trace.turns]  # fmt: skip
    said = _words(" ".join(inside))
    return {word for word in _words(note) if word in said or word.rstrip("s") in said or f"{word}s" in said}


def compare_with_readers(study: Study, marks: Mapping[str, Any]) -> Block:
    """Each conversation that the learner coded: their codes, the codes of the readers, and the readers' note."""
    open_it = "Code some conversations first (the cell above), then run this cell again."
    if not any(mark.tags for mark in marks.values()):
        return say(open_it)
    if not _may_compare(marks):
        return say(
            "The readers' codes stand here once 02.4 is right, or after your third try. Until then its hints say where "
            "to look again."
        )
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
    return table(head, rows, f"{len(rows)} conversations, coded by you and by the readers")


def _may_compare(marks: Mapping[str, Any], exercise: str = "02.4", tries: int = 3) -> bool:
    """Whether the readers' codes may be shown: the learner's are right, or were tried three times. Or nobody learns."""
    if os.environ.get("WORKBOOK_RUN_LOG") or keeping.state.solved:
        return True
    rows = keeping.with_store(lambda store: store.attempts(exercise)) or []
    wrong = sum(row["status"] == "retry" and not in_wrong_form(row["hint"]) for row in rows)
    if max(wrong, keeping.state.wrong.get(exercise, 0)) >= tries or any(row["status"] == "ok" for row in rows):
        return True
    return own.own(exercise, {name: {"tags": list(mark.tags), "note": mark.note} for name, mark in marks.items()})
