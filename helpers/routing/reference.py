"""Answers that lab 01 falls back on where the learner has none: phrases, a look-up, emergency phrases.

Phrases and look-up were written from dev messages, and each of their phrases stands in at least one (a test counts).
The emergency phrases are dev's, and the words that a colleague at the line would name without looking.
"""

from __future__ import annotations

MORE_PHRASES = {
    "plan_change": [
        "cancel the pause",
        "cancel link",
        "less bike",
        "be idle",
        "hibernat*",
        "which 1",
        "people like us",
        "do other people",
        "longer legs",
        "want to quit",
    ]
}

LOOKUP = {
    "person": [
        "your colleague",
        "colleague now",
        "i disagree",
        "kept",
        "knocked",
        "fourteen working days",
        "business days",
        "i can count",
        "terms in force",
        "in writing",
        "ledger",
    ],
    "refund.flex": ["flex"],
    "refund.late_delivery": ["quarter", "working days after", "turned up"],
    "refund.partial": ["twenty seven days", "second month", "after a year"],
    "refund.time": [
        "where's my",
        "wheres my",
        "where is my",
        "still no refund",
        "moneyy when",
        "in bank nothing",
        "days must",
        "on my paypal",
        "the card or",
        "the date the",
    ],
    "refund.window": [
        "changed my mind",
        "days old",
        "day 2",
        "day 9",
        "day 13",
        "day 26",
        "day 19",
        "too late",
        "not for me",
        "giving it back",
        "hand it back",
        "hand it over",
        "go back",
        "send it",
        "take it bakc",
        "bring back",
        "undo",
        "un happen",
        "un adopt",
        "reverse please",
        "withdraw*",
        "still in time",
        "leave again",
        "give back",
        "wrapping",
        "its 65 back",
        "bring it in",
        "thirty days",
        "come get it",
        "or she does",
        "restore",
        "restored",
    ],
}

EMERGENCY_PHRASES = [
    "smoke",
    "smells like",
    "smell in",
    "hot as",
    "swollen",
    "burning",
    "hissing",
    "plug it in",
    "sponge",
    "got a dent",
    "brakes failed",
]
