"""Checks of lab 07: own retrieval cases. The others are in the modules beside it.

What is right is computed from `retrieving.current()`, so that it follows the data and the parameters.
"""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.checks import m07_deciding, m07_guards, m07_hunt, m07_reading, m07_sweeps  # noqa: F401  (2 to 10)
from helpers.checks.m07_texts import NEAR, copied, cosine
from helpers.checks.m07_texts import pages as pages_of
from helpers.checks.m07_texts import words as words_of
from helpers.evals import mentions
from helpers.retrieving.own import NOWHERE, Wanted, place_of

WANTED = 5
EXAMPLES = ("How long can I still get at the bill of last spring?", "Do you sell helmets for dogs?")
SURE = 0.53  # cosine with a chunk that hardly any question without a page reaches
FEWEST_WORDS, FEWEST_PAGES = 5, 3


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
    words = words_of(one.question)
    if len(words) < FEWEST_WORDS:
        return Hint(
            f"The question of case {number}, {one.question[:60]!r}, is short for a sentence of a customer. How would "
            "somebody "
            "write it who has the problem now?",
            f"Write case {number} as a whole sentence of at least {FEWEST_WORDS} words.",
            id="no sentence",
        )
    if " ".join(words) in {" ".join(words_of(text)) for text in EXAMPLES}:
        return Hint(
            f"Case {number} is a line of the example. What else do Meadow's customers ask?",
            f"Write case {number} about a thing of your own choice.",
            id="example",
        )
    if one.pages == (NOWHERE,):
        best = retrieving.search(one.question, retrieving.Design(k=1, mode="dense"))[0]
        if best.score >= SURE:
            page = best.metadata["page"]
            return Hint(
                f"Case {number} says that no page answers {one.question[:60]!r}. Did you read {page}? It is very near.",
                f"Ask for something that {page} does not say either, or name the page that answers.",
                id="a page answers",
            )
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
    if len(one.phrase.split()) < 2 and not any(sign.isdigit() for sign in one.phrase):
        return Hint(
            f"The phrase of case {number} is the one word {one.phrase!r}. Which chunk could not hold it by chance?",
            "Copy two to eight words from the page; a figure is best.",
            id="short phrase",
        )
    if mentions(one.question, one.phrase):
        return Hint(
            f"The question of case {number} holds its own answer: {one.phrase!r}. What would somebody ask who does not "
            "know it?",
            f"Take {one.phrase!r} out of the question of case {number}.",
            id="tells the answer",
        )
    for name, text in texts.items():
        if run := copied(one.question, text):
            return Hint(
                f"Case {number} copies from the page {name}: {run!r}. Would a customer, who has not read it, say it in "
                "these words?",
                f"Say case {number} in words of your own. Copied words make every search look good.",
                id="copied",
            )
    if all(cosine(one.question, name) < NEAR for name in one.pages):
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
    known = pages_of()
    for number, one in enumerate(answer, 1):
        if hint := _form(number, one, known) or _content(number, one, known):
            return hint
    for second, one in enumerate(answer):
        for first in range(second):
            a, b = set(words_of(answer[first].question)), set(words_of(one.question))
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
