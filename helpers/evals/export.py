"""Results as JSON lines with the names of OpenTelemetry's GenAI conventions, for any tool that reads those names.

Names only, no SDK: semantic-conventions-genai, status Development, as read in November 2026. One line per event:
`gen_ai.client.inference.operation.details` for a call, `gen_ai.evaluation.result` for a grade of it. The two share
`gen_ai.response.id`. What the conventions do not name is under `workbook.`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.evals.cases import Case
from helpers.evals.graders import Grade
from helpers.evals.results import Output, Results, run_file, write_text

CALL = "gen_ai.client.inference.operation.details"
EVALUATION = "gen_ai.evaluation.result"


def messages_of(case: Case) -> list[dict[str, str]]:
    """The input of a case as chat messages {role, content}; a mapping becomes the JSON of one user message."""
    if isinstance(case.input, str):
        return [{"role": "user", "content": case.input}]
    if isinstance(case.input, Mapping):
        return [{"role": "user", "content": json.dumps(case.input, ensure_ascii=False)}]
    return [{"role": str(message["role"]), "content": str(message["content"])} for message in case.input]


def response_id(results: Results, output: Output) -> str:
    """One id per call of a run: the run, the case and the repeat."""
    return f"{results.run_id}/{output.case_id}/{output.repeat}"


def _parts(text: str) -> list[dict[str, str]]:
    return [{"type": "text", "content": text}]


def _call(results: Results, case: Case, output: Output) -> dict[str, Any]:
    messages = [{"role": m["role"], "parts": _parts(m["content"])} for m in messages_of(case)]
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.response.id": response_id(results, output),
        "gen_ai.request.model": output.model,
        "gen_ai.usage.input_tokens": output.prompt_tokens,
        "gen_ai.usage.output_tokens": output.completion_tokens,
        "gen_ai.response.finish_reasons": [output.finish] if output.finish else None,
        "gen_ai.input.messages": messages,
    }
    if output.error:
        attributes["error.type"] = output.error.partition(":")[0]
        attributes["workbook.error"] = output.error
    else:
        answer = {"role": "assistant", "parts": _parts(output.text), "finish_reason": output.finish or "stop"}
        attributes["gen_ai.output.messages"] = [answer]
    own = {"latency_s": output.latency_s, "cost_usd": output.cost_usd, "source": output.source}
    return attributes | {f"workbook.{name}": value for name, value in own.items()}


def _evaluation(results: Results, output: Output, grade: Grade) -> dict[str, Any]:
    return {
        "gen_ai.evaluation.name": grade.name,
        "gen_ai.evaluation.score.value": None if grade.score is None else float(grade.score),
        "gen_ai.evaluation.score.label": grade.status,
        "gen_ai.evaluation.explanation": grade.reason or None,
        "gen_ai.response.id": response_id(results, output),
        "error.type": "unscored" if grade.status == "unscored" else None,
    }


def to_otel(results: Results, path: str | Path | None = None) -> Path:
    """Write one JSON line per call and per grade (default: `my/runs/<run_id>.otel.jsonl`); returns the path.

    A line is {time_unix_nano, event_name, attributes}. An unscored grade has the label "unscored", `error.type`
    "unscored" and no score value. Raises: RuntimeError when the file cannot be written.
    """
    path = Path(path) if path is not None else run_file(results.run_id, ".otel.jsonl")
    nano = int(results.started * 1e9)
    lines = []

    def add(event: str, attributes: dict[str, Any], case: Case, output: Output) -> None:
        known = {name: value for name, value in attributes.items() if value is not None}
        known |= {"workbook.run.id": results.run_id, "workbook.run.name": results.name}
        known |= {"workbook.case.id": case.id, "workbook.case.repeat": output.repeat}
        if case.severity:
            known["workbook.case.severity"] = case.severity
        row = {"time_unix_nano": nano, "event_name": event, "attributes": known}
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")

    by_id = {case.id: case for case in results.cases}
    for index, output in enumerate(results.outputs):
        case = by_id[output.case_id]
        add(CALL, _call(results, case, output), case, output)
        for given in results.grades.values():
            add(EVALUATION, _evaluation(results, output, given[index]), case, output)
    write_text(path, "".join(lines))
    return path
