"""What goes wrong when a run that was killed goes on: the double resume, and what belongs into an idempotency key."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.agents.ledgers import Ledger
from helpers.agents.loop import run_agent
from helpers.agents.minds import Scripted, Task
from helpers.agents.people import AlwaysYes
from helpers.agents.permissions import Policy
from helpers.agents.records import KEY, POINTS, ChangedArguments
from helpers.agents.tooling import Tool

_POLICY = "rules:\n  - tool: '*'\n    level: confirm\n"
_PARAMETERS = {
    "type": "object",
    "properties": {"order": {"type": "string"}, "amount": {"type": "number"}},
    "required": ["order", "amount"],
}


class Killed(BaseException):
    """The process ends here. Not an Exception: no code of the loop catches it."""


@dataclass(frozen=True)
class Resumed:
    """What was paid in the end: (order, amount) of each refund, in euros, and how often the run was started."""

    paid: tuple[tuple[str, float], ...]
    starts: int
    outcome: str

    @property
    def total(self) -> float:
        """Euros paid."""
        return sum(amount for _, amount in self.paid)


@dataclass(frozen=True)
class KeyTrial:
    """A situation, the refunds that should exist after it, those that do, and what the ledger said."""

    name: str
    expected: tuple[tuple[str, float], ...]
    paid: tuple[tuple[str, float], ...]
    said: str = ""

    @property
    def right(self) -> bool:
        """Whether exactly the expected refunds exist."""
        return self.paid == self.expected and not self.said


def _pay(db: sqlite3.Connection, order: str, amount: float) -> dict[str, Any]:
    db.execute("insert into refunds values (?, ?)", (order, amount))
    return {"order": order, "paid": amount}


REFUND = Tool("issue_refund", _pay, _PARAMETERS, "Pay money back", effect="write", amount="amount")
CREDIT = Tool("apply_credit", _pay, _PARAMETERS, "Give a voucher", effect="write", amount="amount")


def _paid(db: sqlite3.Connection) -> tuple[tuple[str, float], ...]:
    return tuple((row[0], float(row[1])) for row in db.execute("select * from refunds order by rowid"))


def _open(path: Path, fields: Sequence[str], at: Callable[[str], None] | None = None) -> Ledger:
    ledger = Ledger(path, fields, at)
    ledger.db.execute("create table if not exists refunds (what text, amount real)")
    return ledger


def _killer(point: str) -> Callable[[str], None]:
    def at(now: str) -> None:
        if now == point:
            raise Killed(point)

    return at


def _task(name: str, *amounts: float) -> Task:
    plan = [{"tool": "issue_refund", "arguments": {"order": "A-1", "amount": amount}} for amount in amounts]
    return Task(name, f"Refund {' and '.join(map(str, amounts))} euros of order A-1.", plan)


def double_resume(key_fields: Sequence[str] = KEY, kill_at: str = "done", resumes: int = 2) -> Resumed:
    """Refund 40 euros through a ledger on disk, kill the run at a point, and start it again so many times.

    kill_at: one of `POINTS`. The kill is an error that nothing catches, in this process; the tests do the same with a
    process of its own and a real kill. Raises ValueError for another point.
    """
    if kill_at not in POINTS:
        raise ValueError(f"kill_at is one of {', '.join(POINTS)}; got {kill_at!r}.")
    with tempfile.TemporaryDirectory() as folder:
        outcome = _starts(Path(folder) / "ledger.db", key_fields, _task("T-1", 40.0), kill_at, resumes)
        with _open(Path(folder) / "ledger.db", key_fields) as ledger:
            return Resumed(_paid(ledger.db), resumes + 1, outcome)


def _starts(path: Path, fields: Sequence[str], task: Task, kill_at: str, resumes: int) -> str:
    outcome = "killed"
    for start in range(resumes + 1):
        with _open(path, fields, _killer(kill_at) if start == 0 else None) as ledger:
            try:
                outcome = run_agent(task, [REFUND], Scripted(), Policy.parse(_POLICY), ledger, AlwaysYes()).outcome
            except Killed:
                continue
    return outcome


def broken_resume(resumes: int = 2) -> Resumed:
    """The same refund in a copy with a well-known bug: a step pays, then pauses, and runs again from its top.

    That is how a step with a pause in it behaves in frameworks that repeat the step on resume, when somebody puts the
    effect before the pause: everything above the pause happens once more at each start.
    """
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("create table refunds (what text, amount real)")

    def step(answer: str | None) -> str:
        _pay(db, "A-1", 40.0)  # the effect, above the pause
        return "waiting" if answer is None else "answered"

    outcome = step(None)
    for _ in range(resumes):
        outcome = step("approve")
    found = Resumed(_paid(db), resumes + 1, outcome)
    db.close()
    return found


def key_trials(key_fields: Sequence[str]) -> tuple[KeyTrial, ...]:
    """Five situations under a ledger whose keys are made of these fields. Each runs for real, in a file or in memory.

    Fields: task, step, tool, arguments, attempt (the number of the start). Raises ValueError for others.
    """
    with tempfile.TemporaryDirectory() as folder:
        _starts(Path(folder) / "ledger.db", key_fields, _task("T-1", 40.0), "done", 2)
        with _open(Path(folder) / "ledger.db", key_fields) as ledger:
            killed = _paid(ledger.db)
    twice = (("A-1", 20.0), ("A-1", 20.0))
    return (
        KeyTrial("killed after the refund, started twice more", (("A-1", 40.0),), killed),
        _trial(
            "two equal refunds that are both meant",
            twice,
            key_fields,
            [("T-1", 1, REFUND, 20.0), ("T-1", 2, REFUND, 20.0)],
        ),
        _trial("the same refund in two tasks", twice, key_fields, [("T-1", 1, REFUND, 20.0), ("T-2", 1, REFUND, 20.0)]),
        _asked("after the approval the agent wants another amount", key_fields, REFUND, 400.0),
        _asked("after the approval the agent wants another tool", key_fields, CREDIT, 40.0),
    )


def _trial(name: str, expected: tuple, fields: Sequence[str], calls: list) -> KeyTrial:
    with _open(":memory:", fields) as ledger:
        try:
            for task, step, tool, amount in calls:
                _do(ledger, task, step, tool, amount)
        except ChangedArguments:
            return KeyTrial(name, expected, _paid(ledger.db), "refused: the key is taken")
        return KeyTrial(name, expected, _paid(ledger.db))


def _do(ledger: Ledger, task: str, step: int, tool: Tool, amount: float) -> None:
    arguments = {"order": "A-1", "amount": amount}
    action = ledger.propose(task, step, tool.name, arguments)
    ledger.run(ledger.approve(action.key, arguments).key, tool)


def _asked(name: str, fields: Sequence[str], tool: Tool, amount: float) -> KeyTrial:
    """40 euros are approved and not yet paid; then the agent wants something else, which needs its own approval."""
    with _open(":memory:", fields) as ledger:
        first = {"order": "A-1", "amount": 40.0}
        ledger.approve(ledger.propose("T-1", 1, REFUND.name, first).key, first)
        try:
            state = ledger.propose("T-1", 1, tool.name, {"order": "A-1", "amount": amount}).state
        except ChangedArguments:
            return KeyTrial(name, (), _paid(ledger.db), "refused: the key is taken, so nobody can even be asked")
        return KeyTrial(name, (), _paid(ledger.db), "" if state == "proposed" else f"it counts as {state}")
