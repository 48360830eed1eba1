"""Keeping the answers among the learner's decisions, without saying which are right."""

from __future__ import annotations

from collections.abc import Mapping

from helpers import keeping
from helpers.exercises import Decision, Result
from helpers.judgement.questions import check_answers, items

NAMES = {"before": "00.judgement_before", "after": "14.judgement_after"}


def kept(when: str = "before") -> dict | None:
    """The first complete set kept for `before`, the newest complete one for `after`; else the newest part; else None.

    Returns {"answers": {id: (choice, confidence)}, "complete": bool, "created": text}.
    """
    name = _name(when)
    rows = keeping.with_store(lambda store: [r for r in store.decisions(history=True) if r["name"] == name]) or []
    sets = [{**row["value"].get("evidence", {}), "created": str(row.get("created", ""))} for row in rows]
    if name in keeping.state.decisions:
        sets.append({**keeping.state.decisions[name]["evidence"], "created": ""})
    found = []
    for row in sets:
        answers = {key: (answer["choice"], answer["confidence"]) for key, answer in row.get("answers", {}).items()}
        found.append({"answers": answers, "complete": set(answers) == set(items()), "created": row["created"]})
    complete = [row for row in found if row["complete"]]
    if complete:
        return complete[0] if when == "before" else complete[-1]
    return found[-1] if found else None


def keep(answers: Mapping, *, when: str = "before") -> Result:
    """Keep the answers. The first complete set of `before` stays the one that counts. Never says what is right."""
    name = _name(when)
    try:
        given = check_answers(answers)
    except ValueError as error:
        return Decision(name, "retry", str(error))
    done = kept(when)
    if when == "before" and done and done["complete"]:
        since = f" on {done['created'][:10]}" if done["created"] else ""
        text = f"Your first answers were kept{since} and stay as they are. Module 14 asks the same questions again."
        return Decision(name, "ok", text)
    if not given:
        return Decision(name, "todo", f"None of the {len(items())} questions is answered yet. Nothing was kept.")
    mean = sum(confidence for _, confidence in given.values()) / len(given)
    open_ones = [key for key in items() if key not in given]
    rows = {key: {"choice": choice, "confidence": confidence} for key, (choice, confidence) in given.items()}
    value = {
        "choice": f"{len(given)} of {len(items())} questions answered, mean confidence {mean:.0f} %",
        "why": "Answered before anything was taught; module 14 asks again, so that learning can be measured."
        if when == "before"
        else "Answered at the end; compared with the answers from before.",
        "evidence": {"answers": rows},
    }
    stored = keeping.keeps()
    keeping.state.decisions[name] = {**value, "run_id": None}
    keeping.with_store(lambda store: store.save_decision(name, value))
    where = "Kept" if stored and not keeping.state.store_failed else "Not stored (a solved or headless notebook)"
    start = f"{where}: {len(given)} of {len(items())} answers, with a mean confidence of {mean:.0f} %."
    if open_ones:
        return Decision(name, "todo", f"{start} Still open: {', '.join(open_ones)}.")
    return Decision(name, "ok", f"{start} Which of them are right is told in the modules, not here.")


def _name(when: str) -> str:
    if when not in NAMES:
        raise ValueError(f"when is 'before' or 'after'; got {when!r}.")
    return NAMES[when]
