"""Read the figures in a reason, and tell to which option of which job each belongs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from helpers.routing.data import Lab

_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
_NAMES = (  # the order matters: what is found is taken out of the text before the next is looked for
    ("both agree", r"\bboth(?: of them| approaches)? agree\w*|\b(?:two|they|rules|ml|learning) (?:both )?agree\b"),
    (
        "LLM",
        r"\blanguage models?\b|\bllms?\b|\bzero.shot\b|\bfew.shot\b|\b(?:the|a) model\b",
    ),
    ("classic ML", r"\bclassic(?:al)? (?:ml|machine learning)\b|\bmachine learning\b|\blogistic regression\b"),
    ("rules", r"\brules?\b|\blook.?ups?\b|\btemplates?\b|\bphrases\b"),
    ("people", r"\bpeople\b|\bpersons?\b|\bcolleagues?\b|\bhumans?\b|\bannotators?\b|\breaders?\b"),
)
_WRONG = re.compile(r"\b(?:wrong\w*|misrout\w*|error\w*|mistake\w*|astray)\b", re.IGNORECASE)
_LEFT = re.compile(r"\b(?:left|leaves?|person|people|sort\w*|hand\w*|silent)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:,](?=\s)|\b(?:but|while|whereas|instead of|than|against|and)\b", re.IGNORECASE)
NEAR = 0.55  # points: a percentage may be rounded


class Figure(NamedTuple):
    """A figure of a text: its kind (percent or euros), the options named in its clause (near; else in its sentence).

    told: the options that the whole text names.
    """

    kind: str
    value: float
    names: tuple[str, ...]
    near: bool
    clause: str
    told: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in re.split(r"[.!?](?:\s+|$)", text) if part.strip()]


def named(text: str) -> tuple[str, ...]:
    """The options that a text names, by the names of `deciding.OPTIONS`."""
    found = []
    for name, pattern in _NAMES:
        text, count = re.subn(pattern, " ", text, flags=re.IGNORECASE)
        found += [name] * bool(count)
    return tuple(found)


def quoted(text: str) -> tuple[list[float], list[float]]:
    """The percentages (or points), and the sums in euros, that a text names."""
    percent = re.findall(rf"{_NUMBER} ?(?:%|per ?cent|points?\b)", text)
    euros = re.findall(rf"{_NUMBER} ?(?:euros?\b|EUR\b|€)", text) + re.findall(rf"(?:EUR|€) ?{_NUMBER}", text)
    return [_value(n) for n in percent], [_value(n) for n in euros]


def _value(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def figures(text: str) -> list[Figure]:
    """Every percentage and every sum in euros of a text, with the options named beside it."""
    found, told = [], named(text)
    for sentence in sentences(text):
        whole = named(sentence)
        for clause in _CLAUSE.split(sentence):
            percent, euros = quoted(clause)
            here = named(clause)
            rest = (here or whole, bool(here), clause, told)
            found += [Figure("percent", n, *rest) for n in percent] + [Figure("euros", n, *rest) for n in euros]
    return found


def _percents(lab: Lab, name: str, clause: str) -> list[float]:
    """Percentages of an option: right (value and ends), differences; wrong or left where the clause speaks of it."""
    from helpers.routing import deciding
    from helpers.routing.data import LLM

    rates = [found[name] for found in deciding.rates(lab).values() if name in found]
    kinds = LLM if name == "LLM" else (name,)
    rates += [lab.rate(kind) for kind in kinds]
    if name == "classic ML":
        rates += [point.rate for point in lab.curve().values()]
    shares = [share for rate in rates for share in (rate.value, rate.low, rate.high)]
    for kind in kinds:
        routed = lab.routed(kind)
        wrong, left = (1 - lab.rate(kind).value, 1.0) if kind == "people" else (routed.wrong, routed.left)
        shares += [wrong, 1 - lab.rate(kind).value] if _WRONG.search(clause) else []
        shares += [left] if _LEFT.search(clause) else []
    for one, two in (("rules", "classic ML"), ("classic ML", "LLM choice"), ("LLM zero-shot", "LLM choice")):
        if name in (one, two) or (name == "LLM" and two == "LLM choice"):
            gap = lab.difference(one, two)
            by_eye = round(100 * lab.rate(two).value) - round(100 * lab.rate(one).value)  # from the rounded shares
            shares += [abs(gap.value), abs(gap.low), abs(gap.high), abs(by_eye) / 100]
    if name in ("rules", "classic ML"):
        shares += [lab.small_sets().open, *(abs(lab.against_rules(size).value) for size in lab.curve())]
    return [100 * share for share in shares]


def _euros(lab: Lab, name: str) -> list[float]:
    """The sums of an option: totals, parts, and what it costs more or less than another one of the same job."""
    from helpers.routing import deciding
    from helpers.routing.data import LLM

    found: list[float] = []
    for bills in deciding.totals(lab).values():
        if name in bills:
            found += [bills[name], *(abs(bills[name] - other) for other in bills.values())]
    for kind in LLM if name == "LLM" else (name,):
        bill = lab.bill(kind)
        found += [bill.running, bill.upkeep, bill.sorting, bill.errors, bill.total]
    if name in ("people", "both agree"):
        gap = deciding.bill_difference(lab, "people", "both agree")
        found += [abs(gap.low), abs(gap.high)]
    return found


def fits(lab: Lab, figure: Figure, name: str) -> bool:
    """Whether a figure of a reason is one of that option, in this run."""
    if figure.kind == "percent":
        return any(abs(figure.value - known) <= NEAR for known in _percents(lab, name, figure.clause))
    return any(abs(figure.value - known) <= max(1.0, 0.01 * known) for known in _euros(lab, name) if known > 0.5)


def belongs(lab: Lab, figure: Figure) -> bool:
    """Whether a figure belongs to what is named beside it.

    A share that is sent wrong or left to people may belong to any option of the text ("64 % are left to people"); a
    figure in a clause without a name to any option at all.
    """
    names = figure.names
    if not figure.near:
        names = tuple(name for name, _ in _NAMES)
    elif _WRONG.search(figure.clause) or _LEFT.search(figure.clause):
        names = (*names, *figure.told)
    return any(fits(lab, figure, name) for name in names)


def owners(lab: Lab, figure: Figure) -> list[str]:
    """The options to which a figure belongs in this run."""
    return [name for name, _ in _NAMES if fits(lab, figure, name)]


def names_sum(text: str, euros: float) -> bool:
    """Whether a text names that sum in euros, rounded or not."""
    return any(abs(said - euros) <= max(1.0, 0.02 * euros) for said in quoted(text)[1])
