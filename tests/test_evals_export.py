"""Exports: the names of the conventions, and a log that inspect_ai itself opens with the right scores."""

import json
import math
import os
import subprocess
import sys
import textwrap
from types import SimpleNamespace

import pytest

from helpers.evals import Case, contains, regex, run
from helpers.evals.export import CALL, EVALUATION

pytestmark = pytest.mark.usefixtures("my_folder")

CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
CASES = [
    Case("c0", "How long?", must=["14 days | two weeks"], severity="costly", tags=["refund"], cluster="a"),
    Case("c1", CHAT, must=["14 days"], cluster="a"),
    Case("c2", {"question": "How long?"}, expected=["14 days", "two weeks"], must=["14 days"], cluster="b"),
    Case("c3", "Broken", must=["14 days"], cluster="b"),
    Case("c4", "Nothing to find", cluster="c", metadata={"page": "refunds.md"}),
]


def task(case, repeat):
    if case.id == "c3":
        raise RuntimeError("the provider is down")
    right = repeat <= int(case.id[1:])
    return SimpleNamespace(
        text="14 days" if right else "30 days\u2028or so", model="local/smollm2-135m", source="live", prompt_tokens=10,
        completion_tokens=4, cost_usd=0.001, latency_s=0.2, finish="length" if case.id == "c1" else "stop", key="k",
    )  # fmt: skip


@pytest.fixture
def results():
    with pytest.warns(RuntimeWarning, match="copies"):
        return run(CASES, task, [contains(), regex("14")], repeats=3, name="Meadow v1")


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def test_one_line_per_call_and_grade(results, my_folder):
    path = results.to_otel()
    assert path == my_folder / "runs" / f"{results.run_id}.otel.jsonl"
    rows = rows_of(path)
    assert [row["event_name"] for row in rows] == [CALL, EVALUATION, EVALUATION] * 15
    assert CALL == "gen_ai.client.inference.operation.details"
    assert EVALUATION == "gen_ai.evaluation.result"


def test_every_genai_name_is_one_of_the_conventions(results, tmp_path):
    from opentelemetry.semconv._incubating.attributes import error_attributes, gen_ai_attributes

    modules = (gen_ai_attributes, error_attributes)
    known = {value for module in modules for value in vars(module).values() if isinstance(value, str)}
    used = {name for row in rows_of(results.to_otel(tmp_path / "x.jsonl")) for name in row["attributes"]}
    assert used - known == {name for name in used if name.startswith("workbook.")}
    assert {"gen_ai.evaluation.name", "gen_ai.evaluation.score.value", "gen_ai.evaluation.score.label"} <= used


def test_grades_and_their_calls_share_a_response_id(results, tmp_path):
    rows = rows_of(results.to_otel(tmp_path / "x.jsonl"))
    calls = {row["attributes"]["gen_ai.response.id"] for row in rows if row["event_name"] == CALL}
    grades = {row["attributes"]["gen_ai.response.id"] for row in rows if row["event_name"] == EVALUATION}
    assert calls == grades
    assert len(calls) == 15


def test_the_content_of_the_lines(results, tmp_path):
    rows = rows_of(results.to_otel(tmp_path / "x.jsonl"))

    def first(event, case_id, **wanted):
        for row in rows:
            found = row["attributes"]
            same = all(found.get(name.replace("__", ".")) == value for name, value in wanted.items())
            if same and row["event_name"] == event and found["workbook.case.id"] == case_id:
                return found
        raise AssertionError(f"no {event} of {case_id}")

    call = first(CALL, "c1")
    assert [message["role"] for message in call["gen_ai.input.messages"]] == ["system", "user"]
    assert call["gen_ai.output.messages"][0]["parts"] == [{"type": "text", "content": "14 days"}]
    assert (call["gen_ai.usage.input_tokens"], call["gen_ai.response.finish_reasons"]) == (10, ["length"])
    assert call["gen_ai.request.model"] == "local/smollm2-135m"
    failed = first(EVALUATION, "c0", workbook__case__repeat=2)
    assert failed["gen_ai.evaluation.score.label"] == "fail"
    assert failed["gen_ai.evaluation.score.value"] == 0
    assert failed["workbook.case.severity"] == "costly" and "workbook.case.severity" not in call
    assert failed["gen_ai.evaluation.explanation"] == "does not say '14 days | two weeks'"
    unscored = first(EVALUATION, "c4")
    assert unscored["gen_ai.evaluation.score.label"] == unscored["error.type"] == "unscored"
    assert "gen_ai.evaluation.score.value" not in unscored
    assert first(CALL, "c3")["error.type"] == "RuntimeError"
    assert "gen_ai.output.messages" not in first(CALL, "c3")


