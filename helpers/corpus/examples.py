"""The texts that lesson 07 compares, places and shortens. Their vectors are recorded; other texts are embedded live."""

from __future__ import annotations

BASE = "You can return the bike within 14 days."
SENTENCES = {
    "opposite": "You cannot return the bike within 14 days.",
    "other number": "You can return the bike within 30 days.",
    "other words": "New customers may hand their bike back in the first two weeks.",
    "other subject": "The battery charges best at room temperature.",
}
OWN = "Can I bring it back after two weeks?"
PLACED = (
    "My bike is gone, what now?",
    "The battery is hot and smells odd",
    "How do I cancel?",
    "Which pizza place would you take a first date to?",
    "I want my money back!!",
    "wats the prise for teh citty plan",
)
ASKED = "How long can I try the bike and get my money back?"
REMOVED = (0, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150)
"""Words that are taken from the end of Meadow's longest page."""


def every() -> list[str]:
    """All texts of the lesson that are embedded when nobody changes a thing."""
    from helpers import world

    words = max(world.documents(), key=lambda page: len(page.text.split())).text.split()
    shortened = [" ".join(words[: len(words) - count]) for count in REMOVED]
    return [BASE, *SENTENCES.values(), OWN, *PLACED, ASKED, *shortened]
