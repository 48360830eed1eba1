"""Checks of lab 02: a guess, notes, a taxonomy, codes, claims, the order of fixes, agreement, pages, cases, a plan.

What is right is computed from `coding.current()`, so that it follows the readers' codes and the parameters.
"""

from __future__ import annotations

import itertools
import math
import re

from helpers import coding
from helpers.check import Hint, Right, exercise
from helpers.checks import m02_agreement, m02_piles, m02_reading, m02_sources  # noqa: F401  (02.2 to 02.4, 02.7 to 02.9)
from helpers.coding.notes import all_words
from helpers.suite.costs import COSTS

KINDS = tuple(coding.FIRST_FAULTS)


@exercise(
    "02.1",
    title="Your guess of the first faults",
    expects=dict,
    form="a dictionary of six percentages that add up to 100",
    reference=lambda: dict(zip(KINDS, (10, 5, 45, 15, 10, 15), strict=True)),
)
def guess(answer):
    """Any guess will do that can be held against what is counted: six numbers that make 100."""
    if missing := [kind for kind in KINDS if kind not in answer]:
        return Hint(f"Your guess lacks {', '.join(missing)}.", id="incomplete", form=True)
    if extra := [str(kind) for kind in answer if kind not in KINDS]:
        return Hint(f"{extra[0]!r} is not among the six: {', '.join(KINDS)}.", id="another kind", form=True)
    numbers = [answer[kind] for kind in KINDS]
    if any(isinstance(n, bool) or not isinstance(n, int | float) or not 0 <= n <= 100 for n in numbers):
        text = "Each share is a number from 0 to 100, in percent, without quotes."
        return Hint(text, id="no percentage", form=True)
    if abs(sum(numbers) - 100) > 0.5:
        return Hint(
            f"Your six shares add up to {sum(numbers):g}; every conversation has one first fault or none.",
            f"They make {sum(numbers):g}. Take from one what you give to another, until they make 100.",
            id="not 100",
        )
    if len(set(numbers)) == 1:
        return Hint(
            "Six equal shares are no guess. Which one do you expect most often?",
            "Say what you would have said in a meeting, before anybody has looked.",
            id="all equal",
        )
    top = max(KINDS, key=lambda kind: answer[kind])
    return Right(f"You expect '{top}' most often. It is kept beside what will be counted.")


@exercise(
    "02.5",
    title="What the counts support",
    expects=(set, frozenset, list, tuple, str),
    form='the letters of the claims, such as {"a", "b"}',
    reference=lambda: {claim.letter for claim in coding.claims(coding.current()).values() if claim.supported},
)
def claims(answer):
    """Which of the six sentences do the counts carry?"""
    known = coding.claims(coding.current())
    letters = {str(letter).strip().lower() for letter in answer if str(letter).strip(" ,;")}
    if not letters <= set(known) or not letters:
        return Hint("Answer with letters from a to f, for instance {'a', 'b'}.", id="no letters", form=True)
    second = {
        "first or any": "Look at the dot and not at the bar: a fault that comes second is there all the same.",
        "lower end": "'At least' speaks of the lower end of the interval.",
        "upper end": "'At most' speaks of the upper end. None was seen; which share is still possible?",
        "denominator": "In which conversations could it happen at all? Divide by those.",
        "order": "Two counts that lie close together. What does the interval of their difference hold?",
        "traffic": "Who is counted in that sentence? Were these questions drawn from what customers ask?",
    }
    for wanted in (False, True):  # first what was claimed too much, then what was left out
        for claim in known.values():
            if claim.supported is wanted and (claim.letter in letters) is not wanted:
                head = "You left one out that holds." if wanted else "One of your sentences says more than was counted."
                first = "Hold each against the figure again, word by word."
                last = f"You left out claim {claim.letter}." if wanted else f"Claim {claim.letter} does not hold."
                return Hint(f"{head} {first}", f"{head} {second[claim.kind]}", f"{last} {claim.why}", id=claim.kind)
    return Right(" ".join(f"({claim.letter}) {claim.why}" for claim in known.values()))


