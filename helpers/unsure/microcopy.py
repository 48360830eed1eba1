"""What the box says in each state, looked at by properties: never by comparing with one good wording.

The properties follow the HAX guidelines (G1 to G18, Amershi et al. 2019) and the chapter "Errors + Graceful Failure" of
the People + AI Guidebook. A pattern can miss a good wording, so each fault says which words would be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SAID = ("hedge", "ask back", "search", "person", "slow")
SLOTS = {
    "hedge": ("{page}",),
    "ask back": ("{pages}",),
    "search": ("{links}",),
    "person": ("{hours}",),
    "slow": ("{links}",),
}
FILLED = {
    "{page}": "Refunds: when you can give a bike back",
    "{pages}": "Refund window · Cancel early · Late delivery",
    "{links}": "Refund window · Refund timing · Cancel early · Return checklist · Flex questions",
    "{hours}": "4",
}
LONGEST, SHORTEST = 45, 6  # words


@dataclass(frozen=True)
class Property:
    """Something that a text of some states must have (absent: must not). `asks` is said to whoever lacks it."""

    name: str
    guideline: str
    states: tuple[str, ...]
    pattern: str
    asks: str
    absent: bool = False


def _any(*phrases: str) -> str:
    return r"\b(?:" + "|".join(phrases) + r")\b"


PERSON = _any(
    "person", "people", "colleagues?", "team", "human", "agents?", "staff", "someone", "somebody", "advis[eo]r", "us"
)  # fmt: skip
NOTHING = _any(
    "(?:check|read|see|do|ask|tell|look at) nothing",
    "(?:do not|don't|never|no need to|need not) check",
)  # fmt: skip
I_AM = r"i(?:'m| am)"
CERTAIN = _any(
    "definitely", "certainly", "guarantee[ds]?", "absolutely", "surely", "undoubtedly", "without doubt", "no doubt",
    "rest assured", "always right", "100 ?(?:%|per cent)", rf"{I_AM} (?:quite |very |completely )?(?:sure|certain)",
)  # fmt: skip
BLAME = _any(
    "you (?:did not|didn't|failed|forgot|should have|asked wrong)", "invalid", "your (?:mistake|fault)",
    r"your (?:question|message|request|input) (?:is|was) (?:too |not )?(?:unclear|clear|vague|wrong|confusing|bad)",
    "(?:re)?phrase (?:it |your question )?(?:properly|better|correctly|clearly)",
    "because you(?:'re| are| did| do| have)?(?: not)? (?:annoy|rude|wrong|stupid|slow|bad|late|not)\\w*",
    "(?:why|when) do you (?:always |keep )?(?:ask|want|write)", "you ask(?:ed)? (?:such|too|stupid)",
    "stupid(?:ly)?", "idiots?", "idiotic", "dumb", "fools?", "foolish", "morons?", "annoying", "silly", "ridiculous",
    "shut up", "go away", "(?:not|n't) be bothered", "do(?:n't| not) care", "waste my time", "your problem",
)  # fmt: skip
HEDGE = _any(
    rf"{I_AM} (?:not|less than) (?:\w+ )?(?:sure|certain)", rf"{I_AM} unsure", "i (?:think|believe|guess)",
    "i (?:may|might|could) (?:be wrong|be mistaken|have)", "i (?:can't|cannot|can not) be (?:sure|certain)",
    "as far as i (?:can|could|know)", "my best guess", "i do(?: not|n't) know (?:for sure|whether|if)",
)  # fmt: skip
STEP = _any(
    "check", "compare", "read", "look", "open", "see", "ask", "write", "call", "tell", "contact", "confirm", "verify"
)  # fmt: skip
WAY_OUT = _any(
    "none", "neither", "something else", "another", "other", "not (?:here|listed|among)", "if not"
)  # fmt: skip
MISSED = (  # what was not done has to be about finding or knowing, in the same sentence
    r"(?:[^\w.!?]+\w+){0,8}?[^\w.!?]+(?:find|found|answers?|answering|match\w*|pages?|sure|certain|trust|tell|know|help|"
    r"say|see|clear|get|got|fit\w*|results?|rules?|locate|identify|decide|work out|understand|right)"
)
COULD_NOT = _any(
    rf"i (?:did|could|can|have|do|am|was) not{MISSED}",
    rf"i (?:didn't|couldn't|cannot|can't|haven't|don't|wasn't){MISSED}",
    rf"i'm not{MISSED}", "i have no", "i found (?:no|nothing)", f"i am unable{MISSED}", f"i'm unable{MISSED}",
)  # fmt: skip
WHY = _any(
    "because", "since", "so that", "as (?:this|it|i|a|your)", "too important", "needs?", "reason", "cannot", "can't",
    "not able", "should",
)  # fmt: skip
LATE = _any(
    "long(?:er)?", "slow(?:ly|er)?", "still", "not ready", "delay(?:ed)?", "more time", "waiting", "late"
)  # fmt: skip

WELL = "G2, make clear how well it works"
PROPERTIES = (
    Property(
        "no false certainty",
        WELL,
        SAID,
        CERTAIN,
        "It promises certainty. The box is in this state because it is not certain: take that out.",
        absent=True,
    ),
    Property(
        "no blame",
        "G5, match social norms",
        SAID,
        BLAME,
        "It blames the customer. It is the box that is unsure: say so in the first person.",
        absent=True,
    ),
    Property(
        "a hedge in the first person",
        WELL,
        ("hedge",),
        HEDGE,
        'The doubt is not in the first person. Say "I am not sure", "I think" or "I may be wrong".',
    ),
    Property(
        "what to do about it",
        "G9, support correction",
        ("hedge",),
        STEP,
        "It leaves the customer alone with the doubt. Say what they can do: read the page, or ask a person.",
    ),
    Property(
        "a step that helps",
        "G9, support correction",
        SAID,
        NOTHING,
        "It tells the customer to do nothing. Say what they can do.",
        absent=True,
    ),
    Property(
        "a question",
        "G10, scope services when in doubt",
        ("ask back",),
        r"\?",
        "It asks nothing. A question back needs a question mark.",
    ),
    Property(
        "a way out",
        "G8, support dismissal",
        ("ask back",),
        f"{WAY_OUT}|{PERSON}",
        'What if it is none of the pages? Offer a way out, such as "none of these".',
    ),
    Property(
        "what it could not do",
        WELL,
        ("search",),
        COULD_NOT,
        'It hides that there is no answer. Say in the first person what did not work: "I did not find …".',
    ),
    Property(
        "a person to turn to",
        "Errors + Graceful Failure, a path forward",
        ("search", "person", "slow"),
        PERSON,
        'No person is in sight. Name one: "a colleague", "our team".',
    ),
    Property(
        "why",
        "G11, make clear why",
        ("person",),
        WHY,
        'It does not say why a person takes over. Half a sentence with "because" is enough.',
    ),
    Property(
        "that it takes longer",
        "G3, time services",
        ("slow",),
        LATE,
        'It does not say that the answer is late. Say so: "this takes longer than it should".',
    ),
)


def slots(state: str) -> tuple[str, ...]:
    """The placeholders that a text of this state needs. Raises ValueError for a state without a text."""
    if state not in SLOTS:
        raise ValueError(f"a text is for one of {', '.join(SAID)}; got {state!r}")
    return SLOTS[state]


def faults(state: str, text: str) -> list[tuple[str, str, str]]:
    """What a text lacks, as (property, guideline, what to do); empty when every property is there."""
    needed = slots(state)
    found = [
        (
            "the placeholder",
            "G11, make clear why",
            f"It lacks {slot}, which the box fills in. Write it so.",
        )
        for slot in needed
        if slot not in text
    ]
    if unknown := [slot for slot in re.findall(r"\{[^}]*\}", text) if slot not in needed]:
        found.append(("the placeholder", "form", f"The box cannot fill in {unknown[0]}; here it knows {needed[0]}."))
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", re.sub(r"\{[^}]*\}", " ", text))
    if len(words) > LONGEST:
        found.append(
            ("short enough", "G4, show what is relevant", f"It has {len(words)} words; at most {LONGEST} are read.")
        )
    if len({word.lower() for word in words}) < SHORTEST:
        found.append(("says something", "form", f"It needs at least {SHORTEST} different words to say anything."))
    plain = text.replace("’", "'").lower()
    for rule in PROPERTIES:
        if state in rule.states and bool(re.search(rule.pattern, plain)) is rule.absent:
            found.append((rule.name, rule.guideline, rule.asks))
    return found


def filled(text: str) -> str:
    """A text as a customer would see it, with an example in place of each placeholder."""
    for slot, value in FILLED.items():
        text = text.replace(slot, value)
    return text


def show_texts(texts: Mapping[str, str]) -> object:
    """The texts as a table: state, what the customer reads, the properties that are missing."""
    from helpers import answers, cards

    lines = []
    for state in SAID:
        text = texts.get(state, ...) if isinstance(texts, Mapping) else ...
        if answers.unfinished(text) is not None or not isinstance(text, str):
            lines.append((state, "(open)", ""))
        else:
            missing = ", ".join(dict.fromkeys(name for name, *_ in faults(state, text)))
            lines.append((state, filled(text), f"missing: {missing}" if missing else "has all"))
    return cards.table(["state", "what the customer reads", "properties"], lines, "What the box says")
