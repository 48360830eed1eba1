"""Checks 03.7 (the gate) and 03.10 (the export)."""

from __future__ import annotations

import math

from helpers import stats, suite, world
from helpers.check import Hint, Right, exercise
from helpers.evals.cases import SEVERITIES

NEEDED = ("must_pass", "min_pass_rate_low", "max_regression")
MOST_LOST = 0.05
SHORTEST, LONGEST = 0.05, 300  # seconds that one reply can take, and that anybody would wait for


def _even() -> float:
    return suite.break_even(world.cases(suite.decidable("dev")))


def reference_rules() -> dict:
    """A gate that follows from the costs: no unforgivable failure, the break-even rate rounded up, at most 2 points."""
    return {
        "must_pass": {"severity": "unforgivable"},
        "min_pass_rate_low": math.ceil(100 * _even()) / 100,
        "max_regression": 0.02,
    }


def _no_limit(answer: dict) -> Hint | None:
    """A latency or a cost that no run could meet, or that would stop none."""
    seconds, dollars = answer.get("p95_latency_s", 1), answer.get("cost_per_case_usd", 0)
    if seconds < SHORTEST:
        return Hint(
            f"p95_latency_s is {seconds:g} seconds. Which run could ever meet that?",
            f"A reply takes time: give at least {SHORTEST:g} seconds, and what a customer would wait for.",
            id="never met",
        )
    if seconds > LONGEST:
        return Hint(
            f"p95_latency_s is {seconds:g} seconds. Which run would that ever stop?",
            f"Give what a customer would wait for, at most {LONGEST} seconds.",
            id="stops nothing",
        )
    if dollars >= suite.HANDLED_BY_PEOPLE:
        return Hint(
            f"cost_per_case_usd is {dollars:g}. A person answers for {suite.HANDLED_BY_PEOPLE:g} euros; what would be "
            "saved?",
            "Give the most that one automatic answer may cost: well below what a person costs.",
            id="stops nothing",
        )
    return None


@exercise("03.7", title="A gate from costs", expects=dict, form="a dictionary of rules", reference=reference_rules)
def gate_from_costs(answer):
    """The never-events are excluded one by one; the pass rate pays for its errors; a loss is limited."""
    from helpers.evals import RULES
    from helpers.evals.gate import checked_rules

    unknown = [str(rule) for rule in answer if rule not in RULES]
    if unknown:
        return Hint(f"There is no rule {', '.join(unknown)}. The rules are {', '.join(RULES)}.", id="unknown rule")
    never = answer.get("must_pass")
    chosen = never.get("severity", ()) if isinstance(never, dict) else ()
    if "unforgivable" not in (tuple(chosen) if isinstance(chosen, list | tuple | set) else (chosen,)):
        return Hint(
            "Your gate lets a swollen-battery answer through as long as the mean is high.",
            "A mean cannot exclude a single answer. Which rule looks at single cases?",
            "Add 'must_pass' for the severity 'unforgivable'.",
            id="never-event",
        )
    if set(never) != {"severity"}:
        return Hint(
            f"`must_pass` names more than the severity: {', '.join(map(str, set(never) - {'severity'}))}. A tag or an "
            "id that no case has makes the whole rule fail. Which words choose every case that must never go wrong?",
            "The severity alone chooses them all. Leave tags and ids out.",
            '`"must_pass": {"severity": "unforgivable"}`',
            id="selector",
        )
    missing = [rule for rule in NEEDED if rule not in answer]
    if missing:
        meaning = {"min_pass_rate_low": "how good is good enough", "max_regression": "how much may get worse"}
        return Hint(
            f"Your gate does not say {meaning[missing[0]]}.",
            f"The rule {missing[0]} is missing.",
            f"{missing[0]}: {RULES[missing[0]]}.",
            id="missing rule",
        )
    try:
        checked_rules(answer)
    except ValueError as error:
        return Hint(f"The gate cannot use this: {error}. 80 % is 0.8, 2 points are 0.02.", id="no limit", form=True)
    low, lost, even = answer["min_pass_rate_low"], answer["max_regression"], _even()
    if low < even - 0.005:
        loses = (1 - low) * suite.mean_cost(world.cases(suite.decidable("dev"))) - low * suite.HANDLED_BY_PEOPLE
        return Hint(
            f"At {100 * low:.0f} % each automatic answer loses {loses:.2f} euros on average. From which rate on do the "
            "right answers pay for the wrong ones?",
            "Right answers save 4 euros each. Set what they save equal to what the wrong ones cost, and solve for the "
            "rate.",
            "`suite.break_even(dev)` is that rate. The lower end of the interval has to reach it.",
            id="loses money",
        )
    if hint := _no_limit(answer):
        return hint
    n = len(suite.decidable("test"))
    best = stats.wilson(n, n).low
    if low > best:
        return Hint(
            f"Even {n} of {n} right answers would not pass: they show {100 * best:.1f} % at the lower end. What would "
            "your gate ever let through?",
            f"The test set has {n} cases. Set a limit that it can show, or plan for more cases.",
            id="cannot be shown",
        )
    if lost > MOST_LOST:
        cost = 10 * (suite.mean_cost(world.cases(suite.decidable("dev"))) + suite.HANDLED_BY_PEOPLE)
        return Hint(
            f"You allow a loss of {100 * lost:.0f} points. Of 1,000 questions that is {1000 * lost:.0f} more wrong "
            "answers than today. Would the team call that a release?",
            f"One point lost is 10 more wrong answers in 1,000 questions: {cost:.0f} euros, with the saving of 4 euros "
            "each that is lost too. Allow what you would pay.",
            f"At most {100 * MOST_LOST:.0f} points are accepted here: {MOST_LOST:g} or less.",
            id="regression",
        )
    return Right(f"Break-even is {100 * even:.0f} %; below it each answer loses money. The never-events stand apart.")


