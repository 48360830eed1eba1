"""A guard of patterns: what tries to give the assistant orders, in any of several disguises."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from helpers.safety.folding import Window, leet, needs_text, plain, whole_windows, windows
from helpers.safety.injection_rules import RULES, Rule, own_rule

__all__ = ["RULES", "InjectionGuard", "Reason", "Rule", "Verdict"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\U000e0020-\U000e007e]")
_MOST_REASONS = 20
_ODD = {
    "hidden-text": Rule("hidden-text", "Invisible characters stand inside words or carry text of their own.", 0.4),
    "mixed-letters": Rule("mixed-letters", "One word mixes Latin letters with look-alikes of another script.", 0.3),
    "disguise": Rule("disguise", "The order was hidden: encoded, spelled apart, or written backwards.", 0.5),
}


class Reason(NamedTuple):
    """A rule that was met: its id and its sentence. The text that met it is not here."""

    id: str
    sentence: str


class Verdict(NamedTuple):
    """What a guard says of a text. score: 0 to 1; spans: offsets into the text that was given."""

    flagged: bool
    score: float
    reasons: tuple[Reason, ...]
    spans: tuple[tuple[int, int], ...]


class _Words(NamedTuple):
    places: dict[str, np.ndarray]
    spans: list[tuple[int, int]]


class InjectionGuard:
    """Flags a text in which words of an order stand near each other, plain or in disguise.

    threshold: 0 to 1, the score from which a text is flagged. phrases: plain phrases of your own, each counts like a
    strong rule. A rule is two or three lists of words that must stand within a few words of each other (`RULES`), so
    its time grows with the length of the text and never faster. It reads compatibility forms, look-alike letters,
    invisible characters, digits for letters, letters set apart, base64, hexadecimal, URL and HTML escapes, rot13 and
    reversed text; English, German and Dutch, some Spanish and French. Whoever says the same in other words gets by.
    Raises: ValueError for a threshold outside 0 to 1, or a phrase that is empty or no text.
    """

    name = "pattern guard"

    def __init__(self, threshold: float = 0.5, phrases: Iterable[str] = ()) -> None:
        self.threshold = checked_threshold(threshold)
        if isinstance(phrases, str) or not isinstance(phrases, Iterable):
            raise ValueError("phrases must be a list of texts, such as ['as the new manager'].")
        self.phrases = tuple(phrases)
        own = tuple(own_rule(number, phrase, _words_of) for number, phrase in enumerate(self.phrases, start=1))
        self.rules = (*RULES, *own)
        self._vocabulary = {word for rule in self.rules for group in rule.groups for word in group}

    def __repr__(self) -> str:
        return f"InjectionGuard(threshold={self.threshold}, {len(self.phrases)} phrases of your own)"

    def normalised(self, text: str) -> str:
        """The text as the guard reads it: small letters, look-alikes and invisible characters folded away."""
        return plain(needs_text(text)).text

    def decoded(self, text: str) -> tuple[tuple[str, str], ...]:
        """(how it was hidden, what it says) for each stretch that the guard could decode."""
        return tuple((window.how, window.text) for window in windows(needs_text(text)))

    def check(self, text: str) -> Verdict:
        """Score, reasons and spans of a text. Raises: ValueError for what is no text; the text is not quoted."""
        needs_text(text)
        folded = plain(text)
        hits: dict[str, list[tuple[int, int]]] = {}
        for view in dict.fromkeys((folded.text, leet(folded.text))):
            for rule, start, end in self._met(view):
                hits.setdefault(rule.id, []).append(folded.span(start, end))
        hidden = [*windows(text), *whole_windows(text)]
        for rule, window in self._met_in(hidden):
            hits.setdefault(rule.id, []).append((window.start, window.end))
            hits.setdefault("disguise", []).append((window.start, window.end))
        self._odd(text, hits)
        return self._verdict(hits)

    def _met_in(self, hidden: list[Window]):
        """Rules met in hidden texts: all of one kind are read as one, since there may be very many short ones."""
        for how in dict.fromkeys(window.how for window in hidden):
            chosen = [window for window in hidden if window.how == how]
            views = [plain(window.text).text for window in chosen]
            begins = list(accumulate((len(view) + 1 for view in views), initial=0))
            for rule, start, _ in self._met("\n".join(views)):
                yield rule, chosen[bisect_right(begins, start) - 1]

    def _met(self, view: str):
        words = self._words(view)
        for rule in self.rules:
            for first, last in _near(rule, words):
                yield rule, words.spans[first][0], words.spans[last][1]

    def _words(self, view: str) -> _Words:
        found: dict[str, list[int]] = {}
        spans = []
        vocabulary = self._vocabulary
        for match in _WORD.finditer(view):
            word = match.group()
            if word in vocabulary:
                found.setdefault(word, []).append(len(spans))
            spans.append(match.span())
        return _Words({word: np.asarray(places) for word, places in found.items()}, spans)

    def _odd(self, text: str, hits: dict[str, list[tuple[int, int]]]) -> None:
        if text.isascii():
            return
        hidden = [match.span() for match in _HIDDEN.finditer(text)]
        inside = [a for a, b in hidden if a and text[a - 1 : a].isalnum() and text[b : b + 1].isalnum()]
        tags = [a for a, _ in hidden if text[a] >= "\U000e0020"]
        if len(inside) >= 2 or len(tags) >= 4:
            hits["hidden-text"] = [hidden[0]]
        mixed = next((m for m in re.finditer(r"[^\W\d_]++", text) if _is_mixed(m.group())), None)
        if mixed:
            hits["mixed-letters"] = [mixed.span()]

    def _verdict(self, hits: dict[str, list[tuple[int, int]]]) -> Verdict:
        known = {rule.id: rule for rule in self.rules} | _ODD
        rest = 1.0
        for name in hits:
            rest *= 1 - known[name].weight
        score = round(1 - rest, 4)
        reasons = sorted((Reason(name, known[name].sentence) for name in hits), key=lambda r: -known[r.id].weight)
        spans = sorted({span for found in hits.values() for span in found[:_MOST_REASONS]})
        return Verdict(score >= self.threshold, score, tuple(reasons), tuple(_apart(spans)))


def checked_threshold(threshold: float) -> float:
    """The threshold as a float. Raises: ValueError unless it lies from 0 to 1."""
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
        raise ValueError(f"threshold must be a number from 0 to 1, got {threshold!r:.40}.")
    return float(threshold)


def _words_of(phrase: str) -> list[str]:
    return _WORD.findall(plain(phrase).text)


def _is_mixed(word: str) -> bool:
    latin = foreign = False
    for letter in word[:64]:
        latin = latin or "a" <= letter.lower() <= "z"
        foreign = foreign or "\u0370" <= letter <= "\u052f"
    return latin and foreign


def _places(words: _Words, group: frozenset[str]) -> np.ndarray:
    found = [words.places[word] for word in group if word in words.places]
    return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=int)


def _near(rule: Rule, words: _Words) -> list[tuple[int, int]]:
    """First and last word of the places where one word of each list stands within `rule.within` words of the last."""
    groups = [_places(words, group) for group in rule.groups]
    if not groups or any(len(group) == 0 for group in groups):
        return []
    orders = [groups, groups[::-1]] if rule.any_order else [groups]
    found = []
    for order in orders:
        first = last = order[0]
        for group in order[1:]:
            after = np.searchsorted(group, last, side="right")
            good = after < len(group)
            first, last, after = first[good], last[good], after[good]
            near = group[after] - last <= rule.within
            first, last = first[near], group[after][near]
        found += list(zip(first[:_MOST_REASONS].tolist(), last[:_MOST_REASONS].tolist(), strict=True))
    return found


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
