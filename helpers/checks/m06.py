"""Checks of lab 06: six pages, what a confidence means, the self-check, break-even.

The others are in the modules beside it. What is right is computed from the lab, so it follows data and parameters.
"""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.checks import m06_policy, m06_reason, m06_words  # noqa: F401  (they register 06.6 to 06.10)
from helpers.checks.m06_thresholds import missing, number  # registers 06.5
from helpers.unsure import lab as labs
from helpers.unsure import reference, saying, signals
from helpers.unsure.lab import CARDS, kind_of
from helpers.unsure.reference import NONE, VERDICTS

MAY_DIFFER = 1


@exercise(
    "06.1",
    title="Six pages",
    expects=(list, tuple),
    form="six texts, each one of " + ", ".join(map(repr, CARDS)),
    reference=lambda: [kind_of(row) for row in labs.current().cards()],
)
def pages(answer):
    """Five of the six are called what the labels call them."""
    rows = labs.current().cards()
    given = [str(word).strip().lower() for word in answer]
    if len(given) != len(rows):
        return Hint(f"You gave {len(given)} words; there are {len(rows)} rows.", id="length", form=True)
    if odd := [word for word in given if word not in CARDS]:
        return Hint(f"{odd[0]!r} is none of {', '.join(map(repr, CARDS))}.", id="no such word", form=True)
    if len(set(given)) == 1:
        return Hint(
            f"You called all six {given[0]!r}. Is each of the six pages the one that the right answer comes from?",
            "Compare the last two columns, row by row.",
            id="one word",
        )
    apart = [n for n, (word, row) in enumerate(zip(given, rows, strict=True)) if word != kind_of(row)]
    if len(apart) <= MAY_DIFFER:
        note = ""
        if apart:
            note = f" Row {apart[0] + 1} is {kind_of(rows[apart[0]])!r} by the label."
        return Right(f"A wrong page and a question that no page answers look alike to the box.{note}")
    first, row = apart[0] + 1, rows[apart[0]]
    if {given[apart[0]], kind_of(row)} == set(CARDS[1:]):
        return Hint(
            f"Row {first}: wrong page, or no page at all? Ask what the right answer is: a fact, or “we cannot know”?",
            "Where the right answer is that nobody knows, or that it is not the box's job, no page has it.",
            f"Row {first} is {kind_of(row)!r}.",
            id="wrong or none",
        )
    return Hint(
        f"You and the labels differ on {len(apart)} of 6, one may. Row {first}: does the right answer come from this "
        "page?",
        f"Read row {first} again. A page can be on the right topic and still be another page.",
        f"Row {first} is {kind_of(row)!r}.",
        id="differs",
    )


@exercise(
    "06.2",
    title="What a similarity means",
    expects=dict,
    form='a dictionary with "share", "may_say" and "best"',
    reference=lambda: {
        "share": reference.asked_bin(labs.current()).rate.value,
        "may_say": saying.supported(labs.current()),
        "best": labs.current().ranking()[0].signal,
    },
)
def meaning(answer):
    """Share right in the largest bin; the sentences that hold; the signal with the smallest AURC on dev."""
    if hint := missing(answer, ("share", "may_say", "best")):
        return hint
    lab, here = labs.current(), reference.asked_bin(labs.current())
    share, best = answer["share"], lab.ranking()[0]
    if not number(share) or not 0 <= share <= 1:
        if number(share) and abs(share - 100 * here.rate.value) < 1:
            return Hint(f"Give a share: {share:g} % is {share / 100:.2f}.", id="percent", form=True)
        return Hint("`share` is a number between 0 and 1, such as 3 / 10.", id="no share", form=True)
    names = list(signals.SIGNALS)
    if answer["best"] not in names:
        return Hint(f"`best` is one of {', '.join(map(repr, names))}.", id="no signal", form=True)
    known, given = saying.claims(lab), answer["may_say"]
    if not isinstance(given, str | set | list | tuple):
        return Hint('`may_say` holds letters, such as {"a", "b"}.', id="no letters", form=True)
    letters = {str(letter).strip().lower() for letter in given if str(letter).strip(" ,;")}
    if not letters or not letters <= set(known):
        return Hint('`may_say` holds letters from a to c, such as {"a", "b"}.', id="no letters", form=True)
    if abs(share - here.mean) < 0.006 and abs(share - here.rate.value) > 0.006:
        return Hint(
            "That is the mean similarity of the bin: what the box says. How often is it right there?",
            "Divide the right ones by all of that row.",
            f"{round(here.rate.value * here.n)} / {here.n}",
            id="says, not is",
        )
    if abs(share - here.rate.value) > 0.006:
        return Hint(
            f"Take the row {here.low:g} to {here.high:g}: how many of its {here.n} pages are right?",
            f"Divide by the {here.n} questions of that row, not by all.",
            f"{round(here.rate.value * here.n)} / {here.n}",
            id="another row",
        )
    ask = {
        "a": "How many questions stand behind that figure, and how wide is the bar in the figure?",
        "b": "Compare the two bars at the left of the figure.",
        "c": "Count both sides in the table: right pages and questions from there on, and below.",
    }
    for wanted in (False, True):
        for letter, claim in known.items():
            if claim.supported is wanted and (letter in letters) is not wanted:
                head = f"You left out sentence {letter}. " if wanted else f"Sentence {letter}: "
                return Hint(head + ask[letter], head + claim.why, id=letter)
    if answer["best"] != best.signal:
        mine = next(found for found in lab.ranking() if found.signal == answer["best"])
        return Hint(
            f"{mine.signal} goes {100 * mine.of_the_way:.0f} % of the way. Does another signal go further?",
            "The table is sorted: a lower mean share of wrong answers is better.",
            f"The first row of the table: {best.signal}.",
            id="another signal",
        )
    return Right(
        f"{best.signal.capitalize()} puts right pages before wrong ones best, {100 * best.of_the_way:.0f} % of "
        "the way. "
        "A ranking is all that it gives: how often it is right has to be measured, in each place anew."
    )


