"""Twelve kinds of action to sort into levels of autonomy, from data/agents/actions.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from helpers.agents.permissions import LEVELS
from helpers.office.held import FOLDER, need, read_yaml

REFERENCE = dict(zip("abcdefghijkl", (
    "auto", "forbid", "auto", "auto", "confirm", "forbid", "notify", "notify", "confirm", "notify", "forbid", "confirm",
), strict=True))  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One kind of action. fits: levels that can be argued for; asks: the question that leads there."""

    id: str
    action: str
    undo: str
    reach: str
    values: str
    a_day: int
    fits: tuple[str, ...]
    asks: str

    @property
    def gone(self) -> bool:
        """Whether nothing brings it back."""
        return self.undo.startswith("no:")


@dataclass(frozen=True)
class Sheet:
    """All actions, and how many prompts a day the desk can answer."""

    actions: tuple[Action, ...]
    most_prompts: int

    def prompts(self, levels: Mapping[str, str]) -> int:
        """How many prompts a day these levels make."""
        return sum(one.a_day for one in self.actions if levels.get(one.id) == "confirm")


def read_sheet(path: Path) -> Sheet:
    """The sheet of a file, checked. Raises ValueError that names the entry and what is wrong with it."""
    raw = read_yaml(path)
    found = []
    for row in raw["actions"]:
        need(
            set(row["fits"]) <= set(LEVELS), str(row.get("id")), f"fits holds {row['fits']}; known: {', '.join(LEVELS)}"
        )
        found.append(Action(**{**row, "fits": tuple(row["fits"])}))
    return Sheet(tuple(found), raw["most_prompts"])


@cache
def sheet() -> Sheet:
    """The twelve actions of the lab."""
    return read_sheet(FOLDER / "actions.yaml")


def show_actions() -> Any:
    """The actions as a table."""
    from helpers import cards

    rows = [(one.id, one.action, one.undo, one.reach, one.values, one.a_day) for one in sheet().actions]
    head = [
        "",
        "the agent wants to",
        "can it be undone",
        "whom it touches",
        "where the values come from",
        "times a day",
    ]
    return cards.table(head, rows, "Twelve kinds of action")
