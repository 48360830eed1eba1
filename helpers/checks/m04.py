"""Checks of lab 04: own labels, a threshold, two rates, estimates. The others are in the two modules beside it.

What is right is computed from `judging.current()`, so that it follows the recordings and the parameters.
"""

from __future__ import annotations

from helpers import judging, stats
from helpers.check import Hint, Right, exercise
from helpers.checks import m04_deciding, m04_probes  # noqa: F401  (they register 04.4 to 04.9)

WORDS = {"right": True, "wrong": False}
MAY_DIFFER = 1


@exercise(
    "04.1",
    title="Your own labels",
    expects=(list, tuple),
    form='eight times "right" or "wrong"',
    reference=lambda: ["right" if row.right else "wrong" for row in judging.eight()],
)
def own_labels(answer):
    """Seven of the eight labels agree with the two readers."""
    rows = judging.eight()
    given = [str(word).strip().lower() for word in answer]
    if len(given) != len(rows):
        return Hint(f"You gave {len(given)} labels; there are {len(rows)} replies.", id="length", form=True)
    if odd := [word for word in given if word not in WORDS]:
        return Hint(f'{odd[0]!r} is no label. Write "right" or "wrong".', id="no label", form=True)
    if len(set(given)) == 1:
        return Hint(
            f"You called all eight {given[0]}. A judge that says one thing to everything has read nothing; have you?",
            "Some of them are right and some are wrong. Ask of each: what happens to a customer who acts on it?",
            id="one label",
        )
    apart = [n for n, (word, row) in enumerate(zip(given, rows, strict=True), 1) if WORDS[word] is not row.right]
    if len(apart) > MAY_DIFFER:
        first = rows[apart[0] - 1]
        says = "right" if first.right else "wrong"
        return Hint(
            f"You and the two readers differ on {len(apart)} of 8. Look at reply {apart[0]} again: does it say what a "
            "right answer says, and nothing that contradicts it?",
            f"You differ on {', '.join(map(str, apart))}. What would a customer do after reading reply {apart[0]}?",
            f"Both readers call reply {apart[0]} {says}: {first.reason}.",
            id="differs",
        )
    same = stats.wilson(len(rows) - len(apart), len(rows))
    note = f" You differ on reply {apart[0]}: {rows[apart[0] - 1].reason}." if apart else ""
    return Right(f"You agree with the readers on {same.text}.{note} Eight labels say little; 222 test replies follow.")


def _youden(step) -> float:
    return step.tpr + step.tnr - 1


@exercise(
    "04.2",
    title="A threshold from dev",
    expects=float,
    form="a number between 0 and 1",
    reference=lambda: judging.current().best_threshold(),
)
def threshold(answer):
    """TPR + TNR on dev is as large as that of the best threshold of the table, within one point."""
    if not 0 < answer < 1:
        return Hint("A threshold is a cosine between 0 and 1, such as 0.25.", id="no cosine", form=True)
    lab = judging.current()
    steps, (mine,) = lab.steps(), lab.steps(grid=[float(answer)])
    best = max(steps, key=_youden)
    if _youden(mine) >= _youden(best) - 0.01:
        return Right(
            f"TPR {mine.tpr:.2f}, TNR {mine.tnr:.2f} on dev. Elsewhere expect a smaller sum: you chose the largest."
        )
    if mine.agreement >= max(step.agreement for step in steps) - 0.002:
        return Hint(
            f"There the agreement is highest, and the judge passes {100 * mine.tpr:.0f} of 100 right replies. What is "
            "it good for?",
            "Most replies are wrong, so agreement rewards a judge that fails nearly all. Look at TPR and TNR.",
            f"Go down the column TPR + TNR until it reads {best.tpr + best.tnr:.2f}.",
            id="agreement",
        )
    on_test = max(lab.steps("test"), key=_youden).threshold
    if abs(answer - on_test) < 0.01:
        return Hint(
            "That is the best threshold on the test pages. What can they still tell you, if you fit on them?",
            "Use the table above; it is made of dev pages only.",
            f"Go down the column TPR + TNR until it reads {best.tpr + best.tnr:.2f}.",
            id="fitted on test",
        )
    kind = "lenient" if mine.tnr < best.tnr else "strict"
    return Hint(
        f"At {answer:g} TPR is {mine.tpr:.2f} and TNR {mine.tnr:.2f}: too {kind}. In which row is their sum largest?",
        f"Their sum is {mine.tpr + mine.tnr:.2f} here. Look for a larger one in the column TPR + TNR.",
        f"Go down the column TPR + TNR until it reads {best.tpr + best.tnr:.2f}.",
        id=kind,
    )