def _order() -> dict:
    study = coding.current()
    order = coding.order_of_fixes(study)
    gain = coding.gains(study)[order[0]]
    why = (
        f"{order[0]} takes {gain.fix.days:g} days and can put {gain.right} conversations right, "
        f"{gain.by_severity['unforgivable']} of them unforgivable."
    )
    return {"order": order, "why": why}


def _reason(why: str, gain: coding.Gain) -> Hint | None:
    """What is wrong with a reason for the first fix: it names the fix, a figure of its row, and says something."""
    name, words = gain.fix.name, all_words(why)
    if name.split()[0] not in words:
        return Hint(
            f"Your reason does not name {name}, which you put first. What speaks for it?",
            "Write the name of the fix and a figure of its row into one sentence.",
            id="not named",
        )
    figures = {gain.fix.days, gain.first, gain.right, *gain.by_severity.values()} - {0}
    if not {float(number) for number in re.findall(r"\d+(?:\.\d+)?", why)} & figures:
        return Hint(
            f"Name a figure of the table that speaks for {name}.",
            "Days of work, conversations that can come right, how many of them are unforgivable: one of these.",
            f"For instance: {gain.by_severity['unforgivable']} unforgivable conversations.",
            id="no figure",
        )
    if len({word for word in words if len(word) > 1 and not word.isdigit()}) < 8:
        return Hint("Write a whole sentence around the figure: what it says, and what you accept.", id="too short")
    return None