@exercise(
    "06.3",
    title="Ask the model whether it is right",
    expects=dict,
    form='a dictionary with "if_yes", "if_no" and "verdict"',
    reference=lambda: {
        "if_yes": NONE if reference.two_shares(labs.current())[0] is None else reference.two_shares(labs.current())[0],
        "if_no": NONE if reference.two_shares(labs.current())[1] is None else reference.two_shares(labs.current())[1],
        "verdict": reference.check_verdict(labs.current()),
    },
)
def self_check(answer):
    """Two shares along the rows of the table, and what their difference with its interval says."""
    if hint := missing(answer, ("if_yes", "if_no", "verdict")):
        return hint
    table = labs.current().check_table()
    wanted = dict(zip(("if_yes", "if_no"), reference.two_shares(labs.current()), strict=True))
    if answer["verdict"] not in VERDICTS:
        return Hint(f"`verdict` is one of {', '.join(map(repr, VERDICTS))}.", id="no verdict", form=True)
    for name, value in wanted.items():
        given = answer[name]
        if value is None:
            if given != NONE:
                return Hint(f'The model never says {name[3:]} here: write `{name} = "none"`.', id="never", form=True)
            continue
        if not number(given) or not 0 <= given <= 1:
            return Hint(f"`{name}` is a share between 0 and 1, such as 3 / (3 + 9).", id="no share", form=True)
        if abs(given - value) < 0.006:
            continue
        right = table.yes_right if name == "if_yes" else table.no_right
        wrong = table.yes_wrong if name == "if_yes" else table.no_wrong
        total = table.yes_right + table.no_right
        if total and abs(given - right / total) < 0.006:
            return Hint(
                "You divided by all right pages. Of which pages is this a share?",
                f"Of those where the model says {name[3:]}: divide along that row.",
                f"{right} / ({right} + {wrong})",
                id="by column",
            )
        if abs(given - wrong / (right + wrong)) < 0.006:
            return Hint(
                "That is the share of wrong pages. How many are right?",
                f"{right} / ({right} + {wrong})",
                id="wrong ones",
            )
        return Hint(
            f"Take the row in which the model says {name[3:]}.",
            f"It holds {right} right and {wrong} wrong pages.",
            f"{right} / ({right} + {wrong})",
            id="another row",
        )
    if answer["verdict"] != reference.check_verdict(labs.current()):
        gap = labs.current().check_gap()
        said = "it says the same to every passage" if gap is None else f"the difference is {gap.text}"
        return Hint(
            f"What does the interval of the difference leave open? Here {said}.",
            "An interval that holds 0 shows nothing, however large the difference looks.",
            f"Write {reference.check_verdict(labs.current())!r}.",
            id="verdict",
        )
    if reference.check_verdict(labs.current()) == VERDICTS[0]:
        return Right("The answer of the model tells something. Whether it is worth a call is a question of price.")
    return Right(
        "However large the difference looks, luck alone can make it. Before a self-check decides anything, it needs "
        "more labelled questions than these."
    )


@exercise(
    "06.4",
    title="The break-even share",
    expects=dict,
    form='a dictionary with "annoying" and "costly", shares between 0 and 1',
    reference=lambda: {name: labs.current().target(name) for name in ("annoying", "costly")},
)
def break_even(answer):
    """(1 - p) * (wrong + person) = person."""
    if hint := missing(answer, ("annoying", "costly")):
        return hint
    lab = labs.current()
    person = lab.given.person_eur
    for name in ("annoying", "costly"):
        given, wrong, right = answer[name], lab.given.wrong_eur[name], lab.target(name)
        if not number(given) or not 0 <= given <= 1:
            if number(given) and abs(given - 100 * right) < 1:
                return Hint(f"Give a share: {given:g} % is {given / 100:.3f}.", id="percent", form=True)
            return Hint(f"`{name}` is a share between 0 and 1, such as 7 / (7 + 4).", id="no share", form=True)
        if abs(given - right) < 0.006:
            continue
        if abs(given - (1 - right)) < 0.006:
            return Hint(
                f"{name}: that is the share that may be wrong. How many have to be right?",
                f"One minus {given:.2f}.",
                id="share wrong",
            )
        if abs(given - max(0.0, 1 - person / wrong)) < 0.006 or abs(given - max(0.0, 1 - wrong / person)) < 0.006:
            return Hint(
                f"{name}: whoever got a wrong answer writes to a person as well. What does a wrong answer cost in all?",
                f"{wrong:g} + {person:g} euros.",
                f"{wrong:g} / ({wrong:g} + {person:g})",
                id="person forgotten",
            )
        return Hint(
            f"{name}: with a share p right, answering costs (1 - p) x ({wrong:g} + {person:g}); a person costs "
            f"{person:g}.",
            f"Both are equal where 1 - p = {person:g} / ({wrong:g} + {person:g}).",
            f"{wrong:g} / ({wrong:g} + {person:g})",
            id="another sum",
        )
    return Right(
        "The dearer the mistake, the surer the box has to be. For an unforgivable one there is no such share, because "
        "there is no sum."
    )
