"""Check 02.7: two readers, what kappa hides, and a sharper line."""

from __future__ import annotations

import re

from helpers import coding, world
from helpers.check import Hint, Right, exercise
from helpers.checks.m02_piles import PARTS
from helpers.coding.agreement import CLOSE
from helpers.coding.notes import all_words

PEOPLE = frozenset({"reader", "readers", "annotator", "annotators", "training", "train", "trained", "careful"})
HALVES = re.compile(r"\bcounts?\b(.*?)\b(?:not|never)\s+counts?\b(.*)", re.IGNORECASE | re.DOTALL)
SMALL = {"a", "an", "and", "as", "but", "by", "do", "does", "for", "if", "in", "is", "it", "no", "not", "of", "on",
         "or", "that", "the", "then", "to", "when", "which", "with"}  # fmt: skip


def _weakest() -> list[str]:
    """Codes on which the readers agree least; the least first, others within two points of it."""
    rows = [row for row in coding.agreements(coding.current()).values() if row.code in world.FAILURES]
    rows.sort(key=lambda row: row.agreement.value)
    return [row.code for row in rows if row.agreement.value <= rows[0].agreement.value + CLOSE]


def _sharper() -> dict[str, str]:
    study = coding.current()
    code = _weakest()[0]
    trace, _ = coding.disputed(study, code)[0]
    word = max(sorted(coding.words_of_message(trace, trace.turns[0].text)), key=len)
    text = (
        f"Counts when the reply names nothing of what was asked (here: {word}); does not count when the needed fact "
        "stands in it, however clumsy the sentences around it."
    )
    return {"mend": code, "paradox": coding.paradoxes(study)[0], "definition": text, "settles": trace.id}


@exercise(
    "02.7",
    title="What to do about disagreement",
    expects=dict,
    form='a dictionary with "mend", "paradox", "definition" and "settles"',
    reference=_sharper,
)
def disagreement(answer):
    """The code with the least agreement gets a sharper line; the row where kappa misleads is recognised."""
    if missing := [part for part in ("mend", "paradox", "definition", "settles") if part not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    rows = coding.agreements(coding.current())
    for part in ("mend", "paradox"):
        if answer[part] not in rows:
            return Hint(f"{part}: {answer[part]!r} is no row of the table.", id="no row", form=True)
    found = [hint for hint in (_row(rows, answer["paradox"]), _weak(rows, answer["mend"])) if hint]
    if len(found) == 2:
        one, other = found
        return Hint(*(f"{one.at(tries)} And {other.at(tries)}" for tries in (1, 2, 3)), id="both rows")
    return found[0] if found else _line(answer)


def _row(rows: dict[str, coding.Agreement], code: str) -> Hint | None:
    """What is wrong with the row that shows the paradox."""
    right = coding.paradoxes(coding.current())
    if code in right:
        return None
    row = rows[code]
    kappa = "undefined" if row.kappa is None else f"{row.kappa.value:.2f}"
    return Hint(
        f"paradox: {row.code} has agreement {row.agreement.text}, kappa {kappa} and AC1 {row.ac1.value:.2f}. In which "
        "row of nine tenths agreement or more do kappa and AC1 lie further apart?",
        "paradox: subtract kappa from AC1, row by row, where agreement is 90 % or more. How rare is the rarer verdict?",
        "paradox: kappa takes away the agreement that chance alone would give. Where nearly everything is one verdict, "
        f"chance gives nearly all of it. The row is {right[0]}.",
        id="no paradox",
    )


def _weak(rows: dict[str, coding.Agreement], code: str) -> Hint | None:
    """What is wrong with the code whose line is to be mended."""
    if code in _weakest():
        return None
    return Hint(
        f"mend: on {code} the readers agree in {rows[code].agreement.text}. Another code has less agreement.",
        "mend: add up the two columns 'only first' and 'only second': where do most differences come from?",
        f"mend: the code is {_weakest()[0]}.",
        id="not the weakest",
    )


def _line(answer: dict) -> Hint | None:
    """What is wrong with the sharper line, or with the conversation that it settles."""
    code, text = answer["mend"], str(answer["definition"])
    disputed = {trace.id: trace for trace, _ in coding.disputed(coding.current(), code, 1000)}
    if answer["settles"] not in disputed:
        return Hint(
            f"{answer['settles']!r} is no conversation on which the readers differed about {code}.",
            f"Set `code = {code!r}` in the cell above and run it. A new line is worth something when it decides a case "
            "that the old one left open: take an id of that list.",
            id="settles nothing",
        )
    if {*all_words(text)} & PEOPLE:
        return Hint(
            "You mend the people. Would two new colleagues, with the same line in front of them, do any better?",
            "Write down when the code counts and when it does not, and leave the readers out of it.",
            id="the person",
        )
    halves = HALVES.search(text)
    if halves is None:
        missing = "When does it not?" if re.search(r"\bcounts?\b", text, re.IGNORECASE) else "When does it count?"
        return Hint(
            f"Your line has one half only. {missing}",
            "Take the disputed conversation: what would the sentence have to say so that both decide alike?",
            "Two halves: 'counts when …; does not count when …'.",
            id="no boundary",
        )
    one, other = ({*all_words(half)} - SMALL for half in halves.groups())
    if len(one) < 3 or len(other - one) < 3:
        return Hint(
            "A half of your line says next to nothing. By what does one recognise it?",
            "Say in each half what stands in the reply, or is missing from it, in words that the other has not.",
            id="thin",
        )
    if len((one | other) - {*all_words(world.FAILURES[code])}) < 5:
        return Hint("That is the line that both readers had already.", "Add what it leaves open.", id="the same line")
    if not (one | other) & PARTS:
        return Hint(
            "Your line speaks of nothing that stands in a conversation. What does the reply say, name, leave out?",
            "Write it about the message, the passages or the reply.",
            id="about nothing",
        )
    if not coding.words_of_message(disputed[answer["settles"]], text):
        return Hint(
            f"How does your line decide {answer['settles']}? Put what it is about there into it, as an example.",
            "A word of what the customer wrote there, in brackets, such as '(here: the price)': it shows the border.",
            id="no example",
        )
    return Right(
        "The line was the fault, and nobody's eyes. Whether two people now decide alike is not checked here: give "
        "it to two of them with the disputed conversations, and count again."
    )
