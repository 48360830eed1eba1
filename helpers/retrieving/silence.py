"""When to say nothing: the score of the best chunk as a threshold, and what each mistake costs."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers import world
from helpers.retrieving.designs import Design, search

WRONG_EUR, PERSON_EUR = 20.0, 4.0
"""Invented: a passage shown to somebody whose question no page answers, and a question that a person answers."""

UNANSWERED = 0.3
"""Invented: the share of customers' questions that no page answers. Count it at your own desk."""


@dataclass(frozen=True)
class Scored:
    """A question with the cosine of its best chunk, and whether a page answers it."""

    question: world.Question
    score: float
    there: bool


@dataclass(frozen=True)
class Step:
    """What a threshold does.

    stopped of silent: questions that no page answers and that are held back. lost of there: those that one answers.
    euros: what the mistakes cost for 100 questions.
    """

    threshold: float
    stopped: int
    silent: int
    lost: int
    there: int
    euros: float


@functools.cache
def scored(split: str, design: Design | None = None) -> tuple[Scored, ...]:
    """Every question of a split with the score of what meaning finds; those to ask back about are left out."""
    base = design or Design()
    one = replace(base, k=1, mode="dense")
    rows = []
    for question in world.questions(split):
        if question.expect in ("ask_back",) or (question.documents and not question.must):
            continue
        hits = search(question.text, one)
        rows.append(Scored(question, hits[0].score if hits else 0.0, bool(question.documents)))
    return tuple(rows)


def step(rows: Sequence[Scored], threshold: float, unanswered: float | None = None) -> Step:
    """What a threshold does to these questions. unanswered: the share of questions that no page answers (default: as in
    the rows), for which the cost is computed. Raises: ValueError without questions of both kinds."""
    silent, there = ([row for row in rows if row.there is kind] for kind in (False, True))
    if not silent or not there:
        raise ValueError("questions with and without an answer on the pages are needed")
    stopped = sum(row.score < threshold for row in silent)
    lost = sum(row.score < threshold for row in there)
    share = len(silent) / len(rows) if unanswered is None else unanswered
    passed, handed = 1 - stopped / len(silent), lost / len(there)
    euros = 100 * (share * (passed * WRONG_EUR + (1 - passed) * PERSON_EUR) + (1 - share) * handed * PERSON_EUR)
    return Step(threshold, stopped, len(silent), lost, len(there), euros)


def thresholds(rows: Sequence[Scored], unanswered: float | None = None, *, low: int = 20, high: int = 75) -> list[Step]:
    """Thresholds from 0.20 to 0.75 in steps of 0.05."""
    return [step(rows, number / 100, unanswered) for number in range(low, high + 1, 5)]


def cheapest(rows: Sequence[Scored], unanswered: float | None = None) -> Step:
    """The threshold of `thresholds` that costs least; of equal ones the lowest."""
    return min(thresholds(rows, unanswered), key=lambda one: (round(one.euros, 9), one.threshold))
