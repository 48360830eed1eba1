"""Is a reason or a limit of 04.9 about this run? Judges by name, figures that belong to them, a person who reads."""

from __future__ import annotations

import re

from helpers import judging
from helpers.check import Hint
from helpers.judging import quoting

NEAR = 0.6
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|per cent|percent)")
PEOPLE = r"(?:person|people|readers?|humans?|somebody|someone|colleagues?|team|agents?|staff|experts?|reviewers?|we|i)"
NO = re.compile(r"\b(?:not|never|nothing|no|none|neither|nor|cannot|nobody)\b|n't\b")


def sentences(text: str) -> list[str]:
    """The sentences of a text, a decimal point inside a number left alone."""
    return [part.strip() for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def different_words(text: str) -> int:
    """How many different words of at least two letters."""
    return len(set(re.findall(r"[^\W\d_]{2,}", text.lower())))


def _figures(text: str) -> list[float]:
    return [float(number.replace(",", ".")) for number in PERCENT.findall(text)]


def _holds(values: list[float], figure: float) -> bool:
    return any(abs(value - figure) <= NEAR for value in values)


def reason(why: str) -> Hint | None:
    """What is wrong with the reason: length, no figure, no judge beside it, a figure of another judge or measure."""
    lab, parts = judging.current(), sentences(why)
    if not 2 <= len(parts) <= 4:
        given = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"You wrote {given}; two to four are asked for.", id="length", form=True)
    if different_words(why) < 10:
        return Hint(
            "Your reason has too few different words to say anything. Which judge does what, and what follows?",
            "For each judge: what did it do with right and with wrong replies, and what does that forbid?",
            id="no reason",
        )
    if not any(_figures(part) for part in parts):
        return Hint(
            "Name the figure that decided it, in percent.",
            "A TNR, a corrected rate, or the share of verdicts that the order changes.",
            "Write the judge, the measure and the figure into one sentence: the similarity judge has a TPR of … %.",
            id="no number",
        )
    known, judges, said, beside = judging.figures(lab), [], "", False
    for part in parts:
        here = judging.named(lab, part)
        if here:
            judges, said = here, part
        else:  # "With weights it is 76 %" goes on about the judge and the measure of the sentence before
            said = f"{said} {part}"
        for figure in _figures(part):
            if hint := _figure(known, said, judges, figure):
                return hint
            beside = beside or bool(here)
    if not beside:
        return Hint(
            "No sentence with a figure names a judge. Whose figure is it?",
            f"Write one of these names into it: {', '.join(lab.names)}.",
            id="no judge",
        )
    return None


def _figure(known: dict, part: str, judges: list[str], figure: float) -> Hint | None:
    """A hint when this figure is none of the run, or belongs to a judge or a measure that the sentence leaves out."""
    owners = {who: [name for name, values in of.items() if _holds(values, figure)] for who, of in known.items()}
    owners = {who: measures for who, measures in owners.items() if measures}
    if not owners:
        return Hint(
            f"You write {figure:g} %. Where does this run show it? Quote a TPR or TNR, a corrected rate, or what the "
            "order changes.",
            f"{figure:g} % is no figure of a judge in this run. The lines above the exercise show them.",
            id="number not in the run",
        )
    asked = {name for name, pattern in judging.MEASURES.items() if re.search(pattern, part.lower())}
    others = [quoting.READERS] * bool(re.search(r"\breaders?\b|\blabels?\b|\bpeople\b", part.lower()))
    others += [quoting.ALWAYS] * bool(re.search(r"everything|always", part.lower()))
    meant = [who for who in [*judges, *others] if who in owners]
    if not judges and not others:
        return Hint(
            f"Whose figure is {figure:g} %? Name the judge in the same sentence.",
            f"It belongs to: {', '.join(owners)}.",
            id="no judge",
        )
    if not meant:
        return Hint(
            f"You write {figure:g} % about {' and '.join(judges or others)}. Whose figure is it?",
            f"In this run it belongs to: {', '.join(owners)}.",
            id="figure of another judge",
        )
    if not any(measure in asked for who in meant for measure in owners[who]) and not set(meant) & set(others):
        return Hint(
            f"What is {figure:g} % a share of? Name the measure in the same sentence.",
            f"For {meant[0]} it is: {', '.join(owners[meant[0]])}.",
            id="measure",
        )
    return None


def limit(limits: str, why: str, chosen: dict[str, str]) -> Hint | None:
    """What is wrong with the limits: they name each limited judge, a person, and no work for a judge not in use."""
    lab = judging.current()
    limited = [name for name in lab.names if chosen[name] == "use with limits"]
    unused = [name for name in lab.names if chosen[name] == "do not use"]
    for part in sentences(limits):
        working = [name for name in judging.named(lab, part) if name in unused]
        if working and not NO.search(part.lower()):
            return Hint(
                f"You do not use {working[0]}, yet your limits give it something to do. Which of the two holds?",
                f"Change the choice for {working[0]}, or take it out of the limits.",
                id="limits of an unused judge",
            )
    if not limited:
        return None
    if different_words(limits) < 6 or " ".join(limits.split()) == " ".join(why.split()):
        return Hint(
            "Use with which limits? Say what the judge may do and what a person still does.",
            "One sentence: the judge sorts, marks or rejects what; a person reads what.",
            id="no limits",
        )
    if lacking := [name for name in limited if name not in judging.named(lab, limits)]:
        return Hint(
            f"You use {lacking[0]} with limits, and the limits do not name it. What may it do?",
            f"Write one sentence for each of: {', '.join(limited)}.",
            id="limits without the judge",
        )
    if not re.search(rf"\b{PEOPLE}\b", re.sub(rf"\b(?:without|no) (?:\w+ )?{PEOPLE}\b", "", limits.lower())):
        return Hint(
            "And who reads? Say what a person still does.",
            "For instance what a judge passes, or what it cannot score.",
            id="no person",
        )
    return None
