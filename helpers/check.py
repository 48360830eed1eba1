"""Check an answer, store a decision, go on without an answer: `check`, `decide`, `resume`.

A check says Correct, Not attempted yet, or Not quite with a hint chosen by what is wrong, never raising for a learner.
With LABS_STRICT=1 everything but Correct raises AssertionError; with WORKBOOK_DEBUG=1 an error inside a check is shown.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from helpers import answers, keeping, paths
from helpers.decisions import decide, decision
from helpers.exercises import Decision, Exercise, Hint, Result, Right, exercise, exercises, in_wrong_form, strict
from helpers.keeping import solved_notebook

__all__ = [
    "Decision",
    "Exercise",
    "Hint",
    "Result",
    "Right",
    "check",
    "decide",
    "decision",
    "exercise",
    "exercises",
    "resume",
    "solved_notebook",
]
_CHECKS = str(Path(__file__).resolve().parent)


def _wrong_before(exercise_id: str) -> int:
    """Wrong tries since the last right one. An answer in the wrong form is not a try."""
    rows = keeping.with_store(lambda store: store.attempts(exercise_id))
    if rows is None:
        return keeping.state.wrong.get(exercise_id, 0)
    count = 0
    for row in rows:
        if not in_wrong_form(row["hint"]):
            count = count + 1 if row["status"] == "retry" else 0 if row["status"] == "ok" else count
    return max(count, keeping.state.wrong.get(exercise_id, 0) if keeping.state.store_failed else 0)


def _finish(result: Result, answer: object) -> Result:
    """Log the result for a run, store the attempt, and raise when strict."""
    if log := os.environ.get("WORKBOOK_RUN_LOG"):
        line = {"exercise": result.exercise, "status": result.status, "hint": result.hint}
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    if result.status == "retry":
        if not in_wrong_form(result.hint):
            keeping.state.wrong[result.exercise] = result.tries
    elif result.status == "ok":
        keeping.state.wrong.pop(result.exercise, None)
    if result.status != "todo":
        if not in_wrong_form(result.hint) and keeping.state.statuses.get(result.exercise) != "ok":
            keeping.state.statuses[result.exercise] = result.status
        written = answers.written(answer)
        keeping.with_store(lambda store: store.add_attempt(result.exercise, result.status, result.hint, written))
    return strict(result)


def _judge(spec: Exercise, answer: object) -> object:
    """None or Right for a right answer, else a Hint; an error that the answer caused becomes a Hint."""
    if spec.expects and not answers.fits(answer, spec.expects):
        given = answers.describe(answer)
        return Hint(f"Your answer is {given}; this exercise expects {spec.wanted()}.", id="type")
    try:
        verdict = spec.run(answer)
    except Exception as error:
        own = answers.own_error(answer, error, _CHECKS)
        if own:
            return Hint(own, id="error")
        if keeping.flag("WORKBOOK_DEBUG") or keeping.flag("LABS_STRICT"):
            raise
        return Hint(
            f"The check cannot read your answer. It is {answers.describe(answer)}; this exercise expects "
            f"{spec.wanted()}. ({type(error).__name__}: {error})",
            id="unreadable",
        )
    if verdict is None or isinstance(verdict, Right | Hint):
        return verdict
    if isinstance(verdict, str):
        return Hint(verdict)
    raise TypeError(f"The check of {spec.id} returned {verdict!r}; it has to return None, Right, Hint or a text.")


def check(exercise: str, answer: object) -> Result:
    """Check the answer to an exercise ("03.2") and say what is wrong with it. Never raises for a learner."""
    spec = exercises(str(exercise).split(".")[0]).get(exercise)
    if spec is None:
        lab = str(exercise).split(".")[0]
        listing = ", ".join(exercises(lab)) or "no exercises"
        return strict(Result(str(exercise), "retry", f"There is no exercise {exercise!r}. Lab {lab} has: {listing}."))
    label = f"{spec.id} {spec.title}."
    gap = answers.unfinished(answer)
    if gap:
        return _finish(Result(spec.id, "todo", f"{label} {gap}"), answer)
    verdict = _judge(spec, answer)
    if isinstance(verdict, Hint) and verdict.id == "error" and "ellipsis" in verdict.first.lower():
        return _finish(Result(spec.id, "todo", f"{label} There is still a `...` inside. {verdict.first}"), answer)
    if not isinstance(verdict, Hint):
        note = verdict.message if verdict else spec.right
        return _finish(Result(spec.id, "ok", f"{label} {note}".strip()), answer)
    before = _wrong_before(spec.id)
    if in_wrong_form(verdict.kept_id):
        message = f"{_sentence(verdict.first)} This does not count as a try."
        return _finish(Result(spec.id, "retry", message, verdict.kept_id, before), answer)
    message = verdict.at(before + 1)
    if before >= 2 and (path := _solution(spec.id)):
        message = f"{_sentence(message)} A worked solution is in `{path}`."
    return _finish(Result(spec.id, "retry", message, verdict.kept_id, before + 1), answer)


def _sentence(text: str) -> str:
    """The text with a stop at its end."""
    return text if text.rstrip("`'\")’”").endswith((".", "?", "!", ":")) else f"{text}."


def _solution(exercise_id: str) -> str | None:
    found = sorted(paths.SOLUTIONS.glob(f"{exercise_id.split('.')[0]}_*.ipynb"))
    return found[0].relative_to(paths.ROOT).as_posix() if found else None


def resume(exercise: str) -> object:
    """The reference answer of an exercise, for a later cell that has to run without the learner's own. Says so.

    Raises: ValueError when the exercise has none, with those that have.
    """
    lab = str(exercise).split(".")[0]
    known = exercises(lab)
    spec = known.get(exercise)
    if spec is None or not spec.has_reference:
        listing = ", ".join(key for key, item in known.items() if item.has_reference) or "none"
        raise ValueError(f"There is no reference answer for {exercise!r}. Lab {lab} has them for: {listing}.")
    print(f"From here on the reference answer of {spec.id} ({spec.title}) is used, whether or not you solved it.")
    return spec.reference_value()
