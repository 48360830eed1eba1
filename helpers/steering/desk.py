"""What lesson 05 counts: rules kept by each run, runs of the wordings, a sweep with k draws, what became of JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from helpers import prompting

if TYPE_CHECKING:
    from helpers.evals import Results
    from helpers.prompting.lab import Lab
    from helpers.steering.temperatures import Heat

ALL = "all kept"


def wordings(lab: Lab) -> dict[str, Results]:
    """A run of the reworded variant in each of its wordings on dev, by a short name; its own wording first."""
    names = {number: f"wording {number}" if number else "as written" for number in lab.wordings}
    return {name: lab.run(prompting.PARAPHRASED, "dev", number) for number, name in names.items()}


def contest(lab: Lab) -> dict[str, list[float]]:
    """The scores (1 for all kept, else 0) of every prompt and wording that answers in text, on dev."""
    return {prompting.label(*one): prompting.passes(lab.run(one[0], "dev", one[1])) for one in lab.contest}


def kept(found: Mapping[str, Results], names: Sequence[str] | None = None) -> dict[str, dict[str, float | None]]:
    """For each run the share of replies that keep each requirement, of those to which it applies (None: to none).

    names: which graders (default: the requirements).
    """
    names = names or [*prompting.requirements()]
    table: dict[str, dict[str, float | None]] = {}
    for label, run in found.items():
        counted = prompting.counts(run, names)
        table[label] = {name: passed / of if of else None for name, (passed, of) in counted.items()}
    return table


def sweep(lab: Lab, temperatures: Sequence[float], *, k: int, grader: str = ALL) -> list[Heat]:
    """The sweep over temperatures as `Heat`, with pass^k. Raises: ValueError when k is more than the draws."""
    from helpers.steering.temperatures import heat

    scores: dict[float, list[list[float]]] = {}
    texts: dict[float, list[list[str]]] = {}
    for temperature in temperatures:
        run = lab.drawn(temperature)
        by_case: dict[str, list[tuple[float, str]]] = {case.id: [] for case in run.cases}
        for case, output, grade in run.rows(grader):
            by_case[case.id].append((float(grade.status == "pass"), output.text.strip()))
        scores[temperature] = [[score for score, _ in row] for row in by_case.values()]
        texts[temperature] = [[said for _, said in row] for row in by_case.values()]
    return heat(scores, texts, prompting.pages(lab.drawn(temperatures[0])), k=k)


def formats(found: Mapping[str, Results]) -> dict[str, dict[str, int]]:
    """What became of each JSON reply: not such JSON, a wrong action, a text that breaks a rule, or all right."""
    table = {}
    for label, run in found.items():
        kinds = {"no such JSON": 0, "valid, wrong action": 0, "right action, text breaks a rule": 0, "all kept": 0}
        graded = zip(*(run.grades[name] for name in ("valid", "action", ALL)), strict=True)
        for valid, action, everything in graded:
            if valid.status != "pass":
                kinds["no such JSON"] += 1
            elif action.status != "pass":
                kinds["valid, wrong action"] += 1
            else:
                kinds["all kept" if everything.status == "pass" else "right action, text breaks a rule"] += 1
        table[label] = kinds
    return table
