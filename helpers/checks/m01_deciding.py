"""Checks 01.5 (the bill), 01.9 (the three decisions) and 01.11 (what would change them)."""

from __future__ import annotations

import re

from helpers import routing
from helpers.check import Hint, Right, exercise
from helpers.routing import deciding

PARTS = ("running", "upkeep", "errors", "total")
WHAT = {
    "running": "what 1,000 calls of the model cost",
    "upkeep": "what the upkeep costs for 1,000 messages",
    "errors": "what the messages in the wrong team cost",
    "total": "the sum",
}


def _bill() -> dict[str, float]:
    bill = routing.current().bill("LLM choice")
    return {"running": bill.running, "upkeep": bill.upkeep, "errors": bill.errors, "total": bill.total}


def _near(given: float, right: float) -> bool:
    """Within 2 %, or the right amount rounded to cents."""
    return abs(given - right) <= max(0.02 * abs(right), 1e-6) or abs(given - round(right, 2)) < 1e-9


@exercise(
    "01.5",
    title="What 1,000 messages cost",
    expects=dict,
    form='a dictionary with "running", "upkeep", "errors" and "total", in euros',
    reference=_bill,
)
def the_bill(answer):
    """Running, upkeep, errors and total of the confined model for 1,000 messages."""
    lab, right = routing.current(), _bill()
    if missing := [part for part in PARTS if part not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete")
    if not all(isinstance(answer[p], int | float) and not isinstance(answer[p], bool) for p in PARTS):
        return Hint("Give the four parts as numbers, in euros.", id="no numbers")
    running, upkeep, errors = (float(answer[part]) for part in PARTS[:3])
    into, out = lab.tokens("LLM choice")
    if not _near(running, right["running"]):
        row = routing.price_of(lab.hosted)
        if right["running"] and any(_near(running, right["running"] * k) for k in (1e6, 1e3, 1e-3)):
            return Hint(
                "Your running cost is off by a factor of a thousand or more. For how many tokens does the price hold?",
                "The price holds for a million tokens; you have 1,000 messages of so many tokens.",
                f"1000 * ({into:.0f} * {row.input} + {out:.0f} * {row.output}) / 1_000_000, then into euros.",
                id="millions",
            )
        if _near(running, right["running"] / lab.given.euros_per_dollar):
            return Hint("That is the cost in dollars. The others are in euros.", id="dollars")
        return Hint(
            f"Running: {WHAT['running']} is something else. Which two kinds of tokens are paid, at which prices?",
            f"Prompt tokens {into:.0f} at {row.input} dollars per million, reply tokens {out:.0f} at {row.output}.",
            f"1000 * ({into:.0f} * {row.input} + {out:.0f} * {row.output}) / 1_000_000 * {lab.given.euros_per_dollar}",
            id="running",
        )
    if not _near(upkeep, right["upkeep"]):
        month = right["upkeep"] * lab.given.tickets_per_month / 1000
        if _near(upkeep, month):
            return Hint(
                "That is the upkeep of a month. How many messages does a month bring?",
                f"{lab.given.tickets_per_month} messages a month; you want the part of 1,000.",
                id="month",
            )
        hours = lab.given.upkeep_hours_per_month["LLM choice"]
        return Hint(
            "Upkeep: hours per month, times what an hour costs, shared by the messages of a month.",
            f"{hours:g} hours a month at {lab.given.euros_per_hour:g} euros, for "
            f"{lab.given.tickets_per_month} messages.",
            f"1000 * {hours:g} * {lab.given.euros_per_hour:g} / {lab.given.tickets_per_month}",
            id="upkeep",
        )
    if not _near(errors, right["errors"]):
        found = lab.routed("LLM choice")
        wrong_way = 1000 * (1 - found.wrong) * lab.given.minutes_misrouted * lab.given.euros_per_minute
        if _near(errors, wrong_way):
            return Hint("You priced the messages that went right. Which share went wrong?", id="right share")
        return Hint(
            "Errors: how many of 1,000 messages go to a wrong team, and what does each of them cost?",
            f"{100 * found.wrong:.1f} % go wrong; each takes {lab.given.minutes_misrouted:g} minutes.",
            f"1000 * {found.wrong:.4f} * {lab.given.minutes_misrouted:g} * {lab.given.euros_per_hour:g} / 60",
            id="errors",
        )
    if not _near(float(answer["total"]), running + upkeep + errors):
        return Hint("The total is not the sum of the three.", id="sum")
    percent = 100 * right["running"] / right["total"] if right["total"] else 0
    share = f"{percent:.1f} %" if percent >= 0.1 else "less than 0.1 %"
    return Right(
        f"{right['total']:.0f} euros, and {share} of it is what the provider sends a bill for. The "
        f"rest is people's work."
    )


KEYS = ("route", "refund", "apology", "why", "changes")


def reference_decisions() -> dict[str, str]:
    """The cheapest option of each job, with the figures that decided it."""
    lab = routing.current()
    totals, rates = deciding.totals(lab), deciding.rates(lab)
    chosen = {job: min((o for o in deciding.accepted(lab)[job]), key=totals[job].get) for job in totals}
    best = rates["route"]["LLM"]
    why = (
        f"The language model routes {best.text} of the test messages right, classic ML "
        f"{rates['route']['classic ML'].text}. "
        f"For 1,000 messages the model costs {totals['route']['LLM']:.0f} euros, {chosen['route']} "
        f"{totals['route'][chosen['route']]:.0f} euros. A template has every property in "
        f"{rates['apology']['rules'].text} of the letters; people take up what it cannot know."
    )
    bar = max(deciding.needed(lab), best.high)
    share = f"{100 * min(bar, 0.99):.0f} %"
    changes = f"A model that routes at least {share} of the same test messages right, at the price we assumed."
    return {**chosen, "why": why, "changes": changes}


@exercise(
    "01.9",
    title="Three decisions",
    expects=dict,
    form='a dictionary with "route", "refund", "apology", "why" and "changes"',
    reference=reference_decisions,
)
def three_decisions(answer):
    """Each choice pays by the lab's own figures; the reason quotes one; the bar is not passed yet."""
    lab = routing.current()
    if missing := [key for key in KEYS if key not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete")
    totals, rates, good = deciding.totals(lab), deciding.rates(lab), deciding.accepted(lab)
    for job, options in routing.OPTIONS.items():
        choice = str(answer[job]).strip()
        if choice not in options:
            return Hint(f"For {job} choose one of {', '.join(options)}; you wrote {choice!r}.", id="no option")
        if choice in good[job]:
            continue
        best = min(totals[job], key=totals[job].get)
        rate = rates[job].get(choice)
        quality = f"It is right in {rate.text}. " if rate is not None else ""
        if choice == "LLM":
            return Hint(
                f"{job}: you take a language model. Does it pay here? Look at its share and its bill beside the "
                f"others.",
                f"{job}: {quality}1,000 of them cost {totals[job]['LLM']:.0f} euros with the model, "
                f"{totals[job][best]:.0f} "
                f"with {best}.",
                f"{job}: with these figures {best} is the choice. What would have to change belongs into `changes`.",
                id="llm does not pay",
            )
        return Hint(
            f"{job}: with {choice}, 1,000 of them cost {totals[job][choice] - totals[job][best]:.0f} euros "
            f"more than with "
            "another choice. Which?",
            f"{job}: {quality}Compare the totals: "
            + ", ".join(f"{name} {total:.0f}" for name, total in totals[job].items())
            + " euros.",
            f"{job}: {best} costs {totals[job][best]:.0f} euros for 1,000.",
            id="dearer",
        )
    why, changes = str(answer["why"]).strip(), str(answer["changes"]).strip()
    percent, euros = deciding.quoted(why)
    shown, sums = deciding.figures(lab), deciding.sums(lab)
    if not percent and not euros:
        return Hint(
            "Name the figure that decided it.",
            "Write a share with its interval, or what 1,000 messages cost.",
            f"For instance: the model routes {rates['route']['LLM'].text} right.",
            id="no number",
        )
    fits = [n for n in percent if min(abs(n - figure) for figure in shown) <= 0.55]
    fits += [n for n in euros if min(abs(n - figure) for figure in sums) <= max(1.0, 0.02 * n)]
    if not fits:
        given = f"{percent[0]:g} %" if percent else f"{euros[0]:g} euros"
        return Hint(
            f"You write {given}; no table of this lab says so.",
            "Take the figure from the table of shares or of bills, not from memory.",
            f"The model: {rates['route']['LLM'].text}. Classic ML: {rates['route']['classic ML'].text}.",
            id="number not in the run",
        )
    sentences = [part for part in re.split(r"[.!?](?:\s|$)", why) if part.strip()]
    if not 2 <= len(sentences) <= 5:
        return Hint(
            f"You wrote {len(sentences)} sentence{'s' * (len(sentences) != 1)} for `why`; two to five are "
            f"asked for: the "
            "figure, what follows from it, and what you accept.",
            id="length",
        )
    bar, _ = deciding.quoted(changes)
    have = rates["route"]["LLM"].value
    if not bar:
        return Hint(
            "`changes` names no figure. Which share would a model have to route right, so that you decide otherwise?",
            "'A better model' is no bar. Write a percentage that somebody can measure on these test messages.",
            f"The model has {100 * have:.0f} % now. Exercise 11 computes from where on it would pay.",
            id="no bar",
        )
    if max(bar) <= 100 * have or max(bar) > 100:
        return Hint(
            f"`changes` names {max(bar):g} %. The model here has {100 * have:.0f} % now: would that change anything?",
            "The bar lies above what the model does now, and at 100 % at the most.",
            id="bar is passed",
        )
    none = "LLM" not in {str(answer[job]).strip() for job in routing.OPTIONS}
    said = (
        "No language model where it does not pay, and a bar that brings it back." if none else "A model where it pays."
    )
    return Right(f"{said} The reason can be checked; whether it convinces is for your colleagues to say.")


@exercise(
    "01.11",
    title="From where on a model pays",
    expects=(int, float),
    form="a share, such as 0.85",
    reference=lambda: deciding.needed(routing.current()),
)
def pays_from(answer):
    """The share routed right at which the model's total equals that of the cheapest way without one."""
    lab = routing.current()
    right = deciding.needed(lab)
    name, total = deciding.target(lab)
    if abs(answer - right) <= 0.006:
        way = " No model can reach that, at these prices." if right > 1 else ""
        return Right(f"From {100 * right:.1f} % on it costs no more than {name} ({total:.0f} euros for 1,000).{way}")
    if abs(answer - 100 * right) <= 0.6:
        return Hint("Give a share between 0 and 1: 85 % is 0.85.", id="percent")
    if abs(answer - (1 - right)) <= 0.006:
        return Hint("That is the share that may go wrong.", "Subtract it from 1.", id="wrong share")
    each = 1000 * lab.given.minutes_misrouted * lab.given.euros_per_minute
    if abs(answer - (1 - total / each)) <= 0.006:
        return Hint(
            "You left out what the model itself costs: running and upkeep are paid at any quality.",
            "Take running and upkeep off the total first; what is left may be spent on errors.",
            id="without upkeep",
        )
    return Hint(
        f"Set the model's bill equal to that of {name}: running + upkeep + errors = {total:.0f} euros. "
        f"Solve for the share.",
        "Errors cost 1000 × (1 − share) × minutes × euros per minute.",
        f"1 - ({total:.1f} - running - upkeep) / {each:.0f}",
        id="another share",
    )
