"""Read a csv of counts and refuse it with its line when something in it cannot be true."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def need(ok: bool, where: str, what: str) -> None:
    """Raise ValueError with the place and what is needed there, unless `ok`."""
    if not ok:
        raise ValueError(f"{where}: {what}")


def rows_of(path: Path, kind: type, numbers: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Rows of a csv as `kind`, each with file and line; ValueError for other columns or counts that are no counts."""
    need(path.is_file(), path.name, "the file is missing. It comes with the workbook; restore it with `git checkout`.")
    wanted = list(kind.__annotations__)
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        need(reader.fieldnames == wanted, path.name, f"the columns are {wanted}, got {reader.fieldnames}.")
        for row in reader:
            where = f"{path.name}, line {reader.line_num}"
            need(None not in row and None not in row.values(), where, f"a row has {len(wanted)} values, got {row}.")
            for name in numbers:
                need(row[name].isdecimal(), where, f"{name} is a whole number of 0 or more, got {row[name]!r}.")
            found.append((where, kind(**{k: int(v) if k in numbers else v for k, v in row.items()})))
    need(bool(found), path.name, "the file holds no rows.")
    return found


def among(value: str | None, name: str, known: Iterable[str]) -> None:
    """Raise ValueError with the known names for one that is not among them; None is left alone."""
    known = tuple(known)
    if value is not None and value not in known:
        raise ValueError(f"{name} is one of {', '.join(known)}; got {value!r}.")
