"""The page to take along from lab 02: what was read, how it is called, how often it comes, what is mended first."""

from __future__ import annotations

from typing import Any

from helpers import own, plots
from helpers.coding.fixes import gains, together
from helpers.coding.study import FIRST_FAULTS, Study


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace(" | ", " or ").replace("|", "/")


def one_page(
    study: Study,
    *,
    taxonomy: Any,
    mend: Any,
    better: Any,
    pages: Any,
    cases: Any,
    notes: Any = (),
    look: bool = True,
    owner: str = "",
) -> Any:
    """The page as Markdown to print, filled with the learner's own answers; says what is still open.

    notes: the learner's marks, of which the number stands on it. look: whether the readers' counts may stand on it.
    Returns an IPython Markdown object (its `.data` is the text).
    """
    from IPython.display import Markdown

    missing = []

    def has(exercise: str, answer: Any, what: str) -> bool:
        if own.own(exercise, answer):
            return True
        missing.append(f"{what} (exercise {exercise.split('.')[1]})")
        return False

    lines = ["### What goes wrong in version 0", "",
             f"*Owner:* {owner or '________'} · *read:* {len(study.traces)} conversations by two readers, "
             f"{len(notes)} of them by us", ""]  # fmt: skip
    if has("02.3", taxonomy, "your piles"):
        lines += ["**What we call it**", "", "| pile | it counts when | example |", "|---|---|---|"]
        lines += [f"| {_cell(n)} | {_cell(p['definition'])} | {_cell(p['example'])} |" for n, p in taxonomy.items()]
        lines.append("")
    if look:
        lines += ["**What goes wrong first**", "", "| first fault | share (95 % interval, by page) |", "|---|---|"]
        lines += [
            f"| {FIRST_FAULTS[name][0]} | {plots.with_interval(found)} |"
            for name, found in study.first_faults().items()
        ]
        lines.append("")
    if has("02.6", mend, "the order of fixes"):
        known = gains(study)
        lines += ["**In this order we mend it**", ""]
        for place, name in enumerate(mend["order"], start=1):
            gain = known[str(name).strip().lower()]
            lines.append(f"{place}. {gain.fix.what} ({gain.fix.days:g} days; alone, at most {gain.right} come right)")
        both = together(study, ("search", "model"))
        lines += ["", f"*Together:* search and model put {known['search'].right} and {known['model'].right} right when "
                  f"made alone, and {both} when both are made: behind the first fault waits the next.", "",
                  f"*Why:* {_cell(mend['why'])}", ""]  # fmt: skip
    if has("02.7", better, "a sharper definition"):
        lines += [f"**A sharper line for {better['mend']}:** {_cell(better['definition'])}", ""]
    if has("02.8", pages, "the pages"):
        lines += ["**Pages to mend today:** " + "; ".join(f"{a} ({b})" for a, b in pages.items()), ""]
    if has("02.9", cases, "eval cases"):
        lines += [f"**Cases that keep it from coming back:** {len(cases)}, kept for lab 03", ""]
    lines += [
        "**What this does not say:** the questions were written to cover risks, so these are no shares of what "
        "customers ask; days of work are estimates, and each fix is counted as if it did all that it can.",
    ]
    if missing:
        lines += ["", f"*Still open: {', '.join(missing)}.*"]
    return Markdown("\n".join(lines))
