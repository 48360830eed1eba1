"""Replies that are kept: reading recordings and the cache, writing the cache and, on demand, a recording."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable, Sequence

from helpers import recordings, store
from helpers.llm.request import Request, fault_in


class CacheWarning(UserWarning):
    """Something about kept replies that the learner should read; the work goes on."""


_said: set[str] = set()


def live_only(fresh: bool) -> bool:
    """Whether both stores are passed over on reading: `fresh=True`, or `WORKBOOK_LIVE` set to 1, true or yes."""
    return bool(fresh) or os.environ.get("WORKBOOK_LIVE", "").strip().lower() in ("1", "true", "yes")


def find(requests: Sequence[Request]) -> dict[str, tuple[dict, str]]:
    """Kept rows by key with their source, `recorded` or `cached`."""
    found = {key: (row, "recorded") for key, row in recordings.get_many(r.key for r in requests).items()}
    missing = {request.key: request for request in requests if request.key not in found}
    if not missing:
        _record(row for row, _ in found.values())
        return found
    try:
        stored = store.default().get_calls(missing)
    except RuntimeError as error:
        _say_once(f"Kept replies cannot be read. {error}")
        stored = {}
    for key, call in stored.items():
        try:
            row = json.loads(call["payload"])
            why = fault_in(row)
        except ValueError:
            row, why = {}, "it is not JSON"
        if why is None and row["key"] == key:
            found[key] = (row, "cached")
        else:
            warnings.warn(
                f"A kept reply is damaged ({why or 'it belongs to another key'}) and is asked for again.",
                CacheWarning,
                stacklevel=4,
            )
    _record(row for row, _ in found.values())
    return found


def keep(rows: Sequence[dict]) -> None:
    """Put live rows into the cache. A full disk gives a warning and loses no reply."""
    if not rows:
        return
    try:
        store.default().put_calls(
            [{"key": row["key"], "payload": json.dumps(row), "created": row["recorded_at"]} for row in rows]
        )
    except RuntimeError as error:
        _say_once(f"The reply could not be kept and will be asked for again next time. {error}")
    _record(rows)


def _record(rows: Iterable[dict]) -> None:
    """Add replies that were used to the file in `WORKBOOK_RECORD`, from which `workbook record` makes a recording."""
    if path := os.environ.get("WORKBOOK_RECORD"):
        try:
            recordings.append(rows, path)
        except OSError as error:
            _say_once(f"The replies could not be written to {path} ({error.strerror}).")


def _say_once(text: str) -> None:
    if text not in _said:
        _said.add(text)
        warnings.warn(text, CacheWarning, stacklevel=5)
