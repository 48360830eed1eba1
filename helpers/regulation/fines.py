"""The most that a fine can be: an amount or a share of turnover, the higher of the two, for small firms the lower."""

from __future__ import annotations

import math
from datetime import date

from helpers.regulation.act import TODAY, day, law
from helpers.regulation.dates import applies_from

INFRINGEMENTS = ("prohibited practice", "operator duties", "transparency", "misleading information", "gpai")
SIZES = ("large", "small mid-cap", "SME")
_ALSO = {"art. 5": INFRINGEMENTS[0], "prohibited": INFRINGEMENTS[0], "art. 50": "transparency", "art. 101": "gpai"}


class Cap(float):
    """A cap in EUR (it is a number), with what made it.

    fixed: the amount in EUR; share: of the worldwide turnover of the year before; counts: "higher", "lower" or
    "no fine yet"; article; applies_from: the day from which such fines exist; certainty; text: all of it in a sentence.
    """

    fixed: float
    share: float
    counts: str
    article: str
    applies_from: date
    certainty: str
    text: str


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError(f"turnover_eur is the worldwide turnover of a year in EUR, zero or more; got {value!r}")
    return float(value)


def _of(given: object, known: tuple[str, ...], name: str) -> str:
    plain = " ".join(str(given).replace("_", " ").split()).casefold()
    plain = _ALSO.get(plain, plain)
    for one in known:
        if one.casefold() == plain:
            return one
    raise ValueError(f"{name} is one of {', '.join(known)}; got {given!r}")


def penalty_cap(infringement: str, turnover_eur: float, size: str = "large", as_of: str | date = TODAY) -> Cap:
    """The highest possible fine in EUR for an infringement, by the law in force on `as_of`.

    infringement: one of INFRINGEMENTS; turnover_eur: worldwide turnover of the year before; size: "large", "small
    mid-cap" or "SME". Of the amount and the share the higher counts; for an SME the lower (Art. 99(6)), for a small
    mid-cap as well since 27 July 2026 (Art. 99(6a)). 0 before such fines exist. A cap, not a forecast: authorities look
    at gravity, intent and help given (Art. 99(7)). Not legal advice.
    Raises: ValueError for an unknown infringement or size, or a turnover that is no number of euros.
    """
    kind, size, on = _of(infringement, INFRINGEMENTS, "infringement"), _of(size, SIZES, "size"), day(as_of)
    turnover = _number(turnover_eur)
    row = next(penalty for penalty in law().penalties if penalty.id == kind and penalty.stands(on))
    small = {item.id for item in law().small if item.stands(on)}
    lower = row.lower_for_small and size in small
    percent = row.share * turnover
    first = applies_from(row.starts, on)
    value = min(row.eur, percent) if lower else max(row.eur, percent)
    counts = "lower" if lower else "higher"
    if on < first:
        value, counts = 0.0, "no fine yet"
    found = Cap(round(value, 2))
    found.fixed, found.share, found.counts, found.article = row.eur, row.share, counts, row.article
    found.applies_from, found.certainty = first, row.certainty
    found.text = (
        f"{row.article}: no such fine before {first}."
        if on < first
        else f"{row.article}: EUR {row.eur:,.0f} or {100 * row.share:g} % of turnover (EUR {percent:,.0f}), "
        f"the {counts} counts: EUR {found:,.0f}."
    )
    return found
