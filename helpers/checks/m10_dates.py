"""Checks 10.4 (what binds from when, by which text of the law) and 10.5 (the most that a fine can be)."""

from __future__ import annotations

import math
from datetime import date

from helpers import regulation
from helpers.check import Hint, Right, exercise
from helpers.checks.m10_forms import untouched

THEN, UNTIL = "2025-07-01", "2026-12-02"
# name in the answer -> (feature, duty, day on which the law is read)
ASKED = {
    "pay_later_2025": ("credit", "art-9", THEN),
    "pay_later_now": ("credit", "art-9", regulation.TODAY),
    "heart_now": ("heart", "art-9", regulation.TODAY),
    "voice_marking": ("voice-agent", "art-50-2", regulation.TODAY),
}
CANDIDATES = ("anna", "voice-agent", "deepfake-ad", "stand-in", "credit", "stress")
SOON = "by_2_december"


def due_day(id: str, duty: str, as_of: str) -> date:
    """From which day a duty of a feature applies, by the text in force on `as_of`."""
    found = regulation.classify(regulation.feature(id), as_of)
    return next(due.applies_from for due in (*found.duties, *found.upcoming) if due.id == duty)


def soon() -> set[str]:
    """Features to which something new applies after today and until 2 December 2026."""
    first, last = regulation.day(regulation.TODAY), regulation.day(UNTIL)
    found = set()
    for id in CANDIDATES:
        result = regulation.classify(regulation.feature(id))
        if any(first < due.applies_from <= last for due in result.upcoming):
            found.add(id)
    return found


def _reference_dates() -> dict:
    return {**{name: due_day(*asked).isoformat() for name, asked in ASKED.items()}, SOON: sorted(soon())}


def _told(name: str, right: date) -> Hint:
    id, _, as_of = ASKED[name]
    read, table = ("read on 1 July 2025", "1 July 2025") if as_of == THEN else ("reads today", "today")
    if id == "voice-agent":
        return Hint(
            f"`{name}`: two rows of the table of today are about marking. Since when is this system on the market, and "
            "to whom does the later day apply?",
            f"`{name}`: the row of Art. 50(2) is for systems that were on the market before 2 August 2026. Which row "
            "is left for a newer one?",
            f"`{name}`: {right.isoformat()}, the row of Art. 50: this system is newer, so the later day is not for it.",
            id=name,
        )
    article = {"credit": "Annex III", "heart": "Annex I"}[id]
    return Hint(
        f"`{name}`: which row of the date table speaks of this feature, as the law {read}?",
        f"`{name}`: look for {article} in the table of {table}.",
        f"`{name}`: {right.isoformat()}.",
        id=name,
    )


