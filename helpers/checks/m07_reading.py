"""Checks 07.5 (where an answer was lost) and 07.6 (what a reply rests on)."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise

PLACES = ("search", "model")
CLOSE = 0.006


def _lost() -> list[str]:
    return ["model" if row.holds else "search" for row in retrieving.current().lost()]


def _telling(row) -> str:
    """The phrase on which it hangs whether the passages hold the answer: a missing one, else the first."""
    from helpers.evals import mentions

    shown = "\n\n".join(row.texts)
    missing = [item for item in row.question.must if not mentions(shown, item)]
    return (missing or list(row.question.must))[0].split(" | ")[0]


def _boxes() -> dict[tuple[bool, bool], int]:
    return {box: len(rows) for box, rows in retrieving.quadrants(retrieving.current().answers()).items()}


def _ceiling() -> float:
    boxes = _boxes()
    return boxes[True, True] / max(1, boxes[True, True] + boxes[True, False])


@exercise(
    "07.5",
    title="Where it was lost",
    expects=dict,
    form='a dictionary with "where" and "at_most"',
    reference=lambda: {"where": _lost(), "at_most": _ceiling()},
)
def lost(answer):
    """For four wrong replies where they were lost, and the share of right replies if the search never missed."""
    if missing := {"where", "at_most"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    right, rows, given = _lost(), retrieving.current().lost(), answer["where"]
    if not isinstance(given, list | tuple) or len(given) != len(right):
        return Hint(f'`where` takes {len(right)} words in a list, "search" or "model" each.', id="length", form=True)
    given = [str(word).strip().casefold() for word in given]
    if odd := [word for word in given if word not in PLACES]:
        return Hint(f'{odd[0]!r} is no place. Write "search" or "model".', id="no place", form=True)
    for number, (mine, true, row) in enumerate(zip(given, right, rows, strict=True), 1):
        if mine != true:
            phrase = _telling(row)
            seen = f"{phrase!r} stands there" if true == "model" else f"{phrase!r} stands in none of them"
            return Hint(
                f"Reply {number}: could the model have known it? Read the passages, not the reply.",
                f"Reply {number}: look for {phrase!r} (or what means the same) in all of its passages. A right reply "
                "needs it.",
                f"Reply {number} was lost by the {true}: {seen}.",
                id=f"reply {number}",
            )
    return _at_most(answer["at_most"])


def _at_most(share):
    boxes, ceiling = _boxes(), _ceiling()
    there, total = boxes[True, True] + boxes[True, False], sum(boxes.values())
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        return Hint(
            "`at_most` is a share between 0 and 1. You may type a fraction, such as 3 / 20.", id="no share", form=True
        )
    if abs(share - ceiling) <= CLOSE:
        return Right(
            f"{boxes[True, True]} of {there} with the answer in front of it. A perfect search would bring the "
            "replies from "
            f"{100 * (boxes[True, True] + boxes[False, True]) / total:.0f} % to about {100 * ceiling:.0f} %. The "
            "rest is the "
            "model's."
        )
    now = (boxes[True, True] + boxes[False, True]) / total
    if abs(share - now) <= CLOSE:
        return Hint(
            "That is the share that is right today. What if the answer always stood in the passages?",
            "One row of the boxes holds the questions where it does stand there. Leave the other row out.",
            f"The row `found` holds {boxes[True, True]} right and {boxes[True, False]} wrong replies.",
            id="today",
        )
    if abs(share - there / total) <= CLOSE:
        return Hint(
            "That is how often the answer stands in the passages. Is the reply right each time it does?",
            "Stay with the questions where it does: how many boxes do they fill?",
            f"The row `found` holds {boxes[True, True]} right and {boxes[True, False]} wrong replies.",
            id="found",
        )
    if share > 0.99:
        return Hint(
            "With a perfect search every reply would be right? For some questions the search was perfect. Were their "
            "replies all right?",
            "One row of the boxes holds the questions whose answer was found. Read both of its boxes.",
            f"The row `found` holds {boxes[True, True]} right and {boxes[True, False]} wrong replies.",
            id="all",
        )
    return Hint(
        "For some questions the search did its work. How good was the model on these?",
        "They are in one row of the boxes, the one called `found`. The other row says nothing about it.",
        f"The row `found` holds {boxes[True, True]} right and {boxes[True, False]} wrong replies.",
        id="another share",
    )


def _states() -> tuple[int, int, int]:
    """Replies by state: supported, unsupported, no claim."""
    found = [row.ground.state for row in retrieving.current().answers()]
    return tuple(found.count(state) for state in retrieving.STATES)


def _shares() -> dict[str, float]:
    yes, no, none = _states()
    total = yes + no + none
    return {"counts_as_bad": yes / total, "counts_as_good": (yes + none) / total, "left_out": yes / max(1, yes + no)}


def _blind() -> list[str]:
    """Ids of the table whose reply is wrong by phrases although all of its claims stand in the passages."""
    return [row.question.id for row in retrieving.current().grounded() if not row.right]


def _supported() -> list:
    """All replies whose claims all stand in the passages, of which the table shows some."""
    return [row for row in retrieving.current().answers() if row.ground.state == "supported"]


@exercise(
    "07.6",
    title="What a reply rests on",
    expects=dict,
    form='a dictionary with "counts_as_bad", "counts_as_good", "left_out" and "blind"',
    reference=lambda: {**_shares(), "blind": (_blind() or ["none"])[0]},
)
def rests(answer):
    """Three shares of grounded replies from one count, and a grounded reply that is wrong."""
    wanted = _shares()
    if missing := {*wanted, "blind"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    yes, no, none = _states()
    for name, right in wanted.items():
        share = answer[name]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            return Hint(f"`{name}` is a share between 0 and 1, such as 10 / 20.", id="no share", form=True)
        if abs(share - right) > CLOSE:
            other = next((key for key, value in wanted.items() if key != name and abs(share - value) <= CLOSE), None)
            words = {
                "counts_as_bad": ("a reply without a claim is no grounded reply", f"{yes} / ({yes} + {no} + {none})"),
                "counts_as_good": (
                    "a reply without a claim cannot be ungrounded",
                    f"({yes} + {none}) / ({yes} + {no} + {none})",
                ),
                "left_out": ("a reply without a claim is in no count", f"{yes} / ({yes} + {no})"),
            }[name]
            return Hint(
                f"`{name}`: "
                + (f"that is the share of `{other}`." if other else "count once more.")
                + f" Here {words[0]}.",
                "Above the line stand the replies that count as grounded, below it all that are counted.",
                f"`{name} = {words[1]}`",
                id=name,
            )
    blind, supported = str(answer["blind"]).strip().casefold(), retrieving.current().grounded()
    by_id = {row.question.id.casefold(): row for row in supported}
    if not _blind():
        return Right("In this run no reply is both grounded and wrong; there are too few to see one.")
    if blind not in by_id:
        return Hint(
            f"{answer['blind']!r} is no reply of the table of supported ones. Copy an id from its first column.",
            id="not in the table",
            form=True,
        )
    row = by_id[blind]
    read = retrieving.misread(row.question.id, row.reply.text) if row.right else None
    if row.right and read is None:
        phrase = row.question.must[0].split(" | ")[0]
        return Hint(
            f"The reply to {blind} says {phrase!r} in some wording, so the phrases pass it. If you read it as wrong "
            "all the same, you may be right; take one that misses what a right reply says.",
            "Hold the column of the reply against the column of what a right one says: which figure or which advice is "
            "missing, or another one?",
            f"Hold the reply to {_blind()[0]} against its last column: what does it leave out?",
            id="right one",
        )
    rows = _supported()
    wrong = sum(not one.right for one in rows)
    trap = f"The phrases pass it, and you read it: {read}. " if read else ""
    return Right(
        f"{trap}Of {len(rows)} replies whose claims all stand in the passages, {wrong} are wrong by phrases"
        f"{', and by reading even more' if read else ''}. Grounded says where the words come from. It does not "
        "say that they answer the question."
    )
