"""The gate: each rule met and not met, each with its reason, and nothing missing taken for good."""

from types import SimpleNamespace

import pytest

from helpers import stats
from helpers.evals import RULES, Case, batched, contains, exact, regex, run

pytestmark = pytest.mark.usefixtures("my_folder")


def make(verdicts, *, name="run", repeats=1, cost=0.002, latency=0.5, grader=None):
    def task(case, repeat):
        mark = verdicts[int(case.id[1:])][repeat]
        if mark == "x":
            raise RuntimeError("down")
        text = "yes" if mark == "1" else "no"
        return SimpleNamespace(text=text, cost_usd=cost, latency_s=latency)

    cases = [
        Case(
            f"c{n}", "q", expected="yes",
            severity="unforgivable" if n < 3 else "annoying", tags=["battery"] if n < 2 else ["refund"],
        )
        for n in range(len(verdicts))
    ]  # fmt: skip
    return run(cases, task, grader or exact(), repeats=repeats, name=name)


def test_all_rules_met_is_go():
    rules = {
        "must_pass": {"severity": "unforgivable"},
        "min_pass_rate_low": 0.8,
        "max_regression": 0.02,
        "max_regression_high": 0.1,
        "p95_latency_s": 1,
        "cost_per_case_usd": 0.01,
        "max_unscored": 0,
    }
    assert set(rules) == set(RULES)
    verdict = make("1" * 100).gate(rules, baseline=make("1" * 98 + "00"))
    assert verdict.go
    assert bool(verdict) is True
    assert [line.passed for line in verdict.lines] == [True] * 7
    assert verdict.why == "All 7 rules are met."
    assert str(verdict).startswith("GO: all 7 rules are met")


