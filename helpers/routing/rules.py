"""A router made of phrases: the team with the most phrases in the message gets it; without any a person sorts it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from helpers import paths

FILE = paths.DATA / "routing_rules.yaml"
EMERGENCY = "emergency"  # a key of the same file: phrases that fetch a person at once, whatever the intent
START = 3  # letters of a first word that phrases are looked up by
_QUOTES = str.maketrans({**dict.fromkeys("‘’`´ʼ", "'"), **dict.fromkeys("–—-", " ")})


def plain(text: str) -> str:
    """Lower case, one kind of apostrophe, hyphens and line breaks as spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_QUOTES).split())


@functools.lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = plain(phrase).split()
    if not any(re.search(r"\w", part) for part in words):
        raise ValueError(f"a phrase needs at least one word, but got {phrase!r}")
    parts = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(r"(?<!\w)" + r"\s".join(parts) + r"(?!\w)")


def holds(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase as whole words. `charg*` also finds charger and charging.

    Raises: ValueError for a phrase without a word.
    """
    return _pattern(phrase).search(plain(text)) is not None


class Rules:
    """Phrases by intent. `route(text)` is the intent whose phrases are found with the most words, else None.

    Where two intents have the same number of words, the one that stands first wins.
    Raises: ValueError for an unknown intent, or phrases that are not a list of texts.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], known: Iterable[str] | None = None):
        if not isinstance(phrases, Mapping):
            raise ValueError(f"phrases are a dictionary {{intent: [phrase, …]}}; got {type(phrases).__name__}.")
        known = tuple(known) if known is not None else _intents()
        self.phrases: dict[str, tuple[str, ...]] = {}
        for intent, found in phrases.items():
            if intent not in known:
                raise ValueError(f"There is no team {intent!r}. The teams are {', '.join(known)}.")
            if isinstance(found, str) or not isinstance(found, Iterable):
                raise ValueError(
                    f"{intent}: a list of phrases is needed, such as ['swollen', 'charg*']; got {found!r}."
                )
            for phrase in (rows := tuple(found)):
                if not isinstance(phrase, str):
                    raise ValueError(f"{intent}: a phrase is a text; got {phrase!r}.")
                _pattern(phrase)
            self.phrases[intent] = tuple(dict.fromkeys(rows))
        # by the beginning of their first word, so that only few phrases have to be searched in a message
        self._starts: dict[str, list[tuple[str, str]]] = {}
        for intent, rows in self.phrases.items():
            for phrase in rows:
                first = re.search(r"\w+", plain(phrase)).group()
                self._starts.setdefault(first[:START], []).append((intent, phrase))

    def scores(self, text: str) -> dict[str, int]:
        """For each intent with a phrase in the text: how many words its found phrases have."""
        return {intent: sum(len(phrase.split()) for phrase in rows) for intent, rows in self.why(text).items()}

    def route(self, text: str) -> str | None:
        """The intent of a message, or None when no phrase is in it (a person sorts it)."""
        found = self.scores(text)
        return max(found, key=found.get) if found else None

    def why(self, text: str) -> dict[str, list[str]]:
        """The phrases that were found, by intent."""
        ready = plain(text)
        starts = {word[:size] for word in re.findall(r"\w+", ready) for size in range(1, START + 1)}
        found: dict[str, list[str]] = {}
        for start in starts & self._starts.keys():
            for intent, phrase in self._starts[start]:
                if _pattern(phrase).search(ready):
                    found.setdefault(intent, []).append(phrase)
        return {intent: sorted(found[intent]) for intent in self.phrases if intent in found}

    def with_more(self, more: Mapping[str, Iterable[str]]) -> Rules:
        """The same rules with further phrases, checked like the first. Nothing is changed in place."""
        added = Rules(more).phrases
        joined = {intent: (*self.phrases.get(intent, ()), *added.get(intent, ())) for intent in self.phrases | added}
        return Rules(joined)


def _intents() -> tuple[str, ...]:
    from helpers import world

    return tuple(world.intents())


@functools.cache
def _file() -> dict[str, Any]:
    import yaml

    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not {"rules", EMERGENCY} <= set(content):
        raise ValueError(f"{FILE.name} needs `rules` and `{EMERGENCY}`.")
    return content


@functools.cache
def shipped_rules() -> Rules:
    """The router that comes with the lab, written from the dev messages (data/routing_rules.yaml says how)."""
    return Rules(_file()["rules"])


def emergency_phrases() -> tuple[str, ...]:
    """The shipped phrases that fetch a person at once."""
    return tuple(_file()[EMERGENCY])


def is_emergency(text: str, phrases: Iterable[str] | None = None) -> bool:
    """Whether one of the phrases stands in the message (default: the shipped ones)."""
    ready = plain(text)
    return any(_pattern(p).search(ready) for p in (emergency_phrases() if phrases is None else phrases))
