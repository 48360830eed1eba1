"""Customers' questions, and what a right reply has to do."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from helpers import paths
from helpers.world.help_pages import document
from helpers.world.reading import SPLITS, build, need, read_jsonl

KINDS = ("single", "multi", "ambiguous", "misspelt", "off_topic", "not_answerable", "dangerous")
EXPECTATIONS = ("answer", "say_not_known", "ask_back", "decline", "warn")
SEVERITIES = ("annoying", "costly", "unforgivable")


@dataclass(frozen=True)
class Question:
    """A customer's question and what a right reply has to do. `must` and `must_not` are items for `evals.mentions`."""

    id: str
    text: str
    kind: str
    expect: str
    documents: tuple[str, ...]
    shown: tuple[str, ...]
    facts: tuple[str, ...]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    severity: str
    cluster: str
    split: str
    reference: str


@functools.cache
def _questions() -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    for path in sorted((paths.WORLD / "questions").glob("*.jsonl")):
        for where, data in read_jsonl(path):
            question = build(Question, where, data)
            need(where, question.id not in found, f"the id {question.id} is used twice.")
            need(where, question.kind in KINDS, f"kind {question.kind!r} is not one of {KINDS}.")
            need(where, question.expect in EXPECTATIONS, f"expect {question.expect!r} is not one of {EXPECTATIONS}.")
            need(where, question.severity in SEVERITIES, f"severity {question.severity!r} is not one of {SEVERITIES}.")
            need(where, bool(question.shown), "shown must name at least one page.")
            for name in {*question.documents, *question.shown}:
                page = document(name)
                need(where, page.split == question.split, f"page {name} is in {page.split}, the question is not.")
            found[question.id] = question
    return tuple(found.values())


def questions(split: str | None = None, kind: str | None = None) -> list[Question]:
    """The customers' questions, in a fixed order. `split` is dev or test; the split is by page, never by question."""
    need("split", split in (None, *SPLITS), f"one of {SPLITS} was expected, got {split!r}.")
    need("kind", kind in (None, *KINDS), f"one of {KINDS} was expected, got {kind!r}.")
    return [q for q in _questions() if split in (None, q.split) and kind in (None, q.kind)]


def cases(chosen: Iterable[Question]) -> list:
    """Turn questions into `evals.Case` objects: tags are kind and topic of the page, cluster is the page."""
    from helpers.evals import Case

    return [
        Case(
            id=question.id,
            input=question.text,
            expected=question.reference,
            must=question.must,
            must_not=question.must_not,
            tags=(question.kind, question.expect, document(question.cluster).topic),
            cluster=question.cluster,
            severity=question.severity,
        )
        for question in chosen
    ]
