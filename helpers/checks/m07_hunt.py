"""Check 07.2: a search that only words win and one that only meaning wins, each with the page that is right for it."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.checks.m07_texts import NEAR, cosine, pages, words
from helpers.evals import mentions

_LABEL = {"bm25": "words", "dense": "meaning"}
_FORM = {"words": '("what is searched", "page-id")', "meaning": '("what is searched", "page-id", "words on that page")'}
_TIPS = {
    "words": "What is one exact thing on a page, with little meaning in it? A telephone number, a code, an amount.",
    "meaning": "Say it as somebody would who knows none of the words of the help centre: slang, a detour.",
}
_LAST = {
    "words": "Open a page with a telephone number or an exact time, and search for that number alone.",
    "meaning": "Take a page about theft, and say what happened without the words theft, stolen, bike or lock.",
}


_ENDS = (
    " Each way has its blind spot, and joining them mends neither of your two: a page that one way has first and the "
    "other nowhere can lose to pages that both have in the middle.",
    " Each way has its blind spot. Joining them keeps one of your two pages and loses the other: it is a compromise.",
    " Each way has its blind spot; for these two searches joining them covers both.",
)  # by how many of the two pages the joined search has among its first three


def _read(name: str, given: object, known: dict) -> Hint | None:
    """What is wrong with the form of one of the two: parts, texts, a page that is published, a search with words."""
    parts = 2 if name == "words" else 3
    if not isinstance(given, list | tuple) or len(given) != parts or not all(isinstance(part, str) for part in given):
        return Hint(f"{name} needs {parts} texts: {_FORM[name]}.", id="no pair", form=True)
    text, page = given[0].strip(), given[1].strip().casefold()
    if page not in known:
        return Hint(f"{name}: {page!r} is no published page. Copy an id from the table.", id="no page", form=True)
    if not words(text):
        return Hint(f"{name}: the search {text!r} holds no word.", id="no search", form=True)
    if text.casefold() in known:
        return Hint(f"{name}: {text!r} is the name of a page. What would a customer type?", id="page name", form=True)
    return None


def _fits(name: str, given: tuple[str, ...], known: dict) -> Hint | None:
    """Whether the page is right for the search: it says it word by word, or answers it in other words."""
    text, page = given[0].strip(), given[1].strip().casefold()
    told = {key: f"{one.title}\n{one.text}" for key, one in known.items()}
    if name == "words":
        if not mentions(told[page], text):
            return Hint(
                f"words: the page {page} does not say {text!r} as you wrote it. What makes it the right page for that "
                "search?",
                "Look for something that stands on one page only, letter for letter: a number, a code, a name.",
                "Open the page with `show_page`, and copy the search from it.",
                id="not its page",
            )
        return None
    proof = given[2].strip()
    if not mentions(told[page], proof) or (len(proof.split()) < 2 and not any(sign.isdigit() for sign in proof)):
        return Hint(
            f"meaning: the page {page} does not say {proof!r:.60}, or it is one word only. Which words of the page "
            f"answer {text!r}?",
            "Open the page with `show_page`, and copy two to eight words that answer the search.",
            id="no proof",
        )
    if cosine(text, page) < NEAR:
        return Hint(
            f"meaning: {text!r} has little to do with the page {page}. Which page would a person open?",
            "Name the page that answers it, and say the thing in words that the page does not use.",
            id="not its page",
        )
    if mentions(text, proof):
        return Hint(f"meaning: the search holds the answer {proof!r} already.", _TIPS["meaning"], id="tells the answer")
    if others := [key for key, one in told.items() if key != page and mentions(one, text)]:
        return Hint(
            f"meaning: {others[0]} says {text!r} word by word. Is {page} the page that a customer wants then?",
            _TIPS["meaning"],
            _LAST["meaning"],
            id="another page says it",
        )
    return None


@exercise(
    "07.2",
    title="Words against meaning",
    expects=dict,
    form='a dictionary with "words" (a search and a page) and "meaning" (a search, a page, words on it)',
    reference=lambda: {
        "words": ("0800 555 0112", "after-an-accident"),
        "meaning": ("someone swiped my wheels", "theft-first-steps", "within 24 hours"),
    },
)
def hunt(answer):
    """One search that only words win and one that only meaning wins: the right page in the first three places."""
    if missing := {"words", "meaning"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    known, notes, kept = pages(), [], []
    for name in ("words", "meaning"):
        if hint := _read(name, answer[name], known):
            return hint
    if words(answer["words"][0]) == words(answer["meaning"][0]):
        return Hint("Both are the same search. Each way wins another one.", _TIPS["words"], id="same search")
    for name, winner, loser in (("words", "bm25", "dense"), ("meaning", "dense", "bm25")):
        if hint := _fits(name, answer[name], known):
            return hint
        text, page = answer[name][0].strip(), answer[name][1].strip().casefold()
        won, lost = (retrieving.top_pages(text, mode) for mode in (winner, loser))
        if page not in won:
            return Hint(
                f"{name}: for {text!r} the search by {_LABEL[winner]} finds {', '.join(won) or 'nothing'}, not "
                f"{page}. Try another.",
                _TIPS[name],
                _LAST[name],
                id=f"{name} does not find it",
            )
        if page in lost:
            return Hint(
                f"{name}: for {text!r} the search by {_LABEL[loser]} finds {page} too, at place "
                f"{lost.index(page) + 1}. Where does it fail?",
                _TIPS[name],
                _LAST[name],
                id=f"{_LABEL[loser]} find it too",
            )
        joined = retrieving.top_pages(text, "hybrid")
        kept.append(page in joined)
        place = f"has it at place {joined.index(page) + 1}" if kept[-1] else "has it at none of the first three"
        notes.append(f"For {text!r} only {_LABEL[winner]} find{'s' * (winner == 'dense')} {page}; both joined {place}.")
    return Right(" ".join(notes) + _ENDS[sum(kept)])
