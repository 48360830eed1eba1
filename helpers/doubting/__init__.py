"""Lesson 06: repeated tries, votes, confidences and the thresholds that teams choose on them.

doubting.every_try(tasks, 3)               # pass^k of tau-bench tasks, with an interval by drawing tasks again
doubting.majority_of(4, 3, 3)              # a vote of three of the four tries of one task
doubting.promised(100, target=0.9)         # a simulation: which thresholds two rules choose, and what they are worth
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "at_least_one": "tries",
    "every_try": "tries",
    "mean_power": "tries",
    "again": "tries",
    "majority_of": "tries",
    "vote": "tries",
    "share": "tries",
    "in_points": "tries",
    "verdict": "tries",
    "Voted": "tries",
    "vote_by_group": "tries",
    "Guessed": "languages",
    "guessed": "languages",
    "Routed": "router",
    "routed": "router",
    "Promised": "promises",
    "promised": "promises",
    "naive": "promises",
    "least_right": "promises",
    "halves": "promises",
    "Halves": "promises",
    "tries_figure": "pictures",
    "tasks_figure": "pictures",
    "vote_figure": "pictures",
    "reliability_figure": "pictures",
    "risk_figure": "pictures",
    "promise_figure": "pictures",
    "waiting_figure": "pictures",
    "spread_figure": "pictures",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