SEVERE = ("costly", "unforgivable")


def _exported(severities: tuple[str, ...] = SEVERITIES) -> tuple[int, int]:
    """Passes and grades in the export of the candidate's test run, among cases of these severities."""
    lab = suite.current()
    rows = [grade for case, _, grade in lab.run(lab.version_b, "test").rows("phrases") if case.severity in severities]
    return sum(grade.status == "pass" for grade in rows), len(rows)


@exercise(
    "03.10",
    title="A share from the exported file",
    expects=(int, float),
    form="a share between 0 and 1",
    reference=lambda: _exported(SEVERE)[0] / _exported(SEVERE)[1],
)
def from_export(answer):
    """The share of passes among the evaluation events of costly and unforgivable cases."""
    passed, graded = _exported(SEVERE)
    all_passed, all_graded = _exported()
    close = 0.0005
    if abs(answer - passed / graded) <= close:
        return Right(
            f"{passed} of {graded}; over all severities it is {all_passed} of {all_graded}. Whoever has the file can "
            "check you, and can ask what you did not."
        )
    if abs(answer - all_passed / all_graded) <= close:
        return Hint(
            "That is the pass rate of all grades. Does the question ask about every case?",
            f"Leave the annoying cases out: {graded} of the {all_graded} grades are left.",
            "In the form: two severities in square brackets, each between quotes.",
            id="all severities",
        )
    for only in SEVERITIES:
        part, whole = _exported((only,))
        if whole and abs(answer - part / whole) <= close:
            return Hint(
                f"That is the share among the {only} cases alone. Which cases does the question ask about?",
                "Two severities belong to it: costly and unforgivable.",
                'In the form: `severities = ["costly", "unforgivable"]`.',
                id="one severity",
            )
    if passed and abs(answer - passed / (2 * graded)) <= close:
        return Hint(
            "You divided by calls and grades together. How many verdicts are there?",
            "The file holds calls and grades. Only one of the two kinds has a label.",
            "Divide by the lines whose event name is gen_ai.evaluation.result: that is the `event` of the form.",
            id="all lines",
        )
    if answer == passed and passed > 1:
        return Hint("That is the number of passes, not their share.", "Divide by the number of grades.", id="count")
    if answer > 1:
        return Hint("A share lies between 0 and 1.", "Divide by 100, or leave the percent sign out.", id="no share")
    if abs(answer - (1 - passed / graded)) <= close:
        return Hint("That is the share that failed.", "Count the label 'pass'.", id="failed share")
    if abs(answer - passed / graded) <= 0.005 + 1e-9:  # two digits will do, where no slip above is as near
        return Right(f"{passed} of {graded}, rounded to two digits. Whoever has the file can check you.")
    return Hint(
        "Count the grades of costly and unforgivable cases in the file, and those among them that passed.",
        "A grade is a line with the event name gen_ai.evaluation.result; severity and label are in its attributes.",
        'In the form `event` is "gen_ai.evaluation.result", `severities` are the two worst in square brackets, and '
        "`label` is the word for a pass.",
        id="another number",
    )
