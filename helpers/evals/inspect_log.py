"""Results as a log that inspect_ai opens: `inspect view`, `read_eval_log`, `inspect score`. Written without inspect_ai.

The JSON form of inspect_ai's log, version 2, checked against inspect_ai 0.3.285. Repeats are its epochs; pass, fail
and unscored are its C, I and NaN. Its accuracy is the mean over cases of the mean over repeats, as in `summary`, and
its stderr is the standard error of our interval: of clusters, where cases have any.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from helpers.evals.cases import Case
from helpers.evals.export import messages_of
from helpers.evals.graders import Grade
from helpers.evals.results import Output, Results, run_file, write_text
from helpers.evals.summary import case_means, summarise

VALUES = {"pass": "C", "fail": "I", "unscored": math.nan}
NO_MODEL = "none/none"
_STOP = {"stop": "stop", "length": "max_tokens", "tool_calls": "tool_calls", "content_filter": "content_filter"}


def _id(*parts: object) -> str:
    """22 characters, the same for the same parts, as inspect_ai's ids look."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:22]


def _stamp(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(seconds))


def _target(case: Case) -> str | list[str]:
    if case.expected is None:
        return "; ".join(case.must)
    values = case.expected if isinstance(case.expected, list | tuple) else [case.expected]
    texts = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
    return texts[0] if len(texts) == 1 else texts


def _score(grade: Grade, output: Output) -> dict[str, Any]:
    score: dict[str, Any] = {"value": VALUES[grade.status], "answer": output.text, "history": []}
    if grade.reason:
        score["explanation"] = grade.reason
    if grade.status == "unscored":
        score["reason"] = "grader_failed"
    if grade.score is not None:
        score["metadata"] = {"score": float(grade.score)}
    return score


def _usage(output: Output) -> dict[str, int]:
    read, written = output.prompt_tokens or 0, output.completion_tokens or 0
    return {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}


def _sample(results: Results, case: Case, output: Output, grades: dict[str, Grade]) -> dict[str, Any]:
    model = output.model or NO_MODEL
    unique = (results.run_id, case.id, output.repeat)
    asked = [m | {"id": _id(*unique, number), "source": "input"} for number, m in enumerate(messages_of(case))]
    own = {"tags": list(case.tags), "cluster": case.cluster, "severity": case.severity, "source": output.source}
    own |= {"must": list(case.must), "must_not": list(case.must_not), "cost_usd": output.cost_usd}
    metadata = dict(case.metadata) | {name: value for name, value in own.items() if value not in (None, [])}
    sample: dict[str, Any] = {
        "id": case.id,
        "epoch": output.repeat + 1,
        "input": case.input if isinstance(case.input, str) else [dict(message) for message in asked],
        "target": _target(case),
        "messages": asked,
        "output": {"model": model, "choices": []},
        "metadata": metadata,
        "store": {},
        "events": [],
        "model_usage": {},
        "attachments": {},
        "uuid": _id(*unique, "uuid"),
        "error_retries": [],
    }
    if output.latency_s is not None:
        sample["total_time"] = sample["working_time"] = output.latency_s
    if output.error:
        sample["error"] = {"message": output.error, "traceback": output.error, "traceback_ansi": output.error}
        return sample
    answer = {"id": _id(*unique, "answer"), "role": "assistant", "content": output.text, "source": "generate"}
    answer["model"] = model
    stop = _STOP.get(output.finish or "stop", "unknown")
    sample["messages"] = [*asked, answer]
    sample["output"] = {
        "model": model,
        "choices": [{"message": answer, "stop_reason": stop}],
        "completion": output.text,
    }
    if output.prompt_tokens is not None or output.completion_tokens is not None:
        sample["output"]["usage"] = _usage(output)
        sample["model_usage"] = {model: _usage(output)}
    sample["scores"] = {name: _score(grade, output) for name, grade in grades.items()}
    return sample


def _metric(name: str, value: float) -> dict[str, Any]:
    return {"name": name, "value": value, "params": {}}


