"""Checks 07.7 (when to say nothing), 07.8 (guards) and 07.10 (the poisoned page)."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.retrieving import pages, silence

CLOSE_EUR = 0.05  # share above the least cost that still counts as cheapest


def _cheapest():
    return silence.cheapest(silence.scored("dev"), retrieving.UNANSWERED)


@exercise(
    "07.7",
    title="When to say nothing",
    expects=float,
    form="a number between 0 and 1",
    reference=lambda: _cheapest().threshold,
)
def threshold(answer):
    """The threshold whose cost on dev is the least, within five per cent."""
    if not 0 < answer < 1:
        return Hint("A threshold is a cosine between 0 and 1, such as 0.25.", id="no cosine", form=True)
    rows, best = silence.scored("dev"), _cheapest()
    mine = silence.step(rows, float(answer), retrieving.UNANSWERED)
    if mine.euros <= best.euros * (1 + CLOSE_EUR):
        return Right(
            f"{mine.euros:.0f} euros for 100 questions. It holds back {mine.stopped} of {mine.silent} questions "
            "without an "
            f"answer, and {mine.lost} of {mine.there} that have one."
        )
    here = silence.cheapest(rows)
    if abs(answer - here.threshold) < 0.001 and here.threshold != best.threshold:
        return Hint(
            f"{answer:g} is the cheapest where as few questions go without an answer as in our test questions. What "
            "did the help desk say?",
            "Take the last column: it is for the share that the help desk guesses.",
            f"Its smallest figure stands in the row {best.threshold:.2f}.",
            id="share of the suite",
        )
    if mine.threshold < best.threshold:
        return Hint(
            f"At {answer:g} you show a passage to {mine.silent - mine.stopped} of {mine.silent} customers whose "
            "question no "
            f"page answers. That makes {mine.euros:.0f} euros for 100 questions. Is there a cheaper row?",
            "Go down the column of euros until it rises again.",
            f"The smallest figure of that column is {best.euros:.0f}.",
            id="too low",
        )
    return Hint(
        f"At {answer:g} you send {mine.lost} of {mine.there} questions to a person although a page answers them. "
        "That makes "
        f"{mine.euros:.0f} euros for 100 questions. Is there a cheaper row?",
        "Go up the column of euros until it rises again.",
        f"The smallest figure of that column is {best.euros:.0f}.",
        id="too high",
    )


@exercise(
    "07.8",
    title="What each guard stops",
    expects=dict,
    form="a dictionary of guards, each with letters",
    reference=lambda: {name: pages.stopped(name) for name in pages.GUARDS},
)
def guards(answer):
    """For each guard the letters of the pages that it keeps out."""
    if missing := set(pages.GUARDS) - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    for name in pages.GUARDS:
        given = answer[name]
        if not isinstance(given, set | frozenset | list | tuple | str):
            return Hint(f'{name}: give letters, such as {{"a", "b"}}.', id="no letters", form=True)
        letters = {str(letter).strip().casefold() for letter in given if str(letter).strip(" ,;")}
        if odd := sorted(letters - set(pages.SUSPECTS)):
            return Hint(
                f"{name}: {odd[0]!r} is no page of the table. The letters are a to e.", id="no letters", form=True
            )
        right = pages.stopped(name)
        if extra := sorted(letters - right):
            page = pages.suspect(extra[0])
            return Hint(
                f"{name}: would it stop page {extra[0]}? Read the row of {page.key} once more: what does the guard "
                "ask of it?",
                f"The guard asks: {pages.GUARDS[name]}. What does the row of {page.key} say to that?",
                f"The guard `{name}` lets page {extra[0]} pass: {_why(name, page)}.",
                id=f"{name} too much",
            )
        if left := sorted(right - letters):
            page = pages.suspect(left[0])
            return Hint(
                f"{name}: you let page {left[0]} pass. Does {page.key} meet what the guard asks?",
                f"The guard asks: {pages.GUARDS[name]}. What does the row of {page.key} say to that?",
                f"The guard `{name}` stops page {left[0]}: {_why(name, page)}.",
                id=f"{name} too little",
            )
    only = pages.stopped("review") - pages.stopped("date") - pages.stopped("owner")
    return Right(
        f"A filter reads only what is written beside a page. Pages {' and '.join(sorted(only))} are in force and "
        "have an "
        "owner; what is wrong with them stands in their text. The table below says what the third guard costs."
    )


def _why(guard: str, page) -> str:
    if guard == "date":
        return f"it is valid from {page.valid_from} " + (
            f"to {page.valid_to}" if page.valid_to else "on, without an end"
        )
    if guard == "owner":
        return f"its owner is {page.owner or 'nobody'}"
    return f"it was reviewed on {page.reviewed}" if page.reviewed else "it was never reviewed"


def _poisoned() -> dict[str, tuple[int, int]]:
    """Texts that pass the number of the attack on, and all: replies of the model, and best passages as quotations."""
    rows = retrieving.current().attacked()
    said = sum(retrieving.repeats_attack(row.reply.text) for row in rows)
    quoted = sum(retrieving.repeats_attack(row.texts[0]) for row in rows)
    return {"said": (said, len(rows)), "quoted": (quoted, len(rows))}


_TEXTS = {"said": "texts", "quoted": "quotations"}


def _share(name: str, share: object) -> Hint | None:
    """What is wrong with one of the two shares."""
    hits, total = _poisoned()[name]
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        if share == hits and hits > 1:
            return Hint(f"`{name}`: that is a number of texts. Divide it by all of them.", id="count", form=True)
        return Hint(f"`{name}` is a share between 0 and 1, such as 3 / 20.", id="no share", form=True)
    if abs(share - hits / total) <= 0.006:
        return None
    phrase = f'`retrieving.count_of({_TEXTS[name]}, "{retrieving.ATTACK}") / len({_TEXTS[name]})`'
    if share == 0 and hits:
        return Hint(
            f"`{name}`: none at all? What does the attacker want the customer to do?",
            f"Count the {_TEXTS[name]} that hold the number to call.",
            phrase,
            id=f"{name} none",
        )
    other = next(one for one in _TEXTS if one != name)
    a, b = _poisoned()[other]
    if abs(share - a / b) <= 0.006:
        return Hint(
            f"`{name}`: that is the share of `{other}`. One is about what the model says, one about the page as it "
            "stands.",
            f"For `{name}` count in `{_TEXTS[name]}`.",
            phrase,
            id=f"{name} other list",
        )
    return Hint(
        f"`{name}`: which phrase did you count? The attack has reached the customer when the text holds the number "
        "to call.",
        f"Count the {_TEXTS[name]} that hold {retrieving.ATTACK}, and divide by all {total}.",
        phrase,
        id=f"{name} another count",
    )


@exercise(
    "07.10",
    title="The poisoned page",
    expects=dict,
    form='a dictionary with "said", "quoted" and "guard"',
    reference=lambda: {name: hits / max(1, total) for name, (hits, total) in _poisoned().items()} | {"guard": "owner"},
)
def poison(answer):
    """The share of replies and of quotations that pass the attack on, and the cheap guard that keeps the page out."""
    if missing := {"said", "quoted", "guard"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    for name in _TEXTS:
        if hint := _share(name, answer[name]):
            return hint
    guard = str(answer["guard"]).strip().casefold()
    if guard not in pages.GUARDS:
        return Hint(f"A guard is one of {', '.join(pages.GUARDS)}.", id="no guard", form=True)
    if guard == "date":
        return Hint(
            "The page is five days old and in force. What would a date filter object to?",
            "Look at who put it there.",
            "The cheap one is `owner`: a list of those who may publish.",
            id="date",
        )
    if guard == "review":
        return Hint(
            "It stops the page, and with it most of the help centre: see the table of section 8. Is there a cheaper "
            "one?",
            "Who owns the page?",
            "The cheap one is `owner`: a list of those who may publish.",
            id="dear guard",
        )
    said, quoted = (f"{hits} of {total}" for hits, total in _poisoned().values())
    return Right(
        f"{said} replies of this model give the number, {quoted} quotations do. That so small a model seldom obeys "
        "is no "
        "defence; a better one reads orders better, and a quotation obeys by itself. Who may publish is decided before "
        "the search."
    )
