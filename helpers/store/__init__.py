"""The learner's state in one database: model calls, attempts at exercises, decisions, runs, marks made while reading.

`my/workbook.sqlite` by default, on the standard library. Any other SQLAlchemy URL in `WORKBOOK_DB` (a cohort's
PostgreSQL) gets the same tables through SQLAlchemy Core. Every statement is written once, with `:name` binds.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from helpers import paths
from helpers.store.tables import StoreWarning

__all__ = ["Store", "StoreWarning", "default"]

_AT_ONCE = 500  # binds in one statement
_default: Store | None = None
_default_lock = threading.Lock()
_counter = itertools.count()


def now() -> str:
    """The time in UTC as ISO 8601 with microseconds, as every table keeps it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _id() -> str:
    """Text that sorts by time of making, and differs between processes."""
    return f"{time.time_ns():020d}-{next(_counter):08d}-{secrets.token_hex(4)}"


def _learner(url: str) -> str:
    if name := os.environ.get("WORKBOOK_LEARNER"):
        return name
    if url.startswith("sqlite"):
        return ""  # one file, one learner: the file may move to another machine
    import getpass

    return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()


class Store:
    """Calls, attempts, decisions, runs and marks in the database at `url` (default: `paths.database_url()`).

    On a shared database every learner sees their own attempts, decisions and runs, and all share the calls. The name
    is `WORKBOOK_LEARNER`, else the JupyterHub or system user. Safe to use from threads and from several processes.
    Raises: RuntimeError with what to do when the database cannot be reached or written.
    """

    def __init__(self, url: str | None = None, *, learner: str | None = None):
        self.url = url or paths.database_url()
        self.learner = _learner(self.url) if learner is None else learner
        if self.url.startswith("sqlite://"):
            from helpers.store.sqlite import SqliteBackend

            self._backend = SqliteBackend(self.url.removeprefix("sqlite://").removeprefix("/"))
        else:
            from helpers.store.alchemy import AlchemyBackend

            self._backend = AlchemyBackend(self.url)

    def close(self) -> None:
        """Close the connection. The store opens it again when it is used again."""
        self._backend.close()

    # calls

    def get_call(self, key: str) -> dict | None:
        """The row {key, payload, created} stored under `key`, or None."""
        return self.get_calls([key]).get(key)

    def get_calls(self, keys: Iterable[str]) -> dict[str, dict]:
        """Rows {key, payload, created} by key. Keys that are not stored are left out."""
        wanted, found = list(dict.fromkeys(keys)), {}
        for start in range(0, len(wanted), _AT_ONCE):
            params = {f"k{number}": key for number, key in enumerate(wanted[start : start + _AT_ONCE])}
            marks = ", ".join(f":{name}" for name in params)
            sql = f"SELECT key, payload, created FROM calls WHERE key IN ({marks})"
            for key, payload, created in self._backend.rows(sql, params):
                found[key] = {"key": key, "payload": payload, "created": created}
        return found

    def put_calls(self, rows: Sequence[Mapping]) -> None:
        """Store rows {key, payload (JSON text), created (optional)} in one transaction. A later row wins."""
        many = []
        for row in rows:
            key, payload = row.get("key"), row.get("payload")
            if not isinstance(key, str) or not 0 < len(key) <= 64 or not isinstance(payload, str):
                raise ValueError(
                    f"A call needs a key (text of 1 to 64 characters) and a payload (JSON text), got key={key!r} and a "
                    f"payload of type {type(payload).__name__}."
                )
            many.append({"key": key, "payload": payload, "created": row.get("created") or now()})
        if many:
            self._backend.write(
                "INSERT INTO calls (key, payload, created) VALUES (:key, :payload, :created) "
                "ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, created = excluded.created",
                many,
            )

    # attempts

    def add_attempt(self, exercise: str, status: str, hint: str | None = None, answer: object = None) -> None:
        """Keep one attempt at an exercise. An answer that is not text is kept as JSON."""
        self._backend.write(
            "INSERT INTO attempts (id, learner, exercise, status, hint, answer, created) "
            "VALUES (:id, :learner, :exercise, :status, :hint, :answer, :created)",
            [
                {
                    "id": _id(),
                    "learner": self.learner,
                    "exercise": str(exercise),
                    "status": str(status),
                    "hint": None if hint is None else _clean(str(hint)),
                    "answer": None
                    if answer is None
                    else _clean(answer if isinstance(answer, str) else _to_json(answer)),
                    "created": now(),
                }
            ],
        )

    def attempts(self, exercise: str | None = None, *, everyone: bool = False) -> list[dict]:
        """Attempts, oldest first: {exercise, status, hint, answer, created, learner}."""
        return self._select(
            "attempts",
            ("exercise", "status", "hint", "answer", "created", "learner"),
            {"exercise": exercise},
            everyone=everyone,
        )

    # decisions

    def save_decision(self, name: str, value: Mapping, run_id: str | None = None) -> None:
        """Keep a decision. Earlier ones of the same name stay in the table; the newest one counts."""
        if not isinstance(value, Mapping):
            raise ValueError(f"A decision is a dict, got {type(value).__name__}.")
        self._backend.write(
            "INSERT INTO decisions (id, learner, name, value, run_id, created) "
            "VALUES (:id, :learner, :name, :value, :run_id, :created)",
            [
                {
                    "id": _id(),
                    "learner": self.learner,
                    "name": str(name),
                    "value": _to_json(dict(value)),
                    "run_id": run_id,
                    "created": now(),
                }
            ],
        )

    def decision(self, name: str) -> dict | None:
        """The newest decision of that name as {name, value (dict), run_id, created, learner}, or None."""
        rows = self._decisions({"name": name}, everyone=False)
        return rows[-1] if rows else None

    def decisions(self, *, everyone: bool = False, history: bool = False) -> list[dict]:
        """The newest decision of every name (`history=True`: all of them), oldest first, rows as `decision` gives."""
        rows = self._decisions({}, everyone=everyone)
        if not history:
            newest = {(row["learner"], row["name"]): row for row in rows}
            rows = [row for row in rows if newest[row["learner"], row["name"]] is row]
        return rows

    def _decisions(self, where: dict, *, everyone: bool) -> list[dict]:
        columns = ("name", "value", "run_id", "created", "learner")
        rows = self._select("decisions", columns, where, everyone=everyone)
        return [row | {"value": _from_json(row["value"])} for row in rows]

    # runs

    def add_run(self, row: Mapping) -> None:
        """Keep a run: {run_id, name, params, started, seconds, status, checks_passed, checks_total, summary}.

        Only `run_id` and `name` are needed. The same `run_id` again replaces the row. `params` and `summary` may be
        anything that JSON can hold.
        """
        known = {
            "run_id", "name", "params", "started", "seconds", "status", "checks_passed", "checks_total", "summary",
        }  # fmt: skip
        if extra := set(row) - known:
            raise ValueError(f"A run has no column {sorted(extra)}. Columns: {sorted(known)}.")
        if not row.get("run_id") or not row.get("name"):
            raise ValueError("A run needs a run_id and a name.")
        full = dict.fromkeys(sorted(known)) | dict(row) | {"learner": self.learner}
        full["started"] = full["started"] or now()
        full["params"], full["summary"] = _to_json(full["params"]), _to_json(full["summary"])
        names = ", ".join(full)
        update = ", ".join(f"{name} = excluded.{name}" for name in full if name != "run_id")
        self._backend.write(
            f"INSERT INTO runs ({names}) VALUES ({', '.join(f':{name}' for name in full)}) "
            f"ON CONFLICT (run_id) DO UPDATE SET {update}",
            [full],
        )

    def runs(self, name: str | None = None, *, everyone: bool = False) -> list[dict]:
        """Runs, oldest first, as they were given to `add_run`, and `learner`."""
        columns = (
            "run_id", "name", "params", "started", "seconds", "status", "checks_passed", "checks_total", "summary",
            "learner",
        )  # fmt: skip
        rows = self._select("runs", columns, {"name": name}, everyone=everyone, order="started, run_id")
        return [row | {"params": _from_json(row["params"]), "summary": _from_json(row["summary"])} for row in rows]

    # marks

    def put_mark(self, collection: str, item: str, value: Mapping) -> None:
        """Keep what a learner marked on an item while reading. The newest mark of an item replaces the one before."""
        if not isinstance(value, Mapping):
            raise ValueError(f"A mark is a dict, got {type(value).__name__}.")
        row = {"learner": self.learner, "collection": str(collection), "item": str(item)}
        self._backend.write(
            "INSERT INTO marks (learner, collection, item, value, created) "
            "VALUES (:learner, :collection, :item, :value, :created) "
            "ON CONFLICT (learner, collection, item) DO UPDATE SET value = excluded.value, created = excluded.created",
            [row | {"value": _to_json(dict(value)), "created": now()}],
        )

    def marks(self, collection: str) -> dict[str, dict]:
        """The learner's marks of a collection, by item: {item: value}."""
        rows = self._select("marks", ("item", "value"), {"collection": collection}, everyone=False, order="item")
        return {row["item"]: _from_json(row["value"]) for row in rows}

    def _select(self, table: str, columns: Sequence[str], where: Mapping, *, everyone: bool, order: str = "id"):
        params = {name: value for name, value in where.items() if value is not None}
        if not everyone:
            params["learner"] = self.learner
        condition = " AND ".join(f"{name} = :{name}" for name in params) or "1 = 1"
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {condition} ORDER BY {order}"
        return [dict(zip(columns, row, strict=True)) for row in self._backend.rows(sql, params)]


def _to_json(value: object) -> str:
    return json.dumps(value, default=_plain)


def _clean(text: str) -> str:
    """Text that every database takes: no NUL, no half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _plain(value: object):
    """numpy scalars and arrays, tuples with names, dates and paths as JSON can hold them."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, set | frozenset):
        return sorted(value, key=repr)
    return str(value)


def _from_json(text: str | None):
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text


def default() -> Store:
    """The store of this process for `paths.database_url()`; a changed URL gives a new one."""
    global _default
    url = paths.database_url()
    with _default_lock:
        if _default is None or _default.url != url:
            if _default is not None:
                _default.close()
            _default = Store(url)
        return _default
