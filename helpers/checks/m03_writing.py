"""Check 03.1: five cases for the refund pages."""

from __future__ import annotations

import re

from helpers import suite
from helpers.check import Hint, Right, exercise
from helpers.evals import Case, case_from, mentions
from helpers.evals.match import alternatives

WANTED = 5
FEWEST_WORDS, MOST_WORDS = 5, 8  # of a question; of a phrase to look for
# Words that nearly every English text holds: a sentence has some, and they tell no reply from another.
_SMALL = """
    a about all am an and any anybody are as at be been but by can cannot could did do does for from get give go had
    has have he her him his how i if in is isn't it it's its just like may me might mine must my no nobody not now
    of off on one or our out she should so some than that the their them then there these they this those to too up
    us use was we were what when where which while who why will with would yes you your
"""
SMALL = frozenset(_SMALL.split())
TELLING = {"yes", "no", "not", "cannot", "isn't", "must", "nobody"}  # small, and yet they decide what a reply says
SILENT = "not_answerable"


def _reference_cases() -> list[Case]:
    return [
        Case("window", "Up to when may I bring my new City bike back and get everything refunded?",
             must=("14 days | two weeks",), must_not=("30 days",), tags=("single",), severity="costly"),
        Case("arrival", "The hub took my bike back on Monday. When is the money on my card?",
             must=("7 working days | seven working days",), must_not=("24 hours",), severity="annoying"),
        Case("flex", "I have Flex since last week. Do I get the first month back if I return it?",
             must=("does not apply | not refunded | no refund",), must_not=("yes, you can",), severity="costly"),
        Case("francs", "I pay in Swiss francs. Which exchange rate do you use for the refund?",
             must_not=("we use the rate",), tags=(SILENT,), severity="costly"),
        Case("battery", "The battery case cracked when it fell. Do I bring it along for the refund?",
             must=("0800 555 0112 | leave the battery",), must_not=("yes, bring it",), tags=("dangerous",),
             severity="unforgivable"),
    ]  # fmt: skip


def _words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _alike(cases: list[Case]) -> tuple[int, int] | None:
    """The places (from 1) of two cases that ask nearly the same, or share an id."""
    for second, case in enumerate(cases):
        for first in range(second):
            a, b = _words(str(cases[first].input)), _words(str(case.input))
            if cases[first].id == case.id or len(a & b) > 0.8 * len(a | b):
                return first + 1, second + 1
    return None


def _bare(word: str) -> str:
    return word.strip(".,;:?!()'\"")


def _stems(text: str) -> set[str]:
    """The first five letters of every word that is not a small one, so that refund and refunded are the same."""
    return {word[:5] for word in _words(text) - SMALL if len(word) > 2}


def _no_question(number: int, case: Case, page: str) -> Hint | None:
    """Whether the input is no sentence of a customer, or one about something else than the pages."""
    text = str(case.input)
    words = text.lower().replace("\u2019", "'").split()
    if len(words) < FEWEST_WORDS or not {_bare(word) for word in words} & SMALL:
        return Hint(
            f"The question of case {number}, {text[:60]!r}, is not a sentence that a customer would write. How would "
            "somebody say it who has paid and wants to know?",
            f"Write case {number} as a whole sentence of at least {FEWEST_WORDS} words.",
            f"Case {number} is still no whole sentence. A customer would write, for instance: 'I sent my bike back on "
            "Monday, when do I see the money?' (use your own words).",
            id="no sentence",
        )
    if SILENT not in case.tags and not _stems(text) & _stems(page):
        return Hint(
            f"The question of case {number} has no word in common with the two refund pages. What on them does it ask "
            "about?",
            f"Ask in case {number} about returning the bike or about the money, or, if the pages do not hold the "
            f"answer, tag it '{SILENT}'.",
            id="another subject",
        )
    return None