def test_the_log_has_the_scores_of_the_summary(results, my_folder):
    path = results.to_inspect()
    assert path.parent == my_folder / "runs" / "inspect"
    log = json.loads(path.read_text(encoding="utf-8"))
    for score in log["results"]["scores"]:
        rate = results.summary().rate(score["name"])
        assert score["metrics"]["accuracy"]["value"] == pytest.approx(rate.value)
        assert score["metrics"]["stderr"]["value"] == pytest.approx(rate.se)
    assert (log["results"]["total_samples"], log["results"]["completed_samples"]) == (15, 12)
    by_place = {(sample["id"], sample["epoch"]): sample for sample in log["samples"]}
    assert len(by_place) == 15
    assert by_place["c0", 3]["scores"]["contains"]["value"] == "I"
    assert math.isnan(by_place["c4", 1]["scores"]["contains"]["value"])
    assert by_place["c3", 1]["error"]["message"] == "RuntimeError: the provider is down"


def test_only_a_json_log_is_written(results, tmp_path):
    with pytest.raises(ValueError, match=r"\.json file"):
        results.to_inspect(tmp_path / "x.eval")


OPEN = """
    import json, sys
    from inspect_ai import score
    from inspect_ai.log import list_eval_logs, read_eval_log, read_eval_log_sample
    from inspect_ai.scorer import includes
    path = sys.argv[1]
    log = read_eval_log(path)
    again = score(log, includes(), action="append", display="none")
    sample = read_eval_log_sample(path, id="c1", epoch=3)
    print(json.dumps({
        "status": log.status,
        "listed": len(list_eval_logs(sys.argv[2])),
        "scores": {s.name: [s.metrics["accuracy"].value, s.metrics["stderr"].value, s.scored_samples,
                            s.unscored_samples] for s in log.results.scores},
        "values": {f"{s.id}/{s.epoch}": str(s.scores["contains"].value) if s.scores else s.error.message
                   for s in log.samples},
        "roles": [m.role for m in sample.messages], "completion": sample.output.completion,
        "stop": sample.output.stop_reason, "tokens": sample.output.usage.total_tokens,
        "epochs": log.eval.config.epochs, "added": [s.name for s in again.results.scores],
    }))
"""


def python_with_inspect():
    """The interpreter named by WORKBOOK_INSPECT_PYTHON, which must then have inspect_ai, else this one; or skip."""
    named = os.environ.get("WORKBOOK_INSPECT_PYTHON")
    python = named or sys.executable
    found = subprocess.run([python, "-c", "import inspect_ai"], capture_output=True, text=True)
    if found.returncode == 0:
        return python
    if named:
        pytest.fail(f"WORKBOOK_INSPECT_PYTHON is {named}, and inspect_ai does not load there: {found.stderr[-500:]}")
    pytest.skip("inspect_ai is not installed; name a Python that has it in WORKBOOK_INSPECT_PYTHON")


def test_inspect_ai_opens_the_log_and_can_add_a_scorer(results):
    python = python_with_inspect()
    path = results.to_inspect()
    command = [python, "-c", textwrap.dedent(OPEN), str(path), str(path.parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    assert (seen["status"], seen["listed"], seen["epochs"]) == ("success", 1, 3)
    for name, (accuracy, stderr, scored, unscored) in seen["scores"].items():
        line = next(line for line in results.summary().lines if line.grader == name and line.group == "all")
        assert (accuracy, stderr) == pytest.approx((line.rate.value, line.rate.se))
        assert (scored, unscored) == (line.scored, 5 - line.scored)
    expected = {}
    for case, output, grade in results.rows("contains"):
        values = {"pass": "C", "fail": "I", "unscored": "nan"}
        expected[f"{case.id}/{output.repeat + 1}"] = output.error or values[grade.status]
    assert seen["values"] == expected
    assert (seen["roles"], seen["completion"]) == (["system", "user", "assistant"], "30 days\u2028or so")
    assert (seen["stop"], seen["tokens"]) == ("max_tokens", 14)
    assert seen["added"] == ["contains", "regex", "includes"]
