"""The second job: answer a message about a refund. A look-up of facts, a quoted paragraph, or the language model."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from helpers import paths, world
from helpers.routing.rules import holds
from helpers.world.reading import need, read_jsonl

FILE = paths.WORLD / "refund_cases.jsonl"
PERSON = "person"
HAND_OVER = "A colleague will look into this and answer you."
TOPICS = MappingProxyType(
    {
        "refund.window": "how long a new subscription can be returned for a full refund",
        "refund.flex": "whether this holds for Flex",
        "refund.time": "when a refund arrives, and where",
        "refund.damage": "what is taken off for damage",
        "refund.partial": "months that have begun",
        "refund.late_delivery": "a refund because the delivery was late",
        "billing.deposit_return": "when the Cargo deposit comes back",
        PERSON: "no fact settles it: a person has to look at the account, or decide",
    }
)
_SAYS = {  # how it is recognised that a reply says a fact
    "refund.flex": "not apply to | does not apply | doesn't apply | not for Flex | no refund on Flex | excluded",
    "refund.time": "7 working days | seven working days | 7 business days | seven business days",
    "refund.damage": "taken off | deducted | beyond normal wear",
    "refund.partial": "not refunded | no refund for months | not be refunded",
    "refund.late_delivery": "quarter | 25 %",
    "billing.deposit_return": "10 working days | ten working days",
}
_WINDOWS = {"v1": "30 days | thirty days", "v2": "14 days | fourteen days | two weeks"}
_PERSON = (  # how a reply hands the message to a person
    "colleague | a person | our team will | support will | customer care | look into | "
    "get back to you | contact support"
)
BESIDE_THE_POINT = 1  # facts that nobody needed and that a right answer may still hold
SECTIONS = 3


@dataclass(frozen=True)
class RefundCase:
    """An English message of the inbox about a refund, and the facts that settle it (or `person`).

    Written by one reader, the author of the lab; nobody has checked it a second time.
    """

    ticket: world.Ticket
    needs: tuple[str, ...]

    @property
    def day(self) -> datetime.date:
        return self.ticket.received.date()


@functools.cache
def _cases() -> tuple[RefundCase, ...]:
    tickets = {ticket.id: ticket for ticket in world.tickets(period=None)}
    found: dict[str, RefundCase] = {}
    for where, data in read_jsonl(FILE):
        need(where, set(data) == {"ticket", "needs"}, f"ticket and needs were expected, got {sorted(data)}.")
        need(
            where, data["ticket"] in tickets and data["ticket"] not in found, f"{data['ticket']}: unknown or repeated."
        )
        unknown = set(data["needs"]) - set(TOPICS)
        need(where, bool(data["needs"]) and not unknown, f"needs must name topics; unknown {sorted(unknown)}.")
        found[data["ticket"]] = RefundCase(tickets[data["ticket"]], tuple(data["needs"]))
    return tuple(case for case in found.values() if case.ticket.period == "early")


def refund_cases(split: str | None = None) -> list[RefundCase]:
    """The English messages of the period "early" that are about a refund. `split` is dev or test, by customer."""
    need("split", split in (None, *world.SPLITS), f"one of {world.SPLITS} was expected, got {split!r}.")
    return [case for case in _cases() if split in (None, case.ticket.split)]


def check_lookup(lookup: Mapping[str, Iterable[str]]) -> None:
    """Raise ValueError when a look-up names an unknown topic or its phrases are not a list of texts."""
    if not isinstance(lookup, Mapping):
        raise ValueError(f"a look-up is a dictionary {{topic: [phrase, …]}}; got {type(lookup).__name__}.")
    for topic, phrases in lookup.items():
        if topic not in TOPICS:
            raise ValueError(f"There is no topic {topic!r}. The topics are {', '.join(TOPICS)}.")
        if isinstance(phrases, str) or not isinstance(phrases, Iterable):
            raise ValueError(f"{topic}: a list of phrases is needed, such as ['when does', 'arriv*']; got {phrases!r}.")
        for phrase in phrases:
            if not isinstance(phrase, str):
                raise ValueError(f"{topic}: a phrase is a text; got {phrase!r}.")
            holds("", phrase)


def topics_found(text: str, lookup: Mapping[str, Iterable[str]]) -> list[str]:
    """The topics whose phrases stand in the text, in the order of TOPICS; only `person` where that is among them."""
    found = [topic for topic in TOPICS if any(holds(text, phrase) for phrase in lookup.get(topic, ()))]
    return [PERSON] if PERSON in found else found


def answer_by_rule(text: str, day: datetime.date, lookup: Mapping[str, Iterable[str]]) -> str:
    """The facts of the topics found in a message, as they hold on that day; without any, a person is promised."""
    found = topics_found(text, lookup)
    if not found or found == [PERSON]:
        return HAND_OVER
    known = world.facts(day)
    return " ".join(known[topic].text for topic in found)


@functools.cache
def _sections(day: datetime.date) -> tuple[tuple[str, str], ...]:
    """(page key, text) of every section of the refund pages that are published on a day."""
    pages = [page for page in world.documents(day) if page.topic == "refund"]
    return tuple((page.key, f"{page.title}. {text}") for page in pages for _, text in world.sections(page))


def sections_of_all_days() -> list[str]:
    """Every section that may be quoted on some day, for recording their vectors."""
    days = sorted({case.day for case in _cases()})
    return list(dict.fromkeys(text for day in days for _, text in _sections(day)))


def nearest(text: str, day: datetime.date, count: int = 1) -> list[str]:
    """The sections of the refund pages of that day that are nearest in meaning (bundled embedder), best first."""
    import numpy as np

    from helpers.routing.classic import vectors

    texts = [section for _, section in _sections(day)]
    rows = vectors([text, *texts])
    return [texts[place] for place in np.argsort(-(rows[1:] @ rows[0]), kind="stable")[:count]]


KINDS = ("LLM without pages", "LLM with pages")
MAX_TOKENS = 80


def prompt(case: RefundCase, kind: str) -> list[dict[str, str]]:
    """The messages for the model: the system text of version closed or A, and for "with pages" three sections."""
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}; got {kind!r}.")
    if kind == KINDS[0]:
        system, user = world.versions()["closed"].system, case.ticket.text
    else:
        shown = "\n\n".join(nearest(case.ticket.text, case.day, SECTIONS))
        system = world.versions()["A"].system
        user = f"Help page:\n{shown}\n\nCustomer's question: {case.ticket.text}"
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def ask(cases: Sequence[RefundCase], kind: str, *, model: str | None = None) -> list:
    """The model's replies for the cases, in order."""
    from helpers.llm import chat_many

    return chat_many([prompt(case, kind) for case in cases], model=model, temperature=0, max_tokens=MAX_TOKENS)


