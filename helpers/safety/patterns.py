"""Spans of personal data that a rule can tell: e-mail, phone, card, IBAN, secret. Linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from helpers.safety.folding import listed

Span = tuple[int, int]

_DOMAIN = r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"
# Possessive: a run of characters that may stand before the @ is read once, from its beginning.
_EMAIL = re.compile(rf"(?<![\w.%+'\-])[\w.%+'\-]++@{_DOMAIN}")
_SPELLED = re.compile(rf"(?<![\w.%+'\-])[\w.%+'\-]++ ?[(\[] ?at ?[)\]] ?{_DOMAIN}", re.IGNORECASE)


def emails(text: str) -> Iterator[Span]:
    """local@domain.tld, and `local (at) domain.tld`."""
    forms = [_EMAIL] if "@" in text else []
    if re.search(r"[(\[] ?at ?[)\]]", text, re.IGNORECASE):
        forms.append(_SPELLED)
    for form in forms:
        for match in form.finditer(text):
            start = match.start()
            while text[start] in ".'":
                start += 1
            if text[start] != "@":
                yield start, match.end()


# Runs of digits with the separators that people put between them. Possessive: each run is read once.
_RUN = re.compile(r"\d(?:[ ()./\u2010-\u2013\-]{0,3}\d){7,}+")
_GROUP = re.compile(r"\d+")
_CARD_RUN = re.compile(r"[0-9](?:[ .\u2010-\u2013\-]?[0-9]){12,}+")
_CARD_LENGTHS = range(13, 20)
_MOST_GROUPS = 8


def _may_begin_a_card(digits: np.ndarray) -> np.ndarray:
    """By the first two digits: 3 (30, 34 to 39), 4, 5 (51 to 55), 6, 2 (22 to 27)."""
    first, second = digits[:-1], digits[1:]
    good = (first == 4) | (first == 6) | ((first == 3) & ((second == 0) | (second >= 4)))
    good |= ((first == 5) & np.isin(second, range(1, 6))) | ((first == 2) & np.isin(second, range(2, 8)))
    return np.append(good, False)


def cards(text: str) -> Iterator[Span]:
    """13 to 19 digits that pass the Luhn check, with single separators; not every order number with 16 digits.

    Source of the check: ISO/IEC 7812-1, annex B.
    """
    runs = [match.span() for match in _CARD_RUN.finditer(text)]
    if not runs:
        return
    # All runs at once: a separate array for each would cost more than the checks.
    raw = np.frombuffer("".join(text[a:b] for a, b in runs).encode("utf-32-le"), dtype=np.uint32)
    sizes = np.asarray([b - a for a, b in runs])
    run_of = np.repeat(np.arange(len(runs)), sizes)
    shift = np.repeat(np.asarray([a for a, _ in runs]) - np.append(0, np.cumsum(sizes)[:-1]), sizes)
    places = np.flatnonzero((raw >= 48) & (raw <= 57))
    digits, run, where = raw[places].astype(np.int64) - 48, run_of[places], (places + shift[places])
    opens = np.append(True, (np.diff(where) > 1) | (np.diff(run) > 0))
    closes = np.append(opens[1:], True)
    number = np.cumsum(opens)
    twice = np.where(digits > 4, digits * 2 - 9, digits * 2)
    odd = np.arange(len(digits)) % 2 == 1
    sums = [np.append(0, np.cumsum(np.where(odd == bool(parity), twice, digits))) for parity in (0, 1)]
    whole = np.bincount(run)
    starts = np.flatnonzero(opens & _may_begin_a_card(digits))
    hits = []
    for length in _CARD_LENGTHS:
        first = starts[starts <= len(digits) - length]
        last = first + length - 1
        total = np.where(last % 2 == 1, *(sums[parity][last + 1] - sums[parity][first] for parity in (0, 1)))
        groups = number[last] - number[first] + 1
        few = (groups <= _MOST_GROUPS) | ((groups == length) & (length == whole[run[first]]))
        good = closes[last] & (total % 10 == 0) & few & (run[first] == run[last])
        hits += zip(where[first[good]].tolist(), (where[last[good]] + 1).tolist(), strict=True)
    yield from _longest(hits)


def _longest(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


_IBAN_LENGTH = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ -]?\d[ -]?\d")
_AS_NUMBERS = {ord("A") + place: str(10 + place) for place in range(26)}
_REST = {size: re.compile(rf"(?:[ -]?[A-Za-z0-9]){{{size - 4}}}(?![A-Za-z0-9])") for size in {*_IBAN_LENGTH.values()}}


def ibans(text: str) -> Iterator[Span]:
    """Account numbers of 38 countries, with or without spaces, that pass mod 97. Source: ISO 13616."""
    for match in _IBAN.finditer(text):
        size = _IBAN_LENGTH.get(match.group(1).upper())
        rest = size and _REST[size].match(text, match.end())
        if rest:
            whole = re.sub("[ -]", "", text[match.start() : rest.end()]).upper()
            if int((whole[4:] + whole[:4]).translate(_AS_NUMBERS)) % 97 == 1:
                yield match.start(), rest.end()


_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}")
_US = re.compile(r"\(?[2-9]\d\d\)?[ .\u2010-\u2013-]{1,2}\d{3}[ .\u2010-\u2013-]\d{4}(?!\d)")
_ONE_US = re.compile(r"1[ .-]" + _US.pattern)
_NUMBERED = listed("""
    order orders invoice ticket case reference ref customer bestelling bestelnummer factuur auftrag bestellnummer
    rechnung kundennummer pedido factura commande serial frame rahmennummer framenummer id iban""")
_BETWEEN = listed("number nummer no nr num is ist #")


def _is_numbered(before: str) -> bool:
    """Whether a word such as "order number" stands directly before."""
    words = before.lower().replace("#", " # ").replace(":", " ").replace(".", " ").split()[-4:]
    while words and words[-1] in _BETWEEN:
        words.pop()
        if not words or (words[-1] not in _NUMBERED and words[-1] not in _BETWEEN):
            return False
    return bool(words) and words[-1] in _NUMBERED


def phones(text: str) -> Iterator[Span]:
    """+49 …, 0031 …, national numbers that begin with 0 (9 to 12 digits), and US forms; no dates, no order numbers."""
    for run in _RUN.finditer(text):
        yield from _phones_in(text, run.start(), run.end())


def _phones_in(text: str, start: int, end: int) -> Iterator[Span]:
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    sizes = [b - a for a, b in groups]
    index = 0
    while index < len(groups):
        begin = groups[index][0]
        zero = text[begin] == "0"
        plus = index == 0 and begin > 0 and (text[begin - 1] == "+" or text[max(0, begin - 2) : begin] == "+(")
        us = not (zero or plus) and (sizes[index : index + 3] == [3, 3, 4] or sizes[index : index + 4] == [1, 3, 3, 4])
        if not (zero or plus or us) or (index == 0 and begin > 0 and text[begin - 1].isalnum()):
            index += 1
            continue
        if (zero or us) and (date := _DATE.match(text, begin)):
            while index < len(groups) and groups[index][0] < date.end():
                index += 1
            continue
        last = _phone_at(text, groups, sizes, index, plus)
        if last is None:
            index += 1
            continue
        yield _opened(text, begin), groups[last][1]
        index = last + 1


def _opened(text: str, begin: int) -> int:
    """Where the number begins, with its + and its bracket."""
    while begin and text[begin - 1] in "+(":
        begin -= 1
    return begin


def _phone_at(text: str, groups: list[Span], sizes: list[int], index: int, plus: bool) -> int | None:
    """The last group of the phone number that begins at this group, or None."""
    begin = groups[index][0]
    if not plus and _is_numbered(text[max(0, begin - 28) : begin]):
        return None
    for form, length in ((_ONE_US, 4), (_US, 3)):
        if not plus and text[begin] != "0" and form.match(text, begin) and index + length <= len(groups):
            return index + length - 1
    international = plus or text.startswith("00", begin)
    if not international and text[begin] != "0":
        return None
    least, most = (8, 15) if plus else (9, 17) if international else (9, 12)
    digits, last = 0, None
    for place in range(index, min(len(groups), index + most)):
        digits += sizes[place]
        if digits > most:
            break
        if digits >= least:
            last = place
    return last


_TOKENS = re.compile(
    r"(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{16,200}|gh[pousr]_[A-Za-z0-9]{20,200}|github_pat_[A-Za-z0-9_]{20,200}|"
    r"AKIA[0-9A-Z]{16}|xox[abposr]-[A-Za-z0-9-]{10,200}|AIza[A-Za-z0-9_-]{30,60}|glpat-[A-Za-z0-9_-]{16,64}|"
    r"[sprw]k_(?:live|test)_[A-Za-z0-9]{10,100}|eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{4,2000}(?:\.[A-Za-z0-9_-]{0,2000})?)"
)
_SIGNS = ("sk-", "gh", "github_pat_", "AKIA", "xox", "AIza", "glpat-", "k_live_", "k_test_", "eyJ")
_BEARER = re.compile(r"\bbearer ([A-Za-z0-9._~+/-]{8,2000}=*)", re.IGNORECASE)
_LONG = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{24,}+={0,2}")
_LONGEST_KEY = 512
_NAMED = re.compile(
    r"\b(?:password|passwort|passphrase|passcode|wachtwoord|kennwort|contraseña|contrasena|mot de passe|pwd|pin|"
    r"pin ?code|pincode|geheimzahl|api[ _-]?key|access[ _-]?key|secret[ _-]?key|client[ _-]?secret|secret|token|"
    r"one[ -]time code|login code|unlock code|code word|codeword)"
    r"(?: (?:for|to|of|für|voor) (?:the |my |mijn |das |die |de )?\w{1,20})?"
    r"(?P<link> ?[:=] ?| (?:is|was|ist|lautet|war|es|est)(?: now| still| jetzt| nu)?:? )"
    r"(?P<quote>[\"'\u201c\u2018`«]?)(?P<value>[^\s\"'\u201c\u201d\u2018\u2019`«»]{3,200})",
    re.IGNORECASE,
)
_STEMS = ("pass", "wachtwoord", "kennwort", "contrase", "pwd", "pin", "geheimzahl", "key", "secret", "token", "code")
_NO_SECRET = listed("""
    wrong not no incorrect correct right invalid valid expired the a an my your mine too always never still being
    changed forgotten lost gone missing required needed safe secure refused rejected what where which why how only in
    on at of to and but fine good bad old new long short same different blocked locked working unknown empty stored
    falsch nicht ungültig abgelaufen weg vergessen richtig verkeerd niet onjuist ongeldig kwijt vergeten incorrecta
    incorrecto mala faux oublié incorrect accepted accepting asked sent reset resetting it that this""")
_BEGIN, _END = "-----BEGIN ", "-----END "


def secrets(text: str) -> Iterator[Span]:
    """Keys of known forms, long random-looking tokens, private key blocks, and what follows "password is"."""
    if any(sign in text for sign in _SIGNS):
        for match in _TOKENS.finditer(text):
            yield match.span()
    for match in _BEARER.finditer(text):
        yield match.span(1)
    for match in _LONG.finditer(text):
        run = match.group()
        if len(run) <= _LONGEST_KEY and _random_looking(run):
            yield match.span()
    lower = text.lower()
    for match in _NAMED.finditer(text) if any(word in lower for word in _STEMS) else ():
        value = match.group("value").rstrip(".,;:!?)")
        plain_word = not match.group("quote") and value.lower() in _NO_SECRET
        if len(value) >= 3 and not plain_word:
            yield match.start("value"), match.start("value") + len(value)
    yield from _key_blocks(text)


def _random_looking(run: str) -> bool:
    letters = sum(sign.isalpha() for sign in run)
    digits = sum(sign.isdigit() for sign in run)
    hexadecimal = digits >= 6 and letters >= 6 and all(sign in "0123456789abcdefABCDEF" for sign in run)
    mixed = digits >= 3 and not run.islower() and not run.isupper() and letters >= 6
    return len(set(run)) >= 10 and (hexadecimal or mixed)


def _key_blocks(text: str) -> Iterator[Span]:
    place = 0
    while (start := text.find(_BEGIN, place)) >= 0:
        if "PRIVATE KEY" not in text[start : start + 60]:
            place = start + len(_BEGIN)
            continue
        end = text.find(_END, start)
        stop = len(text) if end < 0 else min(len(text), text.find("-----", end + len(_END)) + 5 or len(text))
        stop = stop if stop > start else len(text)
        yield start, stop
        place = stop
