"""Replies on the page: eight that the learner labels before any judge does, and those that judges get wrong."""

from __future__ import annotations

import re

from helpers.judging.lab import Lab
from helpers.judging.labels import ReadReply, read_replies

# On dev pages; both readers agree on each of them.
_KEYS = ("3e8e5828", "ae509293", "f8abb102", "d3bdb969", "e62466c0", "beebc5e1", "7f423994", "1e0ceb15")
EIGHT = len(_KEYS)


def eight() -> list[ReadReply]:
    """The eight replies, in order. Raises ValueError when the recordings no longer hold one of them."""
    rows = {row.key[:8]: row for row in read_replies("dev")}
    if missing := [key for key in _KEYS if key not in rows]:
        raise ValueError(f"The read dev replies no longer hold {', '.join(missing)}; choose others in eight.py.")
    return [rows[key] for key in _KEYS]


def show_eight() -> object:
    """Number, question, what a right answer says, and the reply, without any label."""
    from helpers import cards

    lines = [(n, row.question.text, row.question.reference, _flat(row.text)) for n, row in enumerate(eight(), start=1)]
    return cards.table(["", "a customer asks", "a right answer says", "the assistant replies"], lines, "Eight replies")


def _flat(text: str) -> str:
    return " ".join(text.split())


def plain_reason(row: ReadReply) -> str:
    """Why the readers call it right or wrong, without the name of the rule in brackets."""
    return re.sub(r"\s*\(\w+_\w+\)", "", row.reason)


def show_mistakes(lab: Lab, judge: str, count: int = 2) -> object:
    """A few test replies that a judge passes although the readers call them wrong, and the other way round."""
    from helpers import cards

    pairs = list(zip(lab.rows("test", judge), lab.verdicts(judge), strict=True))
    lines, counts = [], []
    for verdict, right, words in ((True, False, "pass, but are wrong"), (False, True, "fail, but are right")):
        found = [row for row, said in pairs if said is verdict and row.right is right]
        shown = found[:: max(1, len(found) // 7)][:count]
        lines += [(words, row.question.text, _flat(row.text)[:240], plain_reason(row)) for row in shown]
        if found:
            counts.append(f"{len(shown)} of {len(found)} that {words}")
    head = ["judge", "a customer asks", "the reply begins", "the readers"]
    return cards.table(head, lines, f"Mistakes of: {judge}; shown are {' and '.join(counts)}")
