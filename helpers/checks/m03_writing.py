"""Checks 03.1 (five cases for the refund pages) and 03.2 (a grader, repaired)."""

from __future__ import annotations

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
THANKS = "\n\nThank you for your question."  # changes nothing about whether a reply is right


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
            "For instance: 'I sent my bike back on Monday, when do I see the money?' (in your own words).",
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
                    f"Case {number} wants {wanted!r} and forbids {unwanted!r}. Could any reply pass it?",
                    f"Whoever says {wanted!r} has said what `must_not` of case {number} forbids. Put there what a "
                    "wrong reply would say.",
                    id="both wanted and forbidden",
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
    if len(answer) < WANTED:
        return Hint(f"You gave {len(answer)} cases; five are asked for.", id="too few")
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
            "Five cases that fail together are one case. Ask about another part of the pages.",
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


def _reference_grader():
    def grade(reply: str) -> bool:
        says = mentions(reply, "14 days | 14-day | fourteen days | two weeks | 2 weeks")
        old_window = mentions(reply, "30 days | thirty days")
        other_window = mentions(reply, "refund within 7 working days | already been purchased | exception")
        other_topic = mentions(reply, "notice | notice period")
        return says and not (old_window or other_window or other_topic)

    return grade


@exercise(
    "03.2",
    title="A repaired grader",
    expects=callable,
    form="a function of one reply that returns True or False",
    reference=lambda: _reference_grader(),
)
def repaired(answer):
    """The grader agrees with the labels of the fixed set of replies."""
    replies = suite.window_replies()
    verdicts = {reply.id: answer(reply.text) for reply in replies}
    odd = [name for name, verdict in verdicts.items() if type(verdict).__name__ not in ("bool", "bool_")]
    if odd:
        return Hint(
            f"For {odd[0]} your grader returned {verdicts[odd[0]]!r}; it has to return True or False.", id="type"
        )
    passed = [reply for reply in replies if verdicts[reply.id] and not reply.right]
    failed = [reply for reply in replies if not verdicts[reply.id] and reply.right]
    wrong = sum(not reply.right for reply in replies)
    if len(failed) == len(replies) - wrong:
        return Hint(
            "Your grader fails every reply, the right ones too. A grader that never says yes finds nothing out.",
            f"Look at {failed[0].id}: it is right. What in it should your grader recognise?",
            id="fails all",
        )
    if failed and len(failed) >= len(passed):
        also = f" ({len(passed)} wrong ones pass.)" if passed else ""
        some = "; ".join(reply.id for reply in failed[1:4])
        return Hint(
            f"You fail {len(failed)} replies that are right; see {failed[0].id}.{also}",
            f"You fail right replies: {failed[0].id}{'; ' + some if some else ''}. How else can the same be said?",
            f"{failed[0].id} says: {failed[0].text[:160]!r}. It is right: {failed[0].why}",
            id="too strict",
        )
    if passed:
        first = passed[0]
        named = mentions(first.text, "14 days | 14-day | fourteen days | two weeks | 2 weeks")
        look = "What does the second half of it say?" if named else "How many days does it name?"
        also = f" ({len(failed)} right ones fail.)" if failed else ""
        return Hint(
            f"Reply {first.id} still passes, as one of {len(passed)} wrong ones. {look}{also}",
            f"Wrong replies that pass: {', '.join(reply.id for reply in passed[:4])}. What spoils each of them?",
            f"{first.id} is wrong: {first.why}",
            id="too lenient",
        )
    thanked = [reply for reply in replies if bool(answer(reply.text + THANKS)) != verdicts[reply.id]]
    if thanked:
        return Hint(
            f"With a line of thanks at its end, {thanked[0].id} gets another verdict. Does your grader read the reply, "
            "or does it know these replies by heart?",
            "Customers will get replies that are not in this list. Let words of the reply decide, not the whole of it.",
            "Use `mentions` for what a right reply says and for what spoils it.",
            id="by heart",
        )
    return Right(
        f"All {len(replies)} verdicts agree with the labels. You fitted it to these replies; only fresh ones can say "
        "how good it is."
    )