def _scores(results: Results) -> tuple[list[dict], list[dict]]:
    """What inspect_ai calls results.scores, and the reductions of epochs."""
    summary, scores, reductions = summarise(results), [], []
    reducer = {"reducer": "mean"} if results.repeats > 1 else {}
    for name in results.graders:
        rate, means = summary.rate(name), case_means(results.rows(name))
        metrics = {}
        if rate is not None:
            metrics = {"accuracy": _metric("accuracy", float(rate.value))}
            if rate.se is not None:
                metrics["stderr"] = _metric("stderr", float(rate.se))
            metrics |= {"low": _metric("low", float(rate.low)), "high": _metric("high", float(rate.high))}
        counts = {"scored_samples": len(means), "unscored_samples": len(results.cases) - len(means)}
        scores.append({"name": name, "scorer": name, **reducer, **counts, "params": {}, "metrics": metrics})
        reduced = [
            {"value": means.get(case.id, math.nan), "history": [], "sample_id": case.id} for case in results.cases
        ]
        reductions.append({"scorer": name, **reducer, "samples": reduced})
    return scores, reductions


def to_inspect(results: Results, path: str | Path | None = None) -> Path:
    """Write a `.json` log for inspect_ai (default: in `my/runs/inspect/`); returns the path.

    Open it with `inspect view --log-dir my/runs/inspect`, or `inspect_ai.log.read_eval_log(path)`.
    Raises: ValueError for another ending than .json; RuntimeError when the file cannot be written.
    """
    task = re.sub(r"[^A-Za-z0-9-]+", "-", results.name).strip("-") or "eval"
    stamp = _stamp(results.started)
    if path is None:
        folder = run_file(results.run_id).parent / "inspect"
        path = folder / f"{stamp.replace(':', '-').replace('+', '-')}_{task}_{_id(results.run_id)}.json"
    path = Path(path)
    if path.suffix != ".json":
        raise ValueError(f"{path.name}: inspect_ai reads this log from a .json file")
    by_id = {case.id: case for case in results.cases}
    samples = []
    for index, output in enumerate(results.outputs):
        grades = {name: given[index] for name, given in results.grades.items()}
        samples.append(_sample(results, by_id[output.case_id], output, grades))
    scores, reductions = _scores(results)
    models = Counter(output.model for output in results.outputs if output.model)
    first = results.graders[0]
    spec = {
        "eval_id": _id(results.run_id, "eval"),
        "run_id": results.run_id,
        "created": stamp,
        "task": results.name,
        "task_id": _id(results.run_id),
        "task_version": 0,
        "task_attribs": {},
        "task_args": {},
        "task_args_passed": {},
        "dataset": {
            "name": results.name,
            "samples": len(results.cases),
            "sample_ids": [case.id for case in results.cases],
            "shuffled": False,
        },
        "model": NO_MODEL,
        "model_generate_config": {},
        "model_args": {},
        "config": {"epochs": results.repeats, "epochs_reducer": ["mean"], "log_samples": True},
        "packages": {},
        "scorers": [{"name": name, "options": {}, "metrics": [], "metadata": {}} for name in results.graders],
        "metadata": {"models": dict(models), "written_by": "AI PM Lab Workbook", **results.params},
    }
    failed = sum(1 for output in results.outputs if output.error)
    log: dict[str, Any] = {
        "version": 2,
        "status": "success" if results.complete else "cancelled",
        "eval": spec,
        "plan": {"name": "plan", "steps": [], "config": {}},
        "results": {
            "total_samples": results.planned,
            "completed_samples": len(results.outputs) - failed,
            "scores": scores,
        },
        "stats": {"started_at": stamp, "completed_at": _stamp(results.started + results.seconds), "model_usage": {}},
        "samples": samples,
        "reductions": reductions,
    }
    if scores and scores[0]["metrics"]:
        log["results"]["headline"] = {"scorer": first, "score": first, "metric": "accuracy"}
    write_text(path, json.dumps(log, ensure_ascii=False, indent=1, default=str))
    return path
