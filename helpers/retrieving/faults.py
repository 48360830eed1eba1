"""What speaks against a design on dev pages: asked before the look at the test pages, and again by check 07.9."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from helpers.retrieving import deciding, pages, silence
from helpers.retrieving.designs import Design

CLOSE_EUR = 0.1  # share above the least cost of this design that still counts as cheapest
MOST_WORDS = 700  # three pages and a little; more is read by nobody and was not shown to help
CONDITIONS = (
    "the guards keep out what a filter can keep out, and cost no answers that other guards would keep",
    f"it finds at most {MOST_WORDS} words for a question",
    "on dev pages it is not clearly behind the design that this workbook starts from in both: answers that stand in "
    "the passages, and right quotations",
    "on dev pages no design that shows as few words has the answer in the passages clearly more often",
    f"the mistakes of its threshold cost at most {100 * CLOSE_EUR:.0f} % more than those of the cheapest threshold "
    "for this design",
)
"""What a design has to meet on dev pages before it is held against test pages, in words."""

Fault = tuple[str, tuple[str, ...]]
"""An id, and what is wrong in two or three sentences, each telling more than the one before."""


def fault(given: Mapping[str, Any]) -> Fault | None:
    """What is wrong with a design on dev pages, by the conditions above in their order; None when it meets them.

    given: the learner's dictionary. Raises: ValueError that says what cannot be (see `deciding.chosen`).
    """
    return _fault(deciding.chosen(given), float(given["below"]))


@functools.cache
def _fault(design: Design, below: float) -> Fault | None:
    return _guards(design, below) or _found(design, below) or _threshold(design, below)


def _guards(design: Design, below: float) -> Fault | None:
    from dataclasses import replace

    bare = deciding.look(design, below)
    left_open = set().union(*(pages.stopped(name) for name in design.guards)) if design.guards else set()
    for guard, what in (
        ("date", "pages that were replaced in September"),
        ("owner", "a page that nobody at Meadow wrote, and one that nobody owns"),
    ):
        if guard not in design.guards and "review" not in design.guards:
            return f"no {guard}", (
                f"Your design searches everything that was ever published. {bare.bad} of {len(bare.rows)} dev "
                "questions are shown a page that no customer should read. Which guard is missing?",
                f"Without one of them it finds {what}.",
                "Exercise 8 says which guard stops which page. None of yours stops "
                f"{', '.join(sorted(pages.stopped(guard) - left_open))}.",
            )
    if "review" in design.guards:
        other = deciding.look(replace(design, guards=("date", "owner")), below)
        return "review", (
            f"With the guard `review` the answer stands in the passages in {100 * bare.holds.value:.0f} % of the dev "
            f"questions, with other guards in {100 * other.holds.value:.0f} %. What happened to the pages that nobody "
            "has reviewed?",
            "Most pages are right and were not reviewed. Let the owners of the two bad ones mend them.",
            "Two other guards together stop what a filter can stop and leave the unreviewed pages in: see exercise 8.",
        )
    return None


def _found(design: Design, below: float) -> Fault | None:
    bare = deciding.look(design, below)
    if bare.words > MOST_WORDS:
        return "too long", (
            f"Your design finds {bare.words:.0f} words for each question. Who reads them: a customer, or a model that "
            "is paid by the token? What did exercise 4 show about longer contexts?",
            f"Stay under {MOST_WORDS} words: fewer chunks, or smaller ones.",
            f"{design.k} chunks of {design.chunk_words} words are too many; at most {MOST_WORDS // design.chunk_words} "
            "of that size stay under it.",
        )
    if behind := deciding.behind(design):
        there, quoted = behind
        return "behind", (
            f"Your design has the answer in the passages in {100 * bare.holds.value:.0f} % of the dev questions. The "
            f"one that this workbook starts from, {Design().text}, has it in {100 * there.value:.0f} points "
            f"more ({100 * there.low:.0f} to {100 * there.high:.0f}), and its best passage is right in "
            f"{100 * quoted.value:.0f} points more. Which of your settings lost that?",
            "Sections 3 and 4 show what the size and the number of chunks do, section 2 what each mode misses.",
            "Change one setting at a time, and look at the dev column.",
        )
    if beaten := deciding.beaten_by(design):
        other, gap = beaten
        return "beaten", (
            f"Your design shows {bare.words:.0f} words. Another one shows no more, and has the answer among them in "
            f"{100 * gap.value:.0f} points more of the dev questions. Which setting would you change?",
            "Look at the table with the same budget of words, and at the mode.",
            f"The better one has the mode {other.mode}. How many chunks of which size, you find in section 3.",
        )
    return None


def _threshold(design: Design, below: float) -> Fault | None:
    from helpers.retrieving.silence import UNANSWERED

    rows = silence.scored("dev", design)
    mine, best = silence.step(rows, below, UNANSWERED), silence.cheapest(rows, UNANSWERED)
    if mine.euros <= best.euros * (1 + CLOSE_EUR):
        return None
    return "threshold", (
        f"With `below` at {below:g} the mistakes cost {mine.euros:.0f} euros for 100 questions; there is a cheaper "
        f"threshold for chunks of {design.chunk_words} words.",
        f"For this design the cheapest threshold costs {best.euros:.0f} euros; the table of thresholds for your design "
        "stands under it in section 9.",
        f"It is {'higher' if best.threshold > below else 'lower'} than {below:g}.",
    )
