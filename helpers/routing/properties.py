"""What is checked in a letter of apology, by a rule that knows phrases and the order."""

from __future__ import annotations

import re
from types import MappingProxyType

from helpers.routing.apology import ApologyCase, Slot

PROPERTIES = MappingProxyType(
    {
        "sorry": "it says sorry",
        "slot": "it names day and hour of the slot that failed",
        "next": "it says what happens next: day and hour of the new slot, or that a slot is chosen in the app",
        "fee": "it says what the next try costs, and names the refund where there is one",
        "amounts": "it names no amount of money that is not right for this order",
        "dates": "it names no day and no hour that is not in the order",
        "promises": "it holds no word of a list of promises (voucher, discount, guarantee, never again …)",
        "length": "it has 30 to 130 words",
        "clean": "it holds no empty place such as [Name], is not cut off, and repeats neither itself nor the customer",
        "point": "it takes up what this customer asked or told, where there is something",
    }
)
LENGTH = (30, 130)
_SORRY = "sorry | apologise | apologize | apology | apologies | regret"
_NOT_SORRY = re.compile(
    r"\b(?:not|n't|never|no reason to be|without being|hardly)(?: \w+){0,2} (?:sorry|apologi[sz]e|regret)\b"
    r"|\b(?:no|without an?) apolog(?:y|ies)\b|\bsorry for nothing\b|\b(?:do not|don't) care\b|\byour own fault\b",
    re.IGNORECASE,
)
_FREE = (
    "free | free of charge | no charge | no extra charge | not charged | without charge | no cost | "
    "at no cost | no fee | "
    "no extra cost | costs nothing | costs you nothing | nothing to pay | not cost you anything | 0 euros"
)
_PROMISES = (
    "voucher | discount | free month | month free | gift | coupon | credit | compensate | compensation | goodwill | "
    "full refund | money back | guarantee | guaranteed | never happen again | not happen again | won't happen again | "
    "personally | priority | waive | waived | within 24 hours | immediately | right away | reimburse | "
    "reimbursed"
)
_DAY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)? (October|November|December)\b|\b(October|November|December) (\d{1,2})\b"
)
_WEEKDAY = re.compile(r"\b(\w+day),? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (October|November|December)\b")
_HOUR = re.compile(r"\b(\d{1,2}):\d\d\b")
_EMPTY = re.compile(
    r"\[[^\]]*\]|\{[^}]*\}|\b(your|customer'?s?) name\b|\bcustomer wrote\b|\border record\b|^(money|next|plan):",
    re.IGNORECASE | re.MULTILINE,
)
_PARROT = 8  # so many words in a row from the customer's message are no answer
_AMOUNT = re.compile(r"€(\d+(?:\.\d+)?)")


def _names_slot(text: str, slot: Slot) -> bool:
    from helpers.evals import mentions

    day = f"{slot.day:%A} | {slot.day.day} {slot.day:%B} | {slot.day:%B} {slot.day.day} | {slot.day.day}th"
    hour = f"{slot.start}:00 | {slot.start} to {slot.end} | {slot.start}-{slot.end} | {slot.start} and {slot.end}"
    twelve = slot.start - 12 if slot.start > 12 else slot.start
    hour += f" | {twelve} {'pm' if slot.start >= 12 else 'am'} | {twelve}:00 {'pm' if slot.start >= 12 else 'am'}"
    return mentions(text, day) and mentions(text, hour)


def _right_dates(text: str, case: ApologyCase) -> bool:
    """Whether every day and every full hour in a letter belongs to the order (18:00 is the limit for a change)."""
    slots = [slot for slot in (case.missed, case.next) if slot]
    days = {(slot.day.day, f"{slot.day:%B}") for slot in slots}
    said = {(int(m[1] or m[4]), m[2] or m[3]) for m in _DAY.finditer(text)}
    named = {(int(m[2]), m[3]): m[1] for m in _WEEKDAY.finditer(text)}
    wrong = [day for day in slots if named.get((day.day.day, f"{day.day:%B}"), f"{day.day:%A}") != f"{day.day:%A}"]
    hours = {int(hour) for hour in _HOUR.findall(text)}
    return not wrong and said <= days and hours <= {18, *(hour for slot in slots for hour in (slot.start, slot.end))}


def unclean(text: str, case: ApologyCase) -> str | None:
    """What is unclean in a letter: "empty" place, "cut" off, "again" (a sentence three times), "parrot"; else None.

    Parrot: a long run of the customer's own words.
    """
    from helpers.evals import normalise

    whole = text.rstrip().endswith((".", "!", "?", ")", "team", "Meadow"))
    sentences = [part.strip() for part in re.split(r"[.!?\n]+", normalise(text)) if len(part.split()) > 2]
    again = any(sentences.count(part) > 2 for part in sentences)
    theirs, said = normalise(case.text).split(), f" {' '.join(normalise(text).split())} "
    parrot = any(f" {' '.join(theirs[n : n + _PARROT])} " in said for n in range(len(theirs) - _PARROT + 1))
    found = {"empty": _EMPTY.search(text) is not None, "cut": not whole, "again": again, "parrot": parrot}
    return next((name for name, holds in found.items() if holds), None)


def faults(text: str, case: ApologyCase) -> list[str]:
    """The properties that a letter lacks, by their names in PROPERTIES; an empty list: all of them hold.

    A rule that knows phrases: a letter can pass and still be unkind, and a right wording that it does not know fails.
    """
    from helpers.evals import mentions, normalise

    words = len(text.split())
    amounts = {float(found) for found in _AMOUNT.findall(normalise(text))}
    right = {15.0, 0.0} if case.kind != "wrong_bike" else {0.0}
    right |= {case.refund} if case.refund else set()
    fee = mentions(text, "15 euros") if case.fee else mentions(text, _FREE)
    if case.refund:
        fee = fee and mentions(text, "quarter | 25 %") and mentions(text, "request | ask")
    following = _names_slot(text, case.next) if case.next else mentions(text, "app") and mentions(text, "slot | time")
    holds = {
        "sorry": mentions(text, _SORRY) and not _NOT_SORRY.search(text),
        "slot": _names_slot(text, case.missed),
        "next": following,
        "fee": fee,
        "amounts": amounts <= right,
        "dates": _right_dates(text, case),
        "promises": not mentions(text, _PROMISES),
        "length": LENGTH[0] <= words <= LENGTH[1],
        "clean": unclean(text, case) is None,
        "point": case.point is None or mentions(text, case.point),
    }
    return [name for name in PROPERTIES if not holds[name]]