def _two() -> tuple[float, float]:
    table = judging.current().table("similarity")
    return (
        table.right_pass / (table.right_pass + table.right_fail),
        table.wrong_fail / (table.wrong_fail + table.wrong_pass),
    )


@exercise(
    "04.3",
    title="TPR and TNR of the similarity judge",
    expects=dict,
    form='a dictionary with "tpr" and "tnr"',
    reference=lambda: dict(zip(("tpr", "tnr"), _two(), strict=True)),
)
def two_rates(answer):
    """Both rates from the counts: by row of the table, not by column."""
    if missing := {"tpr", "tnr"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    tpr, tnr = answer["tpr"], answer["tnr"]
    if not all(isinstance(x, int | float) and not isinstance(x, bool) and 0 <= x <= 1 for x in (tpr, tnr)):
        return Hint("Both are shares between 0 and 1, such as 3 / (3 + 9).", id="no share", form=True)
    table, (right_tpr, right_tnr) = judging.current().table("similarity"), _two()

    def near(x, y):
        return abs(x - y) < 0.006

    if near(tpr, right_tpr) and near(tnr, right_tnr):
        return Right(
            f"It passes {100 * right_tpr:.0f} % of the right replies and fails {100 * right_tnr:.0f} % of the wrong. "
            f"TPR + TNR = {right_tpr + right_tnr:.2f}; a coin has 1."
        )
    if near(tpr, right_tnr) and near(tnr, right_tpr):
        return Hint(
            "The two are swapped. Which of them is about the right replies?",
            "TPR: of the right replies, those that pass. TNR: of the wrong ones, those that fail.",
            id="swapped",
        )
    passes = table.right_pass + table.wrong_pass
    precision = table.right_pass / passes if passes else -1
    agreement = (table.right_pass + table.wrong_fail) / table.scored
    if near(tpr, precision) or near(tnr, table.wrong_fail / max(1, table.scored - passes)):
        return Hint(
            "You divided by what the judge passes or fails. Of which replies is TPR a share?",
            "Divide along the row: right replies that pass, by all right replies.",
            f"TPR = {table.right_pass} / ({table.right_pass} + {table.right_fail})",
            id="by column",
        )
    if near(tpr, agreement) or near(tnr, agreement):
        return Hint(
            "That is the agreement. It mixes right and wrong replies; TPR and TNR keep them apart.",
            "One row of the table at a time.",
            id="agreement",
        )
    if near(tnr, 1 - right_tnr) or near(tpr, 1 - right_tpr):
        return Hint(
            "One of them counts the errors. TPR and TNR both count where the judge agrees with the readers.",
            "TNR counts the wrong replies that *fail*.",
            f"TNR = {table.wrong_fail} / ({table.wrong_fail} + {table.wrong_pass})",
            id="errors",
        )
    return Hint(
        "Take the counts from the table titled similarity. The row of the phrases shows how it is done.",
        f"The similarity judge passes {table.right_pass} of the right replies.",
        f"TPR = {table.right_pass} / ({table.right_pass} + {table.right_fail}), "
        f"TNR = {table.wrong_fail} / ({table.wrong_fail} + {table.wrong_pass})",
        id="other counts",
    )


@exercise(
    "04.10",
    title="Estimates that the draw supports",
    expects=(set, frozenset, list, tuple, str),
    form='the letters of the estimates, such as {"a", "b"}',
    reference=lambda: {way.letter for way in judging.estimates().values() if way.supported},
)
def supported(answer):
    """Those that undo the draw: by weights, or within the parts in which every reply had the same chance."""
    ways = judging.estimates()
    letters = {str(letter).strip().lower() for letter in answer if str(letter).strip(" ,;")}
    if not letters or not letters <= set(ways):
        return Hint("Answer with letters from a to e, for instance {'a', 'b'}.", id="no letters", form=True)
    ask = {
        "a": "Who among the read replies would be missing in a random draw, and who is there too often?",
        "b": "How do labels have to be drawn for PPI++? Were these?",
        "c": "Which judge decided what was read? Whose TPR and TNR are these?",
        "d": "What does a weight undo?",
        "e": "Within one part: had every reply the same chance to be read?",
    }
    for wanted in (False, True):  # first what was claimed too much, then what was left out
        for way in ways.values():
            if way.supported is wanted and (way.letter in letters) is not wanted:
                head = f"Estimate {way.letter}: " if not wanted else f"You left out estimate {way.letter}. "
                return Hint(head + ask[way.letter], head + way.why, id=way.letter)
    return Right(" ".join(f"({way.letter}) {way.why}" for way in ways.values()))
