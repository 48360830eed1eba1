"""The one-page eval plan at the end of lab 03, and its gate as it may be shown before exercise 7 was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers import answers, own
from helpers.exercises import exercises
from helpers.suite.data import Suite


def gate_shown(gate: Any, rules: Any) -> Any:
    """The gate to look at. Before a first try of exercise 7 without the limits, which would be its answer."""
    if own.visible("03.7", rules):
        return gate
    from helpers.cards import table

    rows = [
        (line.rule, "met" if line.passed else "not met", "after your first try of exercise 7") for line in gate.lines
    ]
    caption = f"{'GO' if gate.go else 'NO-GO'}: {sum(not line.passed for line in gate.lines)} of {len(rows)} not met"
    return table(["rule", "result", "limit and reason"], rows, caption)


def goal(rules: Mapping, own_rules: Any) -> float | None:
    """The lower limit of the pass rate in the rules used; None while it would give exercise 7 away."""
    return rules["min_pass_rate_low"] if own.visible("03.7", own_rules) else None


def _line(case: Any) -> str:
    from helpers.evals import Case, case_from

    case = case if isinstance(case, Case) else case_from(case)
    says = "; ".join(case.must) or ("the page does not say it" if "not_answerable" in case.tags else "nothing named")
    cells = (str(case.input), says, "; ".join(case.must_not) or "–", case.severity or "–")
    return "| " + " | ".join(cell.replace(" | ", " or ").replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def _rule(name: str, limit: Any) -> str:
    from helpers.evals import RULES

    words = limit if not isinstance(limit, Mapping) else ", ".join(f"{key} {value}" for key, value in limit.items())
    if isinstance(limit, float) and limit <= 1 and name != "cost_per_case_usd":
        words = f"{100 * limit:.4g} %"
    return f"- **{name}**: {words} ({RULES.get(name, '')})"


def plan(
    lab: Suite, *, suite: Sequence, rules: Mapping, choice: Any, why: Any, risks: Any, owner: str = "________"
) -> Any:
    """The eval plan as Markdown to print: cases, gate, figures, decision, open risks. Says what is still open.

    Returns an IPython Markdown object (its `.data` is the text).
    """
    from IPython.display import Markdown

    missing = []
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
        "**Gate, written before the run**",
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
    compared = lab.compared("test")
    worst = compared.regressions[0].case if compared.regressions else None
    risks = ["The phrase grader passes a right phrase in a wrong sentence; a person reads every unforgivable case."]
    if worst is not None:
        risks.append(f"{worst.id} ({worst.severity}) worked in version {lab.version_a} and not in {lab.version_b}.")
    return risks
