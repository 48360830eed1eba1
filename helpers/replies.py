"""Meadow's assistant under evaluation: the task to run, the grader that knows the labels, and picks of replies.

run = evals.run(world.cases(questions), replies.assistant("A"), [evals.contains(), replies.reference()])
shown = replies.picked(replies.items(run), "reference", 5, seed=3)
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from helpers import world
from helpers.evals import Grade
from helpers.evals.cases import Case
from helpers.evals.results import Output, Results

REFERENCE = "reference label"
_asked: dict[str, Any] = {}  # key -> Reply, so that every reply on the screen can be opened


@dataclass(frozen=True)
class Item:
    """One reply of a run: its case, the output, and what each grader says of it."""

    case: Case
    output: Output
    verdicts: dict[str, Grade]

    def status(self, grader: str) -> str:
        """pass, fail or unscored."""
        return self.verdicts[grader].status


def question(case_id: str) -> world.Question:
    """The question behind a case of `world.cases`. Raises ValueError for an unknown id."""
    for found in world.questions():
        if found.id == case_id:
            return found
    raise ValueError(f"No question has the id {case_id!r}.")


def assistant(version: str, *, model: str | None = None, temperature: float = 0) -> Callable[..., Any]:
    """A task for `evals.run`: a version of Meadow's assistant (a name of `world.versions()`) answers the cases.

    Recorded replies are read; what was not recorded is asked live. Raises ValueError for an unknown version.
    """
    from helpers.evals import batched
    from helpers.llm import chat_many

    if version not in world.versions():
        raise ValueError(f"version is one of {', '.join(world.versions())}; got {version!r}.")

    def answer(cases: list[Case], repeat: int = 0) -> list[Any]:
        asked = [world.messages(question(case.id), version) for case in cases]
        size = world.versions()[version].max_tokens
        found = chat_many(
            asked, model=model, temperature=temperature, max_tokens=size, repeat=repeat, progress=len(asked) > 20
        )
        return remember(found)

    answer.__name__ = version
    return batched(answer, size=500)


def asked_again(questions: Iterable[world.Question]) -> list[world.Question]:
    """Those of the questions that were recorded three times at temperature 0.7: every third of all questions."""
    repeated = {found.id for found in world.questions()[::3]}
    return [found for found in questions if found.id in repeated]


def within_reach(questions: Sequence[world.Question], live_cases: int, *, model: str) -> list[world.Question]:
    """All questions where recorded replies answer them; `live_cases` of them, evenly spread, where a model has to.

    Raises: ValueError for fewer than 12 live cases.
    """
    from helpers.llm.kept import live_only
    from helpers.llm.request import BUNDLED

    if isinstance(live_cases, bool) or not isinstance(live_cases, int) or live_cases < 12:
        raise ValueError(f"live_cases must be a whole number of at least 12, got {live_cases!r}")
    if (model == BUNDLED and not live_only(False)) or len(questions) <= live_cases:
        return list(questions)
    return [questions[place * len(questions) // live_cases] for place in range(live_cases)]


def with_draws(
    version: str, questions: Sequence[world.Question], *, model: str | None = None, temperature: float = 0.7
) -> tuple[str, str]:
    """The version whose draws to look at, and a sentence when it is not the one asked for (else "").

    Draws are made one by one, which takes minutes. So where those of `version` are not recorded, but those of another
    version of the same model are, that other one is taken. A model without any recorded draws is asked live.
    """
    from helpers import recordings
    from helpers.llm.kept import live_only
    from helpers.llm.request import make

    if version not in world.versions():
        raise ValueError(f"version is one of {', '.join(world.versions())}; got {version!r}.")

    def recorded(name: str) -> bool:
        size = world.versions()[name].max_tokens
        settings = {"model": model, "temperature": temperature, "max_tokens": size, "repeat": 1}
        keys = {make(world.messages(found, name), **settings).key for found in questions}
        return len(recordings.get_many(keys)) == len(keys)

    if live_only(False) or not questions or recorded(version):
        return version, ""
    ready = [name for name in ("A", *world.versions()) if name != version and recorded(name)]
    if not ready:
        return version, ""
    return ready[0], (
        f"No draws of version {version} are recorded, and to make them now would take minutes, so this section shows "
        f"version {ready[0]}. What counts as one is the same in every version."
    )


def remember(found: list[Any]) -> list[Any]:
    """Keep these replies so that their cards can be opened (prompt, settings, source, date), and return them."""
    _asked.update((reply.key, reply) for reply in found)
    return found


def opened(key: str | None) -> Any:
    """The `Reply` behind an output's key in this session, with prompt, settings, source and date, or None."""
    return _asked.get(key or "")


@cache
def _labels() -> dict[tuple[str, str], world.LabelledReply]:
    try:
        return {(reply.question, reply.text): reply for reply in world.replies()}
    except FileNotFoundError:
        return {}


