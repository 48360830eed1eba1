"""The ledger: what was asked, allowed, done and undone, in one SQLite file, so that nothing is done twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.agents.records import (
    FIELDS,
    KEY,
    TABLES,
    Action,
    ChangedArguments,
    Event,
    NoUndo,
    Transaction,
    canonical,
)
from helpers.agents.tooling import Tool

_UNDO = "an undo was under way"


class Ledger:
    """Actions with an idempotency key each, and their audit trail.

    path: an SQLite file, or None for memory. `db` is its connection: tables of a tool's own go there too. A tool whose
    effect is in that database is done exactly once: effect and entry are one transaction. A tool outside is called at
    most once: "started" is written before the call, and if the process dies before the answer is written, the action
    is "unknown" and a person says what happened (`settle`). A tool with takes_key is called again with its key instead.

    key_fields: what the key is made of; `KEY` is right, others are there to show what goes wrong. at(point): a hook
    for tests, called at `POINTS`.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        key_fields: Sequence[str] = KEY,
        at: Callable[[str], None] | None = None,
    ):
        if isinstance(key_fields, str) or not key_fields or set(key_fields) - set(FIELDS):
            raise ValueError(f"key_fields is a list of some of {', '.join(FIELDS)}; got {key_fields!r}.")
        self.key_fields, self._at = tuple(key_fields), at or (lambda point: None)
        try:
            self.db = sqlite3.connect(str(path) if path is not None else ":memory:", isolation_level=None, timeout=20)
            self.db.row_factory = sqlite3.Row
            self.db.executescript(TABLES)
        except sqlite3.Error as error:
            raise ValueError(f"The ledger {path} cannot be opened: {error}.") from None

    def close(self) -> None:
        """Close the file. What was not committed is gone, as after a kill."""
        self.db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # what a run keeps, so that it can go on after a kill

    def begin(self, task: str, request: str = "") -> int:
        """Count a start of this task; 1 for the first. Raises ValueError when the name belongs to another request."""
        self.db.execute("insert into agent_tasks values (?, 0, ?) on conflict do nothing", (task, request))
        known = self.db.execute("select request from agent_tasks where task = ?", (task,)).fetchone()["request"]
        if known != request:
            raise ValueError(f"{task!r} is the name of another request here ({known[:60]!r}); give this one its own.")
        self.db.execute("update agent_tasks set attempt = attempt + 1 where task = ?", (task,))
        return self.attempt(task)

    def attempt(self, task: str) -> int:
        """How often this task was started; 0 when never."""
        row = self.db.execute("select attempt from agent_tasks where task = ?", (task,)).fetchone()
        return row["attempt"] if row else 0

    def move(self, task: str, step: int) -> Any:
        """The stored move of a step, or None."""
        row = self.db.execute("select move from agent_moves where task = ? and step = ?", (task, step)).fetchone()
        return json.loads(row["move"]) if row else None

    def keep_move(self, task: str, step: int, move: Any) -> None:
        """Store what the agent wants before anything is done about it; a step that has a move keeps it."""
        self.db.execute(
            "insert into agent_moves values (?, ?, ?) on conflict do nothing", (task, step, canonical(move))
        )

    # actions

    def key(self, task: str, step: int, tool: str, arguments: Mapping[str, Any]) -> str:
        """The idempotency key: a hash of the chosen fields."""
        values = {"task": task, "step": step, "tool": tool, "arguments": dict(arguments)}
        if "attempt" in self.key_fields:
            values["attempt"] = self.attempt(task)
        chosen = canonical([[name, values[name]] for name in FIELDS if name in self.key_fields])
        return hashlib.sha256(chosen.encode("ascii")).hexdigest()[:16]

    def propose(
        self, task: str, step: int, tool: str, arguments: Mapping[str, Any], level: str = "confirm", note: str = ""
    ) -> Action:
        """Enter an action, or find the one with the same key: there is never a second.

        Raises ChangedArguments when the key is taken by another tool or other arguments.
        """
        key, text = self.key(task, step, tool, arguments), canonical(dict(arguments))
        with Transaction(self.db):
            row = self._row(key)
            if row is None:
                self.db.execute(
                    "insert into agent_actions values (?, ?, ?, ?, ?, ?, 'proposed', '', 'null', ?)",
                    (key, task, step, tool, text, level, note),
                )
                self._event(key, "proposed", "agent", note)
            elif (row["tool"], row["arguments"]) != (tool, text):
                raise ChangedArguments(
                    f"The key {key} belongs to {row['tool']} {row['arguments']}; now it is used for {tool} {text}."
                )
        if row is None:
            self._at("proposed")
        return self.action(key)

    def approve(self, key: str, arguments: Mapping[str, Any], by: str = "person") -> Action:
        """Allow an action with exactly these arguments. Twice is once; one that is past this point stays as it is.

        Raises ChangedArguments for other arguments, ValueError for an action that was denied or does not exist.
        """
        with Transaction(self.db):
            row = self._need(key)
            if row["arguments"] != canonical(dict(arguments)):
                raise ChangedArguments(f"{by} approved {canonical(dict(arguments))}; the action is {row['arguments']}.")
            if row["state"] == "denied":
                raise ValueError(f"{row['tool']} ({key}) was denied by {row['by']}; propose it again as a new step.")
            if new := row["state"] == "proposed":
                self._set(key, "approved", by, "")
        if new:
            self._at("approved")
        return self.action(key)

    def deny(self, key: str, by: str = "person", why: str = "") -> Action:
        """Refuse an action that has not started. Twice is once. Raises ValueError when it has, or does not exist."""
        with Transaction(self.db):
            row = self._need(key)
            if row["state"] not in ("proposed", "approved", "denied"):
                raise ValueError(f"{row['tool']} ({key}) is {row['state']}; it can be undone, not denied.")
            if row["state"] != "denied":
                self._set(key, "denied", by, why)
        return self.action(key)

    def run(self, key: str, tool: Tool) -> Action:
        """Do an approved action, or give what it gave when it was done before.

        What the tool refuses (ValueError) is kept as "failed". Another error of a tool in the database is taken back
        and passes through; of a tool outside it leaves "unknown". Raises ValueError when it is not approved, or for
        another tool.
        """
        row = self._need(key)
        if row["tool"] != tool.name:
            raise ChangedArguments(f"The action {key} is {row['tool']}, not {tool.name}.")
        if row["state"] in ("proposed", "denied"):
            raise ValueError(f"{tool.name} ({key}) is {row['state']}, so it must not run.")
        if row["state"] not in ("approved", "started"):
            return self.action(key)
        return self._outside(key, tool) if tool.outside else self._inside(key, tool)

    def _inside(self, key: str, tool: Tool) -> Action:
        with Transaction(self.db):
            row = self._need(key)
            if row["state"] != "approved":  # somebody else did it between the look and the lock
                return self.action(key)
            self._at("started")
            self.db.execute("savepoint tool")
            try:
                result = tool.function(self.db, **json.loads(row["arguments"]))
                if not self.db.in_transaction:
                    raise RuntimeError(f"{tool.name} committed by itself; leave that to the ledger.")
                text = canonical(result)
            except ValueError as error:
                self.db.execute("rollback to tool")
                self._set(key, "failed", "tool", str(error))
            else:
                self._at("effect")
                self._set(key, "done", "tool", "", text)
        self._at("done")
        return self.action(key)

    def _outside(self, key: str, tool: Tool) -> Action:
        with Transaction(self.db):
            row = self._need(key)
            again = row["state"] == "started"
            if row["state"] not in ("approved", "started"):
                return self.action(key)
            if not again:
                self._set(key, "started", "tool", "")
            elif not tool.takes_key:
                self._set(key, "unknown", "tool", "the process ended after the call and before its answer")
        if again and not tool.takes_key:
            return self.action(key)
        self._at("started")
        more = {"key": key} if tool.takes_key else {}
        try:
            text = canonical(tool.function(self.db, **more, **json.loads(row["arguments"])))
            state, note = "done", ""
        except ValueError as error:
            state, note, text = "failed", str(error), "null"
        except Exception as error:  # a timeout, a lost connection: it may have happened
            state, note, text = "unknown", f"{type(error).__name__}: {error}", "null"
        self._at("effect")
        with Transaction(self.db):
            self._set(key, state, "tool", note, text)
        self._at("done")
        return self.action(key)

    def undo(self, key: str, tool: Tool, by: str = "person") -> Action:
        """Take an action back, or make up for it. Twice is once. Raises NoUndo with the reason when that cannot be."""
        with Transaction(self.db):
            row = self._need(key)
            if row["tool"] != tool.name:
                raise ChangedArguments(f"The action {key} is {row['tool']}, not {tool.name}.")
            if row["state"] == "undone":
                return self.action(key)
            if row["state"] != "done":
                raise NoUndo(f"{tool.name} ({key}) is {row['state']}; only what is done can be undone.")
            if tool.undo is None:
                raise NoUndo(f"{tool.name} cannot be undone.")
            if tool.outside:
                self._set(key, "unknown", by, _UNDO)
            else:
                self._take_back(row, tool, by)
        if tool.outside:  # a kill in between leaves "unknown", and a person looks
            self._take_back(row, tool, by)
        return self.action(key)

    def _take_back(self, row: sqlite3.Row, tool: Tool, by: str) -> None:
        tool.undo(self.db, json.loads(row["arguments"]), json.loads(row["result"]))
        self._set(row["key"], "undone", by, "made up for, not restored" if tool.compensating else "restored")

    def settle(self, key: str, happened: bool, by: str = "person") -> Action:
        """A person says of an "unknown" action: it stands (done), or it does not (approved, so that it can run).

        After an undo that broke off it is "done" or "undone". Raises ValueError for an action in another state.
        """
        if not isinstance(happened, bool):
            raise ValueError(f"happened is True or False, got {happened!r}.")
        with Transaction(self.db):
            row = self._need(key)
            if row["state"] != "unknown":
                raise ValueError(f"{row['tool']} ({key}) is {row['state']}; only an unknown action is settled.")
            not_so = "undone" if row["note"].startswith(_UNDO) else "approved"
            self._set(key, "done" if happened else not_so, by, "it stands" if happened else "it does not stand")
        return self.action(key)

    # reading

    def action(self, key: str) -> Action:
        """The action of a key. Raises ValueError when there is none."""
        row = dict(self._need(key))
        return Action(**{**row, "arguments": json.loads(row["arguments"]), "result": json.loads(row["result"])})

    def actions(self, task: str | None = None) -> list[Action]:
        """All actions, or those of a task, in the order in which they were proposed."""
        rows = self.db.execute("select key, task from agent_actions order by rowid").fetchall()
        return [self.action(row["key"]) for row in rows if task in (None, row["task"])]

    def audit(self, task: str | None = None) -> list[Event]:
        """The audit trail, or the part that belongs to a task."""
        rows = self.db.execute("select * from agent_events order by number").fetchall()
        mine = None if task is None else {action.key for action in self.actions(task)}
        return [Event(**dict(row)) for row in rows if mine is None or row["key"] in mine]

    def _row(self, key: str) -> sqlite3.Row | None:
        return self.db.execute("select * from agent_actions where key = ?", (key,)).fetchone()

    def _need(self, key: str) -> sqlite3.Row:
        row = self._row(key)
        if row is None:
            raise ValueError(f"There is no action {key!r} in the ledger.")
        return row

    def _set(self, key: str, state: str, by: str, note: str, result: str | None = None) -> None:
        self.db.execute(
            "update agent_actions set state = ?, by = ?, note = ?, result = coalesce(?, result) where key = ?",
            (state, by, note, result, key),
        )
        self._event(key, state, by, note)

    def _event(self, key: str, state: str, by: str, note: str) -> None:
        self.db.execute("insert into agent_events (key, state, by, note) values (?, ?, ?, ?)", (key, state, by, note))
