"""What version "0" of the assistant finds: the sections of all published pages nearest to a text.

The search was run once with the bundled embedder and is kept in `searched.json`, so that reading traces needs no
embedder; `nearest` runs it again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass

from helpers import paths
from helpers.world.help_pages import Document, all_documents, documents
from helpers.world.reading import need

SHOWN = 3  # sections that the model sees


@dataclass(frozen=True)
class Passage:
    """A section of a page as the search found it. `page` is page and version; `score` a cosine similarity."""

    page: str
    title: str
    heading: str
    text: str
    score: float


def sections(page: Document) -> list[tuple[str, str]]:
    """The sections of a page in order, as (heading, text). What stands before the first heading has the heading ""."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in page.text.splitlines():
        if line.startswith("#"):
            found.append((line.lstrip("# ").strip(), []))
        else:
            found[-1][1].append(line)
    joined = [(heading, "\n".join(lines).strip()) for heading, lines in found]
    return [(heading, text) for heading, text in joined if text]


def nearest(texts: Sequence[str], count: int = SHOWN) -> list[list[tuple[str, int, float]]]:
    """For each text the nearest sections of all published pages: (page and version, place on it, score), best first."""
    import numpy as np

    from helpers.embed import embed

    places = [(page, n) for page in documents() for n in range(len(sections(page)))]
    inside = embed([f"{page.title}. {'. '.join(sections(page)[n])}" for page, n in places])
    scores = embed(list(texts)) @ inside.T
    best = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    return [
        [(places[i][0].key, places[i][1], round(float(row[i]), 4)) for i in order]
        for row, order in zip(scores, best, strict=True)
    ]


@functools.cache
def _searched() -> dict[str, list]:
    return json.loads((paths.WORLD / "searched.json").read_text(encoding="utf-8"))


def found_for(question: str, turn: int) -> tuple[Passage, ...]:
    """What the search found for a customer's first (1) or second (2) message about a question."""
    name = f"{question}#{turn}"
    need("searched.json", name in _searched(), f"nothing was searched for {name}.")
    pages = {page.key: page for page in all_documents()}
    found = []
    for key, place, score in _searched()[name]:
        heading, text = sections(pages[key])[place]
        found.append(Passage(key, pages[key].title, heading, text, score))
    return tuple(found)


def with_passages(text: str, found: Sequence[Passage]) -> str:
    """The user message of version "0": what was found, then what the customer wrote."""
    shown = "\n\n".join(f"# {p.title}{': ' + p.heading if p.heading else ''}\n{p.text}" for p in found)
    return f"From the help centre:\n{shown}\n\nCustomer: {text}"
