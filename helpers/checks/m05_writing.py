"""Checks 05.1 (wishes as checks), 05.2 (a line of one's own) and 05.3 (what a prompt costs more)."""

from __future__ import annotations

import re

from helpers import prompting
from helpers.check import Hint, Right, exercise
from helpers.prompting import spec

CALLS = 40_000
FEWEST, MOST = 4, 30  # words of a last line
_ABOUT = re.compile(
    r"\b(sentences?|words?|short|brief|briefly|begin|start|first|lists?|bullets?|repeat|twice|once|figures?|numbers?|"
    r"page|greet|greetings?|apolog\w+|sorry|hello|plain|stop|end)\b",
    re.I,
)
_LIMIT = re.compile(r"\b\d+[- ](?:words?|sentences?|characters?|letters?|tokens?|lines?|syllables?)\b", re.I)
_EXAMPLE = "Name the town first, then the temperature, and stop."
_KIND = {
    "words": "counts words",
    "begins": "looks at the first words",
    "twice": "looks for a repeated sentence",
    "figures": "looks at numbers",
    "plain": "looks for a list",
    "says": "looks for words that must be there",
    "person": "leaves it to a person",
}


def _same(line: str) -> str:
    """A line without what does not make it another one: case, blanks and marks."""
    return " ".join(re.findall(r"\w+", line.casefold()))


def _reading(letter: str, kind: str) -> Hint | None:
    """A hint when the kind of check does not fit the sentence."""
    want, sentence = spec.fitting()[letter], spec.brief()[letter]
    if kind == want:
        return None
    if want == "person":
        return Hint(
            f"({letter}) “{sentence}” Your check {_KIND[kind]}. Would a reply that passes it always do what is asked?",
            f"({letter}) No program here can tell that. Who can?",
            f"({letter}) `{spec.PERSON}`.",
            id="needs a reader",
        )
    if kind == "person":
        return Hint(
            f"({letter}) “{sentence}” A person may read it, but one of the checks can tell. Which one?",
            f"({letter}) Look for the check that {_KIND[want]}.",
            id="a program can",
        )
    return Hint(
        f"({letter}) “{sentence}” Your check {_KIND[kind]}. Is that what the sentence is about?",
        f"({letter}) Take the check that {_KIND[want]}.",
        id="another check",
    )


@exercise(
    "05.1",
    title="Wishes as requirements",
    expects=dict,
    form='a dictionary with a check for each letter, such as {"a": "at most 80 words"}',
    reference=spec.reference,
)
def wishes(answer):
    """A fitting check for each sentence, with values that get every made-up reply right."""
    letters = spec.brief()
    if unknown := [str(key) for key in answer if key not in letters]:
        return Hint(
            f"There is no sentence {unknown[0]!r}; the letters are {', '.join(letters)}.", id="letter", form=True
        )
    if missing := [letter for letter in letters if letter not in answer]:
        return Hint(f"There is no check yet for: {', '.join(missing)}.", id="incomplete", form=True)
    kinds = {}
    for letter, check in answer.items():
        if not isinstance(check, str):
            return Hint(f"({letter}) A check is a text between quotes.", id="no text", form=True)
        try:
            kinds[letter] = spec.read(check)
        except ValueError:
            return Hint(
                f"({letter}) {check!r} is none of the checks. They read: {'; '.join(spec.FORMS.values())}.",
                id="no check",
                form=True,
            )
    for letter in letters:
        if hint := _reading(letter, kinds[letter][0]):
            return hint
    limit = int(kinds["a"][1])
    if limit != 30:
        return Hint(
            f"(a) The mail says thirty; your check says {limit}.", "(a) Write the number of the mail.", id="limit"
        )
    for letter, probe, breaks in spec.misjudged(answer):
        said = " ".join(probe.text.split())
        if breaks:
            return Hint(
                f"({letter}) Your check lets {probe.id} pass: “{said}” It was made to break {letter}.",
                f"({letter}) Which words of {probe.id} would the check have to know?"
                if letter == "b"
                else f"({letter}) {_compare(probe)}",
                f"({letter}) {_more(letter, probe.id)}",
                id="lets pass",
            )
        return Hint(
            f"({letter}) Your check fails {probe.id}: “{said}” It was made to be all right.",
            f"({letter}) One of your phrases begins a good reply, or you ask for words that the mail does not.",
            id="too strict",
        )
    return Right(
        "Six sentences can be checked on every reply, every night. Two need a reader, and nobody should pretend "
        "otherwise."
    )


def _compare(probe: spec.Probe) -> str:
    if any(sign.isdigit() for sign in probe.text):
        return f"Compare {probe.id} with the mail, digit by digit."
    return f"{probe.id} passes and gives no number: one of your phrases is too easily said."


