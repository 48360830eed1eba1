"""The one-page memo at the end of lab 01."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers import answers, keeping, own
from helpers.exercises import in_wrong_form
from helpers.routing import deciding
from helpers.routing.data import Lab


def _minutes(number: float) -> str:
    return f"{number:g} minute{'s' * (number != 1)}"


def minutes_decide(lab: Lab) -> str:
    """For each pair of assumed minutes the cheapest way to route, in sentences."""
    parts = []
    for sort, misrouted, bills in deciding.by_minutes(lab):
        name, second, *_ = sorted(bills, key=bills.get)
        parts.append(
            f"{_minutes(sort)} to sort and {_minutes(misrouted)} for a misrouted message: {name} is cheapest "
            f"({bills[name]:.0f} euros for 1,000; next {second}, {bills[second]:.0f})"
        )
    return f"{'; '.join(parts)}."


def after_tries(exercise: str, answer: Any, tries: int = 3) -> bool:
    """Whether what gives an answer away may be shown: the answer is right, or was tried so often."""
    if own.own(exercise, answer) or keeping.state.statuses.get(exercise) == "ok":
        return True
    rows = keeping.with_store(lambda store: store.attempts(exercise)) or []
    wrong = sum(not in_wrong_form(row["hint"]) for row in rows)
    return max(wrong, keeping.state.wrong.get(exercise, 0)) >= tries


def memo(lab: Lab, decisions: Any, risks: Any, owner: str = "________") -> Any:
    """The memo as Markdown to print: the three jobs, the figures, the decision, what would change it, what is open.

    Returns an IPython Markdown object (its `.data` is the text). Says what is still missing.
    """
    from IPython.display import Markdown

    rates, totals = deciding.rates(lab), deciding.totals(lab)
    missing = []
    if not isinstance(decisions, Mapping) or not own.own("01.9", decisions):
        decisions = {}
        missing.append("the decisions (exercise 9)")
    if isinstance(risks, str):
        risks = [line.strip(" -*") for line in risks.splitlines() if line.strip(" -*")]
    elif answers.unfinished(risks) is None and not isinstance(risks, list | tuple | set):
        risks = [risks]
    if answers.unfinished(risks) is not None or not risks:
        risks = ["Nobody has written down the open risks yet."]
        missing.append("the open risks")
    rows = []
    for job, options in deciding.OPTIONS.items():
        best = rates[job]["LLM"]
        other = ", ".join(f"{name} {rates[job][name].text}" for name in options if name in rates[job] and name != "LLM")
        bills = ", ".join(f"{name} {totals[job][name]:.0f}" for name in options)
        rows.append(f"| {job} | {decisions.get(job, 'open')} | {best.text} | {other} | {bills} |")
    lines = [
        "### Do we need a language model?",
        "",
        f"*Owner:* {owner} · *model:* {lab.model} · *labels for training:* {lab.labels} · *test messages:* "
        f"{len(lab.tickets())} of {len({t.customer for t in lab.tickets()})} customers",
        "",
        "| job | decision | language model, right | others, right | euros for 1,000 |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"**Why.** {decisions.get('why', 'open')}",
        "",
        f"**What would change it.** {decisions.get('changes', 'open')}",
        "",
        "**Assumed, not measured:** "
        f"{_minutes(lab.given.minutes_to_sort)} to sort, {_minutes(lab.given.minutes_misrouted)} for a "
        f"message in the wrong "
        f"team, {lab.given.euros_per_hour:g} euros an hour, {lab.given.tickets_per_month} messages a "
        f"month, hours of upkeep; "
        f"price of {lab.hosted} as of the date in the price file.",
        "",
        f"**What the assumed minutes decide.** {minutes_decide(lab)}",
        "",
        "**Open risks**",
        "",
        *(f"- {risk}" for risk in risks),
    ]
    if missing:
        lines += ["", f"*Still open: {', '.join(missing)}.*"]
    return Markdown("\n".join(lines))
