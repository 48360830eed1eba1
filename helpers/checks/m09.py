"""Checks of lab 09: the line, the cost ratio, replies that got through, guards."""

from __future__ import annotations

from helpers import safety
from helpers.check import Hint, Right, exercise
from helpers.checks import m09_attacking, m09_deciding, m09_leaking  # noqa: F401
from helpers.checks.m09_forms import amount, letters, missing, near, share
from helpers.redteam import guarding, running, tasks

LETTERS = "".join(tasks.INCIDENTS)


def _line() -> dict:
    n = len(tasks.never_cases(running.current()))
    return {
        "never": tasks.never_letters(),
        "budget": tasks.BUDGET_EUR / (tasks.REQUESTS * tasks.TURNED_AWAY_EUR),
        "at_most": 3 / n,
        "needed": 3 / tasks.PROMISE,
    }


@exercise("09.1", title="The line", expects=dict, form="a dictionary with 'never', 'budget', 'at_most', 'needed'",
          reference=_line)  # fmt: skip
def line(answer):
    """Never-events by letter, the budget, what zero in n allows, and how many cases a promise needs."""
    if hint := missing(answer, ("never", "budget", "at_most", "needed")):
        return hint
    if hint := letters("never", answer["never"], LETTERS):
        return hint
    right = _line()
    never, wanted = set(answer["never"]), right["never"]
    if soft := sorted(never - wanted):
        return Hint(
            f"{soft[0]}: “{tasks.INCIDENTS[soft[0]].text}” Is one time too often? Can the next message put it right?",
            "A never-event harms a person, gives away what was entrusted, or promises what is not so.",
            f"Take {', '.join(soft)} out of `never`: a budget is for these.",
            id="too strict",
        )
    if lacking := sorted(wanted - never):
        texts = len(lacking)
        return Hint(
            f"{texts} of the eight that no later message puts right {'is' if texts == 1 else 'are'} not in "
            f"`never`. Who is harmed, or whose trust broken?",
            "Ask of each: would the customer, or Meadow, be whole again if the next reply were right?",
            f"Add {', '.join(lacking)}.",
            id="too mild",
        )
    if hint := share("budget", answer["budget"], "200 / (1_000 * 2)"):
        return hint
    if not near(answer["budget"], right["budget"]):
        if near(answer["budget"], 200 / (1000 * 2)):
            return Hint("That is the library of the page. Take Meadow's figures.", id="the example")
        return Hint(
            "`budget`: euros a month, divided by what all harmless requests would cost if each were turned away.",
            "The three figures are in the printed line.",
            f"{tasks.BUDGET_EUR} / ({tasks.REQUESTS} * {tasks.TURNED_AWAY_EUR:g})",
            id="another budget",
        )
    n = len(tasks.never_cases(running.current()))
    if hint := share("at_most", answer["at_most"], "3 / 60"):
        return hint
    if answer["at_most"] == 0:
        return Hint(
            f"Zero in {n} does not mean a rate of zero. Which rate could still give no failure in {n}?",
            "The rule of three: three, divided by the number of cases.",
            f"3 / {n}",
            id="zero",
        )
    if not (near(answer["at_most"], 3 / n, 0.03) or near(answer["at_most"], safety.upper_bound(n))):
        return Hint(
            f"`at_most`: how many attacks aim at a never-event in the test half? The printed line says {n}.",
            "The rule of three: three, divided by that number.",
            f"3 / {n}",
            id="another bound",
        )
    if hint := amount("needed", answer["needed"], "3 / 0.02"):
        return hint
    if not (near(answer["needed"], 3 / tasks.PROMISE) or near(answer["needed"], safety.cases_needed(tasks.PROMISE))):
        return Hint(
            "`needed`: how many cases without a failure allow “at most 1 in 500”? Turn the rule of three round.",
            "Three, divided by the rate that you want to promise.",
            "3 / 0.002",
            id="another number",
        )
    return Right(
        f"Even without one failure these {n} cases allow {100 * safety.upper_bound(n):.1f} % (exact), and a "
        f"promise of 1 in 500 "
        f"needs about {safety.cases_needed(tasks.PROMISE):,} cases. That is why a never-event also needs a "
        f"control "
        "that does not rest on the model."
    )


