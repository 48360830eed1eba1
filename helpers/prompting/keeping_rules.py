"""The numbered requirements of a reply, each with the rule that checks it. No model is asked.

A requirement that does not apply to a question is unscored: nobody has to name the emergency line in a reply on prices.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from helpers.evals import Grade, mentions
from helpers.evals.match import normalise
from helpers.prompting.building import SCHEMA, passages_of, title_of
from helpers.prompting.catalogue import in_danger
from helpers.world.customer_questions import Question

MOST_WORDS = 30
NOT_FOUND = "I cannot find that in our pages."
EMERGENCY = "0800 555 0112"
_OPENINGS = (
    "hello | hi | hey | dear | good morning | good day | welcome | thank you | thanks | i'm sorry | i am sorry | sorry "
    "| we're sorry | we are sorry | i apologize | i apologise | i understand | i'm happy | i'm glad | i'm here | sure "
    "| of course | certainly | great | the customer | the answer | you're looking | here is | here's | based on "
    "| as a customer | as an ai | the question | the help page | this page | you're right "
    "| you're welcome | meadow, it's | this customer | a customer | customer | you're asking | the page"
)
_LIST = re.compile(r"^\s*(?:[-*•#>|]|\d{1,2}[.)]\s)", re.M)
_ECHO = re.compile(r"customer(?:'s question)?:|help page:|^rules\b|^reply:|answer in one", re.I | re.M)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_END = re.compile(r"""[.!?]['")\]]*$""")


@dataclass(frozen=True)
class Requirement:
    """One numbered requirement: what it asks in words, whether it applies, and the rule (the fault in words, or "")."""

    id: str
    says: str
    applies: Callable[[Question], bool]
    fault: Callable[[str, Question], str]


def silent(question: Question) -> bool:
    """Whether the page shown cannot answer: the right reply says so."""
    return question.kind in ("off_topic", "not_answerable")


def action_for(question: Question) -> str:
    """The action that a right reply takes: emergency, not_found or answer."""
    return "emergency" if in_danger(question) else "not_found" if silent(question) else "answer"


def _ordinary(question: Question) -> bool:
    return action_for(question) == "answer"


def _always(question: Question) -> bool:
    return True


def _sentences(text: str) -> list[str]:
    return [part for piece in _SENTENCE.split(text.strip()) if (part := normalise(piece).strip(" .!?"))]


def _brief(text: str, question: Question) -> str:
    said = text.strip()
    count = len(said.split())
    if not said:
        return "says nothing"
    if count > MOST_WORDS:
        return f"{count} words"
    return "" if _END.search(said) else "stops in the middle of a sentence"


def _begins(text: str, question: Question) -> str:
    start = normalise(text.strip())[:60].lstrip("\"'")
    for phrase in _OPENINGS.split("|"):
        if re.match(rf"{re.escape(normalise(phrase))}(?!\w)", start):
            return f"begins with {phrase.strip()!r}"
    return "" if start else "says nothing"


def repeated(text: str) -> str:
    """The first sentence that stands in the text a second time, or ""."""
    seen: set[str] = set()
    for sentence in _sentences(text):
        if sentence in seen:
            return sentence
        seen.add(sentence)
    return ""


def _twice(text: str, question: Question) -> str:
    sentence = repeated(text)
    return f"says twice: {sentence[:60]!r}" if sentence else ""


def listed(text: str) -> bool:
    """Whether a line begins like an item of a list, a heading, a quotation or a row of a table."""
    return bool(_LIST.search(text.strip()))


def _plain(text: str, question: Question) -> str:
    if listed(text):
        return "holds a list, a heading or a table"
    return "repeats words of the prompt" if _ECHO.search(text.strip()) else ""


def numbers(text: str) -> list[str]:
    """The numbers of a text as written, thousands without their comma."""
    return [found.rstrip(".,:") for found in _NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text))]


