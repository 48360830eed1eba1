"""Two runs on the same cases: the reference values, what broke, and what may not be compared."""

import dataclasses

import pytest

from helpers import stats
from helpers.evals import Case, contains, exact, regex, run

pytestmark = pytest.mark.usefixtures("my_folder")


def pair(both, only_a, only_b, neither, **case):
    a = "1" * both + "1" * only_a + "0" * only_b + "0" * neither
    b = "1" * both + "0" * only_a + "1" * only_b + "0" * neither
    return one(a, "A", **case), one(b, "B", **case)


def one(verdicts, name="run", *, repeats=1, clusters=None, severities=None, grader=None):
    def task(case, repeat):
        mark = verdicts[int(case.id[1:])][repeat]
        if mark == "x":
            raise RuntimeError("down")
        return "yes" if mark == "1" else "no"

    cases = [
        Case(
            f"c{n}", f"q{n}", expected="yes",
            cluster=clusters[n] if clusters else None, severity=severities[n] if severities else None,
        )
        for n in range(len(verdicts))
    ]  # fmt: skip
    return run(cases, task, grader or exact(), repeats=repeats, name=name)


def test_reference_values_of_a_0_1_comparison():
    a, b = pair(130, 12, 28, 30)
    found = a.compare(b)
    assert found.difference.value == pytest.approx(0.08)
    assert (found.difference.low, found.difference.high) == pytest.approx((0.018028, 0.141831), abs=1e-6)
    assert found.difference == found.newcombe
    assert found.paired.se == pytest.approx(0.031191, abs=1e-6)
    assert found.paired.p_value == pytest.approx(0.010322, abs=1e-5)
    assert found.mcnemar.p_value == pytest.approx(0.016589, abs=1e-6)
    assert (found.both, found.only_baseline, found.only_new, found.neither) == (130, 12, 28, 30)
    assert (found.rate_baseline, found.rate_new, found.n) == (0.71, 0.79, 200)
    assert (len(found.regressions), len(found.improvements)) == (12, 28)
    assert found.verdict.startswith("B passes more than A")


def test_the_other_way_round_has_the_other_sign():
    a, b = pair(130, 12, 28, 30)
    forth, back = a.compare(b), b.compare(a)
    assert back.difference.value == -forth.difference.value
    assert (back.difference.low, back.difference.high) == pytest.approx((-forth.difference.high, -forth.difference.low))
    assert back.verdict.startswith("A passes less than B")


def test_no_finding_is_called_no_finding():
    a, b = pair(20, 2, 3, 5)
    assert "do not show which is better" in str(a.compare(b))


def test_repeats_are_averaged_per_case_first():
    a, b = one(["11", "10", "00", "01"], repeats=2), one(["11", "11", "10", "01"], repeats=2)
    found = a.compare(b)
    expected = stats.paired_difference([1, 0.5, 0, 0.5], [1, 1, 0.5, 0.5])
    assert found.difference == expected
    assert found.newcombe is None
    assert found.both is None
    assert [change.case.id for change in found.improvements] == ["c1", "c2"]


def test_clusters_widen_the_difference():
    clusters = [f"d{n // 10}" for n in range(40)]
    marks = "1" * 10 + "0" * 10 + "1" * 10 + "0" * 10, "1" * 20 + "1" * 10 + "0" * 10
    found = one(marks[0], clusters=clusters).compare(one(marks[1], clusters=clusters))
    expected = stats.paired_difference([int(m) for m in marks[0]], [int(m) for m in marks[1]], clusters)
    assert found.difference == expected
    assert found.difference.high - found.difference.low > found.newcombe.high - found.newcombe.low


def test_nothing_changed_still_has_a_width():
    clusters = ["a", "a", "b", "b", "c"]
    found = one("11001", clusters=clusters).compare(one("11001", clusters=clusters))
    assert found.difference.low < 0 < found.difference.high
    assert "no case changed" in str(found)


def test_all_in_one_cluster_is_refused():
    with pytest.raises(ValueError, match="one cluster"):
        one("1100", clusters=["d"] * 4).compare(one("1110", clusters=["d"] * 4))


def test_regressions_are_listed_worst_severity_first_then_largest():
    severities = ["annoying", "unforgivable", None, "costly", "unforgivable"]
    a = one(["11", "11", "11", "11", "11"], severities=severities, repeats=2)
    b = one(["00", "10", "00", "00", "00"], severities=severities, repeats=2)
    found = a.compare(b)
    assert [change.case.id for change in found.regressions] == ["c4", "c1", "c3", "c0", "c2"]
    first = found.regressions[1]
    assert (first.before, first.after, first.output_before, first.output_after) == (1.0, 0.5, "yes", "no")
    assert "c1 (unforgivable), 100 % to 50 %: expected 'yes'" in str(found)
    assert found.to_frame().case_id.tolist() == ["c4", "c1", "c3", "c0", "c2"]


def test_many_regressions_are_cut_in_print_and_counted():
    a, b = pair(5, 15, 0, 0)
    assert "and 5 more in .regressions" in str(a.compare(b))
    assert "and 5 more" in a.compare(b)._repr_html_()


def test_unscored_cases_leave_both_sides_with_a_visible_count():
    found = one("11x01").compare(one("1x101"))
    assert found.n == 3
    assert "2 of 5 cases are left out" in str(found)


def test_different_cases_are_refused_unless_asked_for():
    a, b = one("1101"), one("110")
    with pytest.raises(ValueError, match=r"1 cases only in the baseline \(c3\), 0 only in the new run; 3 in both"):
        a.compare(b)
    found = a.compare(b, common=True)
    assert found.n == 3
    assert "paired on the cases that both runs have: 1 cases only in the baseline" in str(found)


def test_the_same_id_for_another_input_is_refused():
    a, b = one("1101"), one("1101")
    b.cases[1] = dataclasses.replace(b.cases[1], input="another question")
    with pytest.raises(ValueError, match=r"different inputs in the two runs \(c1\)"):
        a.compare(b)


def test_another_idea_of_right_is_noted():
    a, b = one("1101"), one("1101")
    b.cases[1] = dataclasses.replace(b.cases[1], expected="no")
    assert "what a right answer is differs between the runs in 1 cases (c1)" in str(a.compare(b))


def test_what_cannot_be_compared():
    a = one("1101", grader=[exact(), regex("yes")])
    with pytest.raises(ValueError, match="several graders ran"):
        a.compare(one("1101", grader=[exact(), regex("yes")]))
    with pytest.raises(ValueError, match="not graded by 'regex'"):
        a.compare(one("1101"), grader="regex")
    with pytest.raises(ValueError, match="same run"):
        a.compare(a, grader="exact")
    with pytest.raises(ValueError, match="needs the Results"):
        a.compare("other")
    with pytest.raises(ValueError, match="0 cases were scored in both"):
        one("1101", grader=contains()).compare(one("1111", grader=contains()))


def test_runs_of_the_same_name_are_told_apart():
    assert "A 75 %, B 50 %" in str(one("1101").compare(one("1100")))
