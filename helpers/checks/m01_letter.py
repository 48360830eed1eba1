"""Check 01.8: a template for the apology. The rule for letters, and a closer look at the words outside the slots."""

from __future__ import annotations

import re

from helpers import routing
from helpers.check import Hint, Right, exercise
from helpers.routing.properties import unclean

_SLOT = re.compile(r"\{[^{}]*\}")
_MONEY = re.compile(
    r"\b(?:euros?|eur|money|pay|pays|paid|payment|refund\w*|reimburs\w*|compensat\w*|costs?|fees?|charges?|charged|price"
    r"|wages|rent|bonus|gifts?|presents?|vouchers?|discounts?|coupons?|credit\w*|waive\w*|upgrade|hundred|thousand"
    r"|(?<!feel )free|nothing to pay)\b|€|\$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:we|i|colleague|somebody|someone|driver|manager|boss|team)\b[^.!?\n]{0,40}\b(?:call|phone|ring|visit|give|send"
    r"|grant|bring|deliver)\b(?! in\b)|\b(?:guarantee\w*|promise\w*|never again|for life|rest of your life|priority)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|next (?:week|month)|this (?:week|evening|afternoon)|within (?:\w+ ){1,2}"
    r"(?:hours?|days?|weeks?)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][a-zäöüß]+\b")
_MAY_BE_CAPITAL = {"Meadow", "Team", "Regards", "Sincerely", "Wishes", "Customer", "Service", "Care", "Support", "Dear",
                   "Change", "Slot", "Order", "App", "We", "Our", "Your", "The", "Hello", "Delivery"}  # fmt: skip
_ONCE = ("{missed}", "{reason}", "{next_step}", "{money}")
_ORDER = ("promises", "amounts", "dates", "sorry", "slot", "next", "fee", "clean", "length")
_HINTS = {
    "promises": "Read your own words: vouchers, refunds, 'never again'. Has anybody granted that?",
    "amounts": "You wrote an amount into the letter. Is it right for every order? {money} knows.",
    "dates": "You wrote a day or an hour into the letter. Is it right for every order? The slots know.",
    "sorry": "An apology says sorry, and does not take it back.",
    "slot": "Which slot puts in the day and the hours of the slot that failed?",
    "next": "Which slot says when we come again, or how to choose?",
    "fee": "Which slot says what the next try costs?",
    "length": "30 to 130 words: enough to be polite, short enough to be read.",
}
_UNCLEAN = {
    "empty": "Something is still empty, such as [Name]. The slots have curly brackets.",
    "cut": "The last line breaks off. End with a full stop, or with 'Your Meadow team'.",
    "again": "A sentence or a slot stands in it three times. Say it once.",
    "parrot": "It repeats the customer's own words.",
}


def _form(answer: str) -> Hint | None:
    """What cannot be meant: a bracket left open, a slot that does not exist."""
    if answer.count("{") != answer.count("}") or re.search(r"[{}]", _SLOT.sub("", answer)):
        return Hint("A curly bracket is open: each slot stands as {name}, with both brackets.", id="bracket", form=True)
    unknown = [slot for slot in _SLOT.findall(answer) if slot not in routing.SLOTS]
    if unknown:
        slots = ", ".join(routing.SLOTS)
        return Hint(f"There is no slot {unknown[0]}; the slots are {slots}.", id="unknown slot", form=True)
    return None


def _own_words(answer: str) -> Hint | None:
    """Money, deeds, times and names that stand in the template itself, and so in every customer's letter."""
    own = _SLOT.sub("…", answer)
    for pattern, id, first, second in (
        (_MONEY, "own money", "speaks of money, or gives something away", "{money} says what is granted, and no more."),
        (_ACTS, "own promise", "promises that somebody does something", "{next_step} says what happens next."),
        (_TIME, "own time", "names a time", "The slots know day and hour of each order."),
    ):
        if found := pattern.search(own):
            said = " ".join(found.group().split())
            return Hint(
                f"Outside the slots your letter {first}: {said!r}. Who has granted that to every customer?",
                f"{said!r} goes into every letter. {second}",
                f"Leave out the sentence with {said!r}. {second}",
                id=id,
            )
    named = [word for word in _NAMED.findall(own) if word not in _MAY_BE_CAPITAL]
    if named:
        return Hint(
            f"Your letter names {named[0]!r}. Is that right for every customer?",
            f"{named[0]!r} would stand in every letter. Names come from the order, by {{name}}.",
            id="named",
        )
    return None


@exercise(
    "01.8",
    title="A template for the apology",
    expects=str,
    form="a text with slots such as {name}",
    reference=lambda: routing.shipped_template(),
)
def template(answer):
    """The letter has every property on every dev case, but for the customer's own point, which no template can know."""
    if hint := _form(answer):
        return hint
    slots = [slot for slot in routing.SLOTS if slot in answer]
    if len(slots) < 3:
        return Hint(
            f"Your letter uses {len(slots)} of the slots. Then every customer gets the same words.",
            f"Put slots in: {', '.join(routing.SLOTS)}.",
            id="no slots",
        )
    if "{name}" not in slots:
        return Hint("Whom does the letter speak to? One slot is for that.", "Begin with {name}.", id="no name")
    twice = [slot for slot in _ONCE if answer.count(slot) > 1]
    if twice:
        return Hint(f"{twice[0]} stands in your letter more than once, so it says the same again.",
                    f"Keep {twice[0]} in one place.", id="slot twice")  # fmt: skip
    rows = routing.current().letters("template", "dev", answer)
    counted = {name: [row for row in rows if name in row[2]] for name in routing.PROPERTIES if name != "point"}
    for name in _ORDER:
        if not counted[name]:
            continue
        case, text, _ = counted[name][0]
        means = f"In {len(counted[name])} of {len(rows)} letters this does not hold: {routing.PROPERTIES[name]}."
        advice = _UNCLEAN[unclean(text, case) or "empty"] if name == "clean" else _HINTS[name]
        if name == "length":
            advice += f" The letter to {case.name} has {len(text.split())}."
        return Hint(
            means, f"{means} {advice}", f"{means} {advice} See the letter to {case.name}: {text[:900]}", id=name
        )
    if hint := _own_words(answer):
        return hint
    taken = sum("point" not in faults for case, _, faults in rows if case.point)
    asked = sum(case.point is not None for case, _, _ in rows)
    return Right(
        f"Every letter has every property but one: {taken} of {asked} take up what the customer asked. A template "
        "cannot know that. Who reads those? Words were checked, not sense: read two of your letters below."
    )
