"""What may be decided for each of the three jobs, and the figures that a reason can quote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.routing.data import Lab

OPTIONS = MappingProxyType(
    {
        "route": ("people", "rules", "classic ML", "LLM"),
        "refund": ("people", "rules", "LLM"),
        "apology": ("people", "rules", "LLM"),
    }
)
CLOSE = 1.10  # a bill within 10 % of the lowest counts as equal: the assumptions are not better than that


def best_letters(lab: Lab) -> str:
    """The kind of draft with the most faultless letters on dev."""
    from helpers.routing.drafts import DRAFTS

    return max(DRAFTS, key=lambda name: sum(not faults for _, _, faults in lab.letters(name, "dev")))


def best_answers(lab: Lab) -> str:
    """The kind of prompt with the most right answers about refunds on dev."""
    from helpers.routing.refunds import KINDS

    return max(KINDS, key=lambda name: sum(right for _, _, right, _ in lab.answers(name, "dev")))


def rates(lab: Lab) -> dict[str, Mapping[str, object]]:
    """For each job and option the share that is right on test, as an Estimate. Which LLM counts was chosen on dev."""
    llm = lab.best_llm()
    return {
        "route": {name: lab.rate(name) for name in ("people", "rules", "classic ML")} | {"LLM": lab.rate(llm)},
        "refund": {
            "rules": lab.share(lab.answers("rules")),
            "LLM": lab.share(lab.answers(best_answers(lab))),
        },
        "apology": {
            "rules": lab.share(lab.letters("template")),
            "LLM": lab.share(lab.letters(best_letters(lab))),
        },
    }


def totals(lab: Lab) -> dict[str, dict[str, float]]:
    """For each job and option euros per 1,000, by the assumptions of the session.

    Letters and answers are read by a person before they go out: checked where right, mended where not; without a draft
    the person writes. Letters cost people's time only; a model's tokens are a hundredth of that and left out.
    """
    given, found = lab.given, rates(lab)
    llm = lab.best_llm()
    routed = {name: lab.bill(name).total for name in ("people", "rules", "classic ML")} | {"LLM": lab.bill(llm).total}

    def desk(right: float) -> float:
        return 1000 * given.euros_per_minute * (right * given.minutes_to_check + (1 - right) * given.minutes_to_mend)

    by_hand = 1000 * given.euros_per_minute * given.minutes_to_write
    desks = {
        job: {"people": by_hand} | {name: min(desk(rate.value), 10 * by_hand) for name, rate in found[job].items()}
        for job in ("refund", "apology")
    }
    return {"route": routed, **desks}


def accepted(lab: Lab) -> dict[str, set[str]]:
    """The options whose bill is the lowest, or within 10 % of it. LLM is among them only where it is the lowest."""
    good = {}
    for job, bills in totals(lab).items():
        lowest = min(bills.values())
        good[job] = {name for name, total in bills.items() if total <= CLOSE * lowest}
        if bills["LLM"] > lowest:
            good[job].discard("LLM")  # equally dear is no reason to take the one that is harder to foresee
    return good


def figures(lab: Lab) -> list[float]:
    """Every percentage, and every sum in euros, that the lab shows and a reason may quote."""
    found: list[float] = []
    for options in rates(lab).values():
        for rate in options.values():
            found += [100 * rate.value, 100 * rate.low, 100 * rate.high]
    for one in ("rules", "classic ML", "people"):
        gap = lab.difference(one, lab.best_llm())
        found += [abs(100 * value) for value in (gap.value, gap.low, gap.high)]
    gap = lab.difference("rules", "classic ML")
    found += [abs(100 * value) for value in (gap.value, gap.low, gap.high)]
    for point in lab.curve().values():
        found += [100 * point.rate.value, 100 * point.rate.low, 100 * point.rate.high]
    return found


def sums(lab: Lab) -> list[float]:
    """The sums in euros per 1,000 that the lab shows."""
    found = [total for bills in totals(lab).values() for total in bills.values()]
    for name in ("people", "rules", "classic ML", lab.best_llm()):
        bill = lab.bill(name)
        found += [bill.running, bill.upkeep, bill.sorting, bill.errors]
    return found


def quoted(text: str) -> tuple[list[float], list[float]]:
    """The percentages (or points), and the sums in euros, that a text names."""
    number = r"(\d+(?:[.,]\d+)?)"
    percent = re.findall(rf"{number} ?(?:%|per ?cent|points?\b)", text)
    euros = re.findall(rf"{number} ?(?:euros?\b|EUR\b|€)", text) + re.findall(rf"(?:EUR|€) ?{number}", text)
    return [float(n.replace(",", ".")) for n in percent], [float(n.replace(",", ".")) for n in euros]


def target(lab: Lab) -> tuple[str, float]:
    """The cheapest way of routing without a language model, and its euros for 1,000 messages."""
    bills = {name: lab.bill(name).total for name in ("people", "rules", "classic ML")}
    name = min(bills, key=bills.get)
    return name, bills[name]


def needed(lab: Lab) -> float:
    """The share that the hosted model has to route right to cost no more than the cheapest way without one."""
    from helpers.routing import costs

    llm = lab.bill("LLM choice")
    return costs.break_even(target(lab)[1], llm.running + llm.upkeep, lab.given)
