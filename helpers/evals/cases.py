"""A case is a small contract: what is asked, what a right answer must and must not say, how bad a wrong one is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from helpers.evals.match import alternatives

SEVERITIES = ("annoying", "costly", "unforgivable")
"""How bad a wrong answer is, from least to worst."""


def severity_rank(severity: str | None) -> int:
    """Place in `SEVERITIES`; a case without a severity comes before the least severe."""
    return -1 if severity is None else SEVERITIES.index(severity)


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        raise ValueError(f"{name} must be a list of texts, but got {type(value).__name__}: {value!r:.80}")
    value = tuple(value)
    for item in value:
        if not isinstance(item, str) or not item.strip():
            raise ValueError(f"every item of {name} must be a text that is not empty, but got {item!r:.80}")
    return value


def _check_input(value: Any) -> None:
    if isinstance(value, str):
        if value.strip():
            return
        raise ValueError("input is empty: write what the customer asks")
    if isinstance(value, Mapping):
        if value:
            return
        raise ValueError("input is an empty mapping")
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        if value and all(isinstance(m, Mapping) and {"role", "content"} <= set(m) for m in value):
            return
        raise ValueError("input as a list must hold messages like {'role': 'user', 'content': '…'}, at least one")
    raise ValueError(f"input must be a text, a list of messages or a mapping, but got {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the system: an input and what a right output looks like.

    id: unique text. input: a text, a list of messages, or a mapping. expected: the right answer, where there is one.
    must, must_not: phrases (alternatives separated by ` | `) that the output has to, or must never, contain.
    tags: labels to break results down by. cluster: cases with the same cluster are not independent (one document,
    one customer). severity: one of `SEVERITIES`, if the answer is wrong. metadata: anything else.
    Raises: ValueError that says which field is wrong and what it needs.
    """

    id: str
    input: Any
    expected: Any = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cluster: str | None = None
    severity: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise ValueError(f"id must be a text that is not empty (in YAML, quote numbers), but got {self.id!r}")
        _check_input(self.input)
        for name in ("must", "must_not", "tags"):
            object.__setattr__(self, name, _texts(name, getattr(self, name)))
        for item in (*self.must, *self.must_not):
            alternatives(item)
        if self.cluster is not None and not isinstance(self.cluster, str):
            raise ValueError(f"cluster must be a text or left out, but got {self.cluster!r}")
        if self.severity is not None and self.severity not in SEVERITIES:
            raise ValueError(f"severity must be one of {', '.join(SEVERITIES)} or left out, but got {self.severity!r}")
        if not isinstance(self.metadata, Mapping):
            raise ValueError(f"metadata must be a mapping, but got {type(self.metadata).__name__}")

    def __hash__(self) -> int:
        return hash(self.id)

    def to_dict(self) -> dict[str, Any]:
        """The case as plain data, without the fields that are empty."""
        row: dict[str, Any] = {"id": self.id, "input": self.input}
        for name in FIELDS[2:]:
            value = getattr(self, name)
            if value is None or value == () or value == {}:
                continue
            row[name] = list(value) if isinstance(value, tuple) else value
        return row


FIELDS = tuple(f.name for f in fields(Case))


def case_from(row: Mapping[str, Any], *, where: str = "case") -> Case:
    """A Case from plain data. `where` names the place for the error message.

    Raises: ValueError "<where>: …" for an unknown or missing field, or a field that `Case` refuses.
    """
    if not isinstance(row, Mapping):
        raise ValueError(f"{where}: a case must be a mapping with id and input, but got {type(row).__name__}")
    unknown = [str(name) for name in row if name not in FIELDS]
    if unknown:
        raise ValueError(f"{where}: unknown field {', '.join(unknown)}; the fields are {', '.join(FIELDS)}")
    missing = [name for name in ("id", "input") if name not in row]
    if missing:
        raise ValueError(f"{where}: the field {' and '.join(missing)} is missing")
    try:
        return Case(**{name: value for name, value in row.items() if name in ("id", "input") or value is not None})
    except ValueError as error:
        name = row["id"] if isinstance(row["id"], str) and row["id"] else None
        raise ValueError(f"{where}{f' ({name})' if name else ''}: {error}") from None


