"""The release gate: rules written down before the run, checked after it, each with the reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from helpers.evals.cases import SEVERITIES, Case
from helpers.evals.compare import compare
from helpers.evals.graders import Grade
from helpers.evals.results import Output, Results
from helpers.evals.summary import P95_NEEDS, case_means, clusters_of, costs, dollars, latencies, pass_rate, quantile


@dataclass(frozen=True)
class GateLine:
    """One rule. measured and limit: numbers (or texts); passed: whether it is met; why: one sentence."""

    rule: str
    measured: Any
    limit: Any
    passed: bool
    why: str

    def __str__(self) -> str:
        return f"{'met    ' if self.passed else 'NOT MET'}  {self.rule}: {self.why}"


@dataclass(frozen=True, repr=False)
class GateResult:
    """GO only when every rule is met; as a bool it is `go`. run_id: the run checked; grader: by which grades."""

    go: bool
    lines: list[GateLine]
    run_id: str
    grader: str

    @property
    def why(self) -> str:
        """The sentences of the rules that are not met, or that all are."""
        missed = [line.why for line in self.lines if not line.passed]
        return " ".join(missed) if missed else f"All {len(self.lines)} rules are met."

    def line(self, rule: str) -> GateLine:
        """The line of one rule. Raises: ValueError with the rules that were checked."""
        for line in self.lines:
            if line.rule == rule:
                return line
        raise ValueError(f"no rule {rule!r} in this gate; it has {', '.join(line.rule for line in self.lines)}")

    def __bool__(self) -> bool:
        return self.go

    def _head(self) -> str:
        missed = sum(not line.passed for line in self.lines)
        if self.go:
            return f"GO: all {len(self.lines)} rules are met (grader {self.grader}, run {self.run_id})"
        return f"NO-GO: {missed} of {len(self.lines)} rules not met (grader {self.grader}, run {self.run_id})"

    def __str__(self) -> str:
        return "\n".join([self._head(), *(f"  {line}" for line in self.lines)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{escape(line.rule)}</th><td>{"met" if line.passed else "<b>not met</b>"}</td>'
            f'<td style="text-align: left">{escape(line.why)}</td></tr>'
            for line in self.lines
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("rule", "result", "why"))
        caption = f"<caption><b>{escape(self._head())}</b></caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


class _Facts(NamedTuple):
    results: Results
    grader: str
    rows: list[tuple[Case, Output, Grade]]
    baseline: Results | None


def _selected(facts: _Facts, rule: Any) -> tuple[list[Case], str]:
    """The cases that a must_pass rule names, and the rule in words."""
    chosen: dict[str, Case] = {}
    words, unknown = [], []
    known = {case.id: case for case in facts.results.cases}
    for key, values in rule.items():
        for value in values:
            hits = [case for case in known.values() if _has(case, key, value)]
            if not hits:
                unknown.append(f"{key} {value}")
            chosen |= {case.id: case for case in hits}
        words.append(f"{key} {', '.join(values)}")
    if unknown:
        raise LookupError(f"no case has {' or '.join(unknown)}, so nothing shows that these cases pass")
    return list(chosen.values()), "; ".join(words)


def _has(case: Case, key: str, value: str) -> bool:
    return {"tag": value in case.tags, "severity": case.severity == value, "ids": case.id == value}[key]


def _must_pass(facts: _Facts, rule: Any) -> GateLine:
    cases, words = _selected(facts, rule)
    grades: dict[str, list[Grade]] = {case.id: [] for case in cases}
    for case, _, grade in facts.rows:
        if case.id in grades:
            grades[case.id].append(grade)
    failed = [i for i, given in grades.items() if any(grade.status == "fail" for grade in given)]
    repeats = facts.results.repeats
    silent = [
        i
        for i, given in grades.items()
        if i not in failed and (len(given) < repeats or any(grade.status == "unscored" for grade in given))
    ]
    total, passed = len(cases), len(cases) - len(failed) - len(silent)
    why = f"{passed} of {total} must-pass cases ({words}) passed"
    why += f", {repeats} times out of {repeats}" if repeats > 1 else ""
    if failed:
        first = failed[0]
        reason = next((grade.reason for grade in grades[first] if grade.status == "fail"), "")
        why += f"; failed: {_names(failed)}" + (f" ({first} {reason})" if reason else "")
    if silent:
        why += f"; no grade for: {_names(silent)}"
    return GateLine("must_pass", passed, total, passed == total, why + ".")


def _names(ids: list[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")


def _unscored(facts: _Facts) -> str:
    count = sum(grade.status == "unscored" for _, _, grade in facts.rows)
    return f" ({count} of {len(facts.rows)} outputs are unscored and not counted)" if count else ""


def _min_pass_rate_low(facts: _Facts, limit: float) -> GateLine:
    means = case_means(facts.rows)
    by_id = {case.id: case for case, _, _ in facts.rows}
    rate = pass_rate(list(means.values()), clusters_of(by_id[case_id] for case_id in means))
    if rate is None:
        raise LookupError("nothing was scored, so there is no pass rate")
    word = "at or above" if (passed := bool(rate.low >= limit)) else "below"
    note = f"; {rate.note}" if rate.note else ""
    shown = rate._replace(low=max(rate.low, 0.0), high=min(rate.high, 1.0))
    ends = f"its lower end, {100 * shown.low:.1f} %, is {word} the {100 * limit:g} % asked for"
    why = f"The pass rate is {shown.text}{note}; {ends}"
    return GateLine("min_pass_rate_low", float(rate.low), limit, passed, f"{why}{_unscored(facts)}.")


def _difference(facts: _Facts) -> Any:
    if facts.baseline is None:
        raise LookupError("no baseline run was given (baseline=), so there is nothing to compare with")
    try:
        return compare(facts.baseline, facts.results, grader=facts.grader)
    except ValueError as error:
        raise LookupError(f"the comparison with the baseline is not possible: {error}") from None


def _max_regression(facts: _Facts, limit: float) -> GateLine:
    found = _difference(facts)
    drop = -float(found.difference.value)
    passed = drop <= limit + 1e-12
    change = "no change" if drop == 0 else f"{abs(100 * drop):.1f} points {'lower' if drop > 0 else 'higher'}"
    worst = max(0.0, -float(found.difference.low))
    bound = f", {'within' if passed else 'more than'} the {100 * limit:g} points allowed"
    if drop < 0:
        bound = f" (a loss of up to {100 * limit:g} points is allowed)"
    why = (
        f"The pass rate against the baseline on {found.n} pairs: {change}{bound}; "
        f"the interval does not rule out a loss of {100 * worst:.1f} points"
    )
    broke = f"; {count} case{'s' * (count != 1)} broke" if (count := len(found.regressions)) else ""
    return GateLine("max_regression", drop, limit, passed, f"{why}{broke}.")


def _max_regression_high(facts: _Facts, limit: float) -> GateLine:
    found = _difference(facts)
    worst = -float(found.difference.low)
    passed = worst <= limit + 1e-12
    why = f"The largest loss that {found.n} pairs do not rule out is {100 * worst:.1f} points"
    word = "within" if passed else "more than"
    return GateLine("max_regression_high", worst, limit, passed, f"{why}, {word} the {100 * limit:g} points allowed.")


def _p95_latency_s(facts: _Facts, limit: float) -> GateLine:
    times = latencies(facts.results)
    if not times:
        raise LookupError("no latency was measured")
    p95 = quantile(times, 0.95)
    passed = p95 <= limit
    few = f"; with fewer than {P95_NEEDS} calls this is a rough figure" if len(times) < P95_NEEDS else ""
    missing = len(facts.results.outputs) - len(times)
    gone = f"; calls without a latency: {missing}" if missing else ""
    word = "within" if passed else "above"
    why = f"The p95 latency of {len(times)} calls is {p95:.2f} s, {word} the limit of {limit:g} s{few}{gone}."
    return GateLine("p95_latency_s", p95, limit, passed, why)


def _cost_per_case_usd(facts: _Facts, limit: float) -> GateLine:
    spent, calls = costs(facts.results), len(facts.results.outputs)
    if not spent:
        raise LookupError("the cost of the calls is unknown")
    if len(spent) < calls:
        raise LookupError(f"the cost of {calls - len(spent)} of {calls} calls is unknown")
    cost = sum(spent) / len(spent)
    passed = cost <= limit
    why = f"One case costs {dollars(cost)} on average, {'within' if passed else 'above'} the limit of {dollars(limit)}."
    return GateLine("cost_per_case_usd", cost, limit, passed, why)


def _max_unscored(facts: _Facts, limit: float) -> GateLine:
    planned = facts.results.planned
    count = sum(grade.status == "unscored" for _, _, grade in facts.rows) + planned - len(facts.rows)
    share = count / planned
    passed = share <= limit
    word = "within" if passed else "more than"
    why = f"{count} of {planned} outputs ({100 * share:.1f} %) have no grade, {word} the {100 * limit:g} % allowed."
    return GateLine("max_unscored", share, limit, passed, why)


_CHECKS: dict[str, Callable[[_Facts, Any], GateLine]] = {
    "must_pass": _must_pass,
    "min_pass_rate_low": _min_pass_rate_low,
    "max_regression": _max_regression,
    "max_regression_high": _max_regression_high,
    "p95_latency_s": _p95_latency_s,
    "cost_per_case_usd": _cost_per_case_usd,
    "max_unscored": _max_unscored,
}
RULES = {
    "must_pass": "cases that must all pass, every time: {'severity': 'unforgivable'}, {'tag': …} or {'ids': […]}",
    "min_pass_rate_low": "the lower end of the pass rate's interval is at least this share",
    "max_regression": "the pass rate is at most this share lower than the baseline's (0.02 = 2 points)",
    "max_regression_high": "as max_regression, for the largest loss that the interval does not rule out",
    "p95_latency_s": "95 % of calls take at most this many seconds",
    "cost_per_case_usd": "one case costs at most this many US dollars on average",
    "max_unscored": "at most this share of outputs is without a grade",
}
_SHARES = ("min_pass_rate_low", "max_regression", "max_regression_high", "max_unscored")


def checked_rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    """The rules with their limits, in one form. Raises: ValueError as `gate`."""
    if not isinstance(rules, Mapping) or not rules:
        raise ValueError(f"a gate needs at least one rule; the rules are {', '.join(RULES)}")
    unknown = [str(rule) for rule in rules if rule not in RULES]
    if unknown:
        raise ValueError(f"unknown rule {', '.join(unknown)}; the rules are {', '.join(RULES)}")
    checked: dict[str, Any] = {}
    for rule, limit in rules.items():
        if rule == "must_pass":
            checked[rule] = _checked_selection(limit)
            continue
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 0:
            raise ValueError(f"{rule} needs a number of at least 0, but got {limit!r}")
        if rule in _SHARES and limit > 1:
            raise ValueError(f"{rule} is a share between 0 and 1 (write 0.8 for 80 %), but got {limit!r}")
        checked[rule] = limit
    return checked


def _checked_selection(rule: Any) -> dict[str, tuple[str, ...]]:
    example = "{'severity': 'unforgivable'}, {'tag': 'battery'} or {'ids': ['q-017']}"
    if not isinstance(rule, Mapping) or not rule or not set(rule) <= {"tag", "severity", "ids"}:
        raise ValueError(f"must_pass names the cases by tag, severity or ids, as in {example}, but got {rule!r}")
    chosen = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in rule.items()}
    for key, values in chosen.items():
        if not values or not all(isinstance(value, str) for value in values):
            raise ValueError(f"must_pass: {key} needs a text or a list of texts, but got {rule[key]!r}")
    wrong = [value for value in chosen.get("severity", ()) if value not in SEVERITIES]
    if wrong:
        raise ValueError(f"must_pass: a severity is one of {', '.join(SEVERITIES)}, but got {wrong[0]!r}")
    return chosen


def gate(
    results: Results, rules: Mapping[str, Any], *, grader: str | None = None, baseline: Results | None = None
) -> GateResult:
    """Check every rule and say GO only when all are met. What was not measured is not met.

    rules: names from `RULES` with their limits. grader: whose grades count, when there are several. baseline: the run
    to compare with, for `max_regression`. A run that was stopped before its end is never GO.
    Raises: ValueError for an unknown rule (with the right ones), a limit out of range, no rule at all.
    """
    checked = checked_rules(rules)
    grader = results.grader(grader)
    facts = _Facts(results, grader, list(results.rows(grader)), baseline)
    lines = []
    if not results.complete:
        done, planned = len(results.outputs), results.planned
        why = f"The run was stopped before its end: {done} of {planned} outputs are here. Run the rest first."
        lines.append(GateLine("complete", done, planned, False, why))
    for rule, limit in checked.items():
        try:
            lines.append(_CHECKS[rule](facts, limit))
        except LookupError as error:
            lines.append(GateLine(rule, None, limit, False, f"Not measured: {error.args[0]}."))
    return GateResult(all(line.passed for line in lines), lines, results.run_id, grader)
