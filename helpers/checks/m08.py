"""Checks of lab 08: what a call costs, what a resolved ticket costs, and which way is cheapest.

The others are in the modules beside it. What is right is computed from the lab, so it follows sheet and parameters.
"""

from __future__ import annotations

from typing import Any

from helpers.check import Hint, Right, exercise
from helpers.checks import m08_cache, m08_memo, m08_pricing, m08_serving  # noqa: F401  (they register 08.4 to 08.9)
from helpers.checks.m08_forms import about, amount, missing, near, number
from helpers.selecting import lab as labs
from helpers.selecting import prompts, reference, ways


def reference_of(key: str) -> Any:
    """The reference answer of an exercise, made when it is asked for."""
    return lambda: reference.answers(labs.current())[key]


@exercise(
    "08.1",
    title="The bill of a month",
    expects=dict,
    form='a dictionary with "bill_a", "bill_b" and "dearest"',
    reference=reference_of("08.1"),
)
def bill(answer):
    """tickets x (tokens in x price in + tokens out x price out) / 1,000,000; the part that costs most."""
    if hint := missing(answer, ("bill_a", "bill_b", "dearest")):
        return hint
    lab = labs.current()
    row, tickets, wanted = lab.price(lab.hosted()[1]), lab.given.tickets_per_month, reference.bills(lab)
    for name, version in (("bill_a", "A"), ("bill_b", "B")):
        given, right = answer[name], wanted[name]
        tokens_in, tokens_out = lab.tokens(version)
        if hint := amount(name, given, "1000 * (500 * 3 + 100 * 15) / 1_000_000"):
            return hint
        if near(given, right):
            continue
        if near(given, 1_000_000 * right):
            return about(
                "08.1",
                name,
                f"`{name}`: prices are for a million tokens. What do you still have to divide by?",
                "Divide by 1_000_000.",
                f"{tickets} * ({tokens_in} * {row.input:g} + {tokens_out} * {row.output:g}) / 1_000_000",
                id="not divided",
            )
        if near(given, right / tickets):
            return about(
                "08.1",
                name,
                f"`{name}` is the price of one call. How many tickets does a month have?",
                f"Multiply by the {tickets:,} tickets of a month.",
                f"{tickets} * ({tokens_in} * {row.input:g} + {tokens_out} * {row.output:g}) / 1_000_000",
                id="one call",
            )
        if near(given, tickets * (tokens_in * row.output + tokens_out * row.input) / 1e6):
            return about(
                "08.1",
                name,
                f"`{name}`: which of the two prices belongs to the tokens that go in?",
                "The price out belongs to the tokens that the model writes.",
                f"{tickets} * ({tokens_in} * {row.input:g} + {tokens_out} * {row.output:g}) / 1_000_000",
                id="prices swapped",
            )
        if near(given, tickets * (tokens_in + tokens_out) * row.input / 1e6):
            return about(
                "08.1",
                name,
                f"`{name}`: you took one price for all tokens. What does a token out cost?",
                f"Tokens in x {row.input:g} plus tokens out x {row.output:g}.",
                f"{tickets} * ({tokens_in} * {row.input:g} + {tokens_out} * {row.output:g}) / 1_000_000",
                id="one price",
            )
        return about(
            "08.1",
            name,
            f"`{name}`: take tickets, tokens and prices of {lab.hosted()[1]} from the printed lines.",
            f"{tickets} * ({tokens_in} * price in + {tokens_out} * price out) / 1_000_000",
            f"{tickets} * ({tokens_in} * {row.input:g} + {tokens_out} * {row.output:g}) / 1_000_000",
            id="another sum",
        )
    if answer["dearest"] not in prompts.PARTS:
        return Hint(f"`dearest` is one of {', '.join(map(repr, prompts.PARTS))}.", id="no part", form=True)
    money, best = reference.money_of_parts(lab), reference.dearest(lab)
    if answer["dearest"] != best:
        return about(
            "08.1",
            "dearest",
            f"{answer['dearest']!r}: that part costs {money[answer['dearest']]:,.0f} dollars in a million calls. "
            "Does no part "
            "cost more?",
            "Multiply the tokens of every part by its price: what the model writes has the price out.",
            f"{best!r} costs {money[best]:,.0f} dollars in a million calls.",
            id="another part",
        )
    page = money["help page"]
    return Right(
        f"In a million calls the reply costs {money['reply']:,.0f} dollars, the help page {page:,.0f}. And the "
        "whole bill of "
        f"this month, {wanted['bill_a']:.2f} dollars, is what "
        f"{wanted['bill_a'] * lab.given.euros_per_dollar / lab.given.person_eur:.1f} "
        "replies by a person cost."
    )