@pytest.mark.parametrize(
    ("verdicts", "rules", "measured", "words"),
    [
        ("0" + "1" * 99, {"must_pass": {"severity": "unforgivable"}}, 2, "2 of 3 must-pass cases (severity unf"),
        ("x" + "1" * 99, {"must_pass": {"severity": "unforgivable"}}, 2, "no grade for: c0"),
        ("1" * 99 + "0", {"must_pass": {"ids": ["c99", "c1"]}}, 1, "failed: c99 (c99 expected 'yes')"),
        ("1" * 17 + "000", {"min_pass_rate_low": 0.85}, 0.639581, "its lower end, 64.0 %, is below the 85 % asked for"),
        ("1" * 20, {"p95_latency_s": 0.4}, 0.5, "is 0.50 s, above the limit of 0.4 s; with fewer than 72 calls"),
        ("1" * 20, {"cost_per_case_usd": 0.001}, 0.002, "costs 0.0020 USD on average, above the limit of 0.0010 USD"),
        ("1" * 19 + "x", {"max_unscored": 0.01}, 0.05, "1 of 20 outputs (5.0 %) have no grade, more than the 1 %"),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_met_says_why(verdicts, rules, measured, words):
    verdict = make(verdicts).gate(rules)
    assert not verdict.go
    assert verdict.lines[0].measured == pytest.approx(measured, abs=1e-6)
    assert words in verdict.why
    assert words in str(verdict)
    assert str(verdict).startswith("NO-GO: 1 of 1 rules not met")


def test_tags_and_several_names_in_must_pass():
    results = make("110" + "1" * 20)
    assert results.gate({"must_pass": {"tag": "battery"}}).go
    assert not results.gate({"must_pass": {"tag": ["battery"], "severity": "unforgivable"}}).go


def test_a_must_pass_case_has_to_pass_every_time():
    results = make(["111", "101", "111"], repeats=3)
    line = results.gate({"must_pass": {"severity": "unforgivable"}}).lines[0]
    assert not line.passed
    assert "2 of 3 must-pass cases" in line.why
    assert "3 times out of 3" in line.why


def test_regression_in_the_mean_and_in_what_cannot_be_ruled_out():
    old, new = make("1" * 90 + "0" * 10), make("1" * 84 + "0" * 16)
    verdict = new.gate({"max_regression": 0.02, "max_regression_high": 0.2}, baseline=old)
    assert [line.passed for line in verdict.lines] == [False, True]
    assert verdict.line("max_regression").measured == pytest.approx(0.06)
    assert "6.0 points lower, more than the 2 points allowed" in verdict.why
    assert "6 cases broke" in verdict.why
    low = stats.newcombe_paired(84, 6, 0, 10).low
    assert verdict.line("max_regression_high").measured == pytest.approx(-low)
    better = old.gate({"max_regression": 0}, baseline=new)
    assert better.go
    assert "6.0 points higher (a loss of up to 0 points is allowed);" in str(better)


def test_a_limit_met_exactly_is_met():
    assert make("1" * 90 + "0" * 10).gate({"max_regression": 0.1}, baseline=make("1" * 100)).go
    assert make("1" * 19 + "x").gate({"max_unscored": 0.05}).go
    assert make("1" * 5).gate({"p95_latency_s": 0.5, "cost_per_case_usd": 0.002}).go


@pytest.mark.parametrize(
    ("results", "rules", "words"),
    [
        (lambda: make("111"), {"max_regression": 0.02}, "no baseline run was given"),
        (lambda: make("111"), {"must_pass": {"tag": "theft"}}, "no case has tag theft"),
        (lambda: make("111"), {"must_pass": {"ids": ["c1", "c77"]}}, "no case has ids c77"),
        (lambda: make("1" * 9), {"must_pass": {"severity": "costly"}}, "no case has severity costly"),
        (lambda: make("xxx"), {"min_pass_rate_low": 0.1}, "nothing was scored"),
        (lambda: make("xxx"), {"p95_latency_s": 1}, "no latency was measured"),
        (lambda: make("111", cost=None), {"cost_per_case_usd": 1}, "the cost of the calls is unknown"),
        (lambda: make("1x1"), {"cost_per_case_usd": 1}, "the cost of 1 of 3 calls is unknown"),
    ],
)
def test_what_was_not_measured_is_not_met(results, rules, words):
    verdict = results().gate(rules)
    assert not verdict.go
    assert verdict.lines[0].measured is None
    assert verdict.why.startswith("Not measured: ")
    assert words in verdict.why


def test_a_baseline_on_other_cases_is_not_met_and_says_so():
    verdict = make("1111").gate({"max_regression": 0.5}, baseline=make("111"))
    assert not verdict.go
    assert "different cases" in verdict.why


def test_a_stopped_run_is_never_go():
    @batched(size=2)
    def task(cases):
        if cases[0].id == "c2":
            raise KeyboardInterrupt
        return ["yes"] * len(cases)

    results = run([Case(f"c{n}", "q", expected="yes") for n in range(4)], task, exact())
    verdict = results.gate({"max_unscored": 0.6})
    assert not verdict.go
    assert "stopped before its end: 2 of 4 outputs" in verdict.why
    assert verdict.line("max_unscored").measured == 0.5


def test_hidden_unscored_rows_are_named_beside_the_pass_rate():
    assert "10 of 60 outputs are unscored and not counted" in str(
        make("1" * 50 + "x" * 10).gate({"min_pass_rate_low": 0.8})
    )


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({}, "at least one rule; the rules are must_pass, min_pass_rate_low"),
        ({"min_pass_rate": 0.8}, "unknown rule min_pass_rate; the rules are must_pass, min_pass_rate_low"),
        ({"min_pass_rate_low": 80}, r"share between 0 and 1 \(write 0.8 for 80 %\)"),
        ({"min_pass_rate_low": "0.8"}, "needs a number"),
        ({"min_pass_rate_low": True}, "needs a number"),
        ({"max_regression": -0.1}, "at least 0"),
        ({"p95_latency_s": float("nan")}, "at least 0"),
        ({"must_pass": "unforgivable"}, "names the cases by tag, severity or ids"),
        ({"must_pass": {"label": "x"}}, "names the cases by tag, severity or ids"),
        ({"must_pass": {"severity": "terrible"}}, "annoying, costly, unforgivable"),
        ({"must_pass": {"ids": []}}, "needs a text or a list"),
    ],
)
def test_wrong_rules_are_refused(rules, message):
    with pytest.raises(ValueError, match=message):
        make("111").gate(rules)


def test_one_of_several_graders_has_to_be_chosen():
    results = make("110", grader=[exact(), contains(), regex("yes|no")])
    with pytest.raises(ValueError, match="choose grader= from exact, contains, regex"):
        results.gate({"min_pass_rate_low": 0.1})
    assert results.gate({"must_pass": {"ids": "c2"}}, grader="regex").go
    assert not results.gate({"must_pass": {"ids": "c2"}}, grader="exact").go
    assert not results.gate({"must_pass": {"ids": "c2"}}, grader="contains").go


def test_shown_as_a_table_with_headers():
    html = make("111").gate({"min_pass_rate_low": 0.9})._repr_html_()
    assert "NO-GO" in html
    assert '<th scope="row">min_pass_rate_low</th>' in html
    with pytest.raises(ValueError, match="no rule 'x' in this gate"):
        make("111").gate({"min_pass_rate_low": 0.9}).line("x")


def test_limits_can_be_checked_alone_and_one_broken_case_is_one_case():
    from helpers.evals.gate import checked_rules

    assert checked_rules({"max_unscored": 0, "must_pass": {"tag": "x"}}) == {
        "max_unscored": 0,
        "must_pass": {"tag": ("x",)},
    }
    with pytest.raises(ValueError, match="share between 0 and 1"):
        checked_rules({"max_unscored": 2})
    line = make("1110").gate({"max_regression": 0.5}, baseline=make("1111")).lines[0]
    assert line.why.endswith("; 1 case broke.")
