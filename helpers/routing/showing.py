"""Tables and figures of lab 01."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers import world

if TYPE_CHECKING:
    from helpers.routing.data import Lab
    from helpers.routing.routed import Routed

HAND, APART = 12, 4


def _flat(text: str, limit: int = 400) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def twelve(seed: int) -> list[world.Ticket]:
    """Twelve short English dev messages from many teams, up to four of them such that the annotators differed."""
    chance = random.Random(seed + 11)
    known = [t for t in world.tickets("dev", language="en") if 20 <= len(t.text) <= 330]
    apart = [t for t in known if t.first["intent"] != t.second["intent"]]
    agreed = [t for t in known if t.first["intent"] == t.second["intent"] == t.intent]
    chosen = chance.sample(apart, min(APART, len(apart)))
    teams = list(world.intents())
    chance.shuffle(teams)
    for team in teams * 3:
        rest = [t for t in agreed if t.intent == team and t not in chosen]
        if rest and len(chosen) < HAND:
            chosen.append(chance.choice(rest))
    chance.shuffle(chosen)
    return chosen


def show_messages(tickets: Sequence[world.Ticket], caption: str, *, labels: bool = False) -> Any:
    """Messages as a table; with `labels` also what both annotators and the final label say."""
    from helpers import cards

    rows = []
    for number, ticket in enumerate(tickets, start=1):
        said = (ticket.first["intent"], ticket.second["intent"], ticket.intent) if labels else ()
        rows.append((number, ticket.channel.replace("_", " "), _flat(ticket.text), *said))
    head = ["", "channel", "message", *(("annotator 1", "annotator 2", "final label") if labels else ())]
    return cards.table(head, rows, caption)


def rules_of(team: str) -> str:
    """The shipped phrases of a team as one line. Raises: ValueError for an unknown team."""
    from helpers.routing.rules import shipped_rules

    phrases = shipped_rules().phrases
    if team not in phrases:
        raise ValueError(f"There is no team {team!r}. The teams are {', '.join(phrases)}.")
    return ", ".join(phrases[team])


def show_confusions(routed: Routed) -> Any:
    """Per team: messages, how many arrive there, how many are left to a person, and where most of the others go."""
    from helpers import cards

    rows = []
    for team in world.intents():
        mine = [(t, to) for t, to in zip(routed.tickets, routed.teams, strict=True) if t.intent == team]
        away = Counter(to for _, to in mine if to not in (team, None)).most_common()
        others = sum(n for _, n in away[2:])
        most = ", ".join([f"{to} {n}" for to, n in away[:2]] + [f"others {others}"] * bool(others)) or "none"
        row = (len(mine), sum(to == team for _, to in mine), sum(to is None for _, to in mine), most)
        rows.append((team, *row))
    return cards.table(
        ["team", "messages", "arrive", "left to a person", "go to another team"],
        rows,
        f"Where the messages go: {routed.name}",
    )


def show_bills(lab: Lab, names: Sequence[str]) -> Any:
    """Euros for 1,000 messages by what they pay for."""
    from helpers import cards

    rows = []
    for name in names:
        bill = lab.bill(name)
        parts = (bill.running, bill.upkeep, bill.sorting, bill.errors, bill.total)
        rows.append((name, *(f"{part:.2f}" if 0 < part < 10 else f"{part:.0f}" for part in parts)))
    head = ["", "running", "upkeep", "sorting by people", "errors", "total"]
    return cards.table(head, rows, "Euros for 1,000 messages")


def show_times(lab: Lab) -> Any:
    """p50 and p95 of single calls with their intervals, and where they come from."""
    from helpers import cards

    def milli(estimate: Any) -> str:
        def one(seconds: float) -> str:
            return f"{1000 * seconds:.1f}" if seconds < 0.01 else f"{1000 * seconds:.0f}"

        if estimate.high == float("inf") and estimate.low == -float("inf"):
            return f"{one(estimate.value)} (too few calls for an interval)"
        high = "no upper limit" if estimate.high == float("inf") else one(estimate.high)
        low = "no lower limit" if estimate.low == -float("inf") else one(estimate.low)
        return f"{one(estimate.value)} ({low} to {high})"

    rows = [(t.name, len(t.seconds), milli(t.p50), milli(t.p95), t.source) for t in lab.timings().values()]
    head = ["", "calls", "p50, milliseconds", "p95, milliseconds", "source"]
    return cards.table(head, rows, "One message at a time")


def show_answers(rows: Sequence[tuple], count: int = 3, *, right: bool = True) -> Any:
    """Some answers about refunds that were graded right, or wrong, with the reason."""
    from helpers import cards

    found = [row for row in rows if row[2] is right][:count]
    lines = [(_flat(case.ticket.text, 220), _flat(reply, 260), why) for case, reply, _, why in found]
    return cards.table(["a customer writes", "answer", "graded"], lines, "Right" if right else "Wrong")


def show_letters(rows: Sequence[tuple], count: int = 2, *, faultless: bool = True) -> Any:
    """Some letters with every property, or without, and what they lack."""
    from helpers import cards

    found = [row for row in rows if (not row[2]) is faultless][:count]
    lines = [(_flat(case.text, 220), _flat(text, 520), ", ".join(faults) or "nothing") for case, text, faults in found]
    return cards.table(["the customer wrote", "letter", "lacks"], lines, "Letters")


def show_properties(columns: dict[str, Sequence[tuple]]) -> Any:
    """For each property the number of letters that have it, one column for each approach."""
    from helpers import cards
    from helpers.routing.properties import PROPERTIES

    rows = [
        (meaning, *(sum(name not in faults for _, _, faults in rows) for rows in columns.values()))
        for name, meaning in PROPERTIES.items()
    ]
    rows.append(("all of them", *(sum(not faults for _, _, faults in rows) for rows in columns.values())))
    heads = [f"{name} (of {len(rows)})" for name, rows in columns.items()]
    return cards.table(["property", *heads], rows, "Letters that have it")


def show_ways(lab: Lab, names: Sequence[str]) -> Any:
    """What becomes of 100 test messages with each way to route, and of the emergencies among all of them."""
    from helpers import cards
    from helpers.routing import deciding

    rows = []
    for name in names:
        found = lab.routed(name)
        left = 0.0 if name == "people" else found.left
        shares = (f"{100 * share:.0f}" for share in (lab.rate(name).value, 1 - lab.rate(name).value - left, left))
        rows.append((name, *shares, *deciding.emergencies(lab, name)))
    urgent = sum(ticket.urgency == "emergency" for ticket in lab.tickets())
    head = ["of 100 messages", "right", "sent wrong", "left to people",
            f"of {urgent} emergencies: right", "left to people", "sent wrong"]  # fmt: skip
    return cards.table(head, rows, "What becomes of the test messages")


def show_minutes(lab: Lab) -> Any:
    """The totals of each way to route without a language model, with other minutes assumed."""
    from helpers import cards
    from helpers.routing import deciding

    rows = []
    for sort, misrouted, bills in deciding.by_minutes(lab):
        sums = (f"{total:.0f}" for total in bills.values())
        rows.append((f"{sort:g}", f"{misrouted:g}", *sums, min(bills, key=bills.get)))
    head = ["minutes to sort", "minutes misrouted", *deciding.OPTIONS["route"][:-1], "cheapest"]
    return cards.table(head, rows, "Euros for 1,000 messages, by the minutes assumed")


def show_jobs(lab: Lab) -> Any:
    """The decision table: each job and option with the share that is right and the euros for 1,000."""
    from helpers import cards
    from helpers.routing import deciding

    rates, totals = deciding.rates(lab), deciding.totals(lab)
    rows = []
    for job, options in deciding.OPTIONS.items():
        for option in options:
            rate = rates[job].get(option)
            rows.append((f"{job}: {option}", rate.text if rate else "not measured", f"{totals[job][option]:.0f}"))
    return cards.table(["job and option", "right on test", "euros for 1,000"], rows, "Three jobs")


def curve_figure(lab: Lab) -> tuple[Any, str]:
    """The learning curve beside the rules, and its description. Thin bars: where single trainings of one team lie."""
    from helpers import plots

    curve, rules = lab.curve(), lab.rate("rules")
    sizes = sorted(curve)
    fig, ax = plots.figure(7.2, 3.6)
    ax.axhspan(rules.low, rules.high, color=plots.COLORS["pale"])
    ax.axhline(rules.value, color=plots.COLORS["rust"], linestyle="--")
    ax.annotate("rules", (1, rules.value), xycoords=("axes fraction", "data"), xytext=(4, 0), va="center",
                textcoords="offset points", color=plots.COLORS["rust"])  # fmt: skip
    points = [curve[size] for size in sizes]
    ax.vlines(sizes, [p.least for p in points], [p.most for p in points], color=plots.COLORS["grey"], linewidth=1.2)
    low, high = [p.rate.low for p in points], [p.rate.high for p in points]
    ax.vlines(sizes, low, high, color=plots.COLORS["blue"], alpha=0.5, linewidth=5)
    ax.plot(sizes, [p.rate.value for p in points], marker="o", color=plots.COLORS["blue"])
    ax.set(xlabel="labels for training", ylabel="routed right", ylim=(0, 1), xticks=sizes)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    words = plots.words({f"{size} labels": curve[size].rate for size in sizes})
    return fig, f"Share routed right by classic ML. {words} Rules: {plots.with_interval(rules)}."