def _says(reply: str, topic: str, day: datetime.date) -> bool:
    from helpers.evals import mentions

    if topic == PERSON:
        return mentions(reply, _PERSON)
    if topic == "refund.window":
        return mentions(reply, _WINDOWS[world.facts(day)[topic].version])
    return mentions(reply, _SAYS[topic])


def grade_answer(reply: str, case: RefundCase) -> tuple[bool, str]:
    """Whether a reply says what is needed and little else, and the reason. A rule that knows phrases, and no more.

    Right: every needed fact is said (or the message is handed to a person), the window is not that of another date, and
    at most one fact is said that nobody needed. It lets a right phrase in a wrong sentence pass.
    """
    from helpers.evals import mentions

    missing = [topic for topic in case.needs if not _says(reply, topic, case.day)]
    if missing:
        return False, f"does not say {TOPICS[missing[0]] if missing[0] != PERSON else 'that a person will look at it'}"
    version = world.facts(case.day)["refund.window"].version
    other = _WINDOWS["v1" if version == "v2" else "v2"]
    if mentions(reply, other) and not mentions(case.ticket.text, other):
        return False, "names a window of another date"
    extra = [t for t in TOPICS if t not in (*case.needs, PERSON) and _says(reply, t, case.day)]
    if len(extra) > BESIDE_THE_POINT:
        return False, f"says {len(extra)} facts that nobody asked for"
    return True, "says what is needed"
