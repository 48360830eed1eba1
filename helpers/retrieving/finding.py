"""What a design finds for Meadow's questions: right pages, and the phrases that a right answer needs."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helpers import world
from helpers.retrieving.designs import Design, search

if TYPE_CHECKING:
    from helpers.rag import Hit
    from helpers.rag.metrics import Retrieval

DEEP = 20  # chunks of the ranking that is kept


@dataclass(frozen=True)
class Found:
    """What was found for a question. `hits` are chunks, best first."""

    question: world.Question
    hits: tuple[Hit, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The passages as the model is shown them."""
        return tuple(hit.text for hit in self.hits)

    @property
    def pages(self) -> tuple[str, ...]:
        """Ids of the pages that were found, best first, each once."""
        return tuple(dict.fromkeys(str(hit.metadata["page"]) for hit in self.hits))

    @property
    def recall(self) -> float:
        """Share of the pages that answer the question that were found. Raises ValueError when no page does."""
        if not self.question.documents:
            raise ValueError(f"no page answers {self.question.id}, so there is no recall")
        return sum(page in self.pages for page in self.question.documents) / len(self.question.documents)

    @property
    def holds(self) -> bool:
        """Whether every phrase that a right answer needs stands in the passages."""
        return holds(self.question, self.texts)

    @property
    def words(self) -> int:
        """Words of the passages."""
        return sum(len(text.split()) for text in self.texts)


def holds(question: world.Question, texts: Sequence[str]) -> bool:
    """Whether every `must` phrase of the question stands in these texts. A question without phrases never holds."""
    from helpers.evals import mentions

    shown = "\n\n".join(texts)
    return bool(question.must) and all(mentions(shown, item) for item in question.must)


def answerable(split: str | None = None) -> list[world.Question]:
    """The questions that a page answers and phrases can decide: those on which a search can be measured."""
    return [question for question in world.questions(split) if question.documents and question.must]


@functools.lru_cache(maxsize=20_000)
def _ranking(design: Design, text: str) -> tuple[Hit, ...]:
    return tuple(search(text, design))


def found(design: Design, questions: Iterable[world.Question]) -> list[Found]:
    """What a design finds for each question, in order.

    The first k of a longer ranking are those that k alone would find, so each question is searched once for all k.
    """
    deep = replace(design, k=max(DEEP, design.k))
    return [Found(question, _ranking(deep, question.text)[: design.k]) for question in questions]


def metrics(rows: Sequence[Found], measures: Sequence[str] = ("R@3", "RR@10", "nDCG@10")) -> Retrieval:
    """Retrieval measures over pages: relevant are the pages that answer a question, each with gain 1.

    A page counts at the place of its best chunk. Rows whose question no page answers are refused by ir-measures.
    """
    from helpers.rag import retrieval_metrics

    qrels = {row.question.id: dict.fromkeys(row.question.documents, 1) for row in rows}
    return retrieval_metrics({row.question.id: list(row.pages) for row in rows}, qrels, measures)
