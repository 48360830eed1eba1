"""Asking the variants: what is recorded, runs as `Results` of helpers.evals, and draws at a temperature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers import world
from helpers.evals import Grade
from helpers.prompting import building
from helpers.prompting import keeping_rules as rules
from helpers.prompting.catalogue import PARAPHRASED, chosen, content, paraphrases, variant, variants
from helpers.world.customer_questions import Question

if TYPE_CHECKING:
    from helpers.evals import Results
    from helpers.llm.reply import Reply

TEMPERATURES = (0.0, 0.3, 0.7, 1.0)
BASE = "bare"
DRAWN = "short"  # the variant whose draws are recorded
DRAWS, DRAWN_QUESTIONS = 5, 20
FEW = 12  # dev questions on which a learner's own line is tried
ALL = "all kept"


@dataclass(frozen=True)
class Asked:
    """One list that is asked at once: which variant, wording, questions and settings."""

    variant: str
    split: str
    paraphrase: int = 0
    temperature: float = 0.0
    repeats: int = 1
    top_p: float = 1.0
    questions: tuple[Question, ...] = ()
    own: str | None = None


def drawn_questions() -> list[Question]:
    """The dev questions of which several draws are recorded: evenly over the 60."""
    return few(DRAWN_QUESTIONS)


def few(count: int = FEW, every: Sequence[Question] | None = None) -> list[Question]:
    """`count` of the dev questions (or of those given), evenly over the list."""
    every = chosen("dev") if every is None else every
    return [every[place * len(every) // count] for place in range(count)] if len(every) > count else list(every)


def own_line() -> str:
    """The last line that the solved lab writes as its own."""
    return str(content()["own_line"])


def plan() -> Iterator[Asked]:
    """Everything that is recorded, what the lab needs first.

    On the test questions only the baseline and the wordings of the candidate are asked: what is compared on dev does
    not need them, and what is not asked cannot be chosen by.
    """
    for number in range(len(paraphrases())):
        yield Asked(PARAPHRASED, "dev", paraphrase=number)
    for name in variants():
        if variant(name).form == "text" and name != PARAPHRASED:
            yield Asked(name, "dev")
    yield Asked(BASE, "test")
    for number in range(len(paraphrases())):
        yield Asked(PARAPHRASED, "test", paraphrase=number)
    yield Asked(PARAPHRASED, "dev", questions=tuple(few()), own=own_line())
    for temperature in TEMPERATURES:
        yield Asked(DRAWN, "dev", temperature=temperature, repeats=DRAWS, questions=tuple(drawn_questions()))
    for name in variants():
        if variant(name).form != "text":
            yield Asked(name, "dev")


def replace_questions(one: Asked, count: int) -> Asked:
    """The same list for the first questions of the split only."""
    return replace(one, questions=tuple(chosen(one.split)[:count]))


def ask(one: Asked, *, model: str | None = None, progress: bool = False) -> list[Reply]:
    """The replies of one list: all repeats of the first question, then the next. Recorded ones are read.

    Replies that do not fit a schema are kept with their problem. Raises: what `llm.chat_many` raises.
    """
    from helpers.llm import chat_many

    questions = one.questions or chosen(one.split)
    return chat_many(
        [building.messages(question, one.variant, one.paraphrase, own=one.own) for question in questions],
        model=model,
        temperature=one.temperature,
        top_p=one.top_p,
        repeats=one.repeats,
        progress=progress,
        invalid="keep",
        **building.settings(one.variant),
    )


def task(
    name: str, paraphrase: int = 0, *, model: str | None = None, temperature: float = 0, own: str | None = None
) -> Callable[..., Any]:
    """A variant as a task for `evals.run`: a list of cases in, a list of replies out."""
    from helpers.evals import batched
    from helpers.llm import chat_many
    from helpers.replies import question, remember

    def answer(cases: list, repeat: int = 0) -> list[Any]:
        found = chat_many(
            [building.messages(question(case.id), name, paraphrase, own=own) for case in cases],
            model=model,
            temperature=temperature,
            repeat=repeat,
            progress=len(cases) > 20,
            invalid="keep",
            **building.settings(name),
        )
        return remember(found)

    answer.__name__ = label(name, paraphrase)
    return batched(answer, size=500)


def label(name: str, paraphrase: int = 0) -> str:
    """The name of a variant or of one of its wordings: "both", "both, wording 3"."""
    return name if not paraphrase else f"{name}, wording {paraphrase}"


def graders(name: str) -> list[Callable]:
    """One grader for each requirement, "all kept" for a reply that keeps all that apply, and "facts" for what it says.

    For a JSON variant also "valid" and "action".
    """
    from helpers.evals import contains, grader
    from helpers.replies import question

    form = "text" if variant(name).form == "text" else "json"
    memory: dict[tuple[str, str], dict[str, Grade]] = {}

    def graded(case: Any, text: str) -> dict[str, Grade]:
        key = (case.id, text)
        if key not in memory:
            memory[key] = rules.grade(text, question(case.id), form=form)
        return memory[key]

    def one(which: str) -> Callable:
        return grader(lambda case, text: graded(case, text)[which], name=which)

    def everything(case: Any, text: str) -> Grade:
        grades = graded(case, text)
        faults = [f"{key} {grade.reason}" for key, grade in grades.items() if grade.status == "fail"]
        return Grade(ALL, "fail" if faults else "pass", reason="; ".join(faults))

    phrases = contains(name="facts")

    def facts(case: Any, text: str) -> Grade:
        return phrases(case, text if form == "text" else rules.spoken(text)[0])

    extra = ["valid", "action"] if form == "json" else []
    names = [*rules.requirements(), *extra]
    return [grader(everything, name=ALL), *(one(which) for which in names), grader(facts, name="facts")]


def run(
    name: str,
    split: str = "dev",
    paraphrase: int = 0,
    *,
    model: str | None = None,
    temperature: float = 0,
    repeats: int = 1,
    questions: Sequence[Question] | None = None,
    own: str | None = None,
    title: str | None = None,
) -> Results:
    """Ask a variant the questions of a split (or those given) and grade every requirement.

    Raises: ValueError for an unknown variant, split or paraphrase; what `evals.run` raises.
    """
    from helpers import evals

    asked = chosen(split) if questions is None else list(questions)
    job = task(name, paraphrase, model=model, temperature=temperature, own=own)
    shown = title or f"05 {split}, {label(name, paraphrase)}"
    return evals.run(world.cases(asked), job, graders(name), repeats=repeats, name=shown)