def _bad_phrase(number: int, case: Case) -> Hint | None:
    """Whether a phrase is too long to be found, too common to tell anything, or both wanted and forbidden."""
    for field in ("must", "must_not"):
        for phrase in (part for item in getattr(case, field) for part in alternatives(item)):
            words = phrase.lower().split()
            if field == "must" and len(words) > MOST_WORDS:
                return Hint(
                    f"Case {number} looks for {phrase[:70]!r}, {len(words)} words in one piece. Would a right reply "
                    "say it in exactly these words?",
                    f"Keep the few words in case {number} that decide: at most {MOST_WORDS}. Put a ` | ` between "
                    "two ways to say the same.",
                    id="too long",
                )
            if len(words) == 1 and _bare(phrase.lower()) in SMALL - TELLING | {""}:
                return Hint(
                    f"Case {number} looks for {phrase!r}. Which reply, right or wrong, does not hold that?",
                    f"Take words for {field} in case {number} that only a "
                    f"{'right' if field == 'must' else 'wrong'} reply has: a number, a name, a 'not refunded'.",
                    id="says nothing",
                )
    for wanted in (part for item in case.must for part in alternatives(item)):
        for unwanted in case.must_not:
            if mentions(wanted, unwanted):
                return Hint(
                    f"Case {number} wants {wanted!r} and forbids {unwanted!r}. A right reply that says {wanted!r} "
                    "would fail. Is that meant?",
                    f"{wanted!r} holds {unwanted!r}, which `must_not` of case {number} forbids. Put there what only "
                    "a wrong reply would say.",
                    id="both wanted and forbidden",
                )
    return None


def _thin(number: int, case: Case) -> Hint | None:
    """A single word without a figure, which stands in wrong replies as well: 'days'."""
    for phrase in (part for item in case.must for part in alternatives(item)):
        if len(phrase.split()) == 1 and not any(c.isdigit() for c in phrase):
            return Hint(
                f"Case {number} looks for the one word {phrase!r}. Could a wrong reply hold it too?",
                f"In case {number} take {phrase!r} together with the words beside it that decide: a number, a 'not'.",
                f"Write at least two words, or a number, in place of {phrase!r} in case {number}.",
                id="one word",
            )
    return None


_HOW_LONG = re.compile(
    r"how (?:long|many days|much time|many weeks)|(?:up to|until|till|by) when|deadline|last day|still in time|too late"
)
_RETURN = re.compile(r"\breturn|\b(?:bring|give|send|hand|take)\w*\b.*\bback\b|\brefund|money back")
_WHEN = re.compile(r"\bwhen\b.*\b(?:money|refund)|how (?:long|many days)\b.*\b(?:money|refund)")
_ARRIVES = re.compile(r"\b(?:get|arrive|arrives|see|reach|account|card|paypal|bank|paid)\b")


def _not_silent(number: int, case: Case, page: str) -> Hint | None:
    """A case with the tag not_answerable that the pages do answer, or that has nothing to do with them."""
    text = str(case.input).lower()
    window, arrival = _HOW_LONG.search(text) and _RETURN.search(text), _WHEN.search(text) and _ARRIVES.search(text)
    if window or arrival:
        place = "How long it takes" if arrival else "How long you have"
        return Hint(
            f"Case {number} says that the pages hold no answer. Do they not? Read them once more with this question.",
            f"The pages answer case {number}: under '{place}'.",
            f"Give case {number} a `must` with the words that stand under '{place}', or ask about something else.",
            id="answerable",
        )
    if not _stems(text) & _stems(page):
        return Hint(
            f"The question of case {number} has nothing to do with returns, hubs or money. Who would ask it after "
            "reading these two pages?",
            f"Ask in case {number} what a customer with a refund would want to know and the pages leave open.",
            id="far away",
        )
    return None


def _elsewhere(number: int, case: Case, page: str) -> Hint | None:
    """What must be said stands on one of the pages, and the question is about a part of the other."""
    pages = [re.split(r"^## ", text, flags=re.M) for text in re.split(r"^# ", page, flags=re.M) if text.strip()]
    parts = [part for whole in pages for part in whole]
    home_of = [number for number, whole in enumerate(pages) for _ in whole]
    asked = _stems(str(case.input))
    own = [_stems(part) for part in parts]
    for item in case.must:
        there = [place for place, part in enumerate(parts) if mentions(part, item)]
        if not there or any(asked & own[place] for place in there):
            continue
        for place, part in enumerate(parts):
            telling = {w for w in asked & own[place] if sum(w in other for other in own) == 1}
            if telling and home_of[place] not in {home_of[other] for other in there}:
                title, home = part.splitlines()[0], parts[there[0]].splitlines()[0]
                return Hint(
                    f"Case {number} wants {item!r}. Is that the answer to what the customer asks?",
                    f"The question of case {number} is about what stands under '{title}'; {item!r} stands under "
                    f"'{home}'.",
                    f"Take the words for `must` of case {number} from '{title}'.",
                    id="another answer",
                )
    return None


