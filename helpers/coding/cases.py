"""Eval cases made of conversations that went wrong: the reply of version 0 must fail them, a right reply must pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from helpers import keeping, own, paths, world
from helpers.cards import Block, table
from helpers.coding.study import Study
from helpers.evals import Case, case_from, contains, load_cases, save_cases

FILE = "eval_cases_02.jsonl"


def trace_of(trace_id: str) -> world.Trace:
    """The conversation with this id. Raises ValueError when there is none."""
    for trace in world.traces():
        if trace.id == trace_id:
            return trace
    raise ValueError(f"There is no conversation {trace_id!r}; an id looks like {world.traces()[0].id!r}.")


def case(trace_id: str, *, failure: str, must: Any = (), must_not: Any = ()) -> Case:
    """An eval case of the first message of a conversation. failure: the code that it is to catch from now on.

    must, must_not: a phrase or several (a number is taken as text), alternatives between ` | `. Question, page and
    severity come from the conversation. Raises ValueError for an unknown conversation or code, and as `evals.Case`.
    """
    question = trace_of(trace_id).question
    if failure not in world.FAILURES:
        raise ValueError(f"{failure!r} is no code; the codes are {', '.join(world.FAILURES)}.")
    must, must_not = _phrases(must), _phrases(must_not)
    return Case(id=question.id, input=question.text, expected=question.reference, must=must, must_not=must_not,
                tags=(failure, question.kind), cluster=question.cluster, severity=question.severity,
                metadata={"trace": trace_id})  # fmt: skip


def _phrases(given: Any) -> Any:
    """Numbers as text, alone or in a list; everything else as it is."""
    if isinstance(given, list | tuple):
        return tuple(_phrases(one) for one in given)
    return f"{given:g}" if isinstance(given, int | float) and not isinstance(given, bool) else given


def verdict(one: Case, text: str) -> str:
    """What the grader by phrases says of a text: pass, fail or unscored."""
    return contains()(one, text).status


def own_case(trace: world.Trace, failure: str) -> Case:
    """The case with the phrases that the authors of the questions gave it."""
    return case(trace.id, failure=failure, must=trace.question.must, must_not=trace.question.must_not)


def candidates(study: Study, failure: str, count: int = 4) -> list[world.Trace]:
    """Conversations of which the code is the first fault and which phrases can decide, each about another page."""
    found: list[world.Trace] = []
    for trace in study.traces:
        if study.label(trace.id).primary != failure or not trace.question.must:
            continue
        made = own_case(trace, failure)
        catches = verdict(made, trace.turns[0].reply) == "fail" and verdict(made, trace.question.reference) == "pass"
        if catches and trace.question.cluster not in {other.question.cluster for other in found}:
            found.append(trace)
    return found[:count]


def candidate_table(study: Study, failures: Sequence[str], count: int = 4) -> Block:
    """For each failure some conversations to make a case of: the question, what version 0 said, a right reply."""
    rows = []
    for failure in failures:
        for trace in candidates(study, failure, count):
            reply = " ".join(trace.turns[0].reply.split())
            said = reply if len(reply) <= 220 else f"{reply[:219]}…"
            rows.append((trace.id, failure, trace.question.text, said, trace.question.reference))
    head = ("conversation", "first fault", "the customer asks", "version 0 said", "a right reply")
    return table(head, rows, "Conversations to make cases of")


def file() -> Path:
    """Where the cases of this lab are kept."""
    return paths.my() / FILE


def keep(cases: Iterable[Any]) -> str:
    """Write the learner's own cases into their folder for lab 03, and say so, once exercise 02.9 accepts them.

    Until then the folder stays as it is. A solved notebook and a headless run write nothing.
    """
    if not own.own("02.9", cases):
        return "Nothing is kept yet: your cases are kept for lab 03 once exercise 02.9 accepts them."
    cases = [one if isinstance(one, Case) else case_from(one) for one in cases]
    if not keeping.keeps():
        return f"{len(cases)} cases; not kept, because this is a solved notebook or a headless run."
    save_cases(cases, file())
    return f"{len(cases)} cases are kept in {file().name} in your folder. Lab 03 finds them there."


def kept() -> list[Case]:
    """The cases that lab 02 has kept; an empty list when there are none or the file cannot be read (it is said)."""
    if not file().is_file():
        return []
    try:
        return load_cases(file())
    except ValueError as error:
        print(f"The cases of lab 02 cannot be read: {error}.")
        return []


def tried(versions: Sequence[str], model: str | None = None) -> Block:
    """The cases of lab 02 asked of some versions of the assistant: who still makes the faults of version 0."""
    from helpers import evals, replies

    cases = kept()
    if not cases:
        text = "Lab 02 has left no cases here. It is optional: this lab does not need them."
        return Block(f"<p>{text}</p>", text)
    known = {question.id for question in world.questions()}
    asked = [one for one in cases if one.id in known]
    runs = [
        evals.run(asked, replies.assistant(version, model=model), contains(name="phrases"), name=f"02 cases, {version}")
        for version in versions
    ]
    marks = [[found.status for found in run.grades["phrases"]] for run in runs]
    rows = [
        (one.id, one.tags[0], str(one.input), *row) for one, row in zip(asked, zip(*marks, strict=True), strict=True)
    ]
    head = ("case", "fault of version 0", "the customer asks", *(f"version {version}" for version in versions))
    return table(head, rows, f"{len(asked)} cases of your own from lab 02")
