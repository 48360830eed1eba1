"""The answer box of Meadow: it searches the help pages and opens one at a passage. How sure is it, and is it right?

The search was run once (hybrid, `helpers.rag`) and is kept in data/world/answer_box.json, so that the lab needs no
embedder; `search` runs it again, for any text. data/world/record_uncertainty.py writes the file.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers import paths, world

FILE = paths.WORLD / "answer_box.json"
SIZE, OVERLAP = 80, 20  # words of a passage; chosen on dev questions
PLACES = 5  # different pages that the box knows for a question


@dataclass(frozen=True)
class Place:
    """A page that the search found, with its best passage. `similarity`: cosine of question and passage.

    right: the page is one that the label of the question names. says: the passage alone says all that it must.
    """

    page: str
    title: str
    text: str
    similarity: float
    right: bool
    says: bool


@dataclass(frozen=True)
class Found:
    """What the box found for a question. The first place is what it would show.

    similarity: of the passage shown. margin: similarity less that of the best passage of any other page found. agree:
    whether search by words and search by meaning both put this page first.
    """

    question: world.Question
    places: tuple[Place, ...]
    margin: float
    agree: bool

    @property
    def page(self) -> str:
        """Page and version, such as refund-window.v2."""
        return self.places[0].page

    @property
    def title(self) -> str:
        """Title of the page shown."""
        return self.places[0].title

    @property
    def text(self) -> str:
        """The passage shown, without the title."""
        return self.places[0].text

    @property
    def similarity(self) -> float:
        """Cosine of question and passage shown."""
        return self.places[0].similarity

    @property
    def right(self) -> bool:
        """Whether the page shown is one that the label of the question's author names."""
        return self.places[0].right

    @property
    def says(self) -> bool:
        """Whether the passage shown says, without the rest of the page, all that a right answer must say."""
        return self.places[0].says

    @property
    def among(self) -> int | None:
        """Place (1 to 5) of the first right page, or None."""
        return next((n for n, place in enumerate(self.places, 1) if place.right), None)

    @property
    def severity(self) -> str:
        """How bad a wrong answer is: of the label, which the box cannot see."""
        return self.question.severity

    @property
    def cluster(self) -> str:
        """The page that the question was written for: questions of one page resemble each other."""
        return self.question.cluster


def is_right(question: world.Question, page: str) -> bool:
    """Whether a page (page and version) is one of those that answer a question. Some questions have none."""
    return page.split(".")[0] in question.documents


def says_all(question: world.Question, page: str, text: str) -> bool:
    """Whether a passage of a right page says, with its title, everything that a right answer must say."""
    return is_right(question, page) and _holds(question, text)


def states_too(row: Found) -> bool:
    """Whether the passage shown has the words of a right answer, although its page is another than the label names.

    A rule on words (`must` and `must_not` of the question): most such passages answer the question, a few do not.
    """
    return not row.right and bool(row.question.must) and _holds(row.question, f"{row.title}\n{row.text}")


def _holds(question: world.Question, text: str) -> bool:
    from helpers.evals import mentions

    return all(mentions(text, item) for item in question.must) and not any(
        mentions(text, item) for item in question.must_not
    )


@functools.cache
def _index() -> Any:
    from helpers.rag import Index

    return Index(world.documents(), size=SIZE, overlap=OVERLAP, name="answer-box")


def look(text: str) -> dict[str, Any]:
    """Search all published pages now: the rows that are kept for a question.

    Returns {"places": [[id of the passage, cosine], ...], "margin": float, "agree": bool}, one place per page.
    """
    index = _index()
    meaning = index.search(text, len(index), mode="dense")
    cosine = {hit.id: hit.score for hit in meaning}
    words = index.search(text, 1, mode="bm25")
    first: dict[str, str] = {}
    for hit in index.search(text, 50, mode="hybrid"):
        first.setdefault(hit.document, hit.id)
        if len(first) == PLACES:
            break
    if not first:
        raise ValueError(f"the search found nothing for {text!r}; ask something in words")
    places = [[key, round(cosine[key], 4)] for key in first.values()]
    page = next(iter(first))
    rest = max(hit.score for hit in meaning if hit.document != page)
    agree = bool(words) and words[0].document == meaning[0].document == page
    return {"places": places, "margin": round(places[0][1] - rest, 4), "agree": agree}


@functools.cache
def _passages() -> dict[str, tuple[str, str, str]]:
    """Id of a passage -> page and version, title, text without the title."""
    from helpers.rag import pieces

    found = {}
    for page in world.documents():
        for piece in pieces(page, SIZE, OVERLAP):
            found[piece.id] = (page.key, page.title, piece.text.removeprefix(f"{page.title}\n"))
    return found


def _built(question: world.Question, row: dict[str, Any]) -> Found:
    places = []
    for key, similarity in row["places"]:
        page, title, text = _passages()[key]
        says = says_all(question, page, f"{title}\n{text}")
        places.append(Place(page, title, text, similarity, is_right(question, page), says))
    return Found(question, tuple(places), row["margin"], row["agree"])


@functools.cache
def _kept() -> dict[str, Any]:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    if (kept["size"], kept["overlap"]) != (SIZE, OVERLAP):
        raise ValueError(f"{FILE.name} was made with other passages; run data/world/record_uncertainty.py box")
    return kept["questions"]


@functools.cache
def _answers(split: str) -> tuple[Found, ...]:
    return tuple(_built(question, _kept()[question.id]) for question in world.questions(split))


def answers(split: str) -> list[Found]:
    """What the box finds for every question of a split (dev or test), in the order of `world.questions`."""
    world.questions(split)  # refuses another split
    return list(_answers(split))


def search(text: str) -> Found:
    """What the box finds for a text of your own. Loads the embedder. `right` says nothing here: no label is known."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"a question is a text, got {text!r}")
    blank = world.Question(
        id="yours", text=text, kind="single", expect="answer", documents=(), shown=(), facts=(), must=(), must_not=(),
        severity="annoying", cluster="yours", split="dev", reference="",
    )  # fmt: skip
    return _built(blank, look(text))


def record(questions: Sequence[world.Question] | None = None) -> None:
    """Write data/world/answer_box.json."""
    rows = {question.id: look(question.text) for question in questions or world.questions()}
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
    FILE.write_text(
        f'{{"size": {SIZE}, "overlap": {OVERLAP}, "questions": {{\n{lines}\n}}}}\n', encoding="utf-8", newline="\n"
    )
