"""Decisions of the learner, kept for the launch review: `decide` and `decision`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from helpers import answers, keeping, notebooks, own, paths
from helpers.exercises import Decision, Result, strict


def decide(
    name: str,
    *,
    choice: object,
    why: str,
    run: object = None,
    options: Sequence[str] | None = None,
    needs: Mapping[str, object] | None = None,
    **evidence: object,
) -> Result:
    """Store a decision with its reason for the launch review, and say what was stored and where.

    `choice` and `why` (one to four sentences) must be filled in; `run` is a run id or an object with `run_id`;
    `evidence` are the figures that decided it (estimates, numbers, texts). With `options`, the choice has to be one of
    these texts (capitals and blanks around it do not matter; it is stored as it stands in `options`). With `needs`,
    exercise to answer, nothing is stored before each of these answers passes its check, nor a choice or a reason that
    differs from the one in such an answer. Where its notebook gives `needs`, a call without it stores nothing.
    Never raises for a learner.
    Raises: ValueError when `options` is not a list of at least two texts, or `needs` names an unknown exercise.
    """
    if options is not None and (
        isinstance(options, str) or len(options) < 2 or not all(isinstance(option, str) for option in options)
    ):
        raise ValueError(f"options needs at least two texts to choose from, got {options!r}.")
    known = _known(name)
    if known and name not in known:
        text = f"There is no decision {name!r}. Module {name.split('.')[0]} has: {', '.join(known)}."
        return strict(Result(str(name), "retry", text, "name"))
    if not needs and name in _known(name, resting=True):
        text = "Nothing is stored: this decision rests on an exercise. Call `decide` with `needs=…`, as the cell came."
        return strict(Result(name, "retry", text, "needs"))
    for label, value in (("choice", choice), ("why", why), *evidence.items()):
        gap = answers.unfinished(value, label)
        if gap and not (value is None and label in evidence):
            return strict(Result(name, "todo", f"Decision {name}: `{label}` is open. {gap}"))
    if options is not None:
        meant = [option for option in options if _same(option, choice)]
        if not meant:
            text = f"You chose {answers.describe(choice)}. Choose one of these: {', '.join(map(repr, options))}."
            return strict(Result(name, "retry", text, "choice"))
        choice = meant[0]
    for exercise, answer in (needs or {}).items():
        if not own.own(exercise, answer):
            text = f"Nothing is stored yet: exercise {exercise} has not accepted this answer. Mend it there first."
            return strict(Result(name, "retry", text, "needs"))
        for label, value in (("choice", choice), ("why", why)):
            if isinstance(answer, Mapping) and label in answer and not _alike(answer[label], value):
                text = f"Nothing is stored yet: {exercise} accepted another `{label}`. Check this one there first."
                return strict(Result(name, "retry", text, "needs"))
    if not isinstance(why, str) or len(why.split()) < 4:
        text = "Write the reason in one to four sentences: which figure decided, and what you accept by deciding so."
        return strict(Result(name, "retry", text, "why"))
    run_id = run if isinstance(run, str) or run is None else getattr(run, "run_id", None)
    if run is not None and run_id is None:
        text = f"`run` takes a run id or the results of a run; you gave {answers.describe(run)}."
        return strict(Result(name, "retry", text, "run"))
    value = {"choice": answers.plain(choice), "why": why.strip(), "evidence": answers.plain(evidence)}
    keeping.state.decisions[name] = {**value, "run_id": run_id}
    kept = keeping.keeps()
    keeping.with_store(lambda store: store.save_decision(name, value, run_id=run_id))
    shown = choice if isinstance(choice, str) else json.dumps(value["choice"], ensure_ascii=False)
    lines = [f"Decision {name}: {shown}.", f"Why: {value['why']}"]
    if evidence:
        lines.append("Evidence: " + "; ".join(f"{key} = {_shown(item)}" for key, item in evidence.items()) + ".")
    lines.append(_stored_where(kept and not keeping.state.store_failed, run_id))
    return strict(Decision(name, "ok", "\n".join(lines)))


def _known(name: str, *, resting: bool = False) -> list[str]:
    """The decisions that the notebooks of this module ask for (`resting`: on an exercise); none when it has none."""
    number = str(name).split(".")[0]
    if not re.fullmatch(r"\d\d", number):
        return []
    found = [path for path in notebooks.every() if path.name.startswith(f"{number}_")]
    return [decided for path in found for decided in notebooks.decisions(notebooks.read(path), resting=resting)]


def _same(option: str, choice: object) -> bool:
    return isinstance(choice, str) and choice.strip().casefold() == option.strip().casefold()


def _alike(accepted: object, given: object) -> bool:
    return accepted == given or (isinstance(accepted, str) and _same(accepted, given))


def _shown(item: object) -> object:
    """An estimate without the notes of its making; anything else as it is."""
    text = getattr(item, "text", None)
    return text if isinstance(text, str) else item


def _stored_where(kept: bool, run_id: str | None) -> str:
    with_run = f" with run {run_id}" if run_id else ""
    if not kept:
        failed = keeping.state.store_failed
        why = "the store does not answer" if failed else "this is a solved notebook or a headless run"
        return f"Not stored among your decisions{with_run}: {why}."
    url = paths.database_url()
    if not url.startswith("sqlite"):
        return f"Stored in the database of your cohort{with_run}."
    file = Path(url.removeprefix("sqlite:///"))
    inside = file.relative_to(paths.ROOT).as_posix() if file.is_relative_to(paths.ROOT) else str(file)
    return f"Stored in {inside}{with_run}."


def decision(name: str) -> dict | None:
    """A stored decision {choice, why, evidence, run_id}, or None while it is open."""
    row = keeping.with_store(lambda store: store.decision(name))
    return {**row["value"], "run_id": row["run_id"]} if row else keeping.state.decisions.get(name)
