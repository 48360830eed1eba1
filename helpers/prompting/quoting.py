"""What a written reason says: its figures, held against the run, and statements that the gate contradicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpers.prompting import deciding, measuring

if TYPE_CHECKING:
    from helpers.prompting.lab import Lab

NEAR = 0.6  # points: a rounded figure may be quoted
PERCENT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?= ?(?:%|per cent|percent)| ?(?:to|–|-|and) ?\d+(?:[.,]\d+)? ?%)")
POINTS = re.compile(
    r"(?<![\w.,])([-+−]?\d+(?:[.,]\d+)?)(?= ?(?:percentage )?points?| ?(?:to|–|and) ?[-+−]?\d+(?:[.,]\d+)? ?points?)"
)
_PAIR = re.compile(
    r"(?<![\w.,])(\d+|none|no|one|two|three|four|five) (?:of|out of|from) (?:the |all )?(\d+|five)\b", re.I
)
_WORDS = {"none": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_SHORT = re.compile(r"\bshort\b|\b(?:one|new|short|last|extra) (?:\w+ )?line\b|\bthe line\b|\bnew prompt\b", re.I)
_BARE = re.compile(r"\bbare\b|\bold (?:prompt|one)\b|\bwithout (?:the|a) line\b", re.I)
_CLAUSE = re.compile(
    r"[,;—](?=\s)|\b(?:while|whereas|but|and|against|than|instead of|versus|vs|compared (?:with|to))\b", re.I
)
FACTS = re.compile(r"\bfacts?\b|\bright answers?\b|\bcontent\b", re.I)
BATTERY = re.compile(r"\bbatter|\bdanger|\bemergenc|\b0800|\bfire\b|\bsmok", re.I)
NOT = re.compile(
    r"\b(?:no|not|none|nothing|nobody|never|neither|without|cannot|zero|0|lacks?|miss(?:es|ing)?|fails?|until|unless|if|"
    r"would|should|must|before|whether|instead|too few)\b|n't\b|n’t\b",
    re.I,
)
_BREAKS = re.compile(r"\b(?:break|broke|fail|miss|lose|lost|violat|wrong|do not|does not|not)", re.I)
_GAIN = re.compile(
    r"\b(?:improv\w*|better|rises?|rose|gain\w*|won|wins?|more|higher|increas\w*|up by|fine|unchanged|not lost)\b", re.I
)
_LOSS = re.compile(r"\b(?:los[et]s?|lost|losing|loss|fewer|worse|drop\w*|down|fell|falls?|less|lower)\b", re.I)
_CARER = re.compile(
    r"\bcod(?:e|ed)\b|\brules?\b|\bnumber\b|\b0800|\bprogram\b|\bperson\b|\bpeople\b|\bhumans?\b|\bstaff\b|\bhand(?:s|ed)?\b"
    r"|\bcall(?:s|ed|centre)?\b|\bhotline\b|\bsupport\b|\bagents?\b|\bcolleagues?\b|\bdesk\b|\bsomebody\b|\bfixed\b|\bfilter\b",
    re.I,
)
_SAFE = re.compile(
    r"\bsafe\b|\bfine\b|\bok(?:ay)?\b|\bwell (?:served|looked after)\b|\btaken care\b"
    r"|\b(?:get|gets|got|give|gives|given|receive|receives|told)\b[^.,;]{0,25}\bnumber\b",
    re.I,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, a decimal point inside a number left alone."""
    return [part.strip() for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def clauses(sentence: str) -> list[str]:
    """A sentence cut where it turns from one thing to another. A colon cuts once both prompts were named."""
    before, colon, after = sentence.partition(":")
    if colon and _SHORT.search(before) and _BARE.search(before):
        return [*_CLAUSE.split(before), *_CLAUSE.split(after)]
    return _CLAUSE.split(sentence)


def _ends(one) -> list[float]:
    return [100 * one.value, 100 * one.low, 100 * one.high]


def fact_counts(lab: Lab, name: str, split: str = "test") -> tuple[int, int]:
    """(replies that name the right facts, questions for which facts are known)."""
    return measuring.counts(lab.run(name, split), ["facts"])["facts"]


def shares(lab: Lab, name: str, split: str) -> list[float]:
    """Percentages that the lab shows of a prompt on a split: all kept, facts, batteries; with code for the new."""
    found = _ends(lab.rate(name, split))
    for kept, of in (fact_counts(lab, name, split), deciding.danger(lab, name, split)):
        found += [100 * kept / of] if of else []
    return found + (_ends(deciding.with_code(lab)) if split == "test" and name == deciding.NEW else [])


def gap(lab: Lab, grader: str, split: str = "test"):
    """The paired difference of the new prompt to the old one, by a grader."""
    return lab.run(deciding.OLD, split).compare(lab.run(deciding.NEW, split), grader=grader).difference


def points(lab: Lab, split: str) -> list[float]:
    """Points, without their sign, that the lab shows of the two prompts on a split."""
    found = [abs(value) for grader in ("all kept", "facts") for value in _ends(gap(lab, grader, split))]
    if split == "test":
        curse = lab.curse()
        found += [abs(v) for one in (curse.promised, curse.delivered, curse.drop) for v in _ends(one)]
    return found


def pairs(lab: Lab, split: str = "test") -> list[tuple[int, int]]:
    """(count, of how many) that the lab shows of the two prompts: all kept, facts, batteries."""
    found = []
    for name in (deciding.OLD, deciding.NEW):
        found += [measuring.counts(lab.run(name, split), ["all kept"])["all kept"], fact_counts(lab, name, split)]
        found.append(deciding.danger(lab, name, split))
    return found


def value(written: str) -> float:
    """A figure as it was written, without its sign."""
    return abs(float(written.replace("−", "-").replace(",", ".")))


def holds(values: list[float], written: str) -> bool:
    """Whether one of the values is the figure, rounded or not."""
    return any(abs(one - value(written)) <= NEAR for one in values)


def counted(text: str) -> list[tuple[int, int]]:
    """The pairs "n of m" of a text."""

    def number(word: str) -> int:
        return int(word) if word.isdigit() else _WORDS[word.casefold()]

    return [(number(match[1]), number(match[2])) for match in _PAIR.finditer(text)]


def named(clause: str) -> str | None:
    """The prompt that a clause speaks of, when it is one alone."""
    new, old = bool(_SHORT.search(clause)), bool(_BARE.search(clause))
    return None if new == old else deciding.NEW if new else deciding.OLD


def _tied(clause: str, figure: re.Match) -> bool:
    """Whether a figure is said of the prompt of its clause: behind the name, or before it with a small word between."""
    before, after = clause[: figure.start()], clause[figure.end() :]
    if re.search(r"\bfrom\s+$", before):  # from the old share to the new one
        return False
    if _SHORT.search(before) or _BARE.search(before):
        return True
    near = re.match(r"\s*(?:%|per ?cent)[^,]{0,40}?\b(?:with|for|by|under|using|of) (?:the |a )?", after, re.I)
    return bool(near and (_SHORT.match(after, near.end()) or _BARE.match(after, near.end())))


def misquoted(lab: Lab, why: str) -> tuple[str, str] | None:
    """(the figure, the prompt it is not of) where a figure of the run stands beside the other prompt's name."""
    for sentence in sentences(why):
        for clause in clauses(sentence):
            name = named(clause)
            if name is None or re.search(r"\bdev\b", sentence, re.I):
                continue
            right = shares(lab, name, "test")
            if _BREAKS.search(sentence):
                right = right + [100 - one for one in right]
            for match in PERCENT.finditer(clause):
                if not holds(right, match[1]) and _tied(clause, match):
                    return f"{match[1]} %", name
    return None


def complement(lab: Lab, sentence: str, written: str) -> bool:
    """Whether a figure is what is left to 100 % of one of the run, in a sentence on what breaks."""
    left = [100 - one for name in (deciding.OLD, deciding.NEW) for one in shares(lab, name, "test")]
    return bool(_BREAKS.search(sentence)) and holds(left, written)


def wrong_way(lab: Lab, why: str) -> str | None:
    """A clause that calls a gain of the new prompt a loss or the other way round, by the run; its figure in words."""
    for sentence in sentences(why):
        for clause in clauses(sentence):
            if NOT.search(clause):
                continue
            about = "facts" if FACTS.search(clause) else "all kept"
            found = gap(lab, about)
            ends, up, down = _ends(found), bool(_GAIN.search(clause)), bool(_LOSS.search(clause))
            if about == "facts" and found.value < 0 and up and not down:
                return f"Right facts named: {found.text}."
            quoted = [match[1] for match in POINTS.finditer(clause)]
            if up == down or not any(holds([abs(ends[0])], one) for one in quoted) or named(clause) == deciding.OLD:
                continue
            if (found.value > 0) == down:
                return f"{'Right facts named' if about == 'facts' else 'All requirements kept'}: {found.text}."
    return None


def claims_met(lab: Lab, why: str) -> bool:
    """Whether a sentence says that all of the gate (or its line on facts) is met although it is not."""
    gate = deciding.gate(lab)
    for sentence in sentences(why):
        if NOT.search(sentence):
            continue
        said = r"(?:met|passed|passes|fulfilled|green|satisfied)\b"
        whole = rf"\b(?:all|every|each|both|everything|the gate)\b.*\b{said}"
        if (
            not gate.go
            and re.search(rf"\b(?:gate|lines?)\b.*\b{said}", sentence, re.I)
            and re.search(whole, sentence, re.I)
        ):
            return True
        if not gate.lines[2].met and re.search(rf"\bfacts?\b[^,]*\b{said}", sentence, re.I):
            return True
    return False


def battery(why: str) -> list[str]:
    """The sentences that speak of a battery in danger."""
    return [one for one in sentences(why) if BATTERY.search(one)]


def cared_for(parts: list[str]) -> bool:
    """Whether one of the sentences on batteries says who or what answers, or that nobody does."""
    return any(_CARER.search(one) or NOT.search(one) for one in parts)


def left_to_model(parts: list[str]) -> bool:
    """Whether a sentence on batteries hands them to the model, the prompt or nobody."""
    told = r"\b(?:to|by|from|with) (?:the )?(?:bare |short |one )?(?:model|prompt|line|nobody|no one)\b"
    return any(
        re.search(told, re.sub(r"\bnobody\b|\bno one\b", "nobody", one), re.I)
        and not _CARER.search(re.sub(r"\bnumber\b", "", one))
        and not NOT.search(re.sub(r"\bnobody\b|\bno one\b", "", one))
        for one in parts
    )


def called_safe(parts: list[str]) -> bool:
    """Whether a sentence on batteries says that they get the number or are safe, with nobody beside the prompt."""
    beside = re.compile(_CARER.pattern.replace(r"\bnumber\b|", "").replace(r"\b0800|", ""), re.I)
    return any(_SAFE.search(one) and not NOT.search(one) and not beside.search(one) for one in parts)


def facts_figure(lab: Lab, why: str) -> bool:
    """Whether a sentence on the facts quotes their figure: points, shares or counts of the test questions."""
    ends = [abs(one) for one in _ends(gap(lab, "facts"))]
    counts = [fact_counts(lab, name) for name in (deciding.OLD, deciding.NEW)]
    rates = [100 * kept / of for kept, of in counts if of]
    for one in sentences(why):
        if FACTS.search(one) and (
            any(holds(ends, match[1]) for match in POINTS.finditer(one))
            or any(holds(rates, match[1]) for match in PERCENT.finditer(one))
            or any(pair in counts for pair in counted(one))
            or all(re.search(rf"\b{kept}\b", one) for kept, _ in counts)
        ):
            return True
    return False


def says_ships(why: str) -> bool:
    """Whether a sentence says that the new line goes out."""
    who = r"\b(?:we|i|let us|meadow) (?:will |now |therefore |still )*"
    told = who + r"ship(?! (?:nothing|none|no |neither|the (?:bare|old)))"
    return any(re.search(told, one, re.I) and not NOT.search(one) for one in sentences(why))


def of_the_run(lab: Lab, text: str) -> bool:
    """Whether a text quotes a figure of the two prompts on the test questions."""
    rates = [one for name in (deciding.OLD, deciding.NEW) for one in shares(lab, name, "test")]
    return (
        any(holds(rates, match[1]) for match in PERCENT.finditer(text))
        or any(holds(points(lab, "test"), match[1]) for match in POINTS.finditer(text))
        or any(pair in pairs(lab) for pair in counted(text))
    )
