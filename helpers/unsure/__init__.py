"""Module 06: an answer box that is sometimes unsure, sometimes wrong and sometimes slow, and what to do then.

rows = unsure.answers("dev")                       # what the box found for every question, and whether it is right
values = unsure.confidence(rows, "similarity")     # one of unsure.SIGNALS
unsure.bins(values, [row.right for row in rows], [0, .4, .5, .6, .7, 1])
unsure.run(policy, rows, values, guessed)          # a policy by severity; what customers do is assumed, and says so
unsure.sorted_messages()                           # three queues, seven draws of the bundled model for each message
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "Found": "box",
    "Place": "box",
    "answers": "box",
    "search": "box",
    "is_right": "box",
    "Sorted": "asking",
    "QUEUES": "asking",
    "self_checks": "asking",
    "sorted_messages": "asking",
    "SIGNALS": "signals",
    "Bin": "signals",
    "Worth": "signals",
    "Cut": "signals",
    "bins": "signals",
    "confidence": "signals",
    "cut": "signals",
    "grid": "signals",
    "naive_threshold": "signals",
    "ranking": "signals",
    "ALWAYS": "policy",
    "PEOPLE": "policy",
    "STATES": "policy",
    "BELOW": "policy",
    "NEVER": "policy",
    "Assumptions": "policy",
    "Outcome": "policy",
    "Ran": "policy",
    "assumptions": "policy",
    "break_even": "policy",
    "fault": "policy",
    "one_threshold": "policy",
    "outcome": "policy",
    "run": "policy",
    "Alarm": "stakes",
    "alarm": "stakes",
    "guess": "stakes",
    "holds": "stakes",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
