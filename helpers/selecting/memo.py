"""The selection memo: what a way costs and is worth, what moves its cost most, and what a memo has to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.selecting import ways

if TYPE_CHECKING:
    from helpers.cost import Swing
    from helpers.selecting.lab import Lab

FIELDS = (
    "choice", "quality_bar", "ceiling_eur", "limit_s", "residency", "exit_plan", "measure_first", "why",
)  # fmt: skip
RIGHT = "share right"
FACTORS = {  # what is shaken, and the field of the assumptions it stands for
    "price of a call": None,
    "price of a person": "person_eur",
    "price of a wrong answer": "reopen_eur",
    "price of a claim": "claim_eur",
    "customers who never come back": "gone",
}


class Row(NamedTuple):
    """One way in the last table: euros for each resolved ticket and share right at first, each (middle, low, high)."""

    name: str
    euros: tuple[float, float, float]
    right: tuple[float, float, float]
    p95_s: float
    how: str


def row(lab: Lab, name: str) -> Row:
    """A way as the last table shows it."""
    from helpers import stats

    way = lab.ways()[name]
    if way.fates is not None:
        f = way.fates
        found = stats.wilson(f.right, f.n - f.handed)
        ends = (found.value, found.low, found.high)
        how = "counted on test questions"
    else:
        ends = (sum(way.right) / 2, *way.right)
        how = "assumed"
    return Row(name, lab.span(name), tuple(ways.first_time(way, end, lab.given) for end in ends), way.p95_s, how)


def rows(lab: Lab) -> dict[str, Row]:
    """Every way, by name."""
    return {name: row(lab, name) for name in lab.ways()}


def dominated(lab: Lab) -> dict[str, str]:
    """Ways that another one beats in euros and in share right, at the middle of all ranges: name -> that other one."""
    found = rows(lab)
    beaten = {}
    for name, one in found.items():
        for other in found.values():
            if other.name != name and other.euros[0] <= one.euros[0] and other.right[0] >= one.right[0]:
                beaten.setdefault(name, other.name)
    return beaten


def shaken(lab: Lab, name: str) -> str:
    """The way whose assumptions are shaken for a choice: itself; for people the cheapest other one."""
    if name != ways.PEOPLE:
        return name
    others = [other for other in lab.ways() if other != ways.PEOPLE]
    return min(others, key=lambda other: lab.span(other)[0])


def swings(lab: Lab, name: str) -> list[Swing]:
    """Euros for each resolved ticket when one assumption goes to its end, the widest first.

    The share right goes from the low to the high end of its range (or interval); all others are halved and doubled.
    """
    import dataclasses

    from helpers import cost

    name = shaken(lab, name)
    way = lab.ways()[name]
    one = row(lab, name)
    handed, _ = ways.mix()
    ends = way.right
    if way.fates is not None:
        kept = lab.given.person_right * handed
        ends = tuple((end - kept) / (1 - handed) for end in one.right[1:])
    base: dict[str, Any] = {RIGHT: sum(way.right) / 2} | dict.fromkeys(FACTORS, 1.0)

    def euros(**at: float) -> float:
        changes = {field: getattr(lab.given, field) * at[label] for label, field in FACTORS.items() if field}
        given = dataclasses.replace(lab.given, **changes)
        return ways.resolution(way, given, right=at[RIGHT], price=at["price of a call"]).total.value

    return cost.tornado(euros, base, {RIGHT: tuple(ends)} | dict.fromkeys(FACTORS, (0.5, 2.0)))


def ends_text(lab: Lab, swing: Swing) -> str:
    """From where to where an assumption goes, in its own unit."""
    low, high = swing.low_in, swing.high_in
    if swing.name == RIGHT:
        return f"{100 * low:.0f} to {100 * high:.0f} %"
    field = FACTORS[swing.name]
    if field is None:
        return f"{low:g} to {high:g} times"
    value = getattr(lab.given, field)
    if field == "gone":
        return f"{100 * low * value:.0f} to {100 * high * value:.0f} %"
    return f"{low * value:g} to {high * value:g} euros"


def widest(lab: Lab, name: str) -> str:
    """The assumption that moves the cost of a choice most."""
    return swings(lab, name)[0].name


PLACE = re.compile(r"\b(?:(?-i:EU|EEA|UK|USA?)|(?-i:U\.\s?[SK]\.)(?:A\.)?|America\w*|"
                   r"Europe\w*|German\w*|Ireland|France|Sweden|Netherlands|region|country|"
                   r"(?:in|within|inside|to|from) (?:the )?(?-i:[A-Z][A-Za-z]+)|"
                   r"on[- ]prem\w*|(?:own|our) (?:machine|server|computer|processor|hardware|building)s?|"
                   r"data cent(?:re|er)s?|in[- ]house|local\w*|abroad)(?!\w)", re.I)  # fmt: skip
DATA = re.compile(
    r"\b(?:data|messages?|names?|address\w*|personal|log\w*|text|prompts?|questions?|tickets?|records?)\b", re.I
)
STAYS = re.compile(r"\b(?:go(?:es)?|leav\w+|stay\w*|sent|sends?|kept|keeps?|stor\w+|process\w+|delet\w+|transfer\w*|"
                   r"hosted|travel\w*|remain\w*|run(?:s|ning)?)\b", re.I)  # fmt: skip
TRIGGER = re.compile(r"\b(?:if|when|once|as soon as|should|after|unless|whenever)\b", re.I)
TIME = re.compile(r"\b(?:hours?|days?|weeks?|months?|quarters?|year|tomorrow|at once|immediately|overnight)\b", re.I)
TO = re.compile(
    r"\b(?:people|persons?|humans?|agents?|colleagues?|team|staff|support|box|search|rules?|model|provider|vendor|gpt|"
    r"claude|gemini|deepseek|llama|mistral|local|bundled)\b",
    re.I,
)


UNKNOWN = re.compile(
    r"\b(?:(?:we|i) (?:do not|don.t|did not) (?:yet )?know|(?:nobody|no one) (?:here )?knows|we are not (?:yet )?sure|"
    r"not (?:yet )?(?:known|clear|decided)(?! to)|(?:is|are|still|yet) (?:unknown|unclear|undecided)(?! to)|"
    r"no idea|tbd)\b",
    re.I,
)
DAY = re.compile(
    r"\b(?:by|before|until|within|on|in|next)\b[^.;]{0,20}?(?:\d|(?:mon|tues|wednes|thurs|fri)day|week|month|launch|"
    r"january|february|march|april|june|july|august|september|october|november|december|signing)",
    re.I,
)


def words_of(text: str) -> set[str]:
    """Different words of a text, of two letters or more."""
    return set(re.findall(r"[^\W\d_]{2,}", text.lower()))


def lacks(field: str, text: str) -> str | None:
    """What a text of the memo does not say yet, as a question; None when it says all that can be checked."""
    if len(words_of(text)) < 8:
        return "It has too few different words to be held to. Who would know from it what to do?"
    wanted = {
        "residency": (
            (PLACE, "In which country, region or machine are the messages processed?"),
            (DATA, "Which data does it speak of: messages, names, logs?"),
            (STAYS, "What happens to them there: do they leave, stay, get kept or deleted?"),
        ),
        "exit_plan": (
            (TRIGGER, "What has to happen before you leave? Begin with if or when."),
            (TO, "Who or what takes over: people, the answer box, another model?"),
            (TIME, "By when does that have to work?"),
        ),
    }[field]
    if field == "residency" and UNKNOWN.search(text) and not DAY.search(text):
        return "You write that something is not known. Who asks, and by which day is it answered?"
    return next((question for pattern, question in wanted if not pattern.search(text)), None)
