"""The learner's own answer where a later cell needs one, or the reference answer, hidden before a first try.

rules_used = own.yours("03.7", rules)       # the own answer when it is right, else the reference answer
if own.visible("03.7", rules): ...          # may the value (or what gives it away) be shown?
"""

from __future__ import annotations

from typing import Any

from helpers import answers, keeping
from helpers.exercises import Exercise, Hint, exercises, in_wrong_form


def _spec(exercise: str) -> Exercise:
    lab = str(exercise).split(".")[0]
    known = exercises(lab)
    if exercise not in known or not known[exercise].has_reference:
        listing = ", ".join(key for key, item in known.items() if item.has_reference) or "none"
        raise ValueError(f"There is no reference answer for {exercise!r}. Lab {lab} has them for: {listing}.")
    return known[exercise]


def own(exercise: str, answer: Any) -> bool:
    """Whether an answer is complete and passes its check (which is not counted as a try)."""
    if answers.unfinished(answer) is not None:
        return False
    spec = _spec(exercise)
    if spec.expects and not answers.fits(answer, spec.expects):
        return False
    try:
        return not isinstance(spec.run(answer), Hint | str)
    except Exception:  # an answer that the check cannot read is not a right one
        return False


def tried(exercise: str) -> bool:
    """Whether this learner has checked an answer, right or wrong. An open one or one in a wrong form is no try."""
    if exercise in keeping.state.statuses:
        return True
    rows = keeping.with_store(lambda store: store.attempts(exercise)) or []
    return any(not in_wrong_form(row["hint"]) for row in rows)


def visible(exercise: str, answer: Any) -> bool:
    """Whether a value that rests on `yours` may be shown: the answer is the learner's own, or was tried once."""
    return tried(exercise) or own(exercise, answer)


def yours(exercise: str, answer: Any, *, show: bool = True) -> Any:
    """The answer when it is right, else the reference answer. Says which; shows the latter once it was tried.

    show=False leaves the value out (for one that is long). Raises: ValueError when the exercise has no reference
    answer, with those that have.
    """
    spec = _spec(exercise)
    if own(exercise, answer):
        print(f"Your own answer of {exercise} ({spec.title}) is used.")
        return answer
    value = spec.reference_value()
    print(f"The reference answer of {exercise} ({spec.title}) is used, because yours is not right or not there yet.")
    if not tried(exercise):
        print(f"It is shown after your first try: answer exercise {exercise}, run its cell, then run this one again.")
    elif show:
        print(f"It is: {answers.written(value, 500)}")
    return value