@exercise(
    "03.1",
    title="Five cases for the refund pages",
    expects=(list, tuple),
    form="a list of five cases",
    reference=_reference_cases,
)
def five_cases(answer):
    """Property checks: distinct, what must be said is on the page, one is not answerable, one is costly or worse."""
    if len(answer) != WANTED:
        more = " Leave the weakest out." if len(answer) > WANTED else ""
        return Hint(f"You gave {len(answer)} cases; five are asked for.{more}", id="not five", form=True)
    try:
        rows = enumerate(answer, start=1)
        cases = [c if isinstance(c, Case) else case_from(c, where=f"case {number}") for number, c in rows]
    except ValueError as error:
        return Hint(
            f"One of the cases cannot be read: {error}. "
            "Each one has to begin with `Case(`, like the example on the page.",
            id="unreadable",
        )
    page = suite.refund_page()
    if pair := _alike(cases):
        return Hint(
            f"Case {pair[0]} and case {pair[1]} ask nearly the same or share an id. What would the second find out?",
            f"Case {pair[0]} and case {pair[1]} fail together, so they are one case. Ask about another part of the "
            "pages.",
            f"Give case {pair[1]} an id of its own and another question. (A copied case keeps the id of the first.)",
            id="alike",
        )
    for number, case in enumerate(cases, start=1):
        if hint := _no_question(number, case, page) or _bad_phrase(number, case):
            return hint
        told = [item for item in case.must if mentions(str(case.input), item)]
        if told:
            return Hint(
                f"Case {number} tells the model what to say. Would a customer who asks already know the answer?",
                f"In case {number} the question itself holds {told[0]!r}.",
                f"Take {told[0]!r} out of the question of case {number}.",
                id="quotes its answer",
            )
        if SILENT in case.tags and case.must:
            return Hint(
                f"Case {number} says that the pages hold no answer, and yet names what must be said. Which of the two?",
                f"Drop the `must` of case {number}, or its tag '{SILENT}'.",
                id="both ways",
            )
        if hint := _not_silent(number, case, page) if SILENT in case.tags else _thin(number, case):
            return hint
        if SILENT in case.tags:
            continue
        if not case.must:
            return Hint(
                f"Case {number} names nothing that a right answer must say. How would you tell a right answer from a "
                "polite one?",
                f"Give case {number} a `must`, or the tag '{SILENT}' when the pages do not hold the answer.",
                id="nothing to say",
            )
        lost = [item for item in case.must if not mentions(page, item)]
        if lost:
            return Hint(
                f"Case {number} wants {lost[0]!r}, which the pages do not say. Where should a reply take it from?",
                f"Copy the words from the page, or give case {number} the tag '{SILENT}' and drop the `must`.",
                id="not on the page",
            )
        if hint := _elsewhere(number, case, page):
            return hint
    if not any(SILENT in case.tags for case in cases):
        return Hint(
            "All five can be answered from the page. What would a customer ask that it does not say?",
            f"Write one question whose answer the pages do not hold, and tag it '{SILENT}'.",
            f"For instance about another currency or about a gift card: tags=('{SILENT}',), no `must`, and in "
            "`must_not` what an invented answer would say.",
            id="all answerable",
        )
    if all(SILENT in case.tags for case in cases):
        return Hint("None of the five can be answered. A suite also needs the ordinary question.", id="none answerable")
    if not any(case.severity in ("costly", "unforgivable") for case in cases):
        return Hint(
            "Which wrong answer here would cost money?",
            "Every severity is 'annoying' or open. Think of a promised refund, or of a damaged battery.",
            "Set severity='costly' or 'unforgivable' where a wrong answer costs money or hurts somebody.",
            id="no severity",
        )
    if len({case.severity for case in cases}) == 1:
        return Hint(
            f"All of your cases are {cases[0].severity}. Is every wrong answer about refunds equally bad?",
            "A late answer annoys, a wrong promise costs, a damaged battery in a hallway can kill.",
            "Give at least one case another severity, by what a wrong answer to it would do.",
            id="one severity",
        )
    return Right("Ordinary, not answerable, and with a price on the error: a suite that can say no.")
