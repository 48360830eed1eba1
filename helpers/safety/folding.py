"""Read a text as a reader sees it, and still know where each character stood in the original.

Every step looks at each character a fixed number of times, so a long text takes time in proportion to its length.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

import numpy as np

# Letters of other scripts that look like Latin ones: the common ones, chosen by hand, not the full Unicode list.
LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһкмнтвгпЅІЈАВЕКМНОРСТУХԛԝѵɡɩ" + "αβεικνορτυχηγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ı‐‑‒–—−’‘‛“”„",
    "aeopcyxijsdhkmhtbrnSIJABEKMHOPCTYXqwvgi" + "abeiknoptuxnyABEZHIKMNOPTYX" + "i------'''\"\"\"",
)
_LEET = str.maketrans("0134578@$!|", "oieastbasil")
_PRINTABLE = 0.85
_WINDOW = 65_536


class Folded(NamedTuple):
    """A text and, for each of its characters, where it begins in the original (None: it is the original)."""

    text: str
    starts: np.ndarray | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original of text[start:end]; characters that were left out in between belong to it."""
        if self.starts is None or start >= end:
            return start, end
        return int(self.starts[start]), int(self.starts[end]) if end < len(self.starts) else self.length


class Window(NamedTuple):
    """A readable text that was hidden in another one, how it was hidden, and where it stood."""

    how: str
    text: str
    start: int
    end: int


def needs_text(text: object, name: str = "text") -> str:
    """The text itself. Raises ValueError that names the type and never quotes the value."""
    if not isinstance(text, str):
        raise ValueError(f"{name} must be a text, got {type(text).__name__}.")
    return text


def listed(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


class _Table(dict):
    def __init__(self, plain: bool) -> None:
        super().__init__()
        self.plain = plain

    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold(character, self.plain)
        return folded


def _fold(character: str, plain: bool) -> str:
    number = ord(character)
    if 0xE0020 <= number <= 0xE007E:  # tag characters: invisible copies of ASCII
        return chr(number - 0xE0000).lower() if plain else ""
    if character in "\t\n\r":
        return " " if plain else character
    kind = unicodedata.category(character)
    if kind in ("Cf", "Mn", "Me", "Cc") or character in "\u115f\u1160\u3164\uffa0":
        return ""
    whole = unicodedata.normalize("NFKC", character)
    if not plain:
        return " " if kind == "Zs" else whole
    whole = unicodedata.normalize("NFKD", whole.translate(LOOK_ALIKE))
    whole = "".join(letter for letter in whole if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " " if kind == "Zs" else whole.translate(LOOK_ALIKE).lower()


_PLAIN, _GENTLE = _Table(plain=True), _Table(plain=False)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def gentle(text: str) -> Folded:
    """Compatibility forms made plain (full-width digits), invisible characters and accents' marks out; case is kept."""
    if text.isascii() and not _CONTROL.search(text):
        return Folded(text, None, len(text))
    return _mapped(text, _GENTLE)


def plain(text: str) -> Folded:
    """As a reader sees it, in lower case: look-alikes, accents and invisible characters folded away."""
    if text.isascii() and not _CONTROL.search(text):
        return Folded(text.lower().replace("\n", " ").replace("\t", " "), None, len(text))
    return _mapped(text, _PLAIN)


def _mapped(text: str, table: _Table) -> Folded:
    parts = [table[character] for character in text]
    sizes = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
    return Folded("".join(parts), np.repeat(np.arange(len(parts)), sizes), len(text))


def compact(text: str) -> tuple[str, np.ndarray]:
    """Letters and digits of the plain form alone, and where each stood in the original."""
    folded = plain(text)
    kept = [place for place, letter in enumerate(folded.text) if letter.isalnum()]
    places = np.asarray(kept, dtype=np.int64)
    letters = "".join(map(folded.text.__getitem__, kept))
    return letters, places if folded.starts is None else folded.starts[places]


def leet(folded: str) -> str:
    """Digits and signs that stand for letters read as letters; as long as before."""
    return folded.translate(_LEET)


def _readable(text: str) -> bool:
    good = sum(letter.isalpha() or letter.isspace() for letter in text)
    return len(text) >= 4 and good >= _PRINTABLE * len(text)


def _bytes_to_text(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < 8:
            return None
        text = raw[: error.start].decode("utf-8")
    return text if _readable(text[:_WINDOW]) else None


_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}+={0,2}")
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:[0-9A-Fa-f]{2}){6,}+|(?:(?:0x|\\x)[0-9A-Fa-f]{2}[ ,]?){6,}+"
    r"|(?:[0-9A-Fa-f]{2}[ :,]){5,}+[0-9A-Fa-f]{2})(?![0-9A-Za-z])"
)
_SPACED = re.compile(r"(?<!\w)\w(?:[ .*_\-|/]{1,3}\w(?!\w)){4,}+")


def _base64(text: str) -> list[Window]:
    found = []
    for match in _BASE64.finditer(text):
        run = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        if run.isalpha() and (run.islower() or run.isupper()):
            continue
        for shift in range(4 if len(run) <= 4096 else 1):
            part = run[shift : shift + (len(run) - shift) // 4 * 4]
            rest = run[shift + len(part) :]
            part += rest + "=" * (4 - len(rest)) if len(rest) in (2, 3) else ""
            try:
                decoded = _bytes_to_text(codecs.decode(part.encode(), "base64"))
            except ValueError:
                decoded = None
            if decoded:
                found.append(Window("base64", decoded, match.start(), match.end()))
                break
    return found


def _hex(text: str) -> list[Window]:
    found = []
    for match in _HEX.finditer(text):
        digits = re.sub(r"0x|\\x|[ :,]", "", match.group())
        decoded = _bytes_to_text(bytes.fromhex(digits[: len(digits) // 2 * 2]))
        if decoded:
            found.append(Window("hex", decoded, match.start(), match.end()))
    return found


def _joined(match: re.Match) -> str:
    """Letters set apart as a word; two spaces or more between them part two words."""
    return re.sub(r"[ .*_\-|/]", "", re.sub(r" {2,3}", "\n", match.group())).replace("\n", " ")


def windows(text: str, depth: int = 2) -> list[Window]:
    """What base64, hexadecimal, URL and HTML escapes and letters set apart hide in a text, at most `depth` deep.

    rot13 and reversed text are of the whole text and stand in `whole_windows`: any text can be read that way.
    """
    found = [*_base64(text), *_hex(text)]
    apart = [match.span() for match in _SPACED.finditer(text)]
    if apart:
        found.append(Window("spaced", _SPACED.sub(_joined, text), apart[0][0], apart[-1][1]))
    if text.count("%") >= 3 and (opened := unquote(text)) != text:
        found.append(Window("url", opened, 0, len(text)))
    if text.count("&#") >= 3 and (opened := html.unescape(text)) != text:
        found.append(Window("html", opened, 0, len(text)))
    if depth > 1:
        for window in list(found):
            for inner in windows(window.text[:_WINDOW], depth - 1):
                found.append(Window(f"{window.how}, {inner.how}", inner.text, window.start, window.end))
    return found


def whole_windows(text: str) -> list[Window]:
    """The whole text read as rot13 and from right to left."""
    if not re.search("[A-Za-z]{3}", text):
        return []
    return [
        Window("rot13", codecs.encode(text, "rot13"), 0, len(text)),
        Window("reversed", text[::-1], 0, len(text)),
    ]
