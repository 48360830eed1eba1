"""Conversations and the datasheet on the page of lesson 02."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from helpers import paths, world
from helpers.cards import Block, table
from helpers.coding import Study

SHORT = 230  # characters of a reply in a table


def _flat(text: str, limit: int = SHORT) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def reply_table(traces: Sequence[world.Trace]) -> Block:
    """What most people look at: the question and the reply, nothing else."""
    rows = [(str(n), trace.turns[0].text, _flat(trace.turns[0].reply)) for n, trace in enumerate(traces, start=1)]
    return table(("", "a customer asks", "version 0 replies"), rows, "Question and reply, nothing else")


def findings(study: Study, traces: Sequence[world.Trace]) -> Block:
    """What two readers settled on for each conversation, what a right reply says, and where that stands."""
    rows = []
    for number, trace in enumerate(traces, start=1):
        label = study.label(trace.id)
        pages = ", ".join(trace.question.documents) or "on no page"
        first = f"{label.primary.replace('_', ' ')}: {world.FAILURES[label.primary]}" if label.primary else "right"
        rows.append((str(number), first, label.note, trace.question.reference, pages))
    head = ("", "first fault", "the readers' note", "a right reply", "the answer stands")
    return table(head, rows, "What the two readers found")


def datasheet(heading: str) -> Block:
    """One section of the datasheet of the data, as a list or as text. Raises ValueError for an unknown heading."""
    text = (paths.DATA / "README.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL))
    if heading not in parts:
        raise ValueError(f"The datasheet has no section {heading!r}; it has {', '.join(parts)}.")
    body = re.sub(r"<!--.*?-->", "", parts[heading], flags=re.DOTALL)
    lines = [" ".join(item.split()) for item in re.split(r"\n\s*\n|\n(?=- )", body.strip()) if item.strip()]
    items = "".join(f"<li>{escape(line.removeprefix('- '))}</li>" for line in lines)
    shown = re.sub(r"`([^`]+)`", r"<code>\1</code>", items)
    shown = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", shown)
    html = f'<div style="max-width:60em"><strong>Datasheet: {escape(heading)}</strong><ul>{shown}</ul></div>'
    return Block(html, "\n".join([f"Datasheet: {heading}", *lines]))
