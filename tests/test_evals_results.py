"""Results: the table, intervals whose unit is the case or the cluster, what is shown, saving and loading."""

from types import SimpleNamespace

import pytest

from helpers import stats
from helpers.evals import Case, contains, exact, load_results, regex, run
from helpers.evals.summary import dollars, pass_rate, quantile

pytestmark = pytest.mark.usefixtures("my_folder")


def make(verdicts, *, clusters=None, repeats=1, **more):
    """A run whose case i passes in repeat r when verdicts[i][r] is "1", fails at "0", and has no output at "x"."""
    cases = [
        Case(f"c{number}", "q", expected="yes", cluster=clusters[number] if clusters else None)
        for number in range(len(verdicts))
    ]

    def task(case, repeat):
        verdict = verdicts[int(case.id[1:])][repeat]
        if verdict == "x":
            raise RuntimeError("down")
        return "yes" if verdict == "1" else "no"

    return run(cases, task, exact(), repeats=repeats, **more)


def test_single_independent_cases_get_the_wilson_interval():
    rate = make("1" * 17 + "0" * 3).summary().rate()
    assert (rate.value, rate.n) == (0.85, 20)
    assert (rate.low, rate.high) == pytest.approx((0.639581, 0.947631), abs=1e-6)


def test_clusters_are_the_unit():
    verdicts = "11100001111101001101"
    clusters = [f"d{number // 4}" for number in range(20)]
    rate = make(verdicts, clusters=clusters).summary().rate()
    assert rate.value == pytest.approx(0.6)
    assert rate.se == pytest.approx(0.15, abs=1e-6)
    assert (rate.low, rate.high) == pytest.approx((0.183533, 1.016467), abs=1e-6)
    assert "5 clusters" in rate.note
    assert "5 clusters" in str(make(verdicts, clusters=clusters))


def test_a_case_without_a_cluster_is_one_of_its_own():
    rate = make("110010", clusters=["a", "a", "a", "b", None, None]).summary().rate()
    expected = stats.mean_interval([1, 1, 0, 0, 1, 0], ["a", "a", "a", "b", "c", "d"])
    assert (rate.low, rate.high) == pytest.approx((expected.low, expected.high))


def test_clusters_of_one_case_each_change_nothing():
    alone, clustered = make("1101"), make("1101", clusters=list("abcd"))
    assert alone.summary().rate() == clustered.summary().rate()


def test_repeats_are_not_more_cases():
    rate = make(["11", "10", "00", "11"], repeats=2).summary().rate()
    expected = stats.mean_interval([1, 0.5, 0, 1])
    assert rate.n == 4
    assert (rate.value, rate.low, rate.high) == pytest.approx((expected.value, expected.low, expected.high))


def test_repeats_that_agree_are_as_good_as_one():
    repeated, single = make(["111", "000", "111"], repeats=3).summary().rate(), make("101").summary().rate()
    assert (repeated.low, repeated.high) == (single.low, single.high)


@pytest.mark.parametrize("verdict", ["0", "1"])
def test_clusters_that_all_agree_still_have_a_width(verdict):
    rate = make(verdict * 12, clusters=[f"d{number // 4}" for number in range(12)]).summary().rate()
    expected = stats.wilson(3 * int(verdict), 3)
    assert (rate.low, rate.high) == (expected.low, expected.high)
    assert "3 independent clusters" in rate.note


def test_one_cluster_says_next_to_nothing():
    rate = make("1100", clusters=["d"] * 4).summary().rate()
    assert rate.value == 0.5
    assert rate.low < 0.01
    assert rate.high > 0.99
    assert "1 independent cluster" in rate.note


def test_no_scores_no_rate():
    assert pass_rate([], None) is None
    summary = make("xx").summary()
    assert summary.rate() is None
    assert "nothing scored" in str(summary)
    assert "nothing scored" in summary._repr_html_()


def test_unscored_rows_leave_the_rate_and_stay_visible():
    results = make(["11", "0x", "xx"], repeats=2)
    line = results.summary().lines[0]
    assert (line.cases, line.scored, line.unscored) == (3, 2, 3)
    assert line.rate.value == 0.5
    assert "3 unscored" in str(results)
    assert "calls without an output: 3 (RuntimeError: down)" in str(results)


def cases_with_labels():
    return [
        Case(
            f"c{n}",
            "q",
            must=["14 days"],
            severity=("annoying", "unforgivable")[n % 2],
            tags=["even"] if n % 2 == 0 else [],
        )
        for n in range(10)
    ]


def reply(case):
    right = int(case.id[1:]) < 7
    return SimpleNamespace(
        text="14 days <b>" if right else "no idea", model="m", source="live", prompt_tokens=10, completion_tokens=5,
        cost_usd=0.002, latency_s=int(case.id[1:]) / 10, finish="stop", key=case.id,
    )  # fmt: skip