@exercise(
    "08.2",
    title="Cost per resolved ticket",
    expects=dict,
    form='a dictionary with "model", "escalation", "reopening", "loss", "resolved" and "total"',
    reference=reference_of("08.2"),
)
def sheet(answer):
    """The six figures of the sheet within 1 %."""
    names = ("model", "escalation", "reopening", "loss", "resolved", "total")
    if hint := missing(answer, names):
        return hint
    lab = labs.current()
    g, way, wanted = lab.given, lab.ways()[ways.BUNDLED_WAY], reference.sheet(lab)
    f = way.fates
    how = {
        "model": (f"{way.call:.8f} * {way.tries:g}", "the price of a call times the calls for one ticket"),
        "escalation": (f"{f.handed} / {f.n} * {g.person_eur:g}", "share handed over times the price of a person"),
        "reopening": (f"{f.again} / {f.n} * {g.reopen_eur:g}", "share that writes again times what that costs"),
        "loss": (f"{f.worst} / {f.n} * {g.claim_eur:g}", "share of the worst kind times a claim"),
        "resolved": (f"{f.resolved} / {f.n}", "tickets that end resolved, of all tickets"),
        "total": ("(model + escalation + reopening + loss) / resolved", "the sum, for each resolved ticket"),
    }
    for name in names:
        if hint := amount(name, answer[name], "12 / 200 * 5.0"):
            return hint
        given, right = answer[name], wanted[name]
        if near(given, right, 0.01):
            continue
        text, said = how[name]
        parts = sum(wanted[part] for part in names[:4])
        if name == "total" and near(given, parts, 0.01):
            return about(
                "08.2",
                "total",
                "`total` is the cost of each ticket. Not all of them end resolved: what does each *resolved* one cost?",
                "Divide the sum by `resolved`.",
                "total = (model + escalation + reopening + loss) / resolved",
                id="not divided",
            )
        if name == "resolved" and near(given, (f.right + f.handed) / f.n, 0.01):
            return about(
                "08.2",
                name,
                "`resolved`: a customer who writes again gets a person. Do those tickets end resolved?",
                "Only those who never come back are not resolved.",
                text,
                id="again is resolved",
            )
        if name == "resolved" and near(given, 1.0, 0.005):
            return about(
                "08.2",
                name,
                "`resolved`: are customers who got a wrong answer and never came back resolved?",
                f"{f.gone} of {f.n} never come back. Some vendors count them as resolved; you need not.",
                text,
                id="leavers counted",
            )
        if name == "model" and near(given, way.call, 0.01):
            return about("08.2", name,
                "`model`: that is one call. How many calls does a ticket take?", f"{way.tries:g} for each ticket.",
                text, id="one try",
            )  # fmt: skip
        if name == "reopening" and near(given, (f.again + f.gone) / f.n * g.reopen_eur, 0.01):
            return about(
                "08.2",
                name,
                "`reopening`: how many of the wrong ones write again?",
                f"{f.again} of {f.n}.",
                f"reopening = {text}",
                id="all wrong",
            )
        return about(
            "08.2",
            name,
            f"`{name}` is the {said.removeprefix('the ')}. Take the row of the bundled model.",
            f"{said[0].upper()}{said[1:]}; the prices are in the printed line.",
            f"{name} = {text}",
            id=f"another {name}",
        )
    return Right(
        f"{wanted['total']:.2f} euros for each resolved ticket. A person who answers all of them costs "
        f"{lab.span(ways.PEOPLE)[0]:.2f}. The calls are next to nothing of it; what wrong answers do is nearly all."
    )


