"""Checks 03.7 (the gate), 03.8 (ship or hold) and 03.10 (the export)."""

from __future__ import annotations

import re

from helpers import stats, suite, world
from helpers.check import Hint, Right, exercise
from helpers.evals.cases import SEVERITIES

NEEDED = ("must_pass", "min_pass_rate_low", "max_regression")
MOST_LOST = 0.05


def _even() -> float:
    return suite.break_even(world.cases(suite.decidable("dev")))


def reference_rules() -> dict:
    """A gate that follows from the costs: no unforgivable failure, the break-even rate, at most 2 points lost."""
    return {
        "must_pass": {"severity": "unforgivable"},
        "min_pass_rate_low": round(_even() + 0.02, 2),
        "max_regression": 0.02,
    }


@exercise("03.7", title="A gate from costs", expects=dict, form="a dictionary of rules", reference=reference_rules)
def gate_from_costs(answer):
    """The never-events are excluded one by one; the pass rate pays for its errors; a loss is limited."""
    from helpers.evals import RULES

    unknown = [str(rule) for rule in answer if rule not in RULES]
    if unknown:
        return Hint(f"There is no rule {', '.join(unknown)}. The rules are {', '.join(RULES)}.", id="unknown rule")
    never = answer.get("must_pass")
    chosen = never.get("severity", ()) if isinstance(never, dict) else ()
    if "unforgivable" not in ((chosen,) if isinstance(chosen, str) else tuple(chosen)):
        return Hint(
            "Your gate lets a swollen-battery answer through as long as the mean is high.",
            "A mean cannot exclude a single answer. Which rule looks at single cases?",
            "Add 'must_pass' for the severity 'unforgivable'.",
            id="never-event",
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
    low, lost, even = answer["min_pass_rate_low"], answer["max_regression"], _even()
    numbers = [value for value in (low, lost) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < 2 or not all(0 <= value <= 1 for value in numbers):
        return Hint("Write the limits as shares between 0 and 1: 80 % is 0.8, 2 points are 0.02.", id="no share")
    if low < even - 0.005:
        loses = (1 - low) * suite.mean_cost(world.cases(suite.decidable("dev"))) - low * suite.HANDLED_BY_PEOPLE
        return Hint(
            f"At {100 * low:.0f} % each automatic answer loses {loses:.2f} euros on average. From which rate on do the "
            "right answers pay for the wrong ones?",
            "Right answers save 4 euros each. Set what they save equal to what the wrong ones cost, and solve for the "
            "rate.",
            "`suite.break_even(cases)` is that rate. The lower end of the interval has to reach it.",
            id="loses money",
        )
    for rule in ("p95_latency_s", "cost_per_case_usd", "max_unscored"):
        limit = answer.get(rule, 1)
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit > 0:
            return Hint(f"{rule} is {limit!r}. Which run could ever meet that? Give a number above 0.", id="no limit")
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
        cost = 10 * suite.mean_cost(world.cases(suite.decidable("dev")))
        return Hint(
            f"You allow a loss of {100 * lost:.0f} points. Of 1,000 questions that is {1000 * lost:.0f} more wrong "
            "answers than today. Would the team call that a release?",
            f"One point lost is 10 more wrong answers in 1,000 questions, {cost:.0f} euros. Allow what you would pay.",
            id="regression",
        )
    return Right(f"Break-even is {100 * even:.0f} %; below it each answer loses money. The never-events stand apart.")


def _run():
    lab = suite.current()
    # A gate is false when it says NO-GO, so `or` would run another one.
    gate = lab.gated if lab.gated is not None else lab.gate_test(reference_rules())
    return lab, gate


def _figures() -> tuple[list[float], str]:
    """Every percentage that the gate run shows, and the headline figure as text."""
    lab, gate = _run()
    rate_b, rate_a = lab.rate(lab.version_b, "test"), lab.rate(lab.version_a, "test")
    found = [100 * value for rate in (rate_b, rate_a) for value in (rate.value, rate.low, rate.high)]
    found += [100 * line.limit for line in gate.lines if isinstance(line.limit, float)]
    texts = [line.why for line in gate.lines]
    texts += [str(line) for line in lab.run(lab.version_b, "test").summary().lines[:4]]
    found += [float(number) for text in texts for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
    for rates in (lab.rate(lab.version_b), lab.rate(lab.version_a)):
        found += [100 * rates.value, 100 * rates.low, 100 * rates.high]
    return [*found, 100 * _even()], rate_b.text


def _reference_decision() -> dict[str, str]:
    lab, gate = _run()
    rate = lab.rate(lab.version_b, "test").text
    if gate.go:
        why = f"All rules are met: the pass rate is {rate}. We accept that phrases grade it, and read samples weekly."
        return {"choice": "ship", "why": why}
    missed = next(line for line in gate.lines if not line.passed)
    why = f"The pass rate on the test set is {rate}. The rule {missed.rule} is not met, and we wrote it before the run."
    return {"choice": "hold", "why": why}


@exercise(
    "03.8",
    title="Ship or hold",
    expects=dict,
    form='a dictionary with "choice" ("ship" or "hold") and "why"',
    reference=_reference_decision,
)
def release(answer):
    """The choice follows the gate, and two to four sentences name a figure that the run has."""
    if missing := {"choice", "why"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete")
    choice, why = str(answer["choice"]).strip().lower(), str(answer["why"]).strip()
    if choice not in ("ship", "hold"):
        return Hint("The choice is 'ship' or 'hold'.", id="no choice")
    lab, gate = _run()
    if choice == "ship" and not gate.go:
        missed = [line for line in gate.lines if not line.passed]
        return Hint(
            "You ship although your gate says NO-GO. What was it for, if not for this day?",
            f"{len(missed)} of {len(gate.lines)} rules are not met. A rule is changed before the run, not after it.",
            f"Not met: {', '.join(line.rule for line in missed)}. Hold, and say what has to change.",
            id="against the gate",
        )
    if choice == "ship" and isinstance(gate_from_costs(lab.gated_by), Hint | str):
        return Hint(
            "This gate is not the one that the costs ask for. Were its rules bent after the look at the test set?",
            "Exercise 7 would not accept the rules that this run was held against.",
            "Run the gate again with the rules of exercise 7, and decide by that result.",
            id="bent gate",
        )
    if choice == "hold" and gate.go:
        return Hint(
            "Every rule is met and you hold. Which rule is missing in your gate?",
            "If something else worries you, it belongs into the gate of the next run.",
            id="against the gate",
        )
    percentages = re.findall(r"(\d+(?:[.,]\d+)?) ?(?:%|per cent|percent)", why)
    figures, headline = _figures()
    counts = re.findall(r"(\d+) (?:of|out of) (\d+)", why)
    if not percentages and not any({float(k), float(n)} <= set(figures) for k, n in counts):
        return Hint(
            "Name the figure that decided it.",
            "Write the pass rate with its interval, or how many must-pass cases failed.",
            f"The pass rate of version {lab.version_b} on the test set is {lab.rate(lab.version_b, 'test').text}.",
            id="no number",
        )
    foreign = [
        text for text in percentages if min(abs(float(text.replace(",", ".")) - figure) for figure in figures) > 0.6
    ]
    if foreign and len(foreign) == len(percentages):
        return Hint(
            f"You write {foreign[0]} %; the run says {headline}.",
            f"{foreign[0]} % is none of the figures of this run. Read the table of the gate again.",
            id="number not in the run",
        )
    sentences = [part for part in re.split(r"[.!?](?:\s|$)", why) if part.strip()]
    if not 2 <= len(sentences) <= 4:
        return Hint(
            f"You wrote {len(sentences)} sentence{'s' * (len(sentences) != 1)}; two to four are asked for. One for the "
            "figure, one for what you accept or what has to change.",
            "Say which figure decided, and what would have to be different for the other choice.",
            id="length",
        )
    looks = lab.looks()
    noted = (
        f" You have looked at the test set before ({looks} time{'s' * (looks != 1)}): dev is for that." if looks else ""
    )
    return Right(f"{'GO' if gate.go else 'NO-GO'}, and a reason that can be checked.{noted}")


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
            "The severity of a line is `workbook.case.severity` in its attributes.",
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
            "Divide by the lines whose `event_name` is gen_ai.evaluation.result.",
            id="all lines",
        )
    if answer == passed and passed > 1:
        return Hint("That is the number of passes, not their share.", "Divide by the number of grades.", id="count")
    if answer > 1:
        return Hint("A share lies between 0 and 1.", "Divide by 100, or leave the percent sign out.", id="no share")
    if abs(answer - (1 - passed / graded)) <= close:
        return Hint("That is the share that failed.", "Count the label 'pass'.", id="failed share")
    return Hint(
        "Count the grades of costly and unforgivable cases in the file, and those among them that passed.",
        "A grade is a line with the event name gen_ai.evaluation.result; severity and label are in its attributes.",
        'The label is `line["attributes"]["gen_ai.evaluation.score.label"]`, the severity '
        '`line["attributes"]["workbook.case.severity"]`.',
        id="another number",
    )
