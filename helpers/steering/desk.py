"""What lesson 05 asks for: runs of variants and wordings, draws over temperatures, rules kept, changes to one base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers import prompting, replies, world

if TYPE_CHECKING:
    from helpers.evals import Results
    from helpers.steering.temperatures import Heat

ALL = "all kept"
TEMPERATURES = (0.0, 0.3, 0.7, 1.0)
DRAWS = 5
LIVE_DRAWN, LIVE_WORDINGS = 3, 2  # where a model has to answer now: questions drawn several times, other wordings asked


def _live(model: str) -> bool:
    """Whether a model has to answer now, because it is not the recorded one or recordings are left aside."""
    from helpers.llm.kept import live_only
    from helpers.llm.request import BUNDLED

    return model != BUNDLED or live_only(False)


def questions(live_cases: int, *, model: str) -> list[world.Question]:
    """The 60 dev questions of this module, or `live_cases` of them where a model has to answer now."""
    return replies.within_reach(prompting.chosen("dev"), live_cases, model=model)


def runs(names: Iterable[str], asked: Sequence[world.Question], *, model: str) -> dict[str, Results]:
    """A run of each variant on the same questions, by name."""
    return {name: prompting.run(name, "dev", model=model, questions=asked, title=name) for name in names}


def wordings(asked: Sequence[world.Question], *, model: str) -> dict[str, Results]:
    """A run of the reworded variant in each of its wordings, by a short name; its own wording first."""
    count = len(prompting.paraphrases())
    if _live(model):
        count = min(count, 1 + LIVE_WORDINGS)
    return {
        f"wording {number}" if number else "as written": prompting.run(
            prompting.PARAPHRASED, "dev", number, model=model, questions=asked, title=f"wording {number}"
        )
        for number in range(count)
    }


def passed(run: Results, grader: str = ALL) -> list[float]:
    """1 for each case that passes and 0 for the others, in the order of the cases (repeats averaged)."""
    scores: dict[str, list[float]] = {case.id: [] for case in run.cases}
    for case, _, grade in run.rows(grader):
        scores[case.id].append(float(grade.status == "pass"))
    return [sum(row) / len(row) if row else 0.0 for row in scores.values()]


def pages(run: Results) -> list[str]:
    """The page of each case, which is its cluster."""
    return [case.cluster for case in run.cases]


def share(run: Results, grader: str = ALL) -> Any:
    """Share of the scored replies that pass, clustered by page, with its ends within 0 and 1."""
    return replies.within(run.summary().rate(grader))


def kept(found: Mapping[str, Results], names: Sequence[str] | None = None) -> dict[str, dict[str, float | None]]:
    """For each run the share of replies that keep each requirement, of those to which it applies (None: to none)."""
    names = names or [*prompting.requirements()]
    table: dict[str, dict[str, float | None]] = {}
    for label, run in found.items():
        counts = run.counts()
        table[label] = {}
        for name in names:
            scored = counts[name]["pass"] + counts[name]["fail"]
            table[label][name] = counts[name]["pass"] / scored if scored else None
    return table


def drawn(model: str) -> tuple[list[world.Question], dict[float, Results]]:
    """The questions that were drawn several times, and a run for each temperature with five draws of each."""
    asked = prompting.drawn_questions()
    if _live(model):
        asked = asked[:: max(1, len(asked) // LIVE_DRAWN)][:LIVE_DRAWN]
    found = {
        float(t): prompting.run(
            prompting.DRAWN,
            "dev",
            model=model,
            temperature=t,
            repeats=DRAWS,
            questions=asked,
            title=f"temperature {t:g}",
        )
        for t in TEMPERATURES
    }
    return asked, found


def sweep(found: Mapping[float, Results], grader: str = ALL) -> list[Heat]:
    """The sweep over temperatures as `Heat`, from runs with the same questions and several draws of each."""
    from helpers.steering.temperatures import heat

    scores: dict[float, list[list[float]]] = {}
    texts: dict[float, list[list[str]]] = {}
    for temperature, run in found.items():
        by_case: dict[str, list[tuple[float, str]]] = {case.id: [] for case in run.cases}
        for case, output, grade in run.rows(grader):
            by_case[case.id].append((float(grade.status == "pass"), output.text.strip()))
        scores[temperature] = [[score for score, _ in row] for row in by_case.values()]
        texts[temperature] = [[said for _, said in row] for row in by_case.values()]
    return heat(scores, texts, pages(next(iter(found.values()))))


def formats(found: Mapping[str, Results]) -> dict[str, dict[str, int]]:
    """What became of each JSON reply: not such JSON, a wrong action, a text that breaks a rule, or all right."""
    table = {}
    for label, run in found.items():
        kinds = {"no such JSON": 0, "valid, wrong action": 0, "right action, text breaks a rule": 0, "all right": 0}
        graded = zip(*(run.grades[name] for name in ("valid", "action", ALL)), strict=True)
        for valid, action, everything in graded:
            if valid.status != "pass":
                kinds["no such JSON"] += 1
            elif action.status != "pass":
                kinds["valid, wrong action"] += 1
            else:
                kinds["all right" if everything.status == "pass" else "right action, text breaks a rule"] += 1
        table[label] = kinds
    return table