def reference() -> Callable[[Case, str], Grade]:
    """A grader that looks the reply up among the labelled ones. A text that nobody has labelled stays unscored."""

    def grade(case: Case, output: str) -> Grade:
        label = _labels().get((case.id, output))
        if label is None:
            return Grade(REFERENCE, "unscored", reason="nobody has labelled this text")
        who = "by rule" if label.by == "rule" else "two readers"
        return Grade(REFERENCE, "pass" if label.right else "fail", reason=f"{label.reason} ({who})")

    grade.name = REFERENCE  # type: ignore[attr-defined]
    return grade


def items(results: Results) -> list[Item]:
    """Every reply of a run with all of its verdicts, in the order of the run."""
    by_id = {case.id: case for case in results.cases}
    return [
        Item(by_id[output.case_id], output, {name: grades[place] for name, grades in results.grades.items()})
        for place, output in enumerate(results.outputs)
    ]


def best_grader(results: Results) -> tuple[str, str]:
    """Whose verdicts to trust, and a sentence about it: the labels where most replies have one, else `contains`."""
    counts = results.counts()[REFERENCE]
    total = sum(counts.values())
    if 2 * counts["unscored"] < total:
        left = f" {counts['unscored']} replies have no label and are not counted." if counts["unscored"] else ""
        return REFERENCE, f"Whether a reply is right is read from its reference label.{left}"
    return "contains", (
        f"Nobody has labelled {counts['unscored']} of these {total} replies, "
        "so the grader contains stands in for the label here; it is not the truth."
    )


def scored(found: Iterable[Item], graders: Iterable[str]) -> list[Item]:
    """The replies on which each of these graders has a verdict."""
    graders = list(graders)
    return [item for item in found if all(item.status(name) != "unscored" for name in graders)]


def share(found: Iterable[Item], grader: str) -> Any:
    """Share of the scored replies that pass, with the Wilson interval (every reply counted as one).

    Raises ValueError when the grader scored none of them.
    """
    from helpers import stats

    verdicts = [item.status(grader) for item in scored(found, [grader])]
    if not verdicts:
        raise ValueError(f"The grader {grader} has scored none of these replies, so there is no share.")
    return stats.wilson(verdicts.count("pass"), len(verdicts))


def by_case(found: Iterable[Item], grader: str) -> dict[Case, list[float]]:
    """The scores of a grader, 1 for pass and 0 for fail, one list for each case."""
    scores: dict[Case, list[float]] = {}
    for item in scored(found, [grader]):
        scores.setdefault(item.case, []).append(float(item.status(grader) == "pass"))
    return scores


def within(estimate: Any) -> Any:
    """The estimate of a share with its interval cut off at 0 and 1, which a clustered interval may pass."""
    return estimate._replace(low=max(estimate.low, 0.0), high=min(estimate.high, 1.0))


def picked(found: Sequence[Item], grader: str, count: int, *, seed: int = 0) -> list[Item]:
    """Up to `count` replies that pass, whole ones first and each from another page: what a demo shows."""
    good = [item for item in found if item.status(grader) == "pass"]
    random.Random(seed).shuffle(good)
    good.sort(key=lambda item: item.output.finish != "stop")
    chosen: list[Item] = []
    for item in good:
        if len(chosen) < count and item.case.cluster not in {other.case.cluster for other in chosen}:
            chosen.append(item)
    spare = [item for item in good if item not in chosen]
    return chosen + spare[: count - len(chosen)]


def disputed(found: Sequence[Item], graders: Sequence[str], truth: str, count: int, *, seed: int = 0) -> list[Item]:
    """Up to `count` replies on which the graders differ from each other or from `truth`, of as many kinds as there are.

    First come the replies on which the second of the graders (`contains` in the lesson) is wrong.
    """
    groups: dict[tuple, list[Item]] = {}
    for item in found:
        pattern = tuple(item.status(name) for name in (*graders, truth))
        if "unscored" not in pattern and len(set(pattern)) > 1:
            groups.setdefault(pattern, []).append(item)
    chance = random.Random(seed)
    for pattern in sorted(groups):
        chance.shuffle(groups[pattern])
    order = sorted(groups, key=lambda pattern: (pattern[1] == pattern[-1], pattern))
    chosen: list[Item] = []
    while len(chosen) < count and any(groups.values()):
        for pattern in order:
            if groups[pattern] and len(chosen) < count:
                chosen.append(groups[pattern].pop())
    chance.shuffle(chosen)
    return chosen


def errors(found: Sequence[Item], grader: str, truth: str) -> tuple[int, int]:
    """How often the grader passes a reply that is wrong, and how often it fails one that is right."""
    pairs = [(item.status(grader), item.status(truth)) for item in found]
    return pairs.count(("pass", "fail")), pairs.count(("fail", "pass"))