@exercise(
    "02.6",
    title="What to mend first",
    expects=dict,
    form='a dictionary with "order" (the five names, first to last) and "why"',
    reference=_order,
)
def order(answer):
    """First the unforgivable, then by what a day of work saves; and a reason with a figure of the table."""
    if missing := {"order", "why"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    gains = coding.gains(coding.current())
    given = [str(name).strip().lower() for name in answer["order"]] if not isinstance(answer["order"], str) else []
    if sorted(given) != sorted(gains):
        return Hint(f"Name each of the five once: {', '.join(gains)}.", id="names", form=True)
    right = coding.order_of_fixes(coding.current())
    first, rest = right[0], [gains[name].per_day for name in given[1:]]
    if given[0] != first:
        if given == sorted(gains, key=lambda name: -gains[name].first):
            return Hint(
                "You ordered by how often a fault comes first. What do those customers lose, and what does it take?",
                "A fault that comes first often is not the one whose mending helps most: look at 'can come right'.",
                "Put first what keeps most people from harm: the column 'unforgivable', divided by the days.",
                id="frequency",
            )
        if given == sorted(gains, key=lambda name: gains[name].fix.days):
            return Hint(
                "You ordered by days of work. What comes out of each?",
                "Cheap and useless is not a bargain. Divide what is saved by the days.",
                "Put first what keeps most people from harm: the column 'unforgivable', divided by the days.",
                id="days",
            )
        return Hint(
            f"You begin with {given[0]}. Which line takes away most of what nothing makes up for?",
            "Unforgivable conversations are not traded against euros. Which fix takes away most of them per day?",
            "Divide the column 'unforgivable' by the days, row by row. The largest comes first, whatever it saves.",
            id="never-event",
        )
    if any(a < b - 1e-9 for a, b in itertools.pairwise(rest)):
        place = next(i for i, (a, b) in enumerate(itertools.pairwise(rest), start=1) if a < b - 1e-9)
        a, b = given[place], given[place + 1]
        return Hint(
            f"{a} stands before {b}. What does a day of work save in each?",
            f"Annoying ones times {COSTS['annoying']:g} euros plus costly ones times {COSTS['costly']:g} euros, "
            "divided by the days.",
            f"{a}: {gains[a].per_day:.1f} euros a day; {b}: {gains[b].per_day:.1f}.",
            id="euros a day",
        )
    if hint := _reason(str(answer["why"]), gains[first]):
        return hint
    both = coding.together(coding.current(), ("search", "model"))
    alone = gains["search"].right + gains["model"].right
    return Right(
        f"Search and model alone put {gains['search'].right} and {gains['model'].right} right, both together {both} "
        f"({both - alone} more): a fault that comes first hides the next one."
    )


ERROR, TRULY, RARE, SURE = 0.1, 0.1, 0.02, 0.95
DRAWS = ("at random", "by kind of question", "complaints only")


def needed() -> int:
    """Conversations drawn at random to meet a fault of 2 in 100 at least once with 95 %."""
    return math.ceil(math.log(1 - SURE) / math.log(1 - RARE))


def called_right() -> float:
    """Of 1,000 conversations, how many a reader calls right who errs in 1 of 10 either way, when 100 are right."""
    return 1000 * (TRULY * (1 - ERROR) + (1 - TRULY) * ERROR)


def _plan() -> dict:
    return {"called_right": called_right(), "read": needed(), "for_the_rate": DRAWS[0], "for_new_kinds": DRAWS[1]}


@exercise(
    "02.10",
    title="Plan the next reading",
    expects=dict,
    form='a dictionary with "called_right", "read", "for_the_rate" and "for_new_kinds"',
    reference=_plan,
)
def plan(answer):
    """What a hurried reader would measure, how many to read to meet a rare fault, and how to draw for which purpose."""
    if missing := [part for part in _plan() if part not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    numbers = [answer["called_right"], answer["read"]]
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        return Hint("called_right and read are numbers, without quotes.", id="no number", form=True)
    if abs(answer["called_right"] - called_right()) > 0.5:
        if abs(answer["called_right"] - 1000 * TRULY * (1 - ERROR)) < 0.5:
            return Hint(
                "You counted the right ones that are called right. Which others are called right?",
                "900 conversations are wrong, and the reader errs in 1 of 10 of these, too.",
                "100 times 0.9 and 900 times 0.1.",
                id="one way",
            )
        if abs(answer["called_right"] - 1000 * TRULY) < 0.5:
            return Hint(
                "You say that errors in both directions cancel. Are there as many right ones as wrong ones?",
                "1 of 10 of 100, against 1 of 10 of 900.",
                "100 times 0.9 and 900 times 0.1.",
                id="cancel",
            )
        return Hint(
            "Two groups are called right: right ones read rightly, and wrong ones that are misread.",
            "100 right ones and 900 wrong ones; 1 of 10 goes astray in each.",
            "100 times 0.9 and 900 times 0.1.",
            id="noise",
        )
    if answer["read"] != needed():
        chance = 1 - (1 - RARE) ** max(float(answer["read"]), 0.0)
        more = "Read fewer: find the smallest number." if answer["read"] > needed() else "You want 95 at least."
        return Hint(
            f"With {answer['read']:g} conversations you meet the fault in {100 * chance:.2f} of 100 samples. {more}",
            "Change the numbers in `sizes` and run the cell again until the chance is 95 %.",
            f"It lies near 3 / {RARE:g}, which rounds up a little. Try the numbers around it, one by one.",
            id="size",
        )
    for part in ("for_the_rate", "for_new_kinds"):
        if answer[part] not in DRAWS:
            return Hint(f"{part} is one of: {', '.join(DRAWS)}.", id="no draw", form=True)
    if answer["for_the_rate"] != DRAWS[0]:
        return Hint(
            f"A rate from conversations drawn {answer['for_the_rate']}: whose rate is that?",
            "What was chosen because it is rare or loud is over-represented: its share is your choice.",
            "For a rate draw at random, or weight the kinds by how often they come.",
            id="biased",
        )
    if answer["for_new_kinds"] != DRAWS[1]:
        return Hint(
            f"New kinds of faults, drawn {answer['for_new_kinds']}: which kinds of question would you hardly ever see?",
            "Dangerous questions are rare and matter most. How do you make sure that some are among those you read?",
            "Take some of each kind of question. Complaints show only what customers notice.",
            id="unseen kinds",
        )
    return Right(
        "Two purposes, two draws. A hurried reader measures 18 % where 10 % is true; the error has a direction."
    )
