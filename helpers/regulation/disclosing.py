"""What a text says at the first contact, looked at by properties: never by comparing with one good wording.

The properties follow Art. 50(1) and (5) and the Commission's guidelines of July 2026 (an agent also says on whose
behalf it acts). A pattern can miss a good wording, so each fault says which words it looks for.
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
LONGEST, SENTENCE, EARLY, FEWEST = 55, 26, 16, 8  # words

_WORD = (
    r"(?:ai|a\.i\.|artificial intelligence|automated|automatic|automaton|computer|machine|robot|(?:chat)?bot|software)"
)
_FILL = (
    r"(?:an?|the|our|only|just|simply|meadow's?|meadow|its|own|here|now|new|friendly|digital|virtual|smart|helpful|"
    r"simple|plain|not|a|human|person|but|assistant|helper|agent|voice|service|chat|desk|with|to|by|from|and)"
)
_KIND = r"(?:assistant|agent|helper|voice|system|service|program|software|chat|message|e-?mail|mail|reply|call|caller)"
_DOES = (
    r"(?:wrote|writes|writing|answers?|answering|answered|speaks?|speaking|calls?|calling|called|talks?|here|"
    r"replies|sent)"
)
# Who is it that is a machine? A word such as AI is not enough: "Meadow sells AI bikes" says nothing about the writer.
MACHINE = (
    rf"\b(?:i am|i'm|is|was|are|you're|it's|with|to|by|from|as)\W+(?:{_FILL}\W+){{0,8}}{_WORD}\b(?!-free)|"
    rf"\b{_WORD}[- ](?:\w+ )?{_KIND}\b|"
    rf"\b(?:an?|meadow's|our|the)? ?{_WORD} (?:\w+ ){{0,3}}{_DOES}\b|"
    r"\b(?:not|no) (?:(?:talking |speaking |writing |chatting )?(?:with |to |by |from ))?(?:an? )?(?:human|person)\b"
)
DENIED = (
    r"\b(?:not|no|never|neither|isn't|aren't|don't|cannot|can't|without)\s+"
    r"(?:(?:an?|the|any|our|really|just|writing|write|talking|talk|speaking|speak|chatting|dealing|with|to|by|from|written|"
    r"run|answered|sent|made|use|using|have|meadow's|of|some|kind|automatic|digital)\s+){0,6}"
    rf"{_WORD}\b|\bai-free\b|\b(?:competitor|other (?:firm|company|shop))s?\b[^.!?]{{0,40}}\b{_WORD}\b"
)
WEASEL = (
    r"\b(?:may|might|could|sometimes|partly|possibly|perhaps|in some cases)\b"
    r"(?:(?!wrong|mistake|error|make|incorrect)[^.!?]){0,40}"
    r"(?:\bai\b|automat|machine|bot\b|computer)"
)
PERSON = r"(?:person|people|colleagues?|human|someone|somebody|team|staff|employee)"
WAY = r"(?:say|type|write|press|call|phone|ask|choose|click|tap|reply|answer|reach|speak|talk|contact|tell)"
# A refusal at the way to a person takes the way back; what is no refusal is taken out before.
_ASIDE = (
    r"(?<!have )(?<!has )(?<!with )\b(?:not|no)\b (?:(?:talk|speak|writ|chat|deal)\w* )?(?:(?:with|to|by|from) )?"
    r"(?:an? )?(?:real )?(?:human being|human|person|people)\b(?! (?:reads|answers|is there|will|can|helps))|"
    r"\b(?:if|when|whenever|in case|because)\b[^,.!?]*|\b(?:not|don't) (?:hesitate|wait|worry)\b|\bnot (?:only|just)\b"
)
_NO = r"\b(?:not|never|cannot|can't|won't|don't|nobody|no one|neither|nor|unable|impossible)\b"
REFUSED = (
    rf"{_NO}[^,.:;!?]{{0,25}}\b(?:reach|speak|talk|contact|{PERSON})\b|"
    rf"\b(?:{WAY}|{PERSON})\b[^,.:;!?]{{0,15}}{_NO}|"
    r"\b(?:have|has|with) no (?:people|persons?|humans?|staff|team|colleagues?)\b|\bin vain\b|"
    r"\bno (?:person|human|colleague|way|one)\b[^,.:;!?]{0,25}\b(?:reads|answers|is there|will|can|helps|to)\b"
)
# What claims to be a person: a name, an age in the company, a title.
NO_NAME = (
    "AI|Automated|Agent|Assistant|Software|Machine|Person|Colleague|Chat|Chatbot|Bot|Robot|Somebody|Someone|Team|The|"
    "Meadow|Your"
)
GREETING = (
    "Hello|Hey|Greetings|Thanks|Thank|Welcome|Message|Call|Calling|Mail|Email|News|Note|Letter|Reply|Answer|Regards|Wishes|"
    "Good|Morning|Afternoon|Evening|Day|Everyone|All|Support|Service|Customer|Contact|Written|Sent|Request|Question"
)
CLAIM = (
    r"\b(?i:i am|i'm|my name is|this is|call me|it is|here is|"
    r"you are (?:talking|speaking|chatting|writing) (?:to|with)) "
    rf"(?!(?:{NO_NAME}|A|An|Our|Calling|Writing|Not|No|Now|And|I|Artificial)\b)([A-Z][a-z]{{2,}})\b"
)
NAMED = rf"\b(?!(?:{NO_NAME}|{GREETING})\b)([A-Z][a-z]{{2,}}) (?:here|speaking|(?:from|at|of) Meadow)\b"
TITLED = (
    r"\b(?:AI|[Aa]ssistant|[Aa]gent|[Bb]ot|[Cc]hatbot|[Rr]obot|[Hh]elper|[Mm]achine|[Ss]oftware)"
    rf"(?:,? (?:called|named)|,) (?!(?:{NO_NAME})\b)([A-Z][a-z]{{2,}})\b"
)
SIGNED = r"(?i:regards|greetings|wishes|yours),?\s+(?!Meadow|The|Your|AI)([A-Z][a-z]{2,})"
HUMAN = (
    r"\b(?:i am|i'm|we are) (?:a |an |your )?(?:real |friendly |happy )?"
    r"(?:human|person|colleague|employee|member of staff|clerk|advis[eo]r|mechanic)\b|"
    r"\b(?:mother|father|mum|dad|parent) of\b|\bi live (?:in|near|with)\b|\bi was born\b|"
    r"\bmy (?:\w+ )?(?:children|kids|wife|husband|family|daughter|son)\b|"
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
AGAINST = r"\b(?:not|never|no longer)\s+(?:(?:calling|writing|acting|speaking|asking|here|really)\s+)?"
ONLY_SEEN = (
    r"\b(?:click|tap|type|write|website|web ?page|online|e-?mail|"
    r"(?:see|read) (?:below|above|our|the|this)|below|above|screen|button|link)\b"
)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.sub(r"\{[^}]*\}", "customer", text))


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if part.strip()]


def _nature(plain: str) -> str | None:
    """What is wrong with how the text says what it is, or None."""
    if re.search(DENIED, plain) and not re.search(r"\bnot only\b", plain):
        return "It denies being a machine, or speaks of somebody else's. Say that it is one."
    if re.search(WEASEL, plain):
        return "It says that it may be a machine. It is one: say so without may, might or sometimes."
    stated = re.sub(r"[^.!?]*\?", lambda asked: re.sub(r"\w+", "x", asked[0]), plain)  # a question states nothing
    found = re.search(MACHINE, stated)
    if not found:
        return (
            "It does not say that the one who writes or speaks is a machine. Say who, and one of these words: AI, "
            'automated, chatbot, machine, "not a person".'
        )
    if len(_words(plain[: found.start()])) > EARLY:
        return f"It says so late. Say it within the first {EARLY} words, before anything else is said."
    return None


def _way(plain: str) -> str | None:
    """What is wrong with the way to a person, or None."""
    reach = rf"\b{WAY}\b.{{0,70}}\b{PERSON}\b|\b{PERSON}\b.{{0,70}}\b{WAY}\b"
    rest = re.sub(r"\bnot a (?:human|person)\b|\bno (?:human|person)\b", " ", plain)
    if re.search(REFUSED, re.sub(_ASIDE, " ", plain)):
        return "It takes the way to a person away (not, cannot, nobody). Say what to do, and that it works."
    if not re.search(reach, rest):
        return 'It does not say how to reach a person. Say what to do: "write person", "call …", "say colleague".'
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
        behalf = re.search(BEHALF, plain)
        asks = "It does not say on whose behalf it acts. Write on behalf of {customer}; the name is filled in."
        if behalf and re.search(AGAINST + BEHALF, plain):
            asks, behalf = "It says that it does not act on behalf of {customer}. It does: say so.", None
        fault("on whose behalf", "guidelines, point 31", asks, not behalf)
        fault(
            "whose it is",
            "guidelines, point 31",
            "It does not say whose agent it is: name Meadow.",
            "meadow" not in plain,
        )
    way = _way(plain)
    fault("a way to a person", "good practice (module 06); not in Art. 50", way or "", way)
    claim = re.search(CLAIM, kept) or re.search(NAMED, kept) or re.search(TITLED, kept)
    claim = claim or re.search(SIGNED, kept)
    name = claim[1] if claim else ""
    asks = f"It gives itself a name ({name}). A name makes it less plain what it is: leave it out." if name else ""
    fault("a name of a person", "guidelines, points 42 to 45", asks, name)
    fault("blame", "good practice (module 06)", "It insults or blames. Take that out.", re.search(BLAME, plain))
    asks = "It claims to be a person or to have a person's life. Take that out."
    fault("a life of a person", "Art. 50(1)", asks, re.search(HUMAN, plain))
    jargon = re.search(JARGON, plain)
    asks = f'"{jargon[0]}" is a word of specialists. Say it as you would to a neighbour.' if jargon else ""
    fault("words of specialists", "Art. 50(5), clear", asks, jargon)
    hidden = re.search(HIDDEN, plain)
    asks = f'It leans on "{hidden[0]}". What matters has to stand in the text itself.' if hidden else ""
    fault("what matters is elsewhere", "Art. 50(5), accessible", asks, hidden)
    if kind == "voice":
        seen = re.search(ONLY_SEEN, plain)
        asks = f'"{seen[0]}" needs eyes; this is heard. Say it so that it works by ear.' if seen else ""
        fault("does not work by ear", "Art. 50(5), accessible", asks, seen)
    longest = max((len(_words(part)) for part in _sentences(text)), default=0)
    asks = (
        f"It has {len(words)} words, its longest sentence {longest}. At most {LONGEST}, and {SENTENCE} in a sentence."
    )
    fault("too long", "Art. 50(5), clear", asks, len(words) > LONGEST or longest > SENTENCE)
    different = len({word.lower() for word in words})
    asks = f"It has {different} different words; {FEWEST} are needed to say all that."
    fault("too few words", "form", asks, different < FEWEST)
    if unknown := [slot for slot in re.findall(r"\{[^}]*\}", text) if slot != "{customer}"]:
        fault("unknown placeholder", "form", f"{unknown[0]} cannot be filled in; only {{customer}} can.", True)
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
    """The three texts as a table: where, what people read or hear, what is missing or wrong."""
    from helpers import answers, cards

    rows = []
    for kind in KINDS:
        text = texts.get(kind, ...) if isinstance(texts, Mapping) else ...
        if answers.unfinished(text) is not None or not isinstance(text, str):
            rows.append((kind, WHERE[kind], "(open)", ""))
            continue
        missing = ", ".join(dict.fromkeys(name for name, *_ in disclosure_faults(kind, text)))
        rows.append((kind, WHERE[kind], text.replace("{customer}", "Mr Ilves"), missing or "has all"))
    return cards.table(["", "where", "text", "missing or wrong"], rows, "What is said at the first contact")
