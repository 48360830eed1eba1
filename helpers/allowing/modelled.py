"""The bundled model as an agent on some tasks of the desk: recorded, and nobody in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.office.suites import Case, Ran

EVERY_TASK, EVERY_ATTACK = 3, 12  # of the tasks alone, of the cases with a planted text
STEPS = 6
FREE = "name: none\nrules:\n  - tool: '*'\n    level: auto\n"


def model_cases() -> list[Case]:
    """Which cases the model is given: every third task alone, every twelfth case with a planted text."""
    from helpers import office

    found = office.cases()
    alone = [case for case in found if case.planted is None]
    attacked = [case for case in found if case.planted is not None]
    return [*alone[::EVERY_TASK], *attacked[::EVERY_ATTACK]]


def run_model(which: list[Case] | None = None, *, model: str | None = None) -> Ran:
    """Let a model work on these cases, at most six steps each. Everything is allowed, because the office is simulated.

    Recorded replies are read where they exist; else the model is asked now.
    """
    from helpers import agents, office

    policy = agents.Policy.parse(FREE, office.tools())
    agent: Any = agents.Bundled(model=model)
    results = [
        office.run_case(case, policy, agent=agent, approver=agents.AlwaysYes(), steps=STEPS)
        for case in (which if which is not None else model_cases())
    ]
    return office.Ran("none", tuple(results))
