"""The bundled model is asked about tiers and dates. Recording and notebooks build the same messages here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.regulation.act import TODAY
from helpers.regulation.catalogue import Feature, features
from helpers.regulation.classifying import TIERS
from helpers.regulation.dates import applies_from

ORDERS = ("as listed", "reversed")
DAYS = ("2 February 2025", "2 August 2026", "2 December 2026", "2 August 2027", "2 December 2027", "2 August 2028")
QUESTIONS = {
    "annex-iii": "the duties for high-risk systems of Annex III, such as software that selects job applicants",
    "annex-i": "the duties for high-risk systems inside products of Annex I, such as medical devices",
    "art-50": "the duty of Article 50 to tell people that they talk to an AI",
    "art-50-2-legacy": "the duty to mark generated content, for systems on the market before August 2026",
    "prohibitions": "the prohibition of social scoring",
    "prohibitions-2026": "the prohibition of intimate images of real people without their consent",
}


@dataclass(frozen=True)
class Asked:
    """What the model called a feature, in two orders of the same four words. source: recorded, cached or live."""

    feature: Feature
    said: str
    reversed: str
    source: str

    @property
    def right(self) -> bool:
        """Whether the first answer is the tier that was written by hand."""
        return self.said == self.feature.expected

    @property
    def unforgivable(self) -> bool:
        """A prohibited feature that the model calls minimal."""
        return self.feature.expected == "prohibited" and self.said == "minimal"


@dataclass(frozen=True)
class DateAsked:
    """A day that the model named, in two orders of the same list. right: by the file; was: the day before it moved."""

    key: str
    question: str
    said: str
    reversed: str
    right: str
    was: str | None
    source: str


def in_words(on: date) -> str:
    """2 December 2027."""
    return f"{on.day} {on:%B %Y}"


def _listed(words: Sequence[str], order: str) -> list[str]:
    return list(words) if order == ORDERS[0] else list(reversed(words))


def tier_prompt(feature: Feature, order: str = ORDERS[0]) -> str:
    """The question about one feature; the shared text comes first."""
    words = ", ".join(_listed(TIERS, order))
    return (
        f"Under the EU AI Act a feature of a product is one of: {words}.\n\nFeature: {feature.text}\n\n"
        "Which of the four is it under the EU AI Act? Answer with one word."
    )


def date_prompt(key: str, order: str = ORDERS[0]) -> str:
    """The question about one date, with the days to choose from."""
    return (
        f"The EU AI Act applies step by step. Days: {', '.join(_listed(DAYS, order))}.\n\n"
        f"From which day does this apply: {QUESTIONS[key]}?"
    )


def settings(words: Sequence[str]) -> dict[str, Any]:
    """Greedy, one of these words."""
    return {"temperature": 0, "max_tokens": 12, "choices": list(words), "invalid": "keep"}


def _ask(prompts: list[str], words: Sequence[str], model: str) -> list[Any]:
    from helpers.llm import chat_many
    from helpers.llm.request import BUNDLED

    return chat_many(prompts, model=model or BUNDLED, progress=False, **settings(words))


def asked_model(model: str = "", *, limit: int | None = None) -> tuple[Asked, ...]:
    """What the model calls every feature that has a tier, without being shown the law. limit: only the first few.

    Recorded replies are read where there are any, else the model answers live. Raises ValueError for a limit below 1.
    """
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise ValueError(f"limit is a whole number of at least 1, got {limit!r}")
    found = [feature for feature in features() if feature.expected in TIERS][:limit]
    replies = _ask([tier_prompt(feature, order) for order in ORDERS for feature in found], TIERS, model)
    return tuple(
        Asked(feature, first.text, second.text, first.source)
        for feature, first, second in zip(found, replies[: len(found)], replies[len(found) :], strict=True)
    )


def asked_dates(model: str = "") -> tuple[DateAsked, ...]:
    """The days that the model names for six questions, beside those of the file."""
    from helpers.regulation.dates import schedule

    replies = _ask([date_prompt(key, order) for order in ORDERS for key in QUESTIONS], DAYS, model)
    half, moved = len(QUESTIONS), {start.key: start.was for start in schedule(TODAY)}
    found = []
    for place, (key, question) in enumerate(QUESTIONS.items()):
        first, second, was = replies[place], replies[half + place], moved[key]
        right = in_words(applies_from(key, TODAY))
        old = in_words(was) if was else None
        found.append(DateAsked(key, question, first.text, second.text, right, old, first.source))
    return tuple(found)


def model_figure(rows: Sequence[Asked]) -> tuple[Any, str]:
    """Right answers of the model beside "minimal" for everything, with intervals; the figure and its description."""
    from helpers import plots, stats

    bars = {
        "bundled model": stats.wilson(sum(row.right for row in rows), len(rows)),
        "the same, words reversed": stats.wilson(sum(row.reversed == row.feature.expected for row in rows), len(rows)),
        "“minimal” for everything": stats.wilson(sum(row.feature.expected == "minimal" for row in rows), len(rows)),
    }
    worst = sum(row.unforgivable for row in rows)
    described = f"Right tiers of {len(rows)} features. {plots.words(bars)} Prohibited called minimal: {worst}."
    return plots.interval_bar(bars, title=f"Right tiers of {len(rows)} features"), described


def show_dates_asked(rows: Sequence[DateAsked]) -> Any:
    """The days that the model named beside those of the file, as a table."""
    from helpers import cards

    lines = [
        (row.question, row.said, row.reversed, row.right + (f" (was {row.was})" if row.was else "")) for row in rows
    ]
    head = ["from which day", "the model", "days listed the other way round", "the file"]
    return cards.table(head, lines, "Six dates, asked of the bundled model without showing it the law")
