"""A design on dev pages, and the look at the test pages: refused while dev speaks against it, counted, and kept."""

from __future__ import annotations

import os
from typing import Any

from helpers import keeping
from helpers.cards import Block, say, table
from helpers.retrieving import faults, silence
from helpers.retrieving.deciding import Look, chosen, look
from helpers.retrieving.designs import Design
from helpers.retrieving.lab import Lab

LOOKS = "07.looks"  # the collection of marks in which the looks of a learner are kept


def conditions() -> Block:
    """What a design has to meet on dev pages before the test pages are touched."""
    return say("Before the test pages are touched, your design has to meet this on dev pages:",
               *(f"({number}) {text}." for number, text in enumerate(faults.CONDITIONS, 1)))  # fmt: skip


def dev_tables(given: Any) -> Block:
    """A design on dev pages, and every threshold for this design. What cannot be a design is said in a sentence."""
    design, below, why = _read(given)
    if design is None:
        return say(f"{why}. Its dev figures and its own table of thresholds come here.")
    rows, base = silence.scored("dev", design), silence.scored("dev")
    here, there = silence.step(rows, below, silence.UNANSWERED), silence.step(base, below, silence.UNANSWERED)
    note = f"At {below:g} this design holds back {here.lost} of {here.there} dev questions that a page answers"
    if (design.chunk_words, design.overlap) != (Design().chunk_words, Design().overlap):
        note += (
            f"; with the chunks of section 7 ({Design().chunk_words} words) it was {there.lost}. A cosine of {below:g} "
            "means another thing for chunks of another size"
        )
    from helpers.retrieving.showing import silence_table

    parts = (
        _table((look(design, below),), _title(design, below)),
        silence_table(rows, silence.UNANSWERED, design),
        say(f"{note}."),
    )
    return Block("".join(part.html for part in parts), "\n\n".join(part.text for part in parts))


def look_at_test(lab: Lab, given: Any) -> Block:
    """The design on test pages beside dev pages, as a table. Says when it is not the first look.

    What cannot be a design, and a design that dev pages speak against, is said in a sentence; nothing is shown then,
    and it is no look.
    """
    design, below, why = _read(given)
    if design is None:
        return say(f"{why}. The test pages are not touched before there is one.")
    if found := faults.fault(given):
        return say(
            f"Not yet, and no look is counted: {found[1][0]} Change the design above and run its dev table again."
        )
    note_look(lab, design, below)
    if len(lab.looks) > 1 and not os.environ.get("WORKBOOK_RUN_ID"):
        print(
            f"The test pages were looked at {len(lab.looks)} times{where_counted()}, each time with another design. A "
            "design that is changed after a look is chosen on these pages, and they no longer test it."
        )
    return _table((lab.dev, lab.test), _title(design, below))


def note_look(lab: Lab, design: Design, below: float) -> None:
    """Hold a design against dev and test pages for the lab. Each design with its threshold is one look, once.

    Looks of earlier sessions count too where the learner's work is kept.
    """
    name = f"{design.text}, below {below:g}"
    if name not in lab.looks:
        kept = keeping.with_store(lambda store: list(store.marks(LOOKS))) or []
        lab.looks[:] = dict.fromkeys([*kept, *lab.looks, name])
        if name not in kept:
            keeping.with_store(lambda store: store.put_mark(LOOKS, name, {"below": below}))
    lab.test, lab.dev = look(design, below, "test"), look(design, below, "dev")


def where_counted() -> str:
    """Nothing where looks are kept with the learner's work; else " in this session", for a sentence."""
    return "" if keeping.keeps() else " in this session"


def evidence(lab: Lab) -> dict[str, Any]:
    """The figures of the look at the test pages for `decide`, and how many looks there were; empty before the first."""
    if lab.test is None:
        return {}
    return {
        "answer_in_passages": lab.test.holds,
        "quoted_right": lab.test.quoted,
        "right_and_shown": lab.test.served,
        "euros_for_100_questions": round(lab.test.silence.euros),
        f"looks_at_test{where_counted().replace(' ', '_')}": len(lab.looks),
    }


def _read(given: Any) -> tuple[Design | None, float, str]:
    """The design and its threshold, or None and why there is none."""
    try:
        return chosen(given), float(given["below"]), ""
    except (TypeError, ValueError) as error:
        return None, 0.0, "Your design is still open" if given is ... else f"This is no design yet: {error}"


def _title(design: Design, below: float) -> str:
    return f"Your design: {design.text}, nothing below {below:g}"


def _table(looks: tuple[Look, ...], title: str) -> Block:
    """A design on one split or more, side by side."""
    from helpers.retrieving.showing import _text

    lines = [
        ("questions", lambda one: str(len(one.rows))),
        ("right page among the passages", lambda one: _text(one.recall)),
        ("answer in the passages", lambda one: _text(one.holds)),
        ("the best passage, quoted, is a right reply", lambda one: _text(one.quoted)),
        ("words found", lambda one: f"{one.words:.0f}"),
        ("a bad or an old page among them", lambda one: f"{one.bad} of {len(one.rows)}"),
        ("no page answers: held back by the threshold", lambda one: f"{one.silence.stopped} of {one.silence.silent}"),
        ("a page answers: held back by the threshold", lambda one: f"{one.silence.lost} of {one.silence.there}"),
        (f"euros of these mistakes for 100 questions, {100 * silence.UNANSWERED:.0f} of them without a page",
         lambda one: f"{one.silence.euros:.0f}"),
        ("after the threshold: right quotation shown, of all", lambda one: _text(one.served)),
    ]  # fmt: skip
    rows = [(name, *(part(one) for one in looks)) for name, part in lines]
    return table(("", *(f"{one.split} pages" for one in looks)), rows, title)
