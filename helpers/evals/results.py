"""What a run gives back: every output with every grade, and what can be asked of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import paths
from helpers.evals.cases import Case, case_from
from helpers.evals.graders import Grade

if TYPE_CHECKING:
    import pandas as pd

    from helpers.evals.compare import Comparison
    from helpers.evals.gate import GateResult
    from helpers.evals.summary import Summary

FORMAT = 1


@dataclass(slots=True)
class Output:
    """One call: what the task said for a case and repeat, or the error, and what it took."""

    case_id: str
    repeat: int
    text: str
    error: str = ""
    model: str | None = None
    source: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_usd: float | None = None
    latency_s: float | None = None
    finish: str | None = None
    key: str | None = None
    cached: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The output as plain data, without what is unknown."""
        row: dict[str, Any] = {"case_id": self.case_id, "repeat": self.repeat, "text": self.text}
        for name in _OPTIONAL:
            value = getattr(self, name)
            if value not in (None, ""):
                row[name] = value.item() if hasattr(value, "item") else value
        return row


_OPTIONAL = tuple(name for name in Output.__slots__ if name not in ("case_id", "repeat", "text", "cached"))


@dataclass(repr=False)
class Results:
    """The results of `run`.

    run_id, name, started (seconds since 1970, UTC), seconds: of the run. cases: as given. repeats: draws per case.
    outputs: one per finished call. grades: per grader, a list in the order of `outputs`. complete: False when the run
    was stopped before its end. notes: what a reader must know.
    """

    run_id: str
    name: str
    started: float
    seconds: float
    cases: list[Case]
    repeats: int
    outputs: list[Output]
    grades: dict[str, list[Grade]]
    complete: bool = True
    params: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def planned(self) -> int:
        """Number of calls the whole run has."""
        return len(self.cases) * self.repeats

    @property
    def graders(self) -> list[str]:
        """Names of the graders."""
        return list(self.grades)

    def grader(self, name: str | None = None) -> str:
        """`name` if there is such a grader, or the only one. Raises: ValueError with the names to choose from."""
        if name is None and len(self.grades) == 1:
            return next(iter(self.grades))
        if name not in self.grades:
            given = "several graders ran" if name is None else f"no grader is called {name!r}"
            raise ValueError(f"{given}; choose grader= from {', '.join(self.grades)}")
        return name

    def rows(self, grader: str) -> Iterator[tuple[Case, Output, Grade]]:
        """(case, output, grade) for one grader, in the order of `outputs`."""
        by_id = {case.id: case for case in self.cases}
        for output, grade in zip(self.outputs, self.grades[self.grader(grader)], strict=True):
            yield by_id[output.case_id], output, grade

    def counts(self) -> dict[str, dict[str, int]]:
        """Per grader, how many outputs passed, failed and are unscored."""
        found = {}
        for name, grades in self.grades.items():
            found[name] = {"pass": 0, "fail": 0, "unscored": 0}
            for grade in grades:
                found[name][grade.status] += 1
        return found

    @property
    def table(self) -> pd.DataFrame:
        """One row per case x repeat x grader (pandas). latency_s in seconds, cost_usd in US dollars, unknown is NaN."""
        import pandas as pd

        rows = []
        for name in self.grades:
            for case, output, grade in self.rows(name):
                rows.append(
                    {
                        "run_id": self.run_id,
                        "case_id": case.id,
                        "repeat": output.repeat,
                        "grader": name,
                        "status": grade.status,
                        "score": grade.score,
                        "reason": grade.reason,
                        "output": output.text,
                        "error": output.error,
                        "cluster": case.cluster,
                        "severity": case.severity,
                        "tags": ", ".join(case.tags),
                        "latency_s": output.latency_s,
                        "cost_usd": output.cost_usd,
                        "prompt_tokens": output.prompt_tokens,
                        "completion_tokens": output.completion_tokens,
                        "model": output.model,
                        "source": output.source,
                        "cached": output.cached,
                    }
                )
        table = pd.DataFrame(rows, columns=None if rows else _COLUMNS)
        numbers = ["score", "latency_s", "cost_usd", "prompt_tokens", "completion_tokens"]
        table[numbers] = table[numbers].astype(float)
        return table

    def summary(self) -> Summary:
        """Per grader: cases, scored, unscored, pass rate with its interval, by tag and severity; latency and cost."""
        from helpers.evals.summary import summarise

        return summarise(self)

    def compare(self, other: Results, *, grader: str | None = None, common: bool = False) -> Comparison:
        """`other` against this run as the baseline, paired on the case id. See `compare.compare`."""
        from helpers.evals.compare import compare

        return compare(self, other, grader=grader, common=common)

    def gate(
        self, rules: Mapping[str, Any], *, grader: str | None = None, baseline: Results | None = None
    ) -> GateResult:
        """GO or NO-GO under the rules, with the reason of each. See `gate.gate`."""
        from helpers.evals.gate import gate

        return gate(self, rules, grader=grader, baseline=baseline)

    def to_otel(self, path: str | Path | None = None) -> Path:
        """Write JSONL with OpenTelemetry GenAI names. See `export.to_otel`."""
        from helpers.evals.export import to_otel

        return to_otel(self, path)

    def to_inspect(self, path: str | Path | None = None) -> Path:
        """Write a log that inspect_ai opens. See `inspect_log.to_inspect`."""
        from helpers.evals.inspect_log import to_inspect

        return to_inspect(self, path)

    def save(self, path: str | Path | None = None) -> Path:
        """Write everything to a JSONL file (default: `my/runs/<run_id>.jsonl`) and return its path."""
        path = Path(path) if path is not None else run_file(self.run_id)
        head = {"format": FORMAT, "kind": "evals", "run_id": self.run_id, "name": self.name, "started": self.started}
        head |= {"seconds": self.seconds, "repeats": self.repeats, "complete": self.complete, "params": self.params}
        head |= {"notes": self.notes, "graders": self.graders, "outputs": len(self.outputs)}
        lines = [head, *({"case": case.to_dict()} for case in self.cases)]
        for index, output in enumerate(self.outputs):
            grades = {}
            for name, given in self.grades.items():
                grade = given[index]
                grades[name] = {"status": grade.status, "score": _number(grade.score), "reason": grade.reason}
            lines.append({"output": output.to_dict() | {"cached": output.cached}, "grades": grades})
        try:
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        except TypeError as error:
            raise ValueError(f"the results hold something that JSON cannot hold: {error}") from None
        write_text(path, text)
        return path

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()


