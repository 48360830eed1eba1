"""What stands in a ledger: tables, actions, events, keys, and all-or-nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIELDS = ("task", "step", "tool", "arguments", "attempt")
KEY = ("task", "step", "tool", "arguments")
STATES = ("proposed", "approved", "denied", "started", "done", "failed", "undone", "unknown")
POINTS = ("proposed", "approved", "started", "effect", "done")  # where the hook `at` is called, in this order
TABLES = """
create table if not exists agent_tasks (task text primary key, attempt integer not null, request text not null);
create table if not exists agent_moves (task text, step integer, move text not null, primary key (task, step));
create table if not exists agent_actions (
    key text primary key, task text, step integer, tool text, arguments text, level text, state text, by text,
    result text, note text);
create table if not exists agent_events (number integer primary key, key text, state text, by text, note text);
"""


class ChangedArguments(ValueError):
    """The tool or the arguments are not those that the action was proposed, or approved, with."""


class NoUndo(ValueError):
    """The action cannot be undone: it has no undo, or it was not done."""


@dataclass(frozen=True)
class Action:
    """One action in the ledger. `result` is what the tool gave back; `by` who decided last; `note` why."""

    key: str
    task: str
    step: int
    tool: str
    arguments: Mapping[str, Any]
    level: str
    state: str
    by: str = ""
    result: Any = None
    note: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the audit trail, numbered in the order in which it happened. Nothing is ever taken out."""

    number: int
    key: str
    state: str
    by: str = ""
    note: str = field(default="")


def canonical(value: Any) -> str:
    """JSON with sorted names: equal values give equal text. Raises ValueError for what JSON cannot hold."""
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise ValueError(f"Only what JSON can hold goes into the ledger: {error}.") from None


class Transaction:
    """All or nothing: commit at the end, roll back after an error; a kill rolls back by itself."""

    def __init__(self, db: sqlite3.Connection):
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("begin immediate")

    def __exit__(self, kind: object, *_: object) -> None:
        if self.db.in_transaction:
            self.db.execute("commit" if kind is None else "rollback")
