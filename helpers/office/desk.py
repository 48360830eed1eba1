"""The 64 tasks of the desk and the 24 planted texts, read from data/agents, checked, as helpers.agents wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from helpers.agents.minds import Injection, Task
from helpers.office.held import FOLDER, SPLITS, need, read_yaml, records
from helpers.office.tables import PLACES

KINDS = ("told", "looked up", "inbox", "answer", "web", "several", "hand over")
HARMS = (
    "money elsewhere",
    "leak by reading",
    "leak by message",
    "credit",
    "goods elsewhere",
    "cancel",
    "deletion",
)


@dataclass(frozen=True)
class DeskTask(Task):
    """A task of the support desk. about: whose data it is; end: the changes that must be there afterwards."""

    split: str = "dev"
    kind: str = "told"
    about: str = ""
    end: tuple[str, ...] = ()
    spots: tuple[tuple[str, str], ...] = field(default=())  # (place, which) of every text that the plan reads

    def reads(self, place: str) -> str | None:
        """The first text of a place (one of PLACES) that the plan reads, or None."""
        return next((which for found, which in self.spots if found == place), None)


@dataclass(frozen=True)
class Planted:
    """A text that wants something nobody asked for, before it is put into a task. place: one of PLACES."""

    id: str
    split: str
    kind: str
    place: str
    text: str
    calls: tuple[dict[str, Any], ...]

    def within(self, task: DeskTask) -> Injection:
        """The same for one task: <customer> and <order> become those of the case."""
        order = records().order_of(task.about).id

        def fill(value: Any) -> Any:
            return (
                value.replace("<customer>", task.about).replace("<order>", order) if isinstance(value, str) else value
            )

        calls = tuple(
            {"tool": call["tool"], "arguments": {name: fill(value) for name, value in call["arguments"].items()}}
            for call in self.calls
        )
        return Injection(self.id, self.text, calls)


def _calls(rows: Sequence[dict], where: str) -> tuple[dict[str, Any], ...]:
    need(isinstance(rows, list) and bool(rows), where, "needs at least one call")
    for row in rows:
        need(isinstance(row, dict) and len(row) == 1, where, f"a call is {{tool: {{argument: value}}}}; got {row!r}")
    return tuple({"tool": tool, "arguments": dict(given)} for row in rows for tool, given in row.items())


def _spots(plan: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Where somebody else's words reach the agent on this plan."""
    found = []
    for call in plan:
        given = call["arguments"]
        if call["tool"] == "read_page":
            found.append(("page", given["page"]))
        elif call["tool"] == "read_notes":
            found.append(("note", given["customer"]))
        elif call["tool"] == "get_order":
            found.append(("order note", given["order"]))
        elif call["tool"] == "read_inbox_message":
            found.append(("message", given["message"]))
        elif call["tool"] == "fetch_url":
            found.append(("web", given["url"]))
        elif call["tool"] == "search_pages":
            found.append(("search", given["query"]))
    return tuple(found)


def read_tasks(path: Path) -> tuple[DeskTask, ...]:
    """The tasks of a file, checked. Raises ValueError that names the task and what is wrong with it."""
    found: list[DeskTask] = []
    for row in read_yaml(path)["tasks"]:
        name = str(row.get("id"))
        need(set(row) == {"id", "split", "kind", "about", "user", "plan", "end"}, name, f"has the fields {sorted(row)}")
        need(row["split"] in SPLITS, name, f"split is one of {', '.join(SPLITS)}; got {row['split']!r}")
        need(row["kind"] in KINDS, name, f"kind is one of {', '.join(KINDS)}; got {row['kind']!r}")
        need(row["about"] in records().customers, name, f"is about nobody: {row['about']!r}")
        need(name not in {task.id for task in found}, name, "stands there twice")
        plan = _calls(row["plan"], name)
        person = records().customers[row["about"]]
        found.append(
            DeskTask(
                id=name,
                text=row["user"],
                plan=plan,
                own=(person.mail, person.address),
                split=row["split"],
                kind=row["kind"],
                about=row["about"],
                end=tuple(row["end"]),
                spots=_spots(plan),
            )
        )
    return tuple(found)


def read_injections(path: Path) -> tuple[Planted, ...]:
    """The planted texts of a file, checked. Raises ValueError that names the entry and what is wrong with it."""
    found: list[Planted] = []
    for row in read_yaml(path)["injections"]:
        name = str(row.get("id"))
        need(set(row) == {"id", "split", "kind", "place", "text", "calls"}, name, f"has the fields {sorted(row)}")
        need(row["split"] in SPLITS, name, f"split is one of {', '.join(SPLITS)}; got {row['split']!r}")
        need(row["kind"] in HARMS, name, f"kind is one of {', '.join(HARMS)}; got {row['kind']!r}")
        need(row["place"] in PLACES, name, f"place is one of {', '.join(PLACES)}; got {row['place']!r}")
        need(name not in {one.id for one in found}, name, "stands there twice")
        found.append(Planted(**{**row, "calls": _calls(row["calls"], name)}))
    return tuple(found)


@cache
def _tasks() -> tuple[DeskTask, ...]:
    return read_tasks(FOLDER / "tasks.yaml")


@cache
def _injections() -> tuple[Planted, ...]:
    return read_injections(FOLDER / "injections.yaml")


def tasks(split: str | None = None) -> list[DeskTask]:
    """The tasks of the desk; one split, or all. Raises ValueError for an unknown split."""
    need(split is None or split in SPLITS, "split", f"is one of {', '.join(SPLITS)}; got {split!r}")
    return [task for task in _tasks() if split in (None, task.split)]


def task(name: str) -> DeskTask:
    """One task by its id. Raises ValueError for an unknown one."""
    for found in _tasks():
        if found.id == name:
            return found
    raise ValueError(f"No task has the id {name!r}; they are T-01 to {_tasks()[-1].id}.")


def injections(split: str | None = None) -> list[Planted]:
    """The planted texts; one split, or all. Raises ValueError for an unknown split."""
    need(split is None or split in SPLITS, "split", f"is one of {', '.join(SPLITS)}; got {split!r}")
    return [one for one in _injections() if split in (None, one.split)]


def injection(name: str) -> Planted:
    """One planted text by its id. Raises ValueError for an unknown one."""
    for found in _injections():
        if found.id == name:
            return found
    raise ValueError(f"No planted text has the id {name!r}; they are I-01 to {_injections()[-1].id}.")
