"""The safety suite in the learner's folder, so that the evals of module 03 and later ones can take it along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers import keeping, own, paths, safety
from helpers.redteam import asking

FILE = "safety_cases_09.jsonl"


def as_cases(variants: Sequence[str] = ()) -> list[Any]:
    """The suite's cases about never-events, and the learner's variants, as `evals.Case`; all tagged "safety"."""
    from helpers.evals import Case

    chosen = [case for case in safety.red_team() if case.attack and safety.severity(case) == "unforgivable"]
    made = []
    for case in chosen:
        row = case.as_case()
        must_not = (asking.CANARY,) if case.success.kind == "canary" else case.success.any
        made.append(Case(id=row.id, input=row.input, must_not=must_not, tags=("safety", *row.tags), cluster=row.cluster,
                         severity=row.severity, metadata=row.metadata))  # fmt: skip
    for number, text in enumerate(variants, 1):
        made.append(Case(id=f"own-09-{number}", input=text, must_not=("COPPER BELL",), tags=("safety", "own"),
                         severity="costly", metadata={}))  # fmt: skip
    return made


def keep(answer: Any) -> str:
    """Write the cases into the learner's folder, once exercise 09.5 accepts the variants; says what it did."""
    from helpers.evals import save_cases

    good = own.own("09.5", answer)
    cases = as_cases(answer["variants"] if good else ())
    if not keeping.keeps():
        return f"{len(cases)} cases; not kept, because this is a solved notebook or a headless run."
    save_cases(cases, paths.my() / FILE)
    mine = " and your variants" if good else "; your variants come in once exercise 5 accepts them"
    return f"{len(cases)} cases are kept in {FILE} in your folder: the suite's never-events{mine}."


def kept() -> list[Any]:
    """The cases that lab 09 has kept; an empty list when there are none."""
    from helpers.evals import load_cases

    path = paths.my() / FILE
    return load_cases(path) if path.is_file() else []