def check_unique(cases: Iterable[Case], *, places: Sequence[str] = ()) -> list[Case]:
    """The cases as a list. Raises: ValueError when empty or when two cases share an id (with both places)."""
    cases = list(cases)
    if not cases:
        raise ValueError("no cases given; at least one is needed")
    seen: dict[str, int] = {}
    for index, case in enumerate(cases):
        if not isinstance(case, Case):
            raise ValueError(f"case {index + 1} must be a Case, but got {type(case).__name__}")
        if case.id in seen:
            first, second = (places[i] if places else f"case {i + 1}" for i in (seen[case.id], index))
            raise ValueError(f"{second}: the id {case.id!r} is already used at {first}; ids must be unique")
        seen[case.id] = index
    return cases


def _jsonl_rows(path: Path, text: str) -> list[tuple[str, Any]]:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            rows.append((f"{path.name}, line {number}", json.loads(line)))
        except json.JSONDecodeError as error:
            raise ValueError(
                f"{path.name}, line {number}: not valid JSON ({error.msg}, column {error.colno})"
            ) from None
    return rows


def _yaml_rows(path: Path, text: str) -> list[tuple[str, Any]]:
    import yaml

    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == "cases"), None)
        if node is None:
            raise ValueError(f"{path.name}: no cases found; write a list of cases, or `cases:` with a list below it")
        if not isinstance(node, yaml.SequenceNode):
            raise ValueError(
                f"{path.name}, line {node.start_mark.line + 1}: expected a list of cases (lines with `- id:`)"
            )
        rows = []
        for index, item in enumerate(node.value, start=1):
            where = f"{path.name}, line {item.start_mark.line + 1} (case {index})"
            if isinstance(item, yaml.MappingNode):
                keys = [key.value for key, _ in item.value]
                twice = {str(key) for key in keys if keys.count(key) > 1}
                if twice:
                    raise ValueError(f"{where}: the field {', '.join(sorted(twice))} is written twice")
            rows.append((where, loader.construct_object(item, deep=True)))
        return rows
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ValueError(f"{path.name}{line}: not valid YAML ({error.problem or error})") from None
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: not valid YAML ({error})") from None
    finally:
        loader.dispose()


def load_cases(path: str | Path) -> list[Case]:
    """Cases from a `.yaml`/`.yml` file (a list, or `cases:` with a list) or a `.jsonl` file (one object a line).

    Raises: ValueError that names file, line and field for anything wrong, and for an id used twice;
    FileNotFoundError when there is no such file.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in (".yaml", ".yml", ".jsonl"):
        raise ValueError(f"{path.name}: cases are read from .yaml, .yml or .jsonl files")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: not UTF-8 text (byte {error.start}); save the file as UTF-8") from None
    rows = _jsonl_rows(path, text) if kind == ".jsonl" else _yaml_rows(path, text)
    if not rows:
        raise ValueError(f"{path.name}: the file holds no cases")
    cases = [case_from(row, where=where) for where, row in rows]
    return check_unique(cases, places=[where for where, _ in rows])


def save_cases(cases: Iterable[Case], path: str | Path) -> Path:
    """Write the cases as `.yaml`/`.yml` or `.jsonl` (by the ending), readable by `load_cases`. Returns the path.

    Raises: ValueError for another ending, no cases, an id used twice, or a value that the file format cannot hold.
    """
    path = Path(path)
    rows = [case.to_dict() for case in check_unique(cases)]
    kind = path.suffix.lower()
    try:
        if kind == ".jsonl":
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        elif kind in (".yaml", ".yml"):
            import yaml

            text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=100)
            if yaml.safe_load(text) != rows:  # rare control characters survive only as escapes
                text = yaml.safe_dump(rows, sort_keys=False, width=100)
        else:
            raise ValueError(f"{path.name}: cases are written to .yaml, .yml or .jsonl files")
    except Exception as error:
        if isinstance(error, ValueError) and "cases are written" in str(error):
            raise
        raise ValueError(f"{path.name}: a case holds a value that cannot be written ({error})") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
    return path
