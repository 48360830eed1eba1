"""Checks 05.7 (the winner's drop), 05.8 (pass^5) and 05.9 (valid JSON is not right)."""

from __future__ import annotations

from helpers import prompting
from helpers.check import Hint, Right, exercise
from helpers.checks.m05_reading import CLOSE, number


def _drop() -> float:
    return 100 * prompting.current().curse().drop.value


@exercise(
    "05.7",
    title="What is left of the winner",
    expects=dict,
    form='a dictionary with "drop" (in points) and "report"',
    reference=lambda: {"drop": _drop(), "report": "test"},
)
def drop(answer):
    """Gain on dev minus gain on test, and which score may be reported."""
    if missing := {"drop", "report"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    lab = prompting.current()
    found, right = lab.curse(), _drop()
    given, said = number(answer["drop"]), " ".join(str(answer["report"]).split()).casefold()
    if given is None:
        return Hint("`drop` is a number in points, such as 8.0.", id="no number", form=True)
    if said not in ("dev", "test", "mean of both"):
        return Hint('`report` is "dev", "test" or "mean of both".', id="no choice", form=True)
    slack = 2 * CLOSE + 0.05
    if abs(given - right) > slack:
        name, wording = lab.winner()
        raw = 100 * (prompting.score(lab.run(name, "dev", wording)) - prompting.score(lab.run(name, "test", wording)))
        if abs(100 * given - right) <= slack and abs(right) > 2:
            return Hint(f"Points, please: {given:g} is {100 * given:g} points.", id="share", form=True)
        if abs(given - raw) <= slack:
            return Hint(
                "That is the winner's score on dev minus its score on test. The test questions may be easier or harder "
                "for every prompt. How do you take that out?",
                "Subtract the score of *short* as it was written on each side first: that is the gain.",
                id="raw scores",
            )
        if abs(given + right) <= slack:
            return Hint("The gain on dev minus the gain on test, in this order.", id="sign")
        if abs(given - 100 * found.promised.value) <= slack:
            return Hint(
                "That is the gain on dev. How much of it is gone on test?", "Subtract the gain on test.", id="dev"
            )
        if abs(given - 100 * found.delivered.value) <= slack:
            return Hint("That is the gain on test, what is left. The question asks what is gone.", id="test gain")
        return Hint(
            "Two gains: on each line of the table the winner minus *short*. Then the first minus the second.",
            f"The gain on dev is {100 * found.promised.value:.1f} points (from shares that are not rounded).",
            id="drop",
        )
    if said == "dev":
        return Hint(
            "On dev the winner was chosen because its score is high there. Would it be as high on other questions?",
            "Report the score of questions on which nothing was chosen.",
            id="dev score",
        )
    if said == "mean of both":
        return Hint(
            "Half of that mean is the score for which it was chosen. What does that half tell?",
            "Only one set saw no choosing.",
            id="mean",
        )
    if right <= 0:
        return Right("This time nothing is gone: one split is one draw. On average the winner of a contest loses.")
    return Right(
        f"{right:.1f} points of what was promised are gone (from shares that are not rounded). The winner may have "
        "been lucky on dev; the interval below says how sure that is."
    )


def _draws():
    return prompting.draws(prompting.current().drawn())


@exercise(
    "05.8",
    title="All five",
    expects=(int, float),
    form="a share between 0 and 1, such as 3 / 16",
    reference=lambda: _all_five(),
)
def all_five(answer):
    """pass^5: the share of questions of which all five draws keep everything."""
    found = _draws()
    n, k = sum(found.table.values()), found.k
    right = found.table[k] / n
    mean = sum(passed * count for passed, count in found.table.items()) / (k * n)
    if not 0 <= answer <= 1:
        return Hint(
            "A share lies between 0 and 1.", f"Divide the number of questions by {n}.", id="no share", form=True
        )
    if abs(answer - right) <= 0.0006:
        return Right(
            f"{found.table[k]} of {n}. The mean is {100 * mean:.0f} %; to the power {k} that would be "
            f"{100 * mean**k:.1f} %, a figure of nothing: questions differ, and a hard one fails all five."
        )
    if abs(answer - mean) <= 0.006:
        return Hint(
            "That is the share of draws. Five customers want five good replies; which row of the table is that?",
            f"Take the row '{k} of {k}'.",
            id="mean",
        )
    if abs(answer - mean**k) <= 0.006:
        return Hint(
            "You took the mean to the power five. That would hold if every question were equally hard.",
            f"Count the questions of which all {k} draws keep everything.",
            id="mean to the power",
        )
    if abs(answer - found.at_least_once) <= 0.006:
        return Hint(
            "That is the share with at least one good draw, pass@5: the best case. All five are asked for.",
            f"Take the row '{k} of {k}' alone.",
            id="at least once",
        )
    if abs(answer - found.table[k] / (k * n)) <= 0.0006:
        return Hint(f"You divided by the draws. How many questions are there? {n}.", id="draws")
    return Hint(
        f"How many questions stand in the row '{k} of {k}', out of how many?",
        f"The column adds up to {n}.",
        id="another number",
    )


def _all_five() -> float:
    found = _draws()
    return found.table[found.k] / sum(found.table.values())


def _forms() -> dict:
    found = prompting.formats(prompting.current())
    share = {name: one["right action"] / one["valid"] if one["valid"] else 0.0 for name, one in found.items()}
    return share | {"missed": found["schema"]["emergencies"] - found["schema"]["emergencies seen"]}


@exercise(
    "05.9",
    title="Valid is not right",
    expects=dict,
    form='a dictionary with "json", "schema" (shares) and "missed" (a number)',
    reference=_forms,
)
def valid_and_right(answer):
    """Right actions among the valid replies of both ways, and emergencies that got another action."""
    if missing := {"json", "schema", "missed"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    found, right = prompting.formats(prompting.current()), _forms()
    for name in ("json", "schema"):
        given, one = number(answer[name]), found[name]
        if given is None or not 0 <= given <= 1:
            return Hint(f"The value for {name} is a share between 0 and 1, such as 12 / 30.", id="no share", form=True)
        if abs(given - right[name]) <= 0.006:
            continue
        if one["valid"] and abs(given - one["valid"] / one["replies"]) <= 0.006:
            return Hint(
                f"That is the share of {name} replies that are valid. How many of those are right?",
                f"Divide the right actions by {one['valid']}.",
                id="valid share",
            )
        if abs(given - one["right action"] / one["replies"]) <= 0.006:
            return Hint(
                f"You divided by all {one['replies']} replies. The question is about the valid ones.",
                f"Divide by {one['valid']}.",
                id="of all",
            )
        return Hint(
            f"For {name}: right actions divided by valid replies.",
            f"{one['right action']} right actions, {one['valid']} valid replies.",
            id="share",
        )
    if number(answer["missed"]) is None:
        return Hint("`missed` is a whole number, without quotes.", id="no number", form=True)
    if number(answer["missed"]) != right["missed"]:
        if number(answer["missed"]) == found["schema"]["emergencies seen"]:
            return Hint("Those are the emergencies that were seen. How many were not?", id="seen")
        return Hint(
            "Emergencies minus emergencies seen, in the line of schema.",
            f"There are {found['schema']['emergencies']} emergencies.",
            id="missed",
        )
    one = found["schema"]
    return Right(
        f"{one['valid']} of {one['replies']} enforced replies can be read; {100 * right['schema']:.0f} % of those act "
        f"rightly, and {right['missed']} of {one['emergencies']} emergencies go elsewhere. The form was the easy part."
    )
