"""Who answers when a policy says "confirm": perfect, always yes, tired, away, or the learner."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.agents.minds import Task
from helpers.agents.permissions import Decision
from helpers.agents.provenance import Call

ANSWERS = ("approve", "deny")


@dataclass(frozen=True)
class Request:
    """What an approver is asked. number: how many prompts this approver has seen in this shift, with this one."""

    task: Task
    call: Call
    decision: Decision
    key: str
    number: int = 1

    @property
    def wanted(self) -> bool:
        """What the user of the task really asked for."""
        return bool(self.task.wants(self.call)) if self.task.wants is not None else bool(self.call.planned)


@dataclass(frozen=True)
class Verdict:
    """The answer: "approve" or "deny", by whom, and why."""

    answer: str
    by: str = "person"
    why: str = ""

    def __post_init__(self) -> None:
        if self.answer not in ANSWERS:
            raise ValueError(f"An answer is approve or deny, got {self.answer!r}.")


class _Shift:
    """An approver counts the prompts of a shift; take one object for a whole suite."""

    by = "person"

    def __init__(self) -> None:
        self.prompts = 0

    def __call__(self, request: Request) -> Verdict | None:
        self.prompts += 1
        return self._says(request)

    def _says(self, request: Request) -> Verdict | None:
        raise NotImplementedError


class Perfect(_Shift):
    """Approves what the user asked for and nothing else. No person is like this."""

    by = "perfect approver"

    def _says(self, request: Request) -> Verdict:
        return Verdict(
            "approve" if request.wanted else "deny", self.by, "" if request.wanted else "the user did not ask for it"
        )


class AlwaysYes(_Shift):
    """Approves everything."""

    by = "always yes"

    def _says(self, request: Request) -> Verdict:
        return Verdict("approve", self.by)


class Nobody(_Shift):
    """Nobody is there: the run waits."""

    def _says(self, request: Request) -> None:
        return None


class Fatigued(_Shift):
    """A person who looks less closely with every prompt. ASSUMED, not measured.

    An unwanted call is caught with probability max(floor, vigilance * (1 - decay) ** (n - 1)) at the n-th prompt of the
    shift; wanted calls are always approved. Draws hang on seed, task and step, so that policies meet the same luck.
    """

    by = "tired person"

    def __init__(self, vigilance: float = 0.95, decay: float = 0.02, floor: float = 0.0, seed: int = 11):
        super().__init__()
        for name, value in (("vigilance", vigilance), ("decay", decay), ("floor", floor)):
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise ValueError(f"{name} is a share from 0 to 1, got {value!r}.")
        self.vigilance, self.decay, self.floor, self.seed = vigilance, decay, floor, seed

    def catch(self, n: int) -> float:
        """The chance to catch an unwanted call at the n-th prompt (from 1)."""
        return max(self.floor, self.vigilance * (1 - self.decay) ** (n - 1))

    def _says(self, request: Request) -> Verdict:
        if request.wanted:
            return Verdict("approve", self.by)
        place = f"{self.seed}|{request.task.id}|{request.call.label or request.call.step}"
        draw = int.from_bytes(hashlib.sha256(place.encode("utf-8")).digest()[:7], "big") / 2**56
        seen = draw < self.catch(self.prompts)
        return Verdict("deny" if seen else "approve", self.by, "noticed" if seen else "")


class Told(_Shift):
    """Answers that stand in a plain variable: {key or (task id, step): "approve" or "deny"}; otherwise=None waits."""

    by = "you"

    def __init__(self, answers: Mapping[Any, str], otherwise: str | None = None):
        super().__init__()
        for answer in (*answers.values(), *([otherwise] if otherwise is not None else ())):
            if answer not in ANSWERS:
                raise ValueError(f"An answer is approve or deny, got {answer!r}.")
        self.answers, self.otherwise = dict(answers), otherwise

    def _says(self, request: Request) -> Verdict | None:
        place = (request.task.id, request.call.step)
        answer = self.answers.get(request.key, self.answers.get(place, self.otherwise))
        return None if answer is None else Verdict(answer, self.by)