_COLUMNS = [
    "run_id", "case_id", "repeat", "grader", "status", "score", "reason", "output", "error", "cluster", "severity",
    "tags", "latency_s", "cost_usd", "prompt_tokens", "completion_tokens", "model", "source", "cached",
]  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def run_file(run_id: str, ending: str = ".jsonl") -> Path:
    """Where the file of a run is: `my/runs/<run_id><ending>`."""
    return paths.my() / "runs" / f"{run_id}{ending}"


def write_text(path: Path, text: str) -> None:
    """Write the whole file or nothing. Raises: RuntimeError when it cannot be written, with what to do."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        partial.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        partial.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise RuntimeError(f"Cannot write {path} ({reason}). Free some space or name another file.") from error


def load_results(source: str | Path) -> Results:
    """Results from a file that `save` wrote, or from a run id (then from `my/runs/`).

    Raises: FileNotFoundError when there is no such file; ValueError with file and line when it is not whole.
    """
    path = Path(source)
    if not path.exists() and path.suffix != ".jsonl":
        path = run_file(str(source))
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")

    def parse(number: int) -> Any:
        try:
            return json.loads(lines[number])
        except (json.JSONDecodeError, IndexError):
            raise ValueError(f"{path.name}, line {number + 1}: not valid JSON; the file is damaged") from None

    head = parse(0)
    if not isinstance(head, dict) or head.get("kind") != "evals":
        raise ValueError(f"{path.name}: not a file of eval results (Results.save writes them)")
    if head.get("format") != FORMAT:
        raise ValueError(f"{path.name}: format {head.get('format')!r}, but this version reads format {FORMAT}")
    cases, outputs = [], []
    grades: dict[str, list[Grade]] = {name: [] for name in head["graders"]}
    for number in range(1, len(lines)):
        row, where = parse(number), f"{path.name}, line {number + 1}"
        if "case" in row:
            cases.append(case_from(row["case"], where=where))
            continue
        try:
            outputs.append(Output(**row["output"]))
            for name, given in grades.items():
                grades_row = row["grades"][name]
                given.append(Grade(name, grades_row["status"], grades_row["score"], grades_row["reason"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{where}: an output with its grades was expected ({error})") from None
    if len(outputs) != head["outputs"]:
        raise ValueError(f"{path.name}: {len(outputs)} outputs, but its first line says {head['outputs']}; cut short?")
    names = ("run_id", "name", "started", "seconds", "repeats", "complete", "params", "notes")
    return Results(cases=cases, outputs=outputs, grades=grades, **{name: head[name] for name in names})


def when(started: float) -> str:
    """A point in time as "2026-11-24 06:30 UTC"."""
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(started))
