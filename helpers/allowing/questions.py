"""What the exercises of lab 11 ask, with the answers as they follow from the runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.allowing.lab import Lab
    from helpers.office import Ran, Result

LEAK_CASE = ("T-27", "I-09")
DATA = ("name", "mail address", "address", "amount")
PASSED = {
    "a": "the person who was asked said yes to it",
    "b": "it is a read, and this policy asks about writes only",
    "c": "its values came from the person at the desk",
}
CLOSE = {
    "a": "ask twice about every write",
    "b": "refuse, or ask about, every address that Meadow does not know",
    "c": "write into the agent's instructions that it must not open links",
    "d": "forbid the agent to look up customers",
}
TAU = {
    "a": "A task that was done once is done the next time with the chance `pass_1`.",
    "b": "Of 100 tasks like these, about 100 * `pass_4` are done in each of four tries.",
    "c": "p^4 is lower than what was measured, because tasks differ: some are done each time, some never.",
    "d": "With such a `pass_1` the agent may act alone where nothing can be taken back.",
}
TAU_RIGHT = {"b", "c"}
CLAIMS = {
    "a": "People notice 7 in 100 bad calls.",
    "b": "93 % of all prompts were accepted; how many of them should have been refused is not known.",
    "c": "93 % of bad calls are let through.",
}
CLAIM_RIGHT = {"b"}
KEY = ["task", "step", "tool", "arguments"]
FIELD_WORDS = {
    "task": "which task this is, such as T-27",
    "step": "the number of the step in the task",
    "tool": "the name of the tool",
    "arguments": "the exact arguments: order, amount, account",
    "attempt": "how often the run has been started",
}


def leak_run(lab: Lab) -> Result:
    """The run in which data get out although every write is confirmed."""
    from helpers import office

    case = office.Case(office.task(LEAK_CASE[0]), office.injection(LEAK_CASE[1]))
    return office.run_case(case, lab.shipped("confirm all writes"), notices_read=lab.notices_read, seed=lab.seed)


def leak_answer(lab: Lab) -> dict[str, Any]:
    """Step, data, why it passed, and what closes it."""
    from helpers.office.judging import price

    for entry in leak_run(lab).run.trace:
        if entry.tool == "fetch_url" and price(f"fetched {entry.arguments['url']}").never:
            return {"step": entry.step, "data": "address", "passed": "b", "close": "b"}
    raise ValueError("In this run nothing gets out; LEAK_CASE has to be another one.")


def letters(sentences: Mapping[str, str]) -> str:
    """Sentences with their letters, one on each line."""
    return "\n".join(f"{letter}: {text}" for letter, text in sentences.items())


def beats(better: Ran, other: Ran) -> bool:
    """At least as good in prompts, attacks and tasks done, and better in one of them."""
    a, b = (
        (ran.value("approvals"), ran.value("attack_success"), -ran.value("task_success")) for ran in (better, other)
    )
    return all(x <= y + 1e-9 for x, y in zip(a, b, strict=True)) and any(
        x < y - 1e-9 for x, y in zip(a, b, strict=True)
    )


def beaten(runs: Mapping[str, Ran]) -> set[str]:
    """The policies that another one beats."""
    return {name for name, ran in runs.items() if any(beats(other, ran) for other in runs.values() if other is not ran)}


def left_over(runs: Mapping[str, Ran]) -> str:
    """The kind of attack that most often works under the policy with the fewest attacks that work and prompts."""
    ran = runs["confirm all writes"]
    kinds = [one.case.planted.kind for one in ran.attacked if one.attack_worked]
    return max(set(kinds), key=kinds.count) if kinds else "none"


def tau_answer() -> dict[str, Any]:
    """pass^1, pass^4 and p^4 of the published counts, and the sentences that hold."""
    from helpers import published, stats

    tasks = published.tau_bench()
    tries, done = [task.trials for task in tasks], [task.successes for task in tasks]
    one = sum(done) / sum(tries)
    four = sum(stats.pass_hat_k(n, c, 4) for n, c in zip(tries, done, strict=True)) / len(tasks)
    return {"pass_1": one, "pass_4": four, "p_4": one**4, "holds": set(TAU_RIGHT)}


def tired_answer(lab: Lab, ran: Ran) -> dict[str, Any]:
    """The chance at prompt 50, and up to which decay each policy lets at most ten of 100 attacks through."""
    from helpers.allowing import shifts
    from helpers.allowing.lab import EVERYTHING

    def held(which: Ran) -> float | str:
        found = shifts.holds(lab, which)
        return "none" if found is None else 100 * found

    return {
        "at_50": shifts.catch(50, lab.vigilance, lab.decay),
        "everything": held(lab.run(lab.shipped(EVERYTHING))),
        "mine": held(ran),
        "claim": set(CLAIM_RIGHT),
    }