def test_summary_breaks_down_by_severity_worst_first_and_by_tag():
    summary = run(cases_with_labels(), reply, [contains(), regex("14")]).summary()
    groups = [(line.grader, line.group, line.rate.value) for line in summary.lines]
    one = [("all", 0.7), ("severity: unforgivable", 0.6), ("severity: annoying", 0.8), ("tag: even", 0.8)]
    assert groups == [("contains", *line) for line in one] + [("regex", *line) for line in one]
    assert summary.rate("contains", "tag: even").n == 5
    with pytest.raises(ValueError, match="contains / all"):
        summary.rate()


def test_latency_and_cost():
    summary = run(cases_with_labels(), reply, contains()).summary()
    assert summary.p50_latency_s == pytest.approx(0.45)
    assert summary.p95_latency_s == pytest.approx(0.855)
    assert summary.cost_per_case_usd == pytest.approx(0.002)
    assert "0.0020 USD" in str(summary)
    assert "10 calls, few for a p95" in str(summary)


def test_quantiles_are_those_of_numpy():
    import numpy as np

    values = [3.0, 1.0, 2.5, 9.0, 4.0]
    for q in (0, 0.05, 0.5, 0.95, 1):
        assert quantile(values, q) == pytest.approx(np.quantile(values, q))


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 USD"), (1.5, "1.50 USD"), (0.05, "0.050 USD"), (0.0021, "0.0021 USD")]
)
def test_small_sums_stay_visible(amount, text):
    assert dollars(amount) == text


def test_the_table_has_one_row_per_case_repeat_and_grader():
    table = run(cases_with_labels(), lambda case, repeat: reply(case), [contains(), regex("14")], repeats=1).table
    assert len(table) == 20
    assert set(table.status) == {"pass", "fail"}
    assert table.groupby("grader").score.mean().to_dict() == {"contains": 0.7, "regex": 0.7}
    assert table.query("case_id == 'c8' and grader == 'contains'").reason.item() == "does not say '14 days'"
    assert table.cost_usd.sum() == pytest.approx(0.04)
    assert table.latency_s.dtype == float


def test_the_table_of_failures_has_the_same_columns_and_numbers():
    full, empty = make("1").table, make("x").table
    assert list(full.columns) == list(empty.columns)
    assert empty.score.isna().all()
    assert empty.score.dtype == float


def test_html_is_escaped_and_has_headers():
    html = run(cases_with_labels(), reply, contains(), name="<v1>")._repr_html_()
    assert "&lt;v1&gt;" in html
    assert "<v1>" not in html
    assert '<th scope="col">' in html


def test_frame_of_the_summary():
    frame = run(cases_with_labels(), reply, contains()).summary().to_frame()
    assert frame.loc[0, ["grader", "group", "cases", "pass_rate"]].tolist() == ["contains", "all", 10, 0.7]


def test_saved_results_come_back_whole(my_folder):
    results = run(
        [*cases_with_labels(), Case("odd", [{"role": "user", "content": "a\u2028b"}])], reply_or_fail, contains()
    )
    path = results.save()
    assert path == my_folder / "runs" / f"{results.run_id}.jsonl"
    for source in (path, str(path), results.run_id):
        back = load_results(source)
        assert back == results
        assert str(back) == str(results)


def reply_or_fail(case):
    if case.id == "odd":
        raise RuntimeError("line\nbreak \ud800")
    return reply(case)


def test_damaged_files_are_refused_with_their_line(tmp_path):
    path = make("101").save(tmp_path / "r.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    broken = {
        r"line 6: not valid JSON": [*lines[:5], lines[5][:20], *lines[6:]],
        r"2 outputs, but its first line says 3; cut short": lines[:-1],
        r"line 1: not valid JSON": [""],
        r"not a file of eval results": ['{"id": "a"}'],
        r"format 99": [lines[0].replace('"format": 1', '"format": 99'), *lines[1:]],
        r"line 7: an output with its grades was expected": [*lines[:6], '{"x": 1}'],
    }
    for message, content in broken.items():
        path.write_text("\n".join(content) + "\n", encoding="utf-8")
        with pytest.raises(ValueError, match=message):
            load_results(path)
    with pytest.raises(FileNotFoundError):
        load_results("20260101-000000-abcdef")


def test_choosing_a_grader():
    results = run(cases_with_labels(), reply, [contains(), regex("14")])
    with pytest.raises(ValueError, match="several graders ran; choose grader= from contains, regex"):
        results.grader()
    with pytest.raises(ValueError, match="no grader is called 'judge'"):
        results.grader("judge")
