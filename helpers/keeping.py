"""Whether and how attempts and decisions are kept: in the store, or in memory when the store does not answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class State:
    """What this process remembers when the store does not answer, and whether work is to be stored at all."""

    solved: bool = False
    store_failed: bool = False
    statuses: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    decisions: dict[str, dict] = field(default_factory=dict)


state = State()


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() not in ("", "0", "false", "no")


def keeps() -> bool:
    """Whether attempts and decisions go to the learner's store: not in a solved notebook and not in a headless run."""
    return not (state.solved or state.store_failed or os.environ.get("WORKBOOK_RUN_LOG"))


def with_store(action: Callable) -> object:
    """Do something with the store; when it fails say so once and go on in memory."""
    if not keeps():
        return None
    try:
        from helpers import store

        return action(store.default())
    except Exception as error:
        if flag("WORKBOOK_DEBUG"):
            raise
        state.store_failed = True
        print(f"Your work cannot be stored at the moment ({error}). Checks go on; tries are counted until you restart.")
        return None


def solved_notebook() -> None:
    """Called at the top of a solved notebook: its checks and decisions are not counted as the learner's."""
    state.solved = True
    print("This is the solved notebook. Its checks run, but nothing here is stored as your work.")
