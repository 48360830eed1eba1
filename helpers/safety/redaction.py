"""Take personal data and secrets out of a text before it is stored or sent on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from helpers.safety import patterns, people
from helpers.safety.folding import gentle, needs_text

KINDS = ("email", "phone", "card", "iban", "address", "secret", "name")
# Who wins where two overlap; the winner takes the whole stretch.
_FINDERS = {
    "iban": patterns.ibans,
    "card": patterns.cards,
    "email": patterns.emails,
    "secret": patterns.secrets,
    "phone": patterns.phones,
    "address": people.addresses,
    "name": people.names,
}
_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in KINDS)})_\d{{1,9}}\]")
_MOST_PASSES = 5


class Finding(NamedTuple):
    """One stretch that was taken out: its kind, offsets into the original text, and what stands there now."""

    kind: str
    start: int
    end: int
    replacement: str


class Vault:
    """What the placeholders of one text stand for. Its repr shows only how many there are."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = MappingProxyType(dict(values))

    def __repr__(self) -> str:
        return f"Vault({len(self._values)} values)"

    def __len__(self) -> int:
        return len(self._values)

    def __reduce__(self):
        raise TypeError("A vault is not written to disk. Keep the redacted text, or ask for the original again.")

    def restore(self, text: str) -> str:
        """The text with the original values in place of this vault's placeholders."""
        return _PLACEHOLDER.sub(lambda match: self._values.get(match.group(), match.group()), needs_text(text))


class Redacted(NamedTuple):
    """A redacted text, its findings, and the vault that can undo it."""

    text: str
    findings: tuple[Finding, ...]
    vault: Vault


def redact(text: str, kinds: Iterable[str] | None = None) -> tuple[str, tuple[Finding, ...]]:
    """The text with e-mail, phone, card, IBAN, address, secret and name replaced by [EMAIL_1] and so on.

    kinds: some of `KINDS` (default all). Returns the new text and the findings, in order; offsets count characters
    of the text that was given. The same value has the same placeholder; redacting twice changes nothing. Cards must
    pass Luhn, IBANs mod 97. Rules find names only next to a cue (greeting, sign-off, title, "my name is"): measure how
    many they miss on your own texts. Takes time in proportion to the length.
    Raises: ValueError for what is no text or an unknown kind; it never quotes the text.
    """
    clean, findings, _ = _redacted(text, kinds)
    return clean, findings


def redact_with_map(text: str, kinds: Iterable[str] | None = None) -> Redacted:
    """As `redact`, with a vault that can put the values back. Keep the vault in memory only."""
    clean, findings, values = _redacted(text, kinds)
    return Redacted(clean, findings, Vault(values))


def _redacted(text: str, kinds: Iterable[str] | None) -> tuple[str, tuple[Finding, ...], dict[str, str]]:
    needs_text(text)
    wanted = _wanted(kinds)
    names: dict[tuple[str, str], str] = {}
    counts = dict.fromkeys(KINDS, 0)
    for match in _PLACEHOLDER.finditer(text):
        kind, number = match.group()[1:-1].lower().rsplit("_", 1)
        counts[kind] = max(counts[kind], int(number))
    pieces: list[tuple[int, int, str, str]] = []  # start, end in the original; kind; replacement
    clean = text
    for _ in range(_MOST_PASSES):
        spans = _spans(clean, wanted)
        if not spans:
            break
        pieces = _merged(text, pieces, spans, names, counts)
        clean = _applied(text, pieces)
    values = {name: text[start:end] for start, end, _, name in reversed(pieces)}
    return clean, tuple(Finding(kind, start, end, name) for start, end, kind, name in pieces), values


def _wanted(kinds: Iterable[str] | None) -> tuple[str, ...]:
    if kinds is None:
        return tuple(_FINDERS)
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        raise ValueError(f"kinds must be some of {', '.join(KINDS)}; {len(unknown) or 'none'} of those given is known.")
    return tuple(kind for kind in _FINDERS if kind in kinds)


def _spans(text: str, wanted: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Stretches of the text that do not overlap, in order; none touches a placeholder."""
    folded = gentle(text)
    raw, taken = [], []
    for rank, kind in enumerate(wanted):
        # A stretch of a card or an account is no telephone number as well.
        read = _blanked(folded.text, taken) if kind == "phone" and taken else folded.text
        for start, end in _FINDERS[kind](read):
            if kind in ("iban", "card"):
                taken.append((start, end))
            raw.append((*folded.span(start, end), rank))
    raw = _without(raw, [match.span() for match in _PLACEHOLDER.finditer(text)])
    joined: list[tuple[int, int, int]] = []
    for start, end, rank in sorted(raw):
        if joined and start < joined[-1][1]:
            a, b, best = joined[-1]
            joined[-1] = (a, max(b, end), min(best, rank))
        else:
            joined.append((start, end, rank))
    return [(start, end, wanted[rank]) for start, end, rank in joined]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, place = [], 0
    for start, end in sorted(spans):
        if start >= place:
            parts += [text[place:start], "x" * (end - start)]
            place = end
    return "".join([*parts, text[place:]])


def _without(raw: list[tuple[int, int, int]], protected: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """The spans that touch no protected stretch. Both lists are walked once, in order."""
    kept, place = [], 0
    for start, end, rank in sorted(raw):
        while place < len(protected) and protected[place][1] <= start:
            place += 1
        if place == len(protected) or protected[place][0] >= end:
            kept.append((start, end, rank))
    return kept


def _merged(text, pieces, spans, names, counts) -> list[tuple[int, int, str, str]]:
    """The pieces so far and those that a further pass found in the cleaned text, by place in the original."""
    found, shift, place = list(pieces), 0, 0
    for start, end, kind in spans:
        while place < len(pieces) and pieces[place][0] + shift < start:
            begun, ended, _, name = pieces[place]
            shift += len(name) - (ended - begun)
            place += 1
        a, b = start - shift, end - shift
        value = (kind, _same(kind, text[a:b]))
        if value not in names:
            counts[kind] += 1
            names[value] = f"[{kind.upper()}_{counts[kind]}]"
        found.append((a, b, kind, names[value]))
    return sorted(found)


def _same(kind: str, value: str) -> str:
    """What makes two spellings the same value: case and separators do not."""
    folded = value if value.isascii() else gentle(value).text
    if kind in ("card", "iban", "phone"):
        return re.sub(r"[^0-9A-Za-z+]", "", folded).lower()
    return folded if kind == "secret" else " ".join(folded.lower().split())


def _applied(text: str, pieces: list[tuple[int, int, str, str]]) -> str:
    parts, place = [], 0
    for start, end, _, name in pieces:
        parts += [text[place:start], name]
        place = end
    return "".join([*parts, text[place:]])
