"""The one-page eval plan at the end of lab 03, and its gate as it may be shown before exercise 7 was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers import answers, own
from helpers.exercises import exercises
from helpers.suite.data import Suite

WORKSHOP = "workshop"


def _open_to(rules: Any, door: str) -> bool:
    """Whether the limits may be shown: exercise 7 was tried, or the workshop leaves it out on purpose."""
    return own.visible("03.7", rules) or str(door).strip().casefold() == WORKSHOP


def gate_shown(gate: Any, rules: Any, door: str = "") -> Any:
    """The gate to look at. Before a first try of exercise 7 without the limits, which would be its answer.

    door: "workshop" shows them all the same, for those who leave exercise 7 out.
    """
    if _open_to(rules, door):
        return gate
    from helpers.cards import table

    rows = [(line.rule, "met" if line.passed else "not met", "open: answer 7, or set door") for line in gate.lines]
    caption = f"{'GO' if gate.go else 'NO-GO'}: {sum(not line.passed for line in gate.lines)} of {len(rows)} not met"
    return table(["rule", "result", "limit and reason"], rows, caption)


def goal(rules: Mapping, own_rules: Any, door: str = "") -> float | None:
    """The lower limit of the pass rate in the rules used; None while it would give exercise 7 away."""
    return rules["min_pass_rate_low"] if _open_to(own_rules, door) else None


def _line(case: Any) -> str:
    from helpers.evals import Case, case_from

    case = case if isinstance(case, Case) else case_from(case)
    says = "; ".join(case.must) or ("the page does not say it" if "not_answerable" in case.tags else "nothing named")
    cells = (str(case.input), says, "; ".join(case.must_not) or "–", case.severity or "–")
    return "| " + " | ".join(cell.replace(" | ", " or ").replace("|", "/").replace("\n", " ") for cell in cells) + " |"


_IN_WORDS = {
    "min_pass_rate_low": "The lower end of the pass rate's interval is at least {share:g} %.",
    "max_regression": "The pass rate is at most {share:g} points lower than that of the version in use.",
    "max_regression_high": "A loss of more than {share:g} points is ruled out by the interval.",
    "p95_latency_s": "95 of 100 replies take at most {limit:g} seconds.",
    "cost_per_case_usd": "One case costs at most {limit:g} US dollars on average.",
    "max_unscored": "At most {share:g} % of the replies are without a grade.",
}


def _rule(name: str, limit: Any) -> str:
    if isinstance(limit, Mapping):
        chosen = limit.get("severity", ())
        words = " or ".join((chosen,) if isinstance(chosen, str) else chosen)
        return f"- Every case that is {words} if wrong passes, every time."
    return "- " + _IN_WORDS[name].format(share=round(100 * limit, 6), limit=limit)


def _when(lab: Suite) -> str:
    """What the plan may say about when its gate was written."""
    if lab.changes:
        return f"Gate (rules changed {lab.changes} time{'s' * (lab.changes != 1)} after the test set was seen)"
    looks = lab.looks()
    return f"Gate (the test set had been seen before: look {looks + 1})" if looks else "Gate, written before the run"


def plan(
    lab: Suite, *, suite: Sequence, rules: Mapping, choice: Any, why: Any, risks: Any, owner: str = "________"
) -> Any:
    """The eval plan as Markdown to print: cases, gate, figures, decision, open risks. Says what is still open.

    Returns an IPython Markdown object (its `.data` is the text).
    """
    from IPython.display import Markdown

    missing = []
    risks = [risks] if isinstance(risks, str) and risks.strip() else risks
    if not own.own("03.1", suite):
        suite, _ = (), missing.append("the cases (exercise 1)")
    decided = own.own("03.7", rules)
    if not decided:
        missing.append("the gate (exercise 7)")
    if not own.own("03.8", {"choice": choice, "why": why}):
        choice, why, _ = "open", "", missing.append("the decision (exercise 8)")
    if answers.unfinished(risks) is not None or not risks:
        risks = _open(lab)
        missing.append("the open risks (two are proposed)")
    a, b = lab.rate(lab.version_a, "test"), lab.rate(lab.version_b, "test")
    gate = lab.gated if lab.gated is not None else lab.gate_test(exercises("03")["03.7"].reference_value())
    left = len([q for q in _all_dev() if not q.must])
    lines = [
        "### Eval plan of the support assistant",
        "",
        f"*Owner:* {owner} · *run:* {gate.run_id} · *model:* {lab.model} · *graded by:* phrases",
        "",
        "**Cases we wrote first**",
        "",
        "| a customer asks | must say | must not say | if wrong |",
        "|---|---|---|---|",
        *map(_line, suite),
        "",
        f"**{_when(lab)}**",
        "",
        *((_rule(name, limit) for name, limit in rules.items()) if decided else ["- not written yet"]),
        "",
        f"**What the test set said:** version {lab.version_b} {b.text}, version {lab.version_a} {a.text}; "
        f"{len(lab.run(lab.version_b, 'test').cases)} cases on {len(_pages(lab))} pages. {gate.why if decided else ''}",
        "",
        f"**Decision: {choice}.** {why}",
        "",
        "**Open risks**",
        "",
        *(f"- {risk}" for risk in risks),
        *_lenient(lab),
        f"- {left} dev questions have no phrase that decides them; a reader or a judge has to grade them.",
    ]
    if missing:
        lines += ["", f"*Still open: {', '.join(missing)}.*"]
    return Markdown("\n".join(lines))


def _all_dev() -> list:
    from helpers import world

    return world.questions("dev")


def _pages(lab: Suite) -> set[str]:
    return {case.cluster for case in lab.run(lab.version_b, "test").cases}


def _lenient(lab: Suite) -> list[str]:
    """A line on what readers say about the replies that the phrases let pass, where there are labels."""
    passed = [reply for _, _, grade, reply in lab.labelled(lab.version_b, "test") if grade.status == "pass"]
    wrong = sum(not reply.right for reply in passed)
    return [f"- Of {len(passed)} test replies that pass by phrases, {wrong} are wrong by label."] if passed else []


def _open(lab: Suite) -> list[str]:
    risks = ["The phrase grader passes a right phrase in a wrong sentence; a person reads every unforgivable case."]
    worst = lab.worst("test")[0]
    for one in lab.broke("test"):
        if one.case.id == worst:
            known = "was right by label" if one.held else "passed by phrases"
            risks.append(
                f"{worst} ({one.case.severity}) {known} in version {lab.version_a}, and fails in {lab.version_b}."
            )
    return risks
