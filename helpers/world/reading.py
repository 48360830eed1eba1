"""Read the files of the world, and say with file and line what is wrong in them."""

from __future__ import annotations

import datetime
import json
from typing import Any, NamedTuple

TODAY = datetime.date(2026, 11, 15)  # the date on which the questions are asked
SPLITS = ("dev", "test")


class Row(NamedTuple):
    """A line of a JSONL file and where it stands, for messages."""

    where: str
    data: dict[str, Any]


def read_jsonl(path) -> list[Row]:
    """Read a JSONL file. Raises ValueError with file and line where a line is not a JSON object."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{where}: not JSON ({error.msg} at column {error.colno}).") from error
        if not isinstance(data, dict):
            raise ValueError(f"{where}: a JSON object was expected, got {type(data).__name__}.")
        rows.append(Row(where, data))
    return rows


def need(where: str, good: bool, text: str) -> None:
    if not good:
        raise ValueError(f"{where}: {text}")


def to_date(where: str, value: Any) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{where}: a date like 2026-09-01 was expected, got {value!r}.") from error


def build(kind: type, where: str, data: dict[str, Any]) -> Any:
    names = set(kind.__dataclass_fields__)
    need(where, not (missing := names - set(data)), f"missing {sorted(missing)}.")
    need(where, not (extra := set(data) - names), f"unknown {sorted(extra)}.")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return kind(**values)
