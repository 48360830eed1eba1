"""Exercise 05.1: the wishes of the head of support as checks, tried on replies that were made up for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpers.evals.match import normalise
from helpers.prompting import keeping_rules as rules
from helpers.prompting.catalogue import content

PERSON = "a person reads it"
FORMS = {
    "words": "at most 80 words",
    "begins": "never begins with dear | to whom",
    "twice": "no sentence twice",
    "figures": "figures from the page",
    "plain": "no list",
    "says": "says 112 | fire brigade",
    "person": PERSON,
}
_PATTERNS = {
    "words": r"at most (\d+) words?",
    "begins": r"never begins? with (.+)",
    "twice": r"no sentence twice",
    "figures": r"figures from the page",
    "plain": r"no lists?",
    "says": r"says (.+)",
    "person": r"a person reads it",
}


@dataclass(frozen=True)
class Probe:
    """A made-up reply, the page it belongs to, and the sentences of the brief that it breaks."""

    id: str
    page: str
    text: str
    breaks: frozenset[str]

    @property
    def title(self) -> str:
        return content()["probe_pages"][self.page]["title"]

    @property
    def shown(self) -> str:
        return f"{self.title} {content()['probe_pages'][self.page]['text']}"


def brief() -> dict[str, str]:
    """The sentences of the head of support by letter."""
    return dict(content()["brief"])


def fitting() -> dict[str, str]:
    """Letter -> which of `FORMS` can check the sentence."""
    return dict(content()["fitting"])


def probes() -> list[Probe]:
    """The made-up replies."""
    return [Probe(row["id"], row["page"], row["text"], frozenset(row["breaks"])) for row in content()["probes"]]


def read(check: str) -> tuple[str, str]:
    """(kind, value) of a check as it is typed: ("words", "30"). Raises: ValueError that lists the forms."""
    text = " ".join(str(check).split()).strip(" .").casefold()
    for kind, pattern in _PATTERNS.items():
        if found := re.fullmatch(pattern, text):
            return kind, (found[1].strip() if found.groups() else "")
    raise ValueError(f"{check!r} is none of the checks: {'; '.join(FORMS.values())}")


def broken(kind: str, value: str, probe: Probe) -> bool:
    """Whether a check finds a fault in a probe. `says` is asked only where a battery is in danger."""
    said = probe.text.strip()
    if kind == "words":
        return len(said.split()) > int(value)
    if kind == "begins":
        phrases = [normalise(part) for part in value.split("|") if part.strip()]
        start = normalise(said)
        return any(re.match(rf"{re.escape(phrase)}(?!\w)", start) for phrase in phrases)
    if kind == "twice":
        return bool(rules.repeated(said))
    if kind == "figures":
        return bool(set(rules.numbers(said)) - set(rules.numbers(probe.shown)))
    if kind == "plain":
        return rules.listed(said)
    if kind == "says":
        from helpers.evals import mentions

        return probe.page == "battery" and not mentions(said, " | ".join(p.strip() for p in value.split("|")))
    return False


def misjudged(spec: Mapping[str, str]) -> list[tuple[str, Probe, bool]]:
    """(letter, probe, whether it breaks the sentence) of each probe that a check gets wrong. Raises as `read`."""
    found = []
    for letter, check in spec.items():
        kind, value = read(check)
        if kind == "person":
            continue
        for probe in probes():
            truth = letter in probe.breaks
            if broken(kind, value, probe) != truth:
                found.append((letter, probe, truth))
    return found


def reference() -> dict[str, str]:
    """One right answer."""
    return {
        "a": "at most 30 words",
        "b": "never begins with hello | hi | thank | thanks | sorry",
        "c": "no sentence twice",
        "d": PERSON,
        "e": "figures from the page",
        "f": "no list",
        "g": "says 0800 555 0112",
        "h": PERSON,
    }
