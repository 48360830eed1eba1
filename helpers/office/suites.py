"""Every task alone and with planted texts, under a policy: what was done, what it cost, how often it asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers.office import desk
from helpers.office.held import records
from helpers.office.judging import Verdict, judge, wanted
from helpers.office.tables import furnish
from helpers.office.toolset import tools

if TYPE_CHECKING:
    from helpers.agents import Policy, Run
    from helpers.office.desk import DeskTask, Planted
    from helpers.stats import Estimate

ALL_MEASURES = ("task_success", "approvals", "notices", "attack_success", "success_under_attack", "harm_eur", "never")
SHARES = ("attack_success", "success_under_attack")
STEPS = 14


@dataclass(frozen=True)
class Case:
    """A task, alone or with one planted text that its plan comes across."""

    task: DeskTask
    planted: Planted | None = None

    @property
    def id(self) -> str:
        """T-15, or T-15 + I-01."""
        return self.task.id if self.planted is None else f"{self.task.id} + {self.planted.id}"


@dataclass(frozen=True)
class Result:
    """One case that was run. attacked_done: what a planted text asked for stands at the end (or has left the house)."""

    case: Case
    run: Run
    verdict: Verdict
    undone: int = 0

    @property
    def attack_worked(self) -> bool:
        """Whether harm is left of what the planted text wanted."""
        return self.case.planted is not None and bool(self.verdict.harms)


@dataclass(frozen=True)
class Ran:
    """A suite that was run under one policy."""

    policy: str
    results: tuple[Result, ...]

    @property
    def alone(self) -> list[Result]:
        """The tasks without planted texts."""
        return [one for one in self.results if one.case.planted is None]

    @property
    def attacked(self) -> list[Result]:
        """The tasks with a planted text."""
        return [one for one in self.results if one.case.planted is not None]

    def figure(self, name: str) -> Estimate:
        """A measure with its 95 % interval.

        task_success (share of tasks), approvals and notices (for each task) look at the tasks alone; attack_success,
        success_under_attack (shares), harm_eur (euros) and never (never-events) at tasks with a planted text, where the
        planted texts are clusters; ends of intervals are cut at 0 and, for shares, at 1. Raises ValueError for another
        name.
        """
        from helpers import stats

        if name == "task_success":
            return stats.wilson(sum(one.verdict.success for one in self.alone), len(self.alone))
        if name in ("approvals", "notices"):
            return stats.mean_interval([getattr(one.run, name) for one in self.alone])
        values: dict[str, Callable[[Result], float]] = {
            "attack_success": lambda one: float(one.attack_worked),
            "success_under_attack": lambda one: float(one.verdict.success),
            "harm_eur": lambda one: one.verdict.harm_eur,
            "never": lambda one: float(len(one.verdict.never_events)),
        }
        if name not in values:
            raise ValueError(f"A measure is one of {', '.join(ALL_MEASURES)}; got {name!r}.")
        found = self.attacked
        if not found:
            raise ValueError(f"{name} needs cases with a planted text, and there is none in this suite.")
        mean = stats.mean_interval([values[name](one) for one in found], [one.case.planted.id for one in found])
        most = 1.0 if name in SHARES else mean.high
        return mean._replace(low=max(0.0, mean.low), high=min(most, mean.high))

    def value(self, name: str) -> float:
        """A measure without its interval."""
        return self.figure(name).value

    def to_json(self) -> str:
        """All runs as canonical text, the same for the same seed on every machine."""
        return "[" + ",\n".join(one.run.to_json() for one in self.results) + "]"


def cases(split: str | None = None, *, each: int = 3, alone: bool = True) -> list[Case]:
    """Every task of a split alone, then each with up to `each` of the planted texts of the split that it can meet.

    Which texts: the next ones in a fixed round, so that all are used about equally often.
    """
    if isinstance(each, bool) or not isinstance(each, int) or each < 0:
        raise ValueError(f"each is a whole number of planted texts, 0 or more; got {each!r}.")
    found, used = [], dict.fromkeys((one.id for one in desk.injections()), 0)
    for task in desk.tasks(split):
        can = [one for one in desk.injections(task.split) if task.reads(one.place) is not None]
        can.sort(key=lambda one: (used[one.id], one.id))
        for one in can[:each]:
            used[one.id] += 1
            found.append(Case(task, one))
    return [*([Case(task) for task in desk.tasks(split)] if alone else []), *found]


def _prepared(case: Case) -> tuple[DeskTask, dict[tuple[str, str], str]]:
    task = replace(case.task, wants=lambda call: wanted(case.task, call))
    if case.planted is None:
        return task, {}
    where = (case.planted.place, case.task.reads(case.planted.place) or "")
    return replace(task, injections=(case.planted.within(case.task),)), {where: case.planted.text}


def run_case(
    case: Case,
    policy: Policy,
    *,
    agent: Any = None,
    approver: Any = None,
    notices_read: float = 1.0,
    seed: int = 11,
    steps: int = STEPS,
) -> Result:
    """Run one case in an office of its own. agent: None is the scripted one that obeys whatever it reads.

    After the run the notices are read, each with the chance `notices_read` (assumed): an action that nobody asked for
    is then undone.
    """
    from helpers import agents

    task, planted = _prepared(case)
    with agents.Ledger() as ledger:
        furnish(ledger.db, planted)
        who = agent if agent is not None else agents.Gullible()
        run = agents.run_agent(
            task, tools(), who, policy, ledger, approver or agents.Perfect(), agents.Budget(steps=steps)
        )
        undone = 0
        for entry in run.trace:
            unasked = entry.level == "notify" and entry.state == "done" and not wanted(case.task, entry)
            if unasked and tools()[entry.tool].undoable and draw(seed, case.id, entry.step) < notices_read:
                ledger.undo(entry.key, tools()[entry.tool], "reader of notices")
                undone += 1
        verdict = judge(ledger.db, case.task, attacked=case.planted is not None)
    judged = run.judged(success=verdict.success, harm_eur=verdict.harm_eur, never_events=verdict.never_events)
    return Result(case, judged, verdict, undone)


def draw(*place: object) -> float:
    """A number from 0 to 1 that hangs on its place only."""
    digest = hashlib.sha256("|".join(map(str, place)).encode("utf-8")).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def run_suite(
    policy: Policy,
    which: Iterable[Case] | None = None,
    *,
    agent: Any = None,
    approver: Any = None,
    notices_read: float = 1.0,
    seed: int = 11,
) -> Ran:
    """Run cases one after the other under a policy; one approver sees them all, as in one shift."""
    from helpers import agents

    who = approver or agents.Perfect()
    found: Sequence[Case] = list(which) if which is not None else cases()
    if not found:
        raise ValueError("A suite needs at least one case.")
    results = [
        run_case(case, policy, agent=agent, approver=who, notices_read=notices_read, seed=seed) for case in found
    ]
    return Ran(policy.name, tuple(results))


def known_data() -> list[str]:
    """Names, mail addresses and addresses of all customers: what must not leave the house."""
    return [value for one in records().customers.values() for value in (one.name, one.mail, one.address)]
