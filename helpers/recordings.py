"""Replies that were recorded before: shipped in data/recordings, or handed out and put into my/recordings.

One reply per line (`*.jsonl` or `*.jsonl.gz`), found by its key. A line is read in full only when it is asked for, and
is refused when its key is not that of its content or its checksum is wrong.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import threading
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from helpers import paths
from helpers.llm.request import fault_in

_KEY_FIRST = re.compile(rb'\{"key": ?"([0-9a-f]{32})"')
_append_lock = threading.Lock()
_lock = threading.Lock()


class RecordingWarning(UserWarning):
    """A recording, or a line of one, that cannot be used and was left out."""


class _Line(NamedTuple):
    path: Path
    number: int
    raw: bytes


class _Index:
    """Which line holds each key. Files are indexed again when one was added, removed or changed."""

    def __init__(self) -> None:
        self.files: tuple = ()
        self.lines: dict[str, _Line] = {}
        self.warned: set[tuple[str, int]] = set()

    def refresh(self) -> dict[str, _Line]:
        with _lock:
            files = tuple(_files())
            if files != self.files:
                lines: dict[str, _Line] = {}
                for path, _, _ in files:
                    for line in _scan(path, self.warn):
                        lines.setdefault(line[0], line[1])  # the first file in order wins: shipped before handed out
                self.files, self.lines = files, lines
            return self.lines

    def warn(self, path: Path, number: int, why: str) -> None:
        if (str(path), number) not in self.warned:
            self.warned.add((str(path), number))
            where = f"line {number} of {path.name}" if number else path.name
            warnings.warn(f"Recording left out: {where}: {why}.", RecordingWarning, stacklevel=4)


_index = _Index()


def folders() -> list[Path]:
    """Where recordings are looked for: data/recordings, then my/recordings (or the folder in WORKBOOK_RECORDINGS)."""
    own = os.environ.get("WORKBOOK_RECORDINGS")
    try:
        return [paths.RECORDINGS, Path(own).expanduser() if own else paths.my() / "recordings"]
    except RuntimeError:
        return [paths.RECORDINGS]


def get(key: str) -> dict | None:
    """The recorded row {key, model, messages, settings, repeat, text, …} of that key, or None."""
    return get_many([key]).get(key)


def get_many(keys: Iterable[str]) -> dict[str, dict]:
    """Recorded rows by key. Keys without a recording, or with one that cannot be trusted, are left out."""
    lines, found = _index.refresh(), {}
    for key in keys:
        line = lines.get(key)
        if line is None:
            continue
        row, why = _parse(line.raw)
        if why is None and row["key"] != key:
            why = "its key is not that of its content"
        if why is None:
            found[key] = row
        else:
            _index.warn(line.path, line.number, why)
    return found


def read(path: str | Path) -> list[dict]:
    """Every row of one recording that can be trusted; the others give one warning each."""
    rows, index = [], _Index()
    for _, line in _scan(Path(path), index.warn):
        row, why = _parse(line.raw)
        if why is None:
            rows.append(row)
        else:
            index.warn(line.path, line.number, why)
    return rows


def write(replies: Sequence, path: str | Path, *, append: bool = False) -> int:
    """Write replies (of `chat`, or rows) to `path`, one per line, each key once; `.gz` is compressed. Returns how many.

    The file is put in place whole, so that a reader never sees half of it. Raises: ValueError when a reply does not
    hold together, or `path` does not end in .jsonl or .jsonl.gz.
    """
    path = Path(path)
    check_name(path)
    rows: dict[str, dict] = {row["key"]: row for row in read(path)} if append and path.exists() else {}
    for reply in replies:
        row = reply if isinstance(reply, dict) else getattr(reply, "row", None)
        why = fault_in(row)
        if why is not None:
            raise ValueError(f"This reply cannot be recorded, {why}: {str(reply)[:200]!r}.")
        rows.setdefault(row["key"], row)
    raw = "".join(_line(row) for row in rows.values()).encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(_gzip(raw) if path.suffix == ".gz" else raw)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return len(rows)


def check_name(path: Path) -> None:
    """Raise ValueError when a file of this name would not be found as a recording."""
    if not path.name.endswith((".jsonl", ".jsonl.gz")):
        raise ValueError(f"A recording is named *.jsonl or *.jsonl.gz, got {path.name!r}.")


def main(argv: list[str] | None = None) -> int:
    """The command `workbook record`."""
    from helpers.record import main as record

    return record(argv)


def append(rows: Iterable[dict], path: str | Path) -> None:
    """Add rows to the end of a plain .jsonl file, in one write; several processes may do so at once."""
    raw = "".join(_line(row) for row in rows).encode("utf-8")
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _append_lock, open(path, "ab", buffering=0) as file:
        file.write(raw)


def _line(row: dict) -> str:
    row = {"key": row["key"], **row}
    try:
        text = json.dumps(row, ensure_ascii=False)
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(row)
    return text + "\n"


def _gzip(raw: bytes) -> bytes:
    """The same bytes for the same content: no name and no time in the header."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(raw)
    return out.getvalue()


def _files() -> Iterator[tuple[Path, int, int]]:
    for folder in folders():
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith((".jsonl", ".jsonl.gz")) and entry.is_file():
                stat = entry.stat()
                yield Path(entry.path), stat.st_mtime_ns, stat.st_size


def _scan(path: Path, warn) -> Iterator[tuple[str, _Line]]:
    """Keys of a file with their lines. The key comes first in a line, so the rest is not read here."""
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        warn(path, 0, f"the file cannot be read ({error}); it is set aside")
        return
    for number, line in enumerate(raw.split(b"\n"), 1):
        if match := _KEY_FIRST.match(line):
            yield match.group(1).decode("ascii"), _Line(path, number, line)
        elif line.strip():
            row, why = _parse(line)
            if why is None:
                yield row["key"], _Line(path, number, line)
            else:
                warn(path, number, why)


def _parse(raw: bytes) -> tuple[dict, str | None]:
    try:
        row = json.loads(raw)
    except ValueError:
        return {}, "it is not JSON"
    return row, fault_in(row)
