"""Checks of lab 07: own retrieval cases, words against meaning. The others are in the modules beside it.

What is right is computed from `retrieving.current()`, so that it follows the data and the parameters.
"""

from __future__ import annotations

import re

from helpers import retrieving, world
from helpers.check import Hint, Right, exercise
from helpers.checks import m07_deciding, m07_guards, m07_reading, m07_sweeps  # noqa: F401  (3 to 10)
from helpers.evals import mentions
from helpers.retrieving.own import NOWHERE, Wanted, place_of

WANTED = 5
FEWEST_WORDS, FEWEST_PAGES, COPIED = 5, 3, 6
NEAR = 0.15  # cosine of a question with the best chunk of its page, below which they have nothing to do with each other


def _reference_cases() -> list[Wanted]:
    return [
        Wanted("My card was refused this morning. When will you try again?", ("missed-payment",), "5 days"),
        Wanted("Somebody cut my lock last night and the bike is gone. Whom do I tell, and how fast?",
               ("theft-first-steps",), "24 hours"),
        Wanted("Until when is a person in the chat on Saturday?", ("contact-us",), "14:00"),
        Wanted("I fell, and the case of the battery is broken. Do I take it to a hub today?",
               ("battery-dropped-or-wet",), "do not bring it in"),
        Wanted("Do you also rent out electric scooters for tourists?", (NOWHERE,), ""),
    ]  # fmt: skip


def _pages() -> dict[str, world.Document]:
    return {page.id: page for page in world.documents()}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.casefold().replace("\u2019", "'"))


def _run(question: str, page: str) -> str:
    """The longest run of words that a question copies from a page, where it is COPIED words or more; else ""."""
    asked, there = _words(question), " ".join(_words(page))
    for size in range(len(asked), COPIED - 1, -1):
        for start in range(len(asked) - size + 1):
            run = " ".join(asked[start : start + size])
            if f" {run} " in f" {there} ":
                return run
    return ""


def _cosine(question: str, page: str) -> float:
    rows = [hit.text for hit in retrieving.chunks(retrieving.Design()) if hit.metadata["page"] == page]
    vectors = retrieving.vectors([question, *rows])
    return float((vectors[1:] @ vectors[0]).max())


def _form(number: int, one: Wanted, known: dict) -> Hint | None:
    if unknown := [name for name in one.pages if name not in known and name != NOWHERE]:
        return Hint(
            f"Case {number} names the page {unknown[0]!r}, which is not published. Copy an id from the table, "
            'or write "none".',
            id="no page",
            form=True,
        )
    if not one.pages or (NOWHERE in one.pages and len(one.pages) > 1):
        return Hint(f'Case {number}: give the pages that answer, or "none" alone.', id="none and a page", form=True)
    if NOWHERE not in one.pages and not one.phrase:
        return Hint(
            f"Case {number} has no phrase. Which words on the page {one.pages[0]} answer the question?",
            "Copy two to eight words from the page; a figure is best.",
            id="no phrase",
        )
    return None


def _content(number: int, one: Wanted, known: dict) -> Hint | None:
    words = _words(one.question)
    if len(words) < FEWEST_WORDS:
        return Hint(
            f"The question of case {number}, {one.question[:60]!r}, is short for a sentence of a customer. How would "
            "somebody "
            "write it who has the problem now?",
            f"Write case {number} as a whole sentence of at least {FEWEST_WORDS} words.",
            id="no sentence",
        )
    if one.pages == (NOWHERE,):
        return None
    texts = {name: f"{known[name].title}\n{known[name].text}" for name in one.pages}
    if not any(mentions(text, one.phrase) for text in texts.values()):
        return Hint(
            f"Case {number}: the page {one.pages[0]} does not say {one.phrase[:50]!r}. Is it the right page, and are "
            "these "
            "its words?",
            f"Show the page again with `show_page`, and copy a phrase for case {number} from it.",
            id="not on the page",
        )
    if len(one.phrase.split()) > 8:
        return Hint(
            f"The phrase of case {number} has {len(one.phrase.split())} words. A chunk that is cut in the middle of it "
            "would count as wrong.",
            "Keep the two to eight words that decide.",
            id="long phrase",
        )
    if mentions(one.question, one.phrase):
        return Hint(
            f"The question of case {number} holds its own answer: {one.phrase!r}. What would somebody ask who does not "
            "know it?",
            f"Take {one.phrase!r} out of the question of case {number}.",
            id="tells the answer",
        )
    for name, text in texts.items():
        if run := _run(one.question, text):
            return Hint(
                f"Case {number} copies from the page {name}: {run!r}. Would a customer, who has not read it, say it in "
                "these words?",
                f"Say case {number} in words of your own. Copied words make every search look good.",
                id="copied",
            )
    if all(_cosine(one.question, name) < NEAR for name in one.pages):
        return Hint(
            f"The question of case {number} and the page {one.pages[0]} seem to be about different things. What on "
            "that "
            "page does it ask about?",
            f"Ask in case {number} for the thing that {one.phrase!r} answers.",
            id="another subject",
        )
    return None


