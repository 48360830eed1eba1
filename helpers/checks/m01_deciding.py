"""Checks 01.5 (the bill) and 01.11 (from where on a model pays)."""

from __future__ import annotations

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
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    if not all(isinstance(answer[p], int | float) and not isinstance(answer[p], bool) for p in PARTS):
        return Hint("Give the four parts as numbers, in euros.", id="no numbers", form=True)
    running, upkeep, errors = (float(answer[part]) for part in PARTS[:3])
    into, out = lab.tokens("LLM choice")
    if not _near(running, right["running"]):
        row = routing.price_of(lab.hosted)
        if right["running"] and any(_near(running, right["running"] * k) for k in (1e6, 1e3, 1e-3)):
            return Hint(
                "Your running cost is off by a factor of a thousand or more. For how many tokens does the price hold?",
                "The price holds for a million tokens; you have 1,000 messages of so many tokens.",
                "The example for running above divides by 1_000_000. Put your own figures in.",
                id="millions",
            )
        if _near(running, right["running"] / lab.given.euros_per_dollar):
            return Hint("That is the cost in dollars. The others are in euros.", id="dollars")
        return Hint(
            f"Running: {WHAT['running']} is something else. Which two kinds of tokens are paid, at which prices?",
            f"Prompt tokens {into:.0f} at {row.input} dollars per million, reply tokens {out:.1f} at {row.output}.",
            "Take the example for running above, with the figures that are printed above it, also for the dollar.",
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
            "Take the example for upkeep above and change its three figures.",
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
            "Take the line of people for errors, with the share of LLM choice in place of `people_wrong`.",
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
        f"What may be spent on errors is {total:.1f} less running and upkeep. If every message went wrong, errors "
        f"would cost {each:.0f}.",
        id="another share",
    )
