"""What may be decided for each of the three jobs, and what each choice costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.routing.data import Lab
    from helpers.routing.routed import Routed
    from helpers.stats import Estimate

OPTIONS = MappingProxyType(
    {
        "route": ("people", "rules", "classic ML", "both agree", "LLM"),
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
        "route": {name: lab.rate(name) for name in OPTIONS["route"][:-1]} | {"LLM": lab.rate(llm)},
        "refund": {
            "rules": lab.share(lab.answers("rules")),
            "LLM": lab.share(lab.answers(best_answers(lab))),
        },
        "apology": {
            "rules": lab.share(lab.letters("template")),
            "LLM": lab.share(lab.letters(best_letters(lab))),
        },
    }


def answer_minutes(lab: Lab, rows: Sequence[tuple]) -> float:
    """Mean minutes of a person for one message about a refund, when each answer is read before it goes out."""
    from helpers.routing.refunds import HAND_OVER, PERSON

    given, total = lab.given, 0.0
    for case, reply, right, _ in rows:
        done = right and PERSON not in case.needs  # else a person has to write, also where handing over was right
        total += (reply != HAND_OVER) * given.minutes_to_check + (not done) * given.minutes_to_write
    return total / len(rows)


def letter_minutes(lab: Lab, rows: Sequence[tuple]) -> float:
    """Mean minutes of a person for one letter: read it, add what only this customer said, or write it anew."""
    given, total = lab.given, 0.0
    for _, _, faults in rows:
        more = given.minutes_to_add if faults == ["point"] else given.minutes_to_write
        total += given.minutes_to_check + bool(faults) * more
    return total / len(rows)


def totals(lab: Lab) -> dict[str, dict[str, float]]:
    """For each job and option euros per 1,000, by the assumptions of the session.

    Answers and letters cost people's time only: a model's tokens and the upkeep are a small part of that, left out.
    """
    given, llm = lab.given, lab.best_llm()
    routed = {name: lab.bill(name).total for name in OPTIONS["route"][:-1]} | {"LLM": lab.bill(llm).total}
    answers = {
        name: answer_minutes(lab, lab.answers(how)) for name, how in (("rules", "rules"), ("LLM", best_answers(lab)))
    }
    letters = {
        name: letter_minutes(lab, lab.letters(how)) for name, how in (("rules", "template"), ("LLM", best_letters(lab)))
    }
    by_hand = {"people": given.minutes_to_write}
    minutes = {"refund": by_hand | answers, "apology": by_hand | letters}
    euros = {job: {o: 1000 * given.euros_per_minute * m for o, m in found.items()} for job, found in minutes.items()}
    return {"route": routed, **euros}


def bill_difference(lab: Lab, a: str, b: str) -> Estimate:
    """Euros for 1,000 messages that routing by `b` costs more than by `a`: paired, customers as clusters.

    The interval holds for which messages arrive. What is assumed about minutes and upkeep is taken as given.
    """
    from helpers import stats

    given, one, two = lab.given, lab.routed(a), lab.routed(b)
    people = lab.routed("people").wrong
    wrong = given.minutes_misrouted * given.euros_per_minute

    def costs(found: Routed, name: str) -> dict[str, float]:
        bill = lab.bill(name)
        sort = given.minutes_to_sort * given.euros_per_minute
        always = (bill.running + bill.upkeep) / 1000
        each = {}
        for ticket, team, score in zip(found.tickets, found.teams, found.scores, strict=True):
            if name == "people":
                each[ticket.id] = always + sort + (1 - score) * wrong
            else:
                each[ticket.id] = always + (sort + people * wrong if team is None else (1 - score) * wrong)
        return each

    left, right = costs(one, a), costs(two, b)
    shared = [ticket for ticket in two.tickets if ticket.id in left]
    return stats.paired_difference(
        [1000 * left[t.id] for t in shared], [1000 * right[t.id] for t in shared], [t.customer for t in shared]
    )


def accepted(lab: Lab) -> dict[str, set[str]]:
    """The options whose bill is the lowest, or within 10 % of it, or (routing) not shown to be above it.

    LLM is among them only where it is the lowest. A dearer option without a model may be taken with a reason that says
    what it costs more (`surplus`).
    """
    good = {}
    for job, bills in totals(lab).items():
        lowest = min(bills.values())
        good[job] = {name for name, total in bills.items() if total <= CLOSE * lowest}
        if job == "route":
            best = min(bills, key=bills.get)
            others = [name for name in OPTIONS["route"][:-1] if name not in good[job] and best != "LLM"]
            good[job] |= {name for name in others if bill_difference(lab, best, name).low <= 0}
        if bills["LLM"] > lowest:
            good[job].discard("LLM")  # equally dear is no reason to take the one that is harder to foresee
    return good


def surplus(lab: Lab, job: str, option: str) -> float:
    """Euros for 1,000 that an option costs more than the lowest total of its job."""
    bills = totals(lab)[job]
    return bills[option] - min(bills.values())


def emergencies(lab: Lab, name: str) -> tuple[int, int, int]:
    """Test messages marked as emergencies: at the right team, left to a person, sent to a wrong team."""
    found = lab.routed(name)
    rows = [(team, t.intent) for t, team in zip(found.tickets, found.teams, strict=True) if t.urgency == "emergency"]
    right, left = sum(team == intent for team, intent in rows), sum(team is None for team, _ in rows)
    return right, left, len(rows) - right - left


MINUTES = ((1.0, 3.0), (0.7, 4.0), (0.5, 6.0), (2.0, 3.0))  # to sort one, and for one in the wrong team


def by_minutes(lab: Lab) -> list[tuple[float, float, dict[str, float]]]:
    """For several pairs of assumed minutes (to sort, misrouted) the euros for 1,000 of each way to route.

    The first pair is that of the session; the others are those of MINUTES that differ from it.
    """
    import dataclasses

    own = (lab.given.minutes_to_sort, lab.given.minutes_misrouted)
    rows = []
    for sort, misrouted in dict.fromkeys((own, *MINUTES)):
        given = dataclasses.replace(lab.given, minutes_to_sort=sort, minutes_misrouted=misrouted)
        other = dataclasses.replace(lab, given=given)
        rows.append((sort, misrouted, {name: other.bill(name).total for name in OPTIONS["route"][:-1]}))
    return rows


def target(lab: Lab) -> tuple[str, float]:
    """The cheapest way of routing without a language model, and its euros for 1,000 messages."""
    bills = {name: lab.bill(name).total for name in OPTIONS["route"][:-1]}
    name = min(bills, key=bills.get)
    return name, bills[name]


def needed(lab: Lab) -> float:
    """The share that the hosted model has to route right to cost no more than the cheapest way without one."""
    from helpers.routing import costs

    llm = lab.bill("LLM choice")
    return costs.break_even(target(lab)[1], llm.running + llm.upkeep, lab.given)