def _more(letter: str, probe: str) -> str:
    first = {"p4": "hello", "p5": "thank", "p6": "sorry"}.get(probe, "")
    return f"Add ` | {first}` to the phrases." if letter == "b" else "Ask for `0800 555 0112`, the whole number."


@exercise(
    "05.2",
    title="A line of your own",
    expects=str,
    form="one line of text",
    reference=lambda: prompting.own_line(),
)
def own_line(answer):
    """The form only: one line, short, about how to write, without an answer in it."""
    words = answer.split()
    if len(answer.strip().splitlines()) > 1:
        return Hint("One line, please: take the line breaks out.", id="several lines", form=True)
    if len(words) < FEWEST:
        return Hint(
            f"{len(words)} word{'s' * (len(words) != 1)} tell the model little. What should the reply look like?",
            "Name one thing that R1 to R5 ask for.",
            id="too short",
        )
    if len(words) > MOST:
        return Hint(
            f"Your line has {len(words)} words; at most {MOST} are asked for. What could go?",
            "Each word is paid with each call, and a small model loses long instructions. Keep the one thing that "
            "matters most.",
            id="too long",
        )
    if _same(answer) in {_same(_EXAMPLE)}:
        return Hint(
            "That is the line of the weather service, word for word. What should a reply of Meadow look like?",
            "Take one of R1 to R5 and say it in your own words.",
            id="the example",
        )
    if _same(answer) in {_same(known) for known in prompting.paraphrases()}:
        return Hint(
            "That is the line of *short* or one of its wordings, which sections 3 to 7 measure. What is yours?",
            "Ask for another one of R1 to R5, or for the same in another way.",
            id="a known line",
        )
    if re.search(r"\d{2,}", _LIMIT.sub("", answer)) or re.search(r"\beuros?\b", answer, re.I):
        return Hint(
            "Your line holds a figure. It stands behind every question; would it be right for all of them?",
            "Say how to write, not what to answer.",
            id="an answer",
        )
    if not _ABOUT.search(answer):
        return Hint(
            "How would a program see that a reply follows your line? Which of R1 to R5 does it ask for?",
            "Speak of sentences, words, the beginning, lists, repeating or figures.",
            "For instance of how many sentences the reply may have, and of how it begins.",
            id="not checkable",
        )
    return Right("The form is fine. Whether it helps is shown below, by the replies.")


def _more_cost() -> float:
    found = prompting.tokens(prompting.current())
    price = prompting.price()
    return CALLS * sum((found["both"][side] - found["short"][side]) * price[side] for side in (0, 1)) / 1e6


@exercise(
    "05.3", title="What it costs more", expects=(int, float), form="a number in USD a month", reference=_more_cost
)
def more_cost(answer):
    """40,000 calls: the difference of tokens in and out, each at its price."""
    found, (price_in, price_out) = prompting.tokens(prompting.current()), prompting.price()
    into, out = (found["both"][side] - found["short"][side] for side in (0, 1))
    table = [round(found["both"][side], 1) - round(found["short"][side], 1) for side in (0, 1)]
    right = _more_cost()

    def near(value: float) -> bool:
        return abs(answer - value) <= max(0.01 * abs(value), 0.0005 * abs(value))

    if abs(answer - right) <= 0.012 * right:
        share = 100 * right / (CALLS * (found["short"][0] * price_in + found["short"][1] * price_out) / 1e6)
        return Right(f"{right:.2f} USD a month, {share:.0f} % more than *short*. Section 4 says what it buys.")
    slips = (
        (right / CALLS, "for one call", f"Multiply by {CALLS:,} calls."),
        (1000 * right / CALLS, "for 1,000 calls", f"There are {CALLS:,} a month."),
        (right * 1e6, "without the price being per million tokens", "Divide by 1,000,000."),
        (-right, "turned round: *both* minus *short*, please", "Take *short* from *both*."),
        (CALLS * into * price_in / 1e6, "of the tokens in alone", "Add the tokens out, with their own price."),
        (CALLS * (into + out) * price_in / 1e6, "with the price of tokens in for both kinds", "Tokens out cost more."),
        (
            CALLS * (found["both"][0] * price_in + found["both"][1] * price_out) / 1e6,
            "of *both* alone",
            "The question is how much more than *short* it costs.",
        ),
    )
    for value, words, second in slips:
        if near(value):
            return Hint(f"That is the cost {words}.", second, id=words)
    return Hint(
        "Tokens in of *both* minus those of *short*, times the price in; the same for tokens out; times the calls.",
        f"In the table the difference is {table[0]:.1f} tokens in. Take that of the tokens out in the same way.",
        "Calls * (tokens in more * price in + tokens out more * price out) / 1,000,000.",
        id="another number",
    )
