"""Tasks, moves, and scripted agents: one that is competent, and one that obeys whatever it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.agents.provenance import Call, leaves, text_of
from helpers.agents.tooling import Tool

_REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)((?:\.\w+)*)\}")
GAVE_UP = "I could not do this."


class Malformed(ValueError):
    """What a model gave back cannot be read as a move; the text says why."""


@dataclass(frozen=True)
class Injection:
    """Text of an outsider that stands where the agent reads, and the calls it asks for (in the form of a plan)."""

    id: str
    text: str
    calls: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Task:
    """What a user wants. plan: what a competent agent does, {"tool": …, "arguments": {…}} and at the end {"answer": …}.

    In a plan "{get_order.total}" is that value in the latest result of that tool ("{get_order.items.0.price}" goes
    deeper). constants, own: see `Context`. wants(call) tells a perfect approver what this user asked for.
    """

    id: str
    text: str
    plan: Sequence[Mapping[str, Any]] = ()
    constants: Sequence[Any] = ()
    own: Sequence[str] = ()
    injections: Sequence[Injection] = ()
    wants: Callable[[Call], bool] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Move:
    """What an agent does next: a call, or an answer that ends the run."""

    call: Call | None = None
    answer: str | None = None
    cost_usd: float = 0.0
    raw: str = ""

    def __post_init__(self) -> None:
        if (self.call is None) == (self.answer is None):
            raise ValueError("A move is either a call or an answer.")


@dataclass(frozen=True)
class Turn:
    """A move of the past and what came of it: state "done", "denied", "failed", or "fault" (not understood)."""

    call: Call | None
    state: str
    result: Any = None
    note: str = ""


class _Unknown(Exception):
    """A reference to something that was not read."""


def _value(name: str, path: str, history: Sequence[Turn]) -> Any:
    for turn in reversed(history):
        if turn.call is not None and turn.call.tool == name and turn.state == "done":
            value = turn.result
            for part in path.split(".")[1:]:
                try:
                    value = value[int(part)] if isinstance(value, list) else value[part]
                except (KeyError, IndexError, TypeError, ValueError):
                    raise _Unknown(f"{name}{path}") from None
            return value
    raise _Unknown(f"{name}{path}")


def _filled(value: Any, history: Sequence[Turn]) -> Any:
    if not isinstance(value, str):
        return value
    if whole := _REFERENCE.fullmatch(value):
        return _value(whole[1], whole[2], history)
    return _REFERENCE.sub(lambda found: text_of(_value(found[1], found[2], history)), value)


def _call(part: Mapping[str, Any], history: Sequence[Turn], planned: bool, label: str) -> Call:
    given = {name: _filled(value, history) for name, value in part.get("arguments", {}).items()}
    return Call(part["tool"], given, len(history) + 1, planned, label)


class Scripted:
    """A competent agent: it follows the plan of the task. A call that was refused is left out."""

    def move(self, task: Task, history: Sequence[Turn], tools: Mapping[str, Tool]) -> Move:
        """The next call of the plan, or the answer. It hangs on its inputs only."""
        made = {turn.call.label for turn in history if turn.call is not None}
        for number, part in enumerate(task.plan):
            if "answer" in part or f"plan {number}" in made:
                continue
            try:
                return Move(_call(part, history, True, f"plan {number}"))
            except _Unknown:
                return Move(answer=GAVE_UP)
        answers = [part["answer"] for part in task.plan if "answer" in part]
        try:
            return Move(answer=str(_filled(answers[-1], history)) if answers else "Done.")
        except _Unknown:
            return Move(answer=GAVE_UP)


class Gullible(Scripted):
    """The worst case: as soon as it reads an injection it does what that says, then goes on with the plan.

    No model is like this. It shows what a policy still allows when the agent is fully in an outsider's hands.
    """

    def move(self, task: Task, history: Sequence[Turn], tools: Mapping[str, Tool]) -> Move:
        """An injected call that was read and not yet made; else the next of the plan."""
        made = {turn.call.label for turn in history if turn.call is not None}
        for injection in _read(task, history):
            for number, part in enumerate(injection.calls):
                label = f"{injection.id} {number}"
                if label not in made:
                    try:
                        return Move(_call(part, history, False, label))
                    except _Unknown:
                        break  # later, when it has read more
        return super().move(task, history, tools)


def _read(task: Task, history: Sequence[Turn]) -> Iterator[Injection]:
    for injection in task.injections:
        for turn in history:
            if turn.state == "done" and any(injection.text in text_of(leaf) for leaf in leaves(turn.result)):
                yield injection
                break
