"""The third job: an apology for a delivery that failed. The cases, and the template with its slots."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass
from types import MappingProxyType

from helpers import paths, world
from helpers.world.reading import need, read_jsonl

FILE = paths.WORLD / "apology_cases.jsonl"
KINDS = MappingProxyType(
    {
        "no_show": "our driver did not come",
        "not_home": "nobody opened the door",
        "not_home_again": "nobody opened the door for the second time",
        "late": "the delivery is more than 3 working days late",
        "wrong_bike": "we brought the wrong bike",
        "no_id": "no identity document could be shown",
    }
)
SLOTS = MappingProxyType(
    {
        "{name}": "the customer's first name",
        "{missed}": "day and hours of the slot that failed",
        "{reason}": "what went wrong, in a few words",
        "{next_step}": "the new slot, or how to choose one in the app",
        "{money}": "what the next try costs, and what is refunded",
    }
)


@dataclass(frozen=True)
class Slot:
    """A two-hour slot."""

    day: datetime.date
    start: int
    end: int

    @property
    def words(self) -> str:
        return f"{self.day:%A}, {self.day.day} {self.day:%B}, {self.start}:00 to {self.end}:00"


@dataclass(frozen=True)
class ApologyCase:
    """A failed delivery as the order system knows it, and what the customer wrote.

    `fee`: euros that the next try costs. `refund`: euros that may be refunded on request because of the delay, or None.
    `point`: phrases (see `evals.mentions`) that show that a letter took up what this customer asked; None: nothing.
    """

    id: str
    customer: str
    split: str
    kind: str
    name: str
    plan: str
    city: str
    missed: Slot
    next: Slot | None
    fee: float
    refund: float | None
    text: str
    point: str | None


def _slot(where: str, value: dict | None) -> Slot | None:
    if value is None:
        return None
    need(where, set(value) == {"date", "start", "end"}, f"date, start and end were expected, got {sorted(value)}.")
    slot = Slot(datetime.date.fromisoformat(value["date"]), value["start"], value["end"])
    need(where, slot.end - slot.start == 2 and slot.day.weekday() < 6, "a slot has two hours and is not on a Sunday.")
    return slot


@functools.cache
def _cases() -> tuple[ApologyCase, ...]:
    from helpers.world.reading import build

    found: dict[str, ApologyCase] = {}
    for where, data in read_jsonl(FILE):
        need(where, data.get("kind") in KINDS, f"kind {data.get('kind')!r} is not one of {tuple(KINDS)}.")
        data |= {name: _slot(where, data.get(name)) for name in ("missed", "next")}
        case = build(ApologyCase, where, data)
        need(
            where, case.id not in found and case.split in world.SPLITS, "the id is used twice, or the split is unknown."
        )
        need(where, case.next is None or case.next.day > case.missed.day, "the new slot is not after the missed one.")
        need(where, (case.refund is not None) is (case.kind == "late"), "a refund stands only with a late delivery.")
        need(where, case.fee == (15 if case.kind == "not_home_again" else 0), "the fee does not follow the rule.")
        found[case.id] = case
    return tuple(found.values())


def apology_cases(split: str | None = None) -> list[ApologyCase]:
    """The written cases of failed deliveries. `split` is dev or test; each customer has one case."""
    need("split", split in (None, *world.SPLITS), f"one of {world.SPLITS} was expected, got {split!r}.")
    return [case for case in _cases() if split in (None, case.split)]


def parts(case: ApologyCase) -> dict[str, str]:
    """What stands in each slot of a letter to this customer."""
    after = "The next try is free; after that each try costs 15 euros."
    money = {
        "not_home_again": "The next try costs 15 euros.",
        "late": f"The delivery is free of any further charge. Because it is more than 3 working days late, one quarter "
        f"of your first monthly fee ({_euros(case.refund or 0)}) is refunded on request.",
        "wrong_bike": "The exchange is free.",
        "no_show": "The next try is free.",
    }.get(case.kind, after)
    step = "Please choose a new slot in the app: open your order and tap Change slot."
    if case.next:
        step = (
            f"We will come on {case.next.words}. If that does not suit you, change the slot in the app until 18:00 on "
            "the day before."
        )
    return {
        "{name}": case.name,
        "{missed}": case.missed.words,
        "{reason}": KINDS[case.kind],
        "{next_step}": step,
        "{money}": money,
    }


def _euros(amount: float) -> str:
    return f"{amount:.0f} euros" if amount == int(amount) else f"{amount:.2f} euros"


def filled(template: str, case: ApologyCase) -> str:
    """A template with its slots filled from the order. Raises: ValueError for a slot that does not exist."""
    if not isinstance(template, str):
        raise ValueError(f"a template is a text, but got {type(template).__name__}")
    unknown = sorted({slot for slot in re.findall(r"\{[^{}]*\}", template) if slot not in SLOTS})
    if unknown:
        raise ValueError(f"there is no slot {', '.join(unknown)}; the slots are {', '.join(SLOTS)}")
    values = parts(case)
    return re.sub(r"\{[^{}]*\}", lambda match: values[match.group()], template).strip()


def shipped_template() -> str:
    """The template against which the model's drafts are held."""
    return (
        "Dear {name},\n\nwe are sorry that your delivery on {missed} failed: {reason}. {next_step} {money}\n\n"
        "If anything is unclear, answer this mail and a colleague will help you.\n\nYour Meadow team"
    )