@exercise(
    "08.3",
    title="Cheapest token, cheapest resolution",
    expects=dict,
    form='a dictionary with "local", "cheapest_call", "cheapest_resolved" and "sure"',
    reference=reference_of("08.3"),
)
def cheapest(answer):
    """Price of a million tokens of the own machine; cheapest by the call and by the resolved ticket; is that sure."""
    if hint := missing(answer, ("local", "cheapest_call", "cheapest_resolved", "sure")):
        return hint
    lab = labs.current()
    local, right = answer["local"], lab.local_usd()
    if number(local) and local == 0:
        return about(
            "08.3",
            "local",
            "A machine of your own is not free. What does its hour cost, and how many tokens does it write in it?",
            "1_000_000 * dollars an hour / tokens an hour",
            f"1_000_000 * {lab.hourly_usd():g} / {lab.tokens_per_hour()}",
            id="free",
        )
    if hint := amount("local", local, "1_000_000 * 0.30 / 90_000"):
        return hint
    if not near(local, right):
        return about(
            "08.3",
            "local",
            "`local`: dollars an hour, divided by the tokens of that hour, for a million tokens.",
            "Both figures are in the printed line.",
            f"1_000_000 * {lab.hourly_usd():g} / {lab.tokens_per_hour()}",
            id="another local",
        )
    known = list(lab.ways())
    for name in ("cheapest_call", "cheapest_resolved"):
        if answer[name] not in known:
            return Hint(f"`{name}` is one of {', '.join(map(repr, known))}.", id="no way", form=True)
    if answer["sure"] not in (reference.YES, reference.NO):
        return Hint('`sure` is "yes" or "no".', id="no word", form=True)
    call = lab.cheapest_call()
    if answer["cheapest_call"] in (ways.PEOPLE, ways.BOX):
        return about(
            "08.3",
            "cheapest_call",
            "`cheapest_call` asks for a model that writes a reply. People and the answer box are none.",
            "Compare the bundled model and the three hosted ones in the table of calls.",
            id="no model",
        )
    if answer["cheapest_call"] != call:
        mine = lab.ways()[answer["cheapest_call"]].call
        return about(
            "08.3",
            "cheapest_call",
            f"1,000 calls of {answer['cheapest_call']} cost {1000 * mine:.4f} euros. Does no model cost less?",
            "Look down the column of the first table of this section.",
            f"cheapest_call = {call!r}",
            id="another call",
        )
    best = lab.cheapest_resolved()
    if answer["cheapest_resolved"] != best:
        return about(
            "08.3",
            "cheapest_resolved",
            f"{answer['cheapest_resolved']} costs {lab.span(answer['cheapest_resolved'])[0]:.2f} euros for each "
            "resolved ticket at "
            "the middle. Does no way cost less?",
            "Look down the column of the second table, at the figures before the brackets.",
            f"cheapest_resolved = {best!r}",
            id="another way",
        )
    if answer["sure"] != lab.surely():
        low, high = lab.span(best)[1:]
        return about(
            "08.3",
            "sure",
            f"{best} lies between {low:.2f} and {high:.2f} euros. Does every other way lie above {high:.2f} for "
            "all of its range?",
            "If two ranges overlap, it can be the other one.",
            f"sure = {lab.surely()!r}",
            id="ranges",
        )
    known_best = (
        "That is so for all of your ranges."
        if lab.surely() == "yes"
        else "Your ranges overlap, so it is not known yet."
    )
    if best == call:
        return Right(f"With your ranges {best} is the cheapest in both. {known_best}")
    return Right(
        f"By the call {call} is cheapest, by the resolved ticket {best}. {known_best} Counted, not assumed: the "
        "bundled model "
        f"needs no provider, and costs {lab.span(ways.BUNDLED_WAY)[0]:.2f} euros for each resolved ticket, people "
        f"{lab.span(ways.PEOPLE)[0]:.2f}."
    )
