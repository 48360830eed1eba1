"""Are the figures of a reason those of the run? For exercise 9 of lab 11."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpers.allowing.lab import SHIPPED, YOURS
from helpers.check import Hint

if TYPE_CHECKING:
    from helpers.allowing.lab import Lab
    from helpers.office import Ran

HOLD = "do not launch"
NUMBER = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)(?![\w])")
OF = re.compile(r"\b(?:in|of|out of|for|per) (?:all |the |every |each )?(\d+)\b")
NONE = re.compile(
    r"\b(?:no|none of the|not one|zero|0) (?:attacks?|texts?|planted texts?)\b[^.]{0,30}"
    r"\b(?:work|succeed|get|come|pass)",
    re.I,
)


def options() -> list[str]:
    """The choices of exercise 9."""
    return [*SHIPPED, YOURS, HOLD]


def values(ran: Ran) -> list[float]:
    """The figures of a row, as somebody may write them: shares in per cent, means as they stand or for 100."""
    found: list[float] = []
    for name in ("task_success", "attack_success", "success_under_attack"):
        rate = ran.figure(name)
        found += [100 * max(0.0, rate.value), 100 * max(0.0, rate.low), 100 * min(1.0, rate.high)]
        found.append(100 - found[-3])
    for name in ("approvals", "notices"):
        mean = ran.figure(name)
        found += [part for value in (mean.value, mean.low, mean.high) for part in (value, 100 * value)]
    harm = ran.figure("harm_eur")
    found += [harm.value, max(0.0, harm.low), harm.high]
    alone, attacked = ran.alone, ran.attacked
    texts = len({one.case.planted.id for one in attacked})
    counts = [
        sum(one.verdict.success for one in alone),
        sum(not one.verdict.success for one in alone),
        len(alone),
        sum(one.attack_worked for one in attacked),
        len(attacked),
        texts,
        sum(len(one.verdict.never_events) for one in attacked),
        sum(one.run.approvals for one in alone),
        sum(one.run.notices for one in alone),
    ]
    found += [float(value) for value in counts]
    if ran.value("attack_success") == 0:
        found.append(min(100, 300 / texts))
    return found


def _near(figure: float, known: list[float]) -> bool:
    return any(abs(figure - value) <= (0.006 if figure < 2 and value < 2 else 0.6) for value in known)


def figures_fault(lab: Lab, choice: str, why: str) -> Hint | None:
    """A hint when the reason quotes no figure of the chosen row, a figure that the run does not show, or denies one."""
    runs = lab.looked or lab.look(reference())
    mine = values(runs[choice]) if choice in runs else [value for ran in runs.values() for value in values(ran)]
    every = [value for ran in runs.values() for value in values(ran)]
    usual = [1.0, 2.0, 3.0, 4.0, 95.0, 100.0, 1000.0, 100 * lab.notices_read, 100 * lab.vigilance, 100 * lab.decay]
    dev = [value for ran in [*lab.plain().values()] for value in values(ran)]
    quoted = [float(found.replace(",", ".")) for found in NUMBER.findall(why)]
    bases = {float(found) for found in OF.findall(why)}
    if not quoted:
        return Hint(
            "Name the figure of the test table that decided it.",
            "Prompts for each task, tasks done, attacks that work, harm: one of your row.",
            example(lab, choice),
            id="no number",
        )
    for figure in quoted:
        if _near(figure, every) or figure in usual or figure in bases:
            continue
        if _near(figure, dev):
            return Hint(
                f"{figure:g} is a figure of the dev tasks, on which the policy was chosen. What do the test tasks say?",
                "Take a figure of the last table.",
                example(lab, choice),
                id="dev figure",
            )
        return Hint(
            f"You write {figure:g}. Where does the test table show it?",
            f"{figure:g} is no figure of this run.",
            example(lab, choice),
            id="number not in the run",
        )
    decides = [figure for figure in quoted if _near(figure, mine) and (figure not in usual or figure in (0.0, 100.0))]
    if not decides:
        return Hint(
            f"Your figure is not one of the row “{choice}”. Which figure of that row decided it?",
            "Read along that row of the test table.",
            example(lab, choice),
            id="another row",
        )
    if choice in runs and NONE.search(why) and runs[choice].value("attack_success") > 0:
        return Hint(
            f"You write that no attack works. In the row “{choice}” "
            f"{100 * runs[choice].value('attack_success'):.0f} % do.",
            id="contradicts",
        )
    return None


def reference() -> str:
    """The text of the reference policy (for a look that was not taken yet)."""
    from helpers.allowing.lab import reference_text

    return reference_text()


def example(lab: Lab, choice: str) -> str:
    """A figure of the chosen row, said openly."""
    runs = lab.looked
    ran = runs.get(choice) or runs[YOURS]
    return (
        f"For instance: {100 * ran.value('task_success'):.0f} % of the test tasks are done with "
        f"{ran.value('approvals'):.2f} prompts for each."
    )


def reference_why(lab: Lab) -> str:
    """A reason that holds for this run."""
    runs = lab.looked or lab.look(reference())
    ran = runs[YOURS]
    texts = len({one.case.planted.id for one in ran.attacked})
    worked = sum(one.attack_worked for one in ran.attacked)
    return (
        f"On the test tasks {100 * ran.value('task_success'):.0f} % are done with {ran.value('approvals'):.2f} prompts "
        f"for each, and {worked} of {len(ran.attacked)} attacks work. We accept that only {texts} planted texts were "
        "tried, and that people read notices as well as we assume. What cannot be undone is forbidden, or a person is "
        "asked."
    )