@exercise(
    "07.1",
    title="Five retrieval cases",
    expects=(list, tuple),
    form="a list of five `wanted(...)`",
    reference=_reference_cases,
)
def own_cases(answer):
    """Five questions, each with its page and a phrase that stands there; one that no page answers."""
    if odd := [one for one in answer if not isinstance(one, Wanted)]:
        return Hint(
            f"{odd[0]!r:.60} is no case. Copy a line of the example, with `wanted(` in front.", id="no case", form=True
        )
    if len(answer) != WANTED:
        return Hint(f"You gave {len(answer)} cases; five are asked for.", id="count", form=True)
    known = _pages()
    for number, one in enumerate(answer, 1):
        if hint := _form(number, one, known) or _content(number, one, known):
            return hint
    for second, one in enumerate(answer):
        for first in range(second):
            a, b = set(_words(answer[first].question)), set(_words(one.question))
            if len(a & b) > 0.7 * len(a | b):
                return Hint(
                    f"Cases {first + 1} and {second + 1} ask nearly the same. What else do customers ask?",
                    f"Write case {second + 1} about another page.",
                    id="alike",
                )
    pages = {one.pages[0] for one in answer} - {NOWHERE}
    if len(pages) < FEWEST_PAGES:
        return Hint(
            f"Your cases are about {len(pages)} page{'s' * (len(pages) != 1)}. A search can be good there and bad "
            "elsewhere.",
            f"Take questions about {FEWEST_PAGES} different pages or more.",
            id="few pages",
        )
    silent = [one for one in answer if one.pages == (NOWHERE,)]
    if not silent:
        return Hint(
            "Every one of your questions has a page. What would a customer ask that no page answers?",
            'Write one of the five with page="none" and no phrase.',
            id="all answered",
        )
    if len(silent) == len(answer):
        return Hint("None of the five has a page.", id="none answered")
    places = [place_of(one, retrieving.Design()) for one in answer if one.pages != (NOWHERE,)]
    hit = sum(place is not None and place <= 3 for place in places)
    return Right(
        f"The search finds the page of {hit} of {len(places)} in the first three places. Each case names what is "
        "right, so "
        "a machine can count it again after every change."
    )


@exercise(
    "07.2",
    title="Words against meaning",
    expects=dict,
    form='a dictionary with "words" and "meaning", each a search and a page',
    reference=lambda: {
        "words": ("0800 555 0112", "after-an-accident"),
        "meaning": ("someone swiped my wheels", "theft-first-steps"),
    },
)
def hunt(answer):
    """One search that only words win and one that only meaning wins: the right page in the first three places."""
    if missing := {"words", "meaning"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    known, notes = _pages(), []
    for name, winner, loser in (("words", "bm25", "dense"), ("meaning", "dense", "bm25")):
        pair = answer[name]
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
            return Hint(f'{name} needs a search and a page: ("what is searched", "page-id").', id="no pair", form=True)
        text, page = pair[0].strip(), pair[1].strip().casefold()
        if page not in known:
            return Hint(f"{name}: {page!r} is no published page. Copy an id from the table.", id="no page", form=True)
        if not _words(text):
            return Hint(f"{name}: the search {text!r} holds no word.", id="no search", form=True)
        if name == "words" and not set(_words(text)) & set(_words(known[page].title + " " + known[page].text)):
            return Hint(
                f"words: the page {page} has no word of {text!r}. What makes it the right page for that search?",
                "Look for something that stands on one page only, letter for letter: a number, a code, a name.",
                id="not its page",
            )
        if name == "meaning" and _cosine(text, page) < NEAR:
            return Hint(
                f"meaning: {text!r} has little to do with the page {page}. Which page would a person open?",
                "Name the page that answers it, and say the thing in words that the page does not use.",
                id="not its page",
            )
        won, lost = (retrieving.top_pages(text, mode) for mode in (winner, loser))
        label = {"bm25": "words", "dense": "meaning"}
        if page not in won:
            return Hint(
                f"{name}: for {text!r} the search by {label[winner]} finds {', '.join(won) or 'nothing'}, not "
                f"{page}. Try another.",
                _TIPS[name],
                _LAST[name],
                id=f"{name} does not find it",
            )
        if page in lost:
            return Hint(
                f"{name}: for {text!r} the search by {label[loser]} finds {page} too, at place "
                f"{lost.index(page) + 1}. Where "
                "does it fail?",
                _TIPS[name],
                _LAST[name],
                id=f"{label[loser]} find it too",
            )
        notes.append(f"{text!r} is found by {label[winner]} only.")
    return Right(" ".join(notes) + " Each way has its blind spot; that is why both are joined.")


_TIPS = {
    "words": "What is one exact thing on a page, with little meaning in it? A telephone number, a code, an amount.",
    "meaning": "Say it as somebody would who knows none of the words of the help centre: slang, a detour.",
}
_LAST = {
    "words": "Open a page with a telephone number or an exact time, and search for that number alone.",
    "meaning": "Take a page about theft, and say what happened without the words theft, stolen, bike or lock.",
}
