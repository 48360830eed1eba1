"""What the checks of lab 07 ask of a learner's texts: words, copied runs, nearness to a page."""

from __future__ import annotations

import re

from helpers import retrieving, world

NEAR = 0.15  # cosine of a text with the best chunk of a page, below which they have nothing to do with each other
COPIED = 6  # so many words in a row are copied


def pages() -> dict[str, world.Document]:
    """The published pages by id."""
    return {page.id: page for page in world.documents()}


def words(text: str) -> list[str]:
    """The words of a text in small letters; figures count as words."""
    return re.findall(r"[a-z0-9']+", text.casefold().replace("\u2019", "'"))


def copied(question: str, page: str) -> str:
    """The longest run of words that a question copies from a page, where it is COPIED words or more; else ""."""
    asked, there = words(question), " ".join(words(page))
    for size in range(len(asked), COPIED - 1, -1):
        for start in range(len(asked) - size + 1):
            run = " ".join(asked[start : start + size])
            if f" {run} " in f" {there} ":
                return run
    return ""


def cosine(question: str, page: str) -> float:
    """The cosine of a text with the nearest chunk of a page."""
    rows = [hit.text for hit in retrieving.chunks(retrieving.Design()) if hit.metadata["page"] == page]
    vectors = retrieving.vectors([question, *rows])
    return float((vectors[1:] @ vectors[0]).max())
