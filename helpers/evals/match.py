"""Compare what a text says with what it should say, without tripping over how it is typed.

The rules are few and fixed, because a matcher nobody can predict is a bug in every suite that uses it:

- letter case, Unicode forms, kinds of quotes, dashes and spaces, bold and code marks do not count;
- `€29`, `29 €`, `EUR 29.00` and `29 euros` are one amount; `€1,200`, `1.200 €` and `1 200 euros` too;
- `1,200` is `1200`; `14 %` and `14 per cent` are `14%`; `25km/h` is `25 km/h`; `9 a.m.` is `9 am`;
- a phrase is found only as whole words and whole numbers: `4 days` is not in `14 days`, `€29` is not in `€29.90`,
  `refundable` is not in `non-refundable`.

What it does not do: stems, synonyms, number words, negation. Write alternatives for those: `14 days | two weeks`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),  # invisible: zero-width, soft hyphen
    }
)
_NARROW_GROUPS = re.compile(r"(?<![\d.,])(\d{1,3})((?:[\u00a0\u2009\u202f'’]\d{3})+)(?![\d'’])")
_COMMA_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_MARKS = re.compile(r"(?<!\d)\*+|\*+(?!\d)|`+|(?<!\w)_+(?=\w)|(?<=[^\W_])_+(?!\w)")
_NUMBER = r"(\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)*)(?!\d)"
_NAME = r"(?:€(?! ?\d)|euros?\b(?! ?\d)|eur\b(?! ?\d))"
_EURO_BEFORE = re.compile(rf"(?:€|\beuros? |\beur) ?{_NUMBER}(?: ?{_NAME})?")
_EURO_AFTER = re.compile(rf"(?<![\w€.,]){_NUMBER} ?{_NAME}")
_PER_CENT = re.compile(r"(?<=\d) ?(?:%|per cent\b|percent\b)")
_CLOCK = re.compile(r"(?<=\d) ?([ap])\.?m\b\.?")
_UNIT = re.compile(r"(?<=\d) ?(km/h|km|kg|kwh|wh|kw|cm|mm|nm|mins?|hrs?|h)\b")
_SPACE = re.compile(r"\s+")


def _amount(match: re.Match[str]) -> str:
    """`1.200,50` -> `€1200.50`, `29.00` -> `€29`. One or two digits after the last mark are cents, three thousands."""
    digits = match.group(1).replace(" ", "")
    parts = re.split(r"[.,]", digits)
    if len(parts) > 1 and len(parts[-1]) in (1, 2):
        whole, cents = "".join(parts[:-1]), parts[-1].ljust(2, "0")
    else:
        whole, cents = "".join(parts), "00"
    return f"€{whole}" if cents == "00" else f"€{whole}.{cents}"


def _pass(text: str) -> str:
    text = _NARROW_GROUPS.sub(lambda m: m.group(1) + re.sub(r"\D", "", m.group(2)), text)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = text.translate(_QUOTES)
    text = _SPACE.sub(" ", _MARKS.sub("", text)).strip()
    text = _COMMA_GROUPS.sub(lambda m: m.group().replace(",", ""), text)
    text = _EURO_AFTER.sub(_amount, _EURO_BEFORE.sub(_amount, text))
    text = _PER_CENT.sub("%", text)
    text = _CLOCK.sub(r" \1m", text)
    return _UNIT.sub(r" \1", text)


@lru_cache(maxsize=8192)
def _normalised(text: str) -> str:
    for _ in range(8):  # one rule may uncover work for another; nearly every text is done after one pass
        before, text = text, _pass(text)
        if text == before:
            break
    return text


def normalise(text: str) -> str:
    """The text in the one spelling that is compared: see the rules at the top of this module.

    Raises: ValueError when `text` is not a string.
    """
    if not isinstance(text, str):
        raise ValueError(f"normalise needs a text, but got {type(text).__name__}: {text!r:.80}")
    return _normalised(text)


def alternatives(item: str) -> tuple[str, ...]:
    """The phrases of one item, as written: `"14 days | two weeks"` -> `("14 days", "two weeks")`.

    Raises: ValueError when the item is not a string or an alternative is empty.
    """
    if not isinstance(item, str):
        raise ValueError(f"an item to look for must be a text, but got {type(item).__name__}: {item!r:.80}")
    parts = tuple(part.strip() for part in re.split(r"(?:^|\s)\|(?:\s|$)", item))
    if not all(normalise(part) for part in parts):
        raise ValueError(f"an item to look for needs a phrase on each side of ' | ', but got {item!r}")
    return parts


@lru_cache(maxsize=8192)
def _pattern(item: str) -> re.Pattern[str]:
    choices = []
    for phrase in map(normalise, alternatives(item)):
        left = right = ""
        if phrase[0].isalnum():
            left = r"(?<!\w)(?<!non-)" + (r"(?<!\d[.,])" if phrase[0].isdigit() else "")
        if phrase[-1].isalnum():
            right = r"(?!\w)" + (r"(?![.,]\d)" if phrase[-1].isdigit() else "")
        choices.append(left + re.escape(phrase) + right)
    return re.compile("|".join(choices))


def mentions(text: str, item: str) -> bool:
    """True when the text contains the item: any one of its alternatives, as whole words, in any spelling.

    `mentions("You have 14 days.", "14 days | two weeks")` is True; `mentions("14 days", "4 days")` is False.
    Raises: ValueError when either is not a string or the item holds an empty alternative.
    """
    return found(text, item) is not None


def found(text: str, item: str) -> str | None:
    """What `mentions` found, in normalised spelling, or None."""
    if not isinstance(item, str):
        alternatives(item)  # says what is wrong with it
    match = _pattern(item).search(normalise(text))
    return match.group() if match else None