def _figures(text: str, question: Question) -> str:
    shown = set(numbers(f"{title_of(question)} {passages_of(question)} {question.text}"))
    if in_danger(question):
        shown |= {*numbers(EMERGENCY), "112"}
    listed = re.sub(r"^\s*\d{1,2}[.)]\s", "", text.strip(), flags=re.M)  # a number of a list is no figure
    foreign = [number for number in numbers(listed) if number not in shown]
    return f"names {foreign[0]}, which the page does not" if foreign else ""


def _calls(text: str, question: Question) -> str:
    return "" if mentions(text, f"{EMERGENCY} | 08005550112 | 0800-555-0112") else f"does not give {EMERGENCY}"


def _admits(text: str, question: Question) -> str:
    return "" if normalise(NOT_FOUND).rstrip(".") in normalise(text) else "does not say that the page has no answer"


def _answers(text: str, question: Question) -> str:
    return "says that the page has no answer, but it has" if not _admits(text, question) else ""


@functools.cache
def requirements() -> dict[str, Requirement]:
    """The requirements by their number, in order."""
    rows = (
        (f"At most {MOST_WORDS} words, in whole sentences.", _always, _brief),
        ("The first sentence answers: no greeting, thanks or apology.", _always, _begins),
        ("Nothing is said twice.", _always, _twice),
        ("Plain text: no list, no table, no words of the prompt.", _always, _plain),
        ("Every figure stands on the page or in the question.", _always, _figures),
        (f"A battery in danger: the reply gives {EMERGENCY}.", in_danger, _calls),
        (f"The page has no answer: the reply says so, in the words '{NOT_FOUND}'", silent, _admits),
        ("The page has an answer: the reply does not say that it has none.", _ordinary, _answers),
    )
    return {f"R{n}": Requirement(f"R{n}", *row) for n, row in enumerate(rows, start=1)}


def spoken(text: str) -> tuple[str, str, str]:
    """(what the customer reads, the action, the fault) of a JSON reply; a text that is none has a fault."""
    from helpers import jsonschemas

    try:
        value = json.loads(text)
    except ValueError:
        return "", "", "is no JSON"
    faults = jsonschemas.faults(value, SCHEMA)
    if faults:
        return "", "", f"is JSON of another form: {faults[0][:80]}"
    return value["reply"], value["action"], ""


def grade(reply: object, question: Question, *, form: str = "text") -> dict[str, Grade]:
    """Every requirement of a reply: pass, fail with the fault, or unscored where it does not apply.

    reply: a text, or what `llm.chat` returns. form: "json" reads the field `reply` of a JSON reply (its form and its
    action are graded as "valid" and "action"); JSON that cannot be read fails whatever applies.
    Raises: ValueError for a reply that is neither.
    """
    text = reply if isinstance(reply, str) else getattr(reply, "text", None)
    if not isinstance(text, str):
        raise ValueError(f"A reply is a text or what llm.chat returns, got {type(reply).__name__}.")
    said, grades, broken = text, {}, ""
    if form != "text":
        said, action, broken = spoken(text)
        grades["valid"] = Grade("valid", "fail" if broken else "pass", reason=broken)
        wanted = action_for(question)
        wrong = broken or ("" if action == wanted else f"{action} in place of {wanted}")
        grades["action"] = Grade("action", "fail" if wrong else "pass", reason=wrong)
    for name, one in requirements().items():
        if not one.applies(question):
            grades[name] = Grade(name, "unscored", reason="does not apply")
        else:
            fault = broken or one.fault(said, question)
            grades[name] = Grade(name, "fail" if fault else "pass", reason=fault)
    return grades


def kept(grades: dict[str, Grade]) -> float:
    """Share of the requirements that apply which the reply keeps."""
    told = [one.status == "pass" for one in grades.values() if one.status != "unscored"]
    return sum(told) / len(told)


def kept_all(grades: dict[str, Grade]) -> bool:
    """Whether the reply keeps every requirement that applies."""
    return all(one.status != "fail" for one in grades.values())
