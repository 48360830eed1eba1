"""What leaves the assistant: canaries that tell a leak, and a filter in code that holds a reply back."""

from __future__ import annotations

import base64
import codecs
import random
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from helpers.safety.folding import compact, gentle, needs_text, plain, windows

LEAK_FORMS = ("plain", "case", "spaced", "homoglyph", "reversed", "rot13", "base64", "hex", "url", "html")
HELD_BACK = "I cannot send this reply. A colleague will answer you."
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXZ"
_SHORTEST = 6


class Leak(NamedTuple):
    """A canary that got out: its number in the list, in which form, and where. The canary itself is not here."""

    number: int
    how: str
    start: int
    end: int


class Filtered(NamedTuple):
    """What may be sent, whether the reply was held back, and why (without the words that were found)."""

    text: str
    blocked: bool
    reasons: tuple[str, ...]


def canary(seed: int) -> str:
    """A made-up mark such as MDW-4K7Q-ZX2P: put it where it must not come out again, and look for it. seed: any int."""
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise ValueError(f"seed must be a whole number, got {type(seed).__name__}.")
    letters = random.Random(seed).choices(_ALPHABET, k=8)
    return f"MDW-{''.join(letters[:4])}-{''.join(letters[4:])}"


def leaks(text: str, canaries: Sequence[str]) -> tuple[Leak, ...]:
    """Where canaries stand in a text: plain, in other case, set apart, in look-alikes, reversed or encoded.

    canaries: a list of texts with at least 6 letters and digits each. Each canary is reported once for each form, at
    the first place. A part of a canary, its translation or its description is not found.
    Raises: ValueError for a canary that is too short; neither text nor canary is quoted.
    """
    needs_text(text)
    marks = _checked(canaries)
    if not marks:
        return ()
    letters, places = compact(text)
    opened = [(window, compact(window.text)[0]) for window in windows(text)]
    turned = codecs.encode(letters, "rot13") if letters else ""
    lower, small = gentle(text), plain(text)
    found: list[Leak] = []
    for number, (mark, key) in enumerate(marks):
        hits = [_plainly(text, lower, small, mark, key, letters, places)]
        hits.append(_within("reversed", letters, key[::-1], places) if key != key[::-1] else None)
        hits.append(_within("rot13", turned, key, places))
        hits += [(window.how.split(", ")[-1], window.start, window.end) for window, inner in opened if key in inner]
        hits += _encoded(text, letters, places, mark)
        seen = set()
        for how, start, end in filter(None, hits):
            if how not in seen:
                seen.add(how)
                found.append(Leak(number, how, start, end))
    return tuple(found)


def _checked(canaries: Sequence[str]) -> list[tuple[str, str]]:
    if isinstance(canaries, str) or not isinstance(canaries, Iterable):
        raise ValueError("canaries must be a list of texts, not one text.")
    marks = []
    for number, mark in enumerate(canaries):
        key = compact(needs_text(mark, f"canary {number}"))[0]
        if len(key) < _SHORTEST:
            raise ValueError(f"canary {number} has {len(key)} letters and digits; it needs {_SHORTEST} or more.")
        marks.append((mark, key))
    return marks


def _plainly(text, lower, small, mark, key, letters, places):
    at = text.find(mark)
    if at >= 0:
        return "plain", at, at + len(mark)
    at = lower.text.lower().find(mark.lower()) if len(lower.text.lower()) == len(lower.text) else -1
    if at >= 0:
        return "case", *lower.span(at, at + len(mark))
    at = letters.find(key)
    if at < 0:
        return None
    start, end = int(places[at]), int(places[at + len(key) - 1]) + 1
    stretch = text[start:end]
    return ("spaced" if all(sign.isascii() for sign in stretch if sign.isalnum()) else "homoglyph"), start, end


def _within(how: str, letters: str, key: str, places: np.ndarray):
    at = letters.find(key)
    return (how, int(places[at]), int(places[at + len(key) - 1]) + 1) if at >= 0 else None


def _encoded(text: str, letters: str, places: np.ndarray, mark: str):
    """Base64 at any of three offsets, and hexadecimal, of the canary inside a longer encoded run."""
    for form in dict.fromkeys((mark, mark.lower(), mark.upper())):
        raw = form.encode("utf-8", "surrogatepass")
        for shift in range(3):
            code = base64.b64encode(b"\0" * shift + raw).decode("ascii")
            core = code[(shift * 8 + 5) // 6 : len(code) - (4 if code.endswith("=") else 0)]
            at = text.find(core) if len(core) >= _SHORTEST else -1
            if at >= 0:
                yield "base64", at, at + len(core)
        if hit := _within("hex", letters, raw.hex(), places):
            yield hit


def filter_output(text: str, canaries: Sequence[str] = (), never: Sequence[str] = ()) -> Filtered:
    """Hold a reply back when a canary leaks in any form or a phrase of `never` stands in it.

    never: plain phrases, compared without regard to case, accents, spaces and signs. This runs in code, after the
    model: no prompt can talk it out of it. What it does not know it does not stop.
    """
    needs_text(text)
    reasons = [f"canary {leak.number + 1}, {leak.how}" for leak in leaks(text, canaries)]
    if isinstance(never, str):
        raise ValueError("never must be a list of texts, not one text.")
    if never:
        letters = compact(text)[0]
        for number, phrase in enumerate(never, start=1):
            key = compact(needs_text(phrase, f"phrase {number}"))[0]
            if not key:
                raise ValueError(f"phrase {number} of never has no letter or digit.")
            if key in letters:
                reasons.append(f"phrase {number}")
    return Filtered(HELD_BACK if reasons else text, bool(reasons), tuple(reasons))