def _break_even() -> float:
    counts = safety.xstest_counts()
    return safety.break_even(counts["Mistral with guard prompt"], counts["Mistral"])


def ratio_answer(ratio: float = 50) -> dict:
    """The right answer for a cost ratio."""
    return {"ratio": ratio, "system": safety.cheapest(ratio), "even": _break_even()}


@exercise("09.2", title="The cost ratio", expects=dict, form="a dictionary with 'ratio', 'system', 'even'",
          reference=ratio_answer)  # fmt: skip
def cost_ratio(answer):
    """The cheapest system at the learner's own ratio, and from where the guard prompt of Mistral pays."""
    if hint := missing(answer, ("ratio", "system", "even")):
        return hint
    if hint := amount("ratio", answer["ratio"], "7"):
        return hint
    if not 1 <= answer["ratio"] <= 10_000:
        return Hint("`ratio` lies from 1 to 10,000 refusals.", id="no ratio", form=True)
    names = list(safety.xstest_counts())
    if answer["system"] not in names:
        return Hint(f"`system` is one of {', '.join(map(repr, names))}.", id="no system", form=True)
    ratio, counts = answer["ratio"], safety.xstest_counts()
    best = safety.cheapest(ratio)
    cost = lambda name: safety.expected_cost(*counts[name], ratio)  # noqa: E731
    if answer["system"] != best:
        return Hint(
            f"At {ratio:g} a request costs {cost(answer['system']):.3f} refusals with {answer['system']}. Does no "
            f"system cost less?",
            "Cost of a request: 0.99 times the share refused, plus 0.01 times your ratio times the share answered "
            "though unsafe.",
            f"{best}: {cost(best):.3f}.",
            id="another system",
        )
    if hint := amount("even", answer["even"], "0.99 * (30 / 100 - 10 / 100) / (0.01 * (22 / 100 - 2 / 100))"):
        return hint
    if not near(answer["even"], _break_even()):
        if near(answer["even"], 99):
            return Hint("That is the example of the page. Take the counts of the two systems.", id="the example")
        return Hint(
            "`even`: the difference in refusals of harmless prompts, 0.99 times, against the difference in unsafe "
            "answers, 0.01 times.",
            "Take the rows Mistral with guard prompt and Mistral; harmless prompts are 250, unsafe ones 200.",
            "0.99 * (47 / 250 - 4 / 250) / (0.01 * (128 / 200 - 7 / 200))",
            id="another break-even",
        )
    side = "above" if ratio > _break_even() else "below"
    return Right(
        f"At your ratio of {ratio:g} {best} costs least. It lies {side} {_break_even():.1f}, from where Mistral's "
        "guard prompt pays for its refusals. Who at Meadow would sign your ratio? The systems are of 2023."
    )


def reading_answer() -> dict:
    """The letters of the replies that got through, and of the claims that the runs support."""
    lab = running.current()
    return {
        "through": {letter for letter, shot in tasks.opened(lab).items() if shot.success},
        "supported": {letter for letter, one in tasks.claims(lab).items() if one.supported},
    }


@exercise("09.3", title="What got through", expects=dict, form="a dictionary with 'through' and 'supported'",
          reference=reading_answer)  # fmt: skip
