"""Twelve judgement questions, asked before anything is taught and again at the end, so that learning can be measured.

    answers = judgement.form("answers")        # a dictionary that the form fills, or you: answers["03"] = ("A", 70)
    judgement.keep(answers, when="before")

An answer is a choice ("A" or "B") with a confidence from 50 (a coin) to 100 (certain). The questions are in
data/judgement.yaml. Nothing that `form`, `text` or `keep` shows says which option is right; `score` and `compare` are
for the end of the course.
"""

from helpers.judgement.memory import NAMES, keep, kept
from helpers.judgement.panel import form
from helpers.judgement.questions import CONFIDENCES, Item, check_answers, items, text
from helpers.judgement.scoring import Score, compare, score

__all__ = [
    "CONFIDENCES",
    "NAMES",
    "Item",
    "Score",
    "check_answers",
    "compare",
    "form",
    "items",
    "keep",
    "kept",
    "score",
    "text",
]
