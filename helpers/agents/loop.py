"""The loop: the agent moves, the policy gives a level, a person answers, the ledger does it. It can always go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from helpers.agents.ledgers import Ledger
from helpers.agents.minds import Malformed, Move, Task, Turn
from helpers.agents.people import Request, Verdict
from helpers.agents.permissions import Decision, Policy
from helpers.agents.provenance import Call, Context
from helpers.agents.records import Action, ChangedArguments, canonical
from helpers.agents.tooling import HAND_OVER, Tool, faults_in, toolbox
from helpers.agents.traces import Entry, Run

_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("tool", "arguments", "planned", "answer", "malformed")),
    "label": "",
    "cost_usd": 0.0,
}


@dataclass(frozen=True)
class Budget:
    """How far a run may go: moves, USD, seconds, unusable moves. None is no limit; reaching one ends the run.

    Money is that of the moves made so far: the move that passes the limit is the last one, and is not acted upon.
    """

    steps: int = 12
    usd: float | None = None
    seconds: float | None = None
    faults: int = 3

    def __post_init__(self) -> None:
        for name, least in (("steps", 1), ("faults", 1)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise ValueError(f"{name} is a whole number of {least} or more, got {value!r}.")
        for name in ("usd", "seconds"):
            value = getattr(self, name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0):
                raise ValueError(f"{name} is None or a number of 0 or more, got {value!r}.")


class StopButton:
    """A stop that somebody can press: give it as `stop`. The step under way is finished, no other begins."""

    def __init__(self) -> None:
        self.pressed = False

    def press(self) -> None:
        """Stop before the next step."""
        self.pressed = True

    def __call__(self) -> bool:
        return self.pressed


def run_agent(
    task: Task,
    tools: Mapping[str, Tool] | Iterable[Tool],
    agent: Any,
    policy: Policy,
    ledger: Ledger,
    approver: Callable[[Request], Verdict | None],
    budget: Budget | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Run:
    """Let an agent work on a task, and give back the run.

    Each move is stored before anything is done about it. Called again with the same ledger and task it goes on where it
    ended: stored moves are not asked for again, answered prompts are not asked again, done actions are not done again.
    An approval holds for the exact call. Moves that cannot be used are told to the agent, counted and bounded.

    Raises ValueError for a toolbox with twins; errors of the agent other than Malformed pass through.
    """
    loop = _Loop(task, toolbox(tools), agent, policy, ledger, approver, budget or Budget())
    return loop.go(stop or (lambda: False), clock)


def resume(task: Task, *args: Any, **options: Any) -> Run:
    """Go on with a run that was begun. The same as `run_agent`, but raises ValueError when this ledger has none."""
    ledger = options.get("ledger") or next((a for a in args if isinstance(a, Ledger)), None)
    if ledger is None or not ledger.attempt(task.id):
        raise ValueError(f"There is no run of {task.id!r} in this ledger to go on with.")
    return run_agent(task, *args, **options)


class _Loop:
    def __init__(
        self,
        task: Task,
        tools: dict[str, Tool],
        agent: Any,
        policy: Policy,
        ledger: Ledger,
        approver: Any,
        budget: Budget,
    ):
        self.task, self.tools, self.agent, self.policy = task, tools, agent, policy
        self.ledger, self.approver, self.budget = ledger, approver, budget
        self.history: list[Turn] = []
        self.trace: list[Entry] = []
        self.cost, self.faults, self.answer = 0.0, 0, ""

    def go(self, stop: Callable[[], bool], clock: Callable[[], float]) -> Run:
        started = clock()
        self.ledger.begin(self.task.id, self.task.text)
        step, outcome = 0, ""
        while not outcome:
            step += 1
            if stop():
                outcome = "stopped"
            elif step > self.budget.steps:
                outcome = "steps"
            elif self.budget.seconds is not None and clock() - started >= self.budget.seconds:
                outcome = "time"
            else:
                outcome = self._step(step)
        seconds = clock() - started
        return Run(self.task.id, outcome, self.answer, tuple(self.trace), round(self.cost, 9), seconds)

    def _step(self, step: int) -> str:
        move = self._move(step)
        self.cost += move["cost_usd"]
        if self.budget.usd is not None and self.cost > self.budget.usd:
            return "money"
        if move["malformed"] is not None:
            return self._fault(step, None, move["malformed"])
        if move["answer"] is not None:
            self.answer = move["answer"]
            self.trace.append(Entry(step, "answer", note=move["answer"]))
            return "answered"
        call = Call(move["tool"], move["arguments"], step, move["planned"], move["label"])
        tool = self.tools.get(call.tool)
        if tool is None:
            return self._fault(step, call, f"There is no tool {call.tool!r}; the tools are {', '.join(self.tools)}.")
        if wrong := faults_in(call.arguments, tool.parameters):
            return self._fault(step, call, wrong)
        ordered = {name: call.arguments[name] for name in tool.parameters["properties"] if name in call.arguments}
        return self._act(step, replace(call, arguments=ordered), tool)

    def _move(self, step: int) -> dict[str, Any]:
        kept = self.ledger.move(self.task.id, step)
        if kept is None:
            try:
                kept = self._ask_agent()
            except Malformed as error:
                kept = {"malformed": str(error), "cost_usd": float(getattr(error, "cost_usd", 0.0))}
            self.ledger.keep_move(self.task.id, step, {**_EMPTY, **kept})
            kept = self.ledger.move(self.task.id, step)
        return kept

    def _ask_agent(self) -> dict[str, Any]:
        move = self.agent.move(self.task, tuple(self.history), self.tools)
        if not isinstance(move, Move):
            raise Malformed(f"An agent gives back a Move, got {type(move).__name__}.")
        if (call := move.call) is None:
            return {"answer": move.answer, "cost_usd": float(move.cost_usd)}
        arguments = dict(call.arguments) if isinstance(call.arguments, Mapping) else call.arguments
        try:
            canonical(arguments)
        except ValueError as error:
            raise Malformed(f"The arguments of {call.tool}: {error}") from None
        named = {"tool": call.tool, "planned": call.planned, "label": call.label}
        return {**named, "arguments": arguments, "cost_usd": float(move.cost_usd)}

    def _fault(self, step: int, call: Call | None, why: str) -> str:
        self.faults += 1
        if call is not None and not isinstance(call.arguments, Mapping):
            call = None
        self.history.append(Turn(call, "fault", None, why))
        arguments = call.arguments if call else {}
        self.trace.append(Entry(step, "fault", call.tool if call else "", arguments, state="fault", note=why))
        return "faults" if self.faults >= self.budget.faults else ""

    def _act(self, step: int, call: Call, tool: Tool) -> str:
        read = [
            (turn.call.tool, turn.result) for turn in self.history if turn.call is not None and turn.state == "done"
        ]
        context = Context(self.task.text, read, self.task.constants, self.task.own, self.tools)
        decision = self.policy.decide(call, context)
        try:
            action = self.ledger.propose(self.task.id, step, call.tool, call.arguments, decision.level, decision.why)
        except ChangedArguments as error:
            self._note(call, decision, None, "", "", "refused", str(error))
            return ""
        verdict, by = "", "policy"
        if decision.level == "forbid" and action.state in ("proposed", "approved"):
            action = self.ledger.deny(action.key, "policy", decision.why)
        elif decision.level == "confirm":
            verdict, by, action = self._ask(call, decision, action)
            if action is None:
                return "waiting"
        elif action.state == "proposed":
            action = self.ledger.approve(action.key, call.arguments, "policy")
        if action.state in ("approved", "started"):
            action = self.ledger.run(action.key, tool)
        self._note(call, decision, action, verdict, by, action.state, action.note)
        if action.state == "unknown":
            return "unknown"
        return "handed over" if call.tool == HAND_OVER and action.state == "done" else ""

    def _ask(self, call: Call, decision: Decision, action: Action) -> tuple[str, str, Action | None]:
        if action.state != "proposed":  # answered before
            said = [
                e for e in self.ledger.audit(self.task.id) if e.key == action.key and e.state in ("approved", "denied")
            ]
            return ("deny" if action.state == "denied" else "approve"), said[0].by if said else "", action
        number = getattr(self.approver, "prompts", 0) + 1
        verdict = self.approver(Request(self.task, call, decision, action.key, number))
        if verdict is None:
            self._note(call, decision, action, "", "", "proposed", "waits for a person")
            return "", "", None
        if verdict.answer == "approve":
            return "approve", verdict.by, self.ledger.approve(action.key, call.arguments, verdict.by)
        return "deny", verdict.by, self.ledger.deny(action.key, verdict.by, verdict.why)

    def _note(
        self, call: Call, decision: Decision, action: Action | None, verdict: str, by: str, state: str, note: str
    ) -> None:
        result = action.result if action else None
        self.history.append(Turn(call, state, result, note))
        self.trace.append(
            Entry(
                call.step,
                "call",
                call.tool,
                dict(call.arguments),
                decision.level,
                decision.rule,
                decision.why,
                dict(decision.origins),
                dict(decision.sources),
                verdict,
                by,
                state,
                result,
                note,
                action.key if action else "",
                call.planned,
            )
        )
