"""Replies about one fact, the refund window of 14 days, with labels: the fixed set on which a grader is repaired."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from helpers import paths, world

REFUND_PAGES = ("refund-window", "refund-timing")
FILE = paths.DATA / "window_replies.jsonl"
ORIGINS = ("recorded", "written")


@dataclass(frozen=True)
class WindowReply:
    """One reply. right: whether it tells the customer of a City or Plus plan the truth about the refund window.

    why: the reason of the label. origin: "recorded" (the bundled model said it; `key` is that of the call) or
    "written" (made up for this exercise). question: its id, where there is one.
    """

    id: str
    text: str
    right: bool
    why: str
    origin: str
    question: str | None = None
    version: str | None = None
    temperature: float | None = None
    repeat: int | None = None
    key: str | None = None


@functools.cache
def _read(path: Path) -> tuple[WindowReply, ...]:
    found: dict[str, WindowReply] = {}
    for where, data in world.read_jsonl(path):
        try:
            reply = WindowReply(**data)
        except TypeError as error:
            raise ValueError(f"{where}: {error}") from None
        if reply.id in found or reply.origin not in ORIGINS or not isinstance(reply.right, bool):
            raise ValueError(f"{where}: an id of its own, right as true or false, and origin one of {ORIGINS}")
        found[reply.id] = reply
    return tuple(found.values())


def window_replies() -> list[WindowReply]:
    """The fixed set, in a fixed order. Raises ValueError with the line of the first fault."""
    return list(_read(FILE))


def refund_page() -> str:
    """The two published pages about refunds, as one text."""
    return "\n\n".join(f"# {page.title}\n\n{page.text}" for page in map(world.document, REFUND_PAGES))
