"""The versions of the assistant: what each one sees of the help centre, and the messages that it sends to the model."""

from __future__ import annotations

import datetime
import functools
import json
from dataclasses import dataclass

import yaml

from helpers import paths
from helpers.world.customer_questions import Question
from helpers.world.help_pages import document
from helpers.world.reading import build, need
from helpers.world.searching import found_for, with_passages


@dataclass(frozen=True)
class Version:
    """One version of the assistant: its prompt, its settings, and what it sees of the pages.

    `context` is none, page (the right one as a whole), passages (its three nearest paragraphs) or search (the three
    sections that a search over all published pages finds; see `searching`).
    """

    name: str
    title: str
    date: datetime.date
    changed: str
    system: str
    context: str
    max_tokens: int


@functools.cache
def versions() -> dict[str, Version]:
    """The versions of the assistant, by name, from `assistant.yaml`."""
    content = yaml.safe_load((paths.WORLD / "assistant.yaml").read_text(encoding="utf-8"))
    return {
        name: build(Version, f"assistant.yaml, {name}", {"name": name} | entry)
        for name, entry in content["versions"].items()
    }


def paragraphs(question: Question) -> list[str]:
    """The paragraphs of the pages shown for a question, in order, as plain text without headings and marks."""
    found = []
    for page in map(document, question.shown):
        for block in page.text.split("\n\n"):
            lines = [line for line in block.splitlines() if not line.startswith("#") and not set(line) <= set("|-: ")]
            text = "\n".join(line.replace("**", "").strip() for line in lines).strip()
            if text:
                found.append(text)
    return found


@functools.cache
def _passages() -> dict[str, list[int]]:
    """For each question the places of its three nearest paragraphs, chosen once with the bundled embedder."""
    return json.loads((paths.WORLD / "passages.json").read_text(encoding="utf-8"))


def messages(question: Question, version: str) -> list[dict[str, str]]:
    """The messages that a version of the assistant sends to the model for a question."""
    need("version", version in versions(), f"one of {sorted(versions())} was expected, got {version!r}.")
    chosen = versions()[version]
    user = question.text
    if chosen.context == "search":
        user = with_passages(question.text, found_for(question.id, 1))
    elif chosen.context != "none":
        if chosen.context == "page":
            shown = "\n\n".join(f"# {page.title}\n{page.text}" for page in map(document, question.shown))
        else:
            inside = paragraphs(question)
            shown = "\n\n".join(inside[place] for place in _passages()[question.id])
        user = f"Help page:\n{shown}\n\nCustomer's question: {question.text}"
    return [{"role": "system", "content": chosen.system}, {"role": "user", "content": user}]
