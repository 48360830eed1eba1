"""What is right in lab 06, computed from the lab: for the checks, their hints and the solved notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.unsure import deciding, times

if TYPE_CHECKING:
    from helpers.unsure.lab import Lab
    from helpers.unsure.signals import Bin

NONE = "none"
VERDICTS = ("it tells something", "nothing is shown")
STREAMS = ("always", "only where nothing is checked afterwards", "never")
LATE = 0.10  # share of customers who may see the fallback
TEXTS = {
    "hedge": "I think the page “{page}” answers this, but I may be wrong. Please read it before you act, or ask us.",
    "ask back": "I found pages that could fit: {pages}. Which one is it about, or is it none of these?",
    "search": "I did not find an answer that I trust. These pages come closest: {links}. Otherwise our team will help.",
    "person": "I am giving this to a colleague, because a wrong answer could do harm. We reply within {hours} hours.",
    "slow": "This takes longer than it should. Until then these pages may help: {links}. Or write to our team.",
}


def asked_bin(lab: Lab) -> Bin:
    """The bin that 06.2 asks about: the one with most passages."""
    return max(lab.bins(), key=lambda found: found.n)


def two_shares(lab: Lab) -> tuple[float | None, float | None]:
    """Share right where the model says yes, and where it says no; None where it never says so."""
    table = lab.check_table()
    yes, no = table.yes_right + table.yes_wrong, table.no_right + table.no_wrong
    return (table.yes_right / yes if yes else None, table.no_right / no if no else None)


def check_verdict(lab: Lab) -> str:
    """Whether the interval of the difference leaves out zero: one of VERDICTS."""
    gap = lab.check_gap()
    return VERDICTS[0] if gap is not None and gap.excludes_zero else VERDICTS[1]


def safe_of(lab: Lab, severity: str) -> float | str:
    """The threshold that can be promised, or "none"."""
    found = lab.safe(severity).threshold
    return NONE if found is None else found


def naive_of(lab: Lab, severity: str) -> float | str:
    """The naive threshold, or "none"."""
    found = lab.naive(severity)
    return NONE if found is None else found


def smallest_deadline() -> float:
    """The smallest deadline, in tenths of a second, at which at most LATE of the recorded replies are cut."""
    seconds, tenths = times.whole_times(), 1
    while times.late(seconds, tenths / 10) > LATE:
        tenths += 1
    return tenths / 10


def reference_texts() -> dict[str, str]:
    """One text for each state that has all its properties."""
    return dict(TEXTS)


def watched(lab: Lab) -> list[str]:
    """The words of danger of this session, or the reference ones."""
    return lab.danger or deciding.default_danger()


def reference_why(lab: Lab) -> str:
    """A reason made from the test run (which it makes when there is none)."""
    words = watched(lab)
    if not lab.ran.get("test"):
        lab.look("test", deciding.reference_policy(lab, words), words)
    runs = lab.ran["test"]
    mine, people = runs[deciding.YOURS].mean("euros").value, runs["hand everything over"].mean("euros").value
    return (
        f"Our policy costs {1000 * mine:,.0f} euros for 1,000 test questions, and handing everything over costs "
        f"{1000 * people:,.0f} euros. Where we see danger, a person answers. The words miss some dangerous ones, so "
        "we read those that they let through every week and accept that risk for now."
    )