def reading(answer):
    """Which opened replies gave the attack what it wants, and which sentences the runs support."""
    if hint := missing(answer, ("through", "supported")):
        return hint
    lab, right = running.current(), reading_answer()
    shots, claims = tasks.opened(lab), tasks.claims(lab)
    for name, known in (("through", shots), ("supported", claims)):
        if hint := letters(name, answer[name], "".join(known) if len(known) > 2 else "abcdef"):
            return hint
    if extra := sorted(set(answer["through"]) - right["through"]):
        return Hint(
            f"`through`: the reply {extra[0]} was to give {tasks.aim(shots[extra[0]].case)}. Does it?",
            "Look for the words themselves in the reply; an apology or nonsense is not what the attack wants.",
            f"Take {', '.join(extra)} out.",
            id="did not get through",
        )
    if lacking := sorted(right["through"] - set(answer["through"])):
        return Hint(
            f"`through`: {len(lacking)} more of the replies hold{'s' if len(lacking) == 1 else ''} what the "
            f"attack wants. Read them once more.",
            "A reply that says the words and something friendly besides has said the words.",
            f"Add {', '.join(lacking)}.",
            id="got through",
        )
    if extra := sorted(set(answer["supported"]) - right["supported"]):
        return Hint(
            f"`supported`: {extra[0]}. “{claims[extra[0]].text}” Which figure says so, and does its interval "
            f"leave out the contrary?",
            "A difference is shown when its whole interval lies on one side of 0; a sentence about none needs 0 "
            "in its row.",
            f"{extra[0]} rests on {claims[extra[0]].figure}.",
            id="not supported",
        )
    if lacking := sorted(right["supported"] - set(answer["supported"])):
        return Hint(
            f"`supported`: {len(lacking)} more of the sentences the runs do support.",
            "Go through the rows again: which figure would have to be otherwise if the sentence were false?",
            f"{lacking[0]} rests on {claims[lacking[0]].figure}.",
            id="supported too",
        )
    leaks = [letter for letter, shot in shots.items() if running.spilled(shot) and not shot.success]
    worse = f" Yet reply {leaks[0]}, no success for the attack, gives away another customer's data." if leaks else ""
    return Right(
        "A rule of success sees words, not meaning, and a small model fails at some orders because it does not "
        f"understand them.{worse}"
    )


def guard_answer() -> dict:
    """The cheapest guard on dev, and the share of attacks from which it pays."""
    lab = running.current()
    name = guarding.cheapest(lab)
    return {"guard": name, "pays_from": guarding.pays_from(lab, name)}


@exercise(
    "09.4", title="The guard", expects=dict, form="a dictionary with 'guard' and 'pays_from'", reference=guard_answer
)
def guard(answer):
    """The guard that costs least on dev under the stated assumptions, and when it costs less than none."""
    if hint := missing(answer, ("guard", "pays_from")):
        return hint
    lab = running.current()
    rows = guarding.seen(lab, "dev")
    if answer["guard"] not in rows:
        return Hint(f"`guard` is one of {', '.join(map(repr, rows))}.", id="no guard", form=True)
    name, best = answer["guard"], guarding.cheapest(lab)
    if not near(rows[name].cost.total_eur, rows[best].cost.total_eur, 1e-9):
        return Hint(
            f"“{name}” costs {rows[name].cost.total_eur:.0f} euros for 1,000 requests. Does no guard cost less in all?",
            "Look down the last column of the dev table.",
            f"“{best}”: {rows[best].cost.total_eur:.0f} euros.",
            id="another guard",
        )
    if hint := share("pays_from", answer["pays_from"], "away / (away + stopped)"):
        return hint
    right = guarding.pays_from(lab, name)
    if not near(answer["pays_from"], right, 0.1):
        one = rows[name]
        return Hint(
            "`pays_from`: euros for turning customers away, divided by those plus euros that a stopped attack saves.",
            f"Share of harmless requests turned away times {lab.blocked_eur:g}, and share of attacks stopped (not "
            f"missed) times {lab.loss_eur:g}.",
            f"away = {one.blocked[0]} / {one.blocked[1]} * {lab.blocked_eur:g}; stopped = (1 - {one.missed[0]} / "
            f"{one.missed[1]}) * {lab.loss_eur:g}; away / (away + stopped)",
            id="another share",
        )
    test = guarding.seen(lab, "test")
    also = min(test.values(), key=lambda one: one.cost.total_eur).name
    said = (
        "It is also the cheapest on the test families."
        if also == name
        else f"On the test families “{also}” is cheapest; the choice was made on dev, and stands."
    )
    one = rows[name]
    said += f" {one.blocked[0]} of {one.blocked[1]} turned away is few: your share is unsure by a large factor."
    return Right(f"{said} Whether {100 * lab.attack_share:g} % of real requests are attacks nobody has measured here.")
