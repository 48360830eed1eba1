"""The learner's own retrieval cases: a customer's question, the page that answers it, a phrase that stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpers import keeping, own, paths, world
from helpers.cards import Block, say, table
from helpers.retrieving.designs import Design, search

FILE = "retrieval_cases_07.jsonl"
NOWHERE = "none"


@dataclass(frozen=True)
class Wanted:
    """A question and the pages that answer it ("none": no page does), with a phrase that stands on one of them."""

    question: str
    pages: tuple[str, ...]
    phrase: str = ""


def wanted(question: Any, page: Any = ..., phrase: Any = "") -> Any:
    """A retrieval case: wanted("customer's question", page="page-id", phrase="words on that page").

    page: an id, a list of ids, or "none". What cannot be one is said in a sentence and gives `...`, so that it counts
    as open.
    """
    if question is ... or page is ... or phrase is ...:
        return ...
    pages = [page] if isinstance(page, str) else page
    known = {one.id for one in world.documents()} | {NOWHERE}
    if not isinstance(question, str) or not isinstance(pages, list | tuple) or not isinstance(phrase, str):
        print(
            f"This case cannot be read: {question!r:.60}. Question and phrase are texts, page is an id between quotes."
        )
        return ...
    if not all(isinstance(one, str) for one in pages):
        print(f'The case {question!r:.60} names a page that is no text. An id looks like "refund-window".')
        return ...
    for one in pages:
        if one.strip().casefold() not in known:
            print(
                f"The case {question!r:.60} names the page {one!r}, which is not published. Copy an id from the table."
            )
    return Wanted(question.strip(), tuple(one.strip().casefold() for one in pages), phrase.strip())


def page_list(topics: Sequence[str] | None = None) -> Block:
    """The published pages by topic: id and title."""
    rows = [(page.id, page.title, page.topic) for page in sorted(world.documents(), key=lambda p: (p.topic, p.id))]
    rows = [row for row in rows if topics is None or row[2] in topics]
    return table(("page", "title", "topic"), rows, f"{len(rows)} published pages")


def show_page(name: Any) -> Block:
    """A published page as text. An unknown id is told in a sentence."""
    known = {page.id: page for page in world.documents()}
    if name not in known:
        return say(f"There is no page {name!r}. The ids stand in the table above, such as {sorted(known)[0]}.")
    from html import escape

    page = known[name]
    body = f"<strong>{escape(page.title)}</strong>\n\n{escape(page.text)}"
    html = f'<pre style="white-space:pre-wrap;max-width:60em">{body}</pre>'
    return Block(html, f"{page.title}\n\n{page.text}")


def place_of(one: Wanted, design: Design, depth: int = 20) -> int | None:
    """The place of the first right page among the pages found for a case, from 1; None below `depth` chunks."""
    found = search(one.question, replace(design, k=depth))
    pages = list(dict.fromkeys(str(hit.metadata["page"]) for hit in found))
    places = [pages.index(page) + 1 for page in one.pages if page in pages]
    return min(places) if places else None


def outcome(one: Wanted, design: Design, below: float = 0.0) -> str:
    """What a design does with a case: held back by the threshold, shown, or found too far down to be shown."""
    best = search(one.question, replace(design, k=1, mode="dense"))
    score = best[0].score if best else 0.0
    if score < below:
        held = f"held back: best cosine {score:.3f}, so a person answers"
        return held + (", as it should be" if one.pages == (NOWHERE,) else "")
    if one.pages == (NOWHERE,):
        return "whatever is shown is wrong"
    place = place_of(one, design)
    if place is None:
        return "not among 20 chunks"
    shown = {str(hit.metadata["page"]) for hit in search(one.question, design)}
    if shown & set(one.pages):
        return f"place {place}, shown"
    return f"place {place}, not shown: it is not among the first {design.k} chunk{'s' * (design.k != 1)}"


def searched(cases: Any, design: Design | None, name: str = "", below: float = 0.0) -> Block:
    """What becomes of each case: the place of its right page, and whether it is shown.

    name: what the table calls the design. below: the threshold under which nothing is shown.
    """
    if design is None:
        return say("Your own cases come here, once your design has been looked at.")
    rows = []
    for one in cases if isinstance(cases, list | tuple) else []:
        if not isinstance(one, Wanted):
            continue
        right = "no page answers it" if one.pages == (NOWHERE,) else ", ".join(one.pages)
        rows.append((one.question, right, outcome(one, design, below)))
    if not rows:
        return say("Your own cases come here, once exercise 07.1 holds some.")
    return table(("your question", "right page", "what becomes of it"), rows, f"Your cases, with {name or design.text}")


def file() -> Path:
    """Where the cases of this lab are kept."""
    return paths.my() / FILE


def as_cases(cases: Iterable[Wanted]) -> list:
    """The same as `evals.Case` objects: must is the phrase, metadata names the pages, for any suite."""
    from helpers.evals import Case

    made = []
    for number, one in enumerate(cases, 1):
        pages = [] if one.pages == (NOWHERE,) else list(one.pages)
        tags = ("retrieval",) if pages else ("retrieval", "not_answerable")
        made.append(Case(id=f"own-07-{number}", input=one.question, must=(one.phrase,) if pages and one.phrase else (),
                         tags=tags, cluster=pages[0] if pages else None, metadata={"pages": pages}))  # fmt: skip
    return made


def keep(cases: Any) -> str:
    """Write the cases into the learner's folder, and say so, once exercise 07.1 accepts them.

    A solved notebook and a headless run write nothing.
    """
    from helpers.evals import save_cases

    if not own.own("07.1", cases):
        return "Nothing is kept yet: your cases are kept once exercise 07.1 accepts them."
    if not keeping.keeps():
        return f"{len(cases)} cases; not kept, because this is a solved notebook or a headless run."
    save_cases(as_cases(cases), file())
    return f"{len(cases)} cases are kept in {file().name} in your folder, with the pages that answer them."


def kept() -> list:
    """The cases that lab 07 has kept, as `evals.Case`; an empty list when there are none or the file cannot be read."""
    from helpers.evals import load_cases

    if not file().is_file():
        return []
    try:
        return load_cases(file())
    except ValueError as error:
        print(f"The cases of lab 07 cannot be read: {error}.")
        return []


def modes(text: Any, k: int = 3) -> Block:
    """What words and meaning find for a text, side by side."""
    if not isinstance(text, str) or not text.strip():
        return say("Write a search between the quotes.")
    columns = {mode: top_pages(text, mode, k) for mode in ("bm25", "dense", "hybrid")}
    rows = [
        (str(place + 1), *(pages[place] if place < len(pages) else "nothing" for pages in columns.values()))
        for place in range(k)
    ]
    return table(("place", "by words (bm25)", "by meaning (dense)", "both (hybrid)"), rows, f"Found for: {text}")


def top_pages(text: str, mode: str, k: int = 3) -> list[str]:
    """The first k pages that one way of searching finds for a text."""
    found = search(text, Design(k=min(50, 4 * k), mode=mode))
    return list(dict.fromkeys(str(hit.metadata["page"]) for hit in found))[:k]
