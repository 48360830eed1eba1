"""Groundedness by rule: the figures, dates, phone numbers and names of a reply, and whether a passage says them.

What the rule misses: claims in plain words ("you may ride abroad"), a right figure beside the wrong thing ("14 days"
for the notice period), and negation. It is cheap, repeatable, and blind. A reply without a figure or a name makes no
claim that the rule can look up; that is a state of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.evals.match import normalise

STATES = ("supported", "unsupported", "no claim")
MISREAD = {
    "q-w1-007": ("the plus has a maximum capacity of up to 60 km", "it gives the Plus the range of the City bike"),
    "q-w1-023": ("you are in time", "it tells somebody who is a week too late that there is still time"),
    "q-w1-026": ("you can cancel the flex plan at any time", "it speaks of the Flex plan, and not of the higher price"),
    "q-w3-065": (
        "the account is deleted within 30 days",
        "its 30 days are those of a deleted account, not of positions",
    ),
}
"""Recorded replies that the phrases pass and a reader does not: by question, words of the reply, what is wrong."""
_UNITS = (
    r"working days?|business days?|calendar days?|days?|hours?|minutes?|weeks?|months?|years?|km/h|km|kg|kwh|wh|"
    r"metres?|degrees?|bikes?|times?|people|points?"
)
_PATTERNS = (
    ("contact", r"[\w.+-]+@[\w-]+\.\w+|\bwww\.\S+|https?://\S+"),
    ("phone", r"(?<![\w.,])\+?\d[\d]*(?:[ -]\d{2,})+(?![\w])"),
    ("time", r"(?<![\w:])\d{1,2}:\d{2}(?: ?[ap]m\b)?|(?<![\w:])\d{1,2} [ap]m\b"),
    ("amount", r"€\d+(?:\.\d+)?"),
    ("share", r"(?<![\w.,])\d+(?:\.\d+)?%"),
    ("duration", rf"(?<![\w.,€])\d+(?:[.,]\d+)?[ -](?:{_UNITS})\b"),
    ("number", r"(?<![\w.,€:])\d+(?:[.,]\d+)?(?![\w%:])"),
)
_FOUND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_LIST = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}[.)]|[-*])\s+(?=[A-Z*\"“])")
_NAME = re.compile(r"(?<![.!?:;\n\"“(*#] )(?<![\n\"“(*#-])(?<!^)\b[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]{2,})*\b")
_ORDINARY_WORDS = """
    hello hi hey dear thank thanks yes no please sorry sure the you your customer customers assistant support team best
    regards sincerely meadow help centre center monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_DAY = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|"
    r"september|october|november|december)s?\b"
)


@dataclass(frozen=True)
class Claim:
    """Something a reply states that can be looked up. kind: amount, duration, phone, time, date, name and the like."""

    text: str
    kind: str
    supported: bool


@dataclass(frozen=True)
class Grounding:
    """The claims of a reply, in order, each once."""

    claims: tuple[Claim, ...]

    @property
    def state(self) -> str:
        """supported (every claim is), unsupported (at least one is not), or no claim (nothing to look up)."""
        if not self.claims:
            return "no claim"
        return "supported" if all(claim.supported for claim in self.claims) else "unsupported"

    @property
    def share(self) -> float | None:
        """Share of the claims that a passage supports; None without a claim."""
        return sum(claim.supported for claim in self.claims) / len(self.claims) if self.claims else None


def misread(question: str, reply: str) -> str | None:
    """What a reader finds wrong with a reply that passes the phrases; None where nobody has read one so."""
    words, what = MISREAD.get(question, ("", ""))
    return what if words and words in normalise(reply) else None


def ground(reply: str, passages: Sequence[str], question: str = "") -> Grounding:
    """Look the claims of a reply up in the passages that the model was shown.

    A figure needs its unit: "14 days" is not supported by "14 euros". What only repeats the customer's words counts as
    no claim. Raises: ValueError when reply or a passage is no text.
    """
    if isinstance(passages, str) or not all(isinstance(text, str) for text in [reply, *passages]):
        raise ValueError(f"a text and a list of texts were expected, got {type(reply).__name__} and {passages!r:.60}")
    return _ground(reply, tuple(passages), question)


@functools.lru_cache(maxsize=4096)
def _ground(reply: str, passages: tuple[str, ...], question: str) -> Grounding:
    shown, asked = normalise("\n\n".join(passages)), normalise(question)
    made: dict[str, Claim] = {}
    for text, kind in _claims(reply):
        if text not in made and not _says(asked, text):
            made[text] = Claim(text, kind, _says(shown, text))
    return Grounding(tuple(made.values()))


def _claims(reply: str) -> list[tuple[str, str]]:
    """Text and kind of each claim, in the order of the kinds: figures first, then days and months, then names."""
    plain = normalise(_LIST.sub("\n", reply))
    found = [(match.group().strip(" .-"), match.lastgroup or "number") for match in _FOUND.finditer(plain)]
    found += [(match.group().rstrip("s"), "date") for match in _DAY.finditer(plain)]
    for match in _NAME.finditer(reply):
        words = [word for word in match.group().split() if word.casefold() not in _ORDINARY]
        if words:
            found.append((normalise(" ".join(words)), "name"))
    return [(text, kind) for text, kind in found if text]


def _says(shown: str, text: str) -> bool:
    """Whether the words stand there as a whole; units in singular or plural, telephone numbers in any groups."""
    if re.fullmatch(r"[+\d][\d -]{5,}", text):
        return re.sub(r"\D", "", text) in re.sub(r"(?<=\d)[ -](?=\d)", "", shown)
    core = re.escape(text).replace(r"\-", "[ -]").replace(r"\ ", "[ -]")
    core = core[:-1] + "s?" if re.search(r"[a-z]s$", text) and not text.endswith("ss") else core
    tail = r"(?![\w%]|[.,]\d)" if text[-1].isdigit() else r"s?(?!\w)" if text[-1].isalpha() else ""
    return re.search(rf"(?<![\w.,€])(?:{core}){tail}" if text[0].isalnum() else f"{core}{tail}", shown) is not None
