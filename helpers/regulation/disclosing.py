"""What a text says at the first contact, looked at by properties: never by comparing with one good wording.

The properties follow Art. 50(1) and (5) and the Commission's guidelines of July 2026 (an agent also says on whose
behalf it acts). A pattern can miss a good wording, so each fault says which words would be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from helpers.unsure.microcopy import BLAME

KINDS = ("chat", "voice", "agent")
WHERE = {
    "chat": "the first thing that a customer reads in Meadow's chat",
    "voice": "the first thing that a workshop hears when Meadow's voice agent calls it for a customer",
    "agent": "the first lines of an e-mail that Meadow's agent sends to an insurer for a customer",
}
LONGEST, SENTENCE, EARLY = 55, 26, 16  # words

MACHINE = (
    r"\b(?:an? )?(?:ai|a\.i\.|artificial intelligence|automated|automatic|computer|machine|robot|bot|software|"
    r"not a (?:human|person)|no (?:human|person))\b"
)
DENIED = (
    r"\b(?:not|no|never|isn't|aren't|am not)\b(?:(?!human|person)[^.!?]){0,12}"
    r"\b(?:ai|machine|robot|bot|computer|automated|software)\b"
)
WEASEL = (
    r"\b(?:may|might|could|sometimes|partly|possibly|perhaps|in some cases)\b"
    r"(?:(?!wrong|mistake|error|make|incorrect)[^.!?]){0,40}"
    r"(?:\bai\b|automat|machine|bot\b|computer)"
)
PERSON = r"(?:person|people|colleagues?|human|someone|somebody|team|staff|employee)"
WAY = r"(?:say|type|write|press|call|phone|ask|choose|click|tap|reply|answer|reach|speak|talk|contact|tell)"
# What claims to be a person: a name, an age in the company, a title.
NO_NAME = (
    "AI|Automated|Agent|Assistant|Software|Machine|Person|Colleague|Chat|Bot|Robot|Somebody|Someone|Team|The|"
    "Meadow|Your"
)
CLAIM = (
    r"\b(?i:i am|i'm|my name is|this is|call me|it is|here is|"
    r"you are (?:talking|speaking|chatting|writing) (?:to|with)) "
    rf"(?!(?:{NO_NAME}|A|An|Our|Calling|Writing|Not|No|Now|And|I|Artificial)\b)([A-Z][a-z]{{2,}})\b"
)
NAMED = rf"\b(?!(?:{NO_NAME})\b)([A-Z][a-z]{{2,}}) (?:here|speaking|(?:from|at|of) Meadow)\b"
SIGNED = r"(?i:regards|greetings|wishes|yours),?\s+(?!Meadow|The|Your|AI)([A-Z][a-z]{2,})"
HUMAN = (
    r"\b(?:i am|i'm|we are) (?:a |an |your )?(?:real |friendly |happy )?"
    r"(?:human|person|colleague|employee|member of staff|clerk|advis[eo]r|mechanic)\b|"
    r"\bworked here\b|\bon (?:my|the) (?:lunch|coffee) break\b|\bmy colleagues and i\b"
)
JARGON = (
    r"\b(?:llm|large language model|language model|gpai|neural|algorithm\w*|generative|natural language|"
    r"deployer|pursuant|hereby|art(?:icle|\.) ?\d+|ai act|stochastic|inference|transformer)\b"
)
HIDDEN = (
    r"\b(?:see (?:our|the)|terms of|terms and|privacy|imprint|footnote|hover|icon|tooltip|small print|"
    r"https?|www)\b"
)
BEHALF = (
    r"\b(?:on behalf of|for|in the name of|at the request of|acting for|asked by|sent by|instructed by) "
    r"(?:our |the |a |your )?(?:customer,? )?\{customer\}"
)
ONLY_SEEN = r"\b(?:click|tap|(?:see|read) (?:below|above|our|the|this)|below|above|screen|button|link)\b"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.sub(r"\{[^}]*\}", "customer", text))


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if part.strip()]


def _nature(plain: str) -> str | None:
    """What is wrong with how the text says what it is, or None."""
    if re.search(DENIED, plain) and not re.search(r"\bnot only\b", plain):
        return "It denies being a machine. Say that it is one."
    if re.search(WEASEL, plain):
        return "It says that it may be a machine. It is one: say so without may, might or sometimes."
    found = re.search(MACHINE, plain)
    if not found:
        return 'It does not say that it is a machine. Words that are seen: AI, automated, machine, "not a person".'
    if len(_words(plain[: found.start()])) > EARLY:
        return f"It says so late. Say it within the first {EARLY} words, before anything else is said."
    return None


def disclosure_faults(kind: str, text: str) -> list[tuple[str, str, str]]:
    """What a text at first contact lacks, as (property, article, what to do); empty when every property is there.

    kind: one of KINDS. Raises: ValueError for another kind, or a text that is none.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}; got {kind!r}")
    if not isinstance(text, str):
        raise ValueError(f"the text for {kind} is words between quotes; got {type(text).__name__}")
    kept = text.replace("’", "'")
    plain, words = kept.lower(), _words(text)
    found: list[tuple[str, str, str]] = []

    def fault(name: str, article: str, asks: str, wrong: object) -> None:
        if wrong:
            found.append((name, article, asks))

    nature = _nature(plain)
    fault("what it is", "Art. 50(1)", nature or "", nature)
    if kind == "chat":
        asks = "It does not say whose it is: name Meadow."
        fault("whose it is", "guidelines, point 31", asks, "meadow" not in plain)
    else:
        asks = "It does not say on whose behalf it acts. Write on behalf of {customer}; the name is filled in."
        fault("on whose behalf", "guidelines, point 31", asks, not re.search(BEHALF, plain))
        fault(
            "whose it is",
            "guidelines, point 31",
            "It does not say whose agent it is: name Meadow.",
            "meadow" not in plain,
        )
    reach = rf"\b{WAY}\b.{{0,70}}\b{PERSON}\b|\b{PERSON}\b.{{0,70}}\b{WAY}\b"
    rest = re.sub(r"\bnot a (?:human|person)\b|\bno (?:human|person)\b", " ", plain)
    asks = 'It does not say how to reach a person. Say what to do: "write person", "call …", "say colleague".'
    fault("a way to a person", "good practice (module 06); not in Art. 50", asks, not re.search(reach, rest))
    claim = re.search(CLAIM, kept) or re.search(NAMED, kept) or re.search(SIGNED, kept)
    name = claim[1] if claim else ""
    asks = f"It gives itself a name ({name}). A name makes it less plain what it is: leave it out." if name else ""
    fault("no human name", "guidelines, points 42 to 45", asks, name)
    fault("no blame", "good practice (module 06)", "It insults or blames. Take that out.", re.search(BLAME, plain))
    asks = "It claims to be a person or to have a person's life. Take that out."
    fault("no human claim", "Art. 50(1)", asks, re.search(HUMAN, plain))
    jargon = re.search(JARGON, plain)
    asks = f'"{jargon[0]}" is a word of specialists. Say it as you would to a neighbour.' if jargon else ""
    fault("plain words", "Art. 50(5), clear", asks, jargon)
    hidden = re.search(HIDDEN, plain)
    asks = f'It leans on "{hidden[0]}". What matters has to stand in the text itself.' if hidden else ""
    fault("not hidden", "Art. 50(5), accessible", asks, hidden)
    if kind == "voice":
        seen = re.search(ONLY_SEEN, plain)
        asks = f'"{seen[0]}" needs eyes; this is heard. Say it so that it works by ear.' if seen else ""
        fault("works by ear", "Art. 50(5), accessible", asks, seen)
    longest = max((len(_words(part)) for part in _sentences(text)), default=0)
    asks = (
        f"It has {len(words)} words, its longest sentence {longest}. At most {LONGEST}, and {SENTENCE} in a sentence."
    )
    fault("short enough", "Art. 50(5), clear", asks, len(words) > LONGEST or longest > SENTENCE)
    asks = "It has too few different words to say anything."
    fault("says something", "form", asks, len({word.lower() for word in words}) < 8)
    if unknown := [slot for slot in re.findall(r"\{[^}]*\}", text) if slot != "{customer}"]:
        fault("placeholder", "form", f"{unknown[0]} cannot be filled in; only {{customer}} can.", True)
    return found


DISCLOSURES = {
    "chat": "You are writing with Meadow's automated assistant, an AI. It is not a person and can be wrong. To reach a "
    "person, write “person” at any time, or call us.",
    "voice": "Hello, this is an AI calling from Meadow on behalf of {customer}. I am a machine, not a person. To speak "
    "to a person at Meadow, say “person” at any time.",
    "agent": "This e-mail was written by an AI agent of Meadow on behalf of {customer}. It is software, not a person. "
    "To reach a person, reply with the word “person”.",
}


def show_disclosures(texts: Mapping[str, str]) -> Any:
    """The three texts as a table: where, what people read or hear, which properties are missing."""
    from helpers import answers, cards

    rows = []
    for kind in KINDS:
        text = texts.get(kind, ...) if isinstance(texts, Mapping) else ...
        if answers.unfinished(text) is not None or not isinstance(text, str):
            rows.append((kind, WHERE[kind], "(open)", ""))
            continue
        missing = ", ".join(dict.fromkeys(name for name, *_ in disclosure_faults(kind, text)))
        rows.append((kind, WHERE[kind], text.replace("{customer}", "Mr Ilves"), missing or "has all"))
    return cards.table(["", "where", "text", "missing"], rows, "What is said at the first contact")