@exercise(
    "10.4",
    title="From which day",
    expects=dict,
    form=f"a dictionary with four days such as 2029-01-31 and the list {SOON}",
    reference=_reference_dates,
)
def days(answer):
    """Four days by the right text of the law, and the features for which something begins in eight days."""
    if missing := [name for name in (*ASKED, SOON) if name not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    given = {}
    for name in ASKED:
        try:
            given[name] = (
                answer[name] if isinstance(answer[name], date) else date.fromisoformat(str(answer[name]).strip())
            )
        except ValueError:
            text = f'`{name}` is a day written as year-month-day, such as "2029-01-31"; you wrote {answer[name]!r}.'
            return Hint(text, id="no day", form=True)
    listed = answer[SOON]
    if isinstance(listed, str) or not isinstance(listed, list | tuple | set):
        text = f'`{SOON}` is a list in square brackets, such as ["credit"]; you wrote {listed!r}.'
        return Hint(text, id="no list", form=True)
    if unknown := [id for id in listed if id not in CANDIDATES]:
        return Hint(f"{unknown[0]!r} is none of {', '.join(CANDIDATES)}.", id="unknown name", form=True)
    if hint := untouched("10.4", answer):
        return hint
    placed = regulation.feature("voice-agent").card["placed_on"]
    if placed <= given["voice_marking"] <= regulation.day(regulation.TODAY):
        text = (
            "`voice_marking`: by that day the system itself is there. Asked is since when the law has wanted the "
            "marking of new systems: a day of the table."
        )
        return Hint(text, id="day of the system", form=True)
    right = {name: due_day(*asked) for name, asked in ASKED.items()}
    if given["pay_later_now"] == right["pay_later_2025"] != right["pay_later_now"]:
        return Hint(
            "`pay_later_now`: that day was right once. What did the amendment of July 2026 do to it?",
            "Compare the row of Annex III in the two tables.",
            f"It moved to {right['pay_later_now'].isoformat()}.",
            id="old date",
        )
    for name in ASKED:
        if given[name] != right[name]:
            return _told(name, right[name])
    if set(listed) != soon():
        return _soon_hint(set(listed))
    return Right(
        "One card, three days: the law as it read in 2025, as it reads now, and the market date of the system. "
        f"In eight days {' and '.join(regulation.feature(id).name for id in sorted(soon()))} have something new to "
        f"keep."
    )


def _soon_hint(listed: set[str]) -> Hint:
    lacking, extra = soon() - listed, listed - soon()
    if extra:
        id = sorted(extra)[0]
        result = regulation.classify(regulation.feature(id))
        later = sorted({due.applies_from for due in result.upcoming})
        told = (
            f"what waits for it begins on {later[0].isoformat()}"
            if later
            else "everything that it owes binds already today"
        )
        return Hint(
            f"`{SOON}`: {len(extra)} of your features {'has' if len(extra) == 1 else 'have'} nothing that begins "
            f"between "
            "today and 2 December 2026. What binds already is not new.",
            f"{regulation.feature(id).name}: since when is it on the market, and which rows of 2 December 2026 are "
            f"about it?",
            f"{regulation.feature(id).name}: {told}.",
            id="not new",
        )
    id = sorted(lacking)[0]
    return Hint(
        f"`{SOON}`: {len(lacking)} more. Two rows of the table begin on 2 December 2026: to whom does each apply?",
        "One is about systems that were on the market before 2 August 2026 and generate something; one is about what a "
        "picture tool must not be able to do.",
        f"{regulation.feature(id).name} is missing.",
        id="more",
    )


# Fines: (infringement, turnover in EUR, size) by name; Meadow's own come from the parameters of the lab.
def firms(turnover_eur: float = 40_000_000, size: str = "SME") -> dict[str, tuple[str, float, str]]:
    """The three firms of exercise 10.5."""
    return {
        "meadow": ("transparency", float(turnover_eur), size),
        "group": ("prohibited practice", 3_000_000_000.0, "large"),
        "modelmaker": ("gpai", 100_000_000.0, "large"),
    }


_given = {"turnover_eur": 40_000_000.0, "size": "SME"}


def set_meadow(turnover_eur: float, size: str) -> dict[str, tuple[str, float, str]]:
    """Tell the check Meadow's turnover and size, from the parameters. Raises ValueError as penalty_cap."""
    regulation.penalty_cap("transparency", turnover_eur, size)
    _given.update(turnover_eur=float(turnover_eur), size=size)
    return firms(**_given)


def _caps() -> dict[str, regulation.Cap]:
    return {name: regulation.penalty_cap(*case) for name, case in firms(**_given).items()}


@exercise(
    "10.5",
    title="Three caps",
    expects=dict,
    form='a dictionary with "meadow", "group" and "modelmaker", in euros',
    reference=lambda: {name: float(cap) for name, cap in _caps().items()},
)
def caps(answer):
    """The higher of amount and share, for small firms the lower; the right article."""
    known = _caps()
    if missing := [name for name in known if name not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    if unknown := [name for name in answer if name not in known]:
        return Hint(f"{unknown[0]!r} is none of {', '.join(known)}.", id="unknown name", form=True)
    for name in known:
        value = answer[name]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or value < 0:
            text = f"`{name}` is a number of euros without commas or quotes, such as 250000; you wrote {value!r}."
            return Hint(text, id="no number", form=True)
    if hint := untouched("10.5", answer):
        return hint
    for name, cap in known.items():
        _, turnover, size = firms(**_given)[name]
        if abs(answer[name] - cap) <= 1:  # one euro
            continue
        return _cap_hint(name, float(answer[name]), cap, turnover, size)
    return Right(" ".join(cap.text for cap in known.values()))


def _cap_hint(name: str, value: float, cap, turnover: float, size: str) -> Hint:
    percent = cap.share * turnover
    other = percent if cap.counts == "higher" and percent < cap.fixed else cap.fixed
    if cap.counts == "higher" and percent > cap.fixed:
        other = cap.fixed
    if cap.counts == "lower":
        other = max(percent, cap.fixed)
    if abs(value - other) <= 0.005 * max(other, 1) and other != float(cap):
        rule = "the lower of the two counts" if cap.counts == "lower" else "the higher of the two counts"
        whose = f"for a firm of size {size}" if cap.counts == "lower" else "for a firm that is not small"
        return Hint(
            f"`{name}`: you took one of the two figures. Which of them counts {whose}?",
            f"`{name}`: {whose} {rule}.",
            f"`{name}`: {cap.text}",
            id=f"{name}: other of the two",
        )
    if abs(value - (percent + cap.fixed)) <= 0.005 * (percent + cap.fixed):
        return Hint(f"`{name}`: the two are not added; one of them counts.", f"`{name}`: {cap.text}", id="sum")
    for row in regulation.law().penalties:
        if value in (row.eur, row.share * turnover) and (row.eur, row.share) != (cap.fixed, cap.share):
            return Hint(
                f"`{name}`: that is a figure of {row.article}. Which article is about this firm's infringement?",
                f"`{name}`: it is {cap.article}.",
                f"`{name}`: {cap.text}",
                id=f"{name}: other article",
            )
    return Hint(
        f"`{name}`: take its row, its share of the turnover, and the amount. Which of the two counts here?",
        f"`{name}`: {100 * cap.share:g} % of EUR {turnover:,.0f} are EUR {percent:,.0f}; the amount is EUR "
        f"{cap.fixed:,.0f}.",
        f"`{name}`: {cap.text}",
        id=f"{name}: figure",
    )
