"""The suite of lab 03: Meadow's questions as cases, the assistant's versions as tasks, and what the lab asks of them.

lab = suite.begin(cases=120)          # what the exercises and their checks refer to
a = lab.run("A")                      # Results of helpers.evals
suite.show_reply(a, "q-w1-022")       # open one reply: prompt, settings, source, date
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "Suite": "data",
    "begin": "data",
    "current": "data",
    "decidable": "data",
    "show_reply": "opened",
    "Claim": "saying",
    "claims": "saying",
    "COSTS": "costs",
    "HANDLED_BY_PEOPLE": "costs",
    "break_even": "costs",
    "mean_cost": "costs",
    "Tuning": "tuning",
    "tune": "tuning",
    "WindowReply": "replies",
    "window_replies": "replies",
    "REFUND_PAGES": "replies",
    "refund_page": "replies",
    "share_of": "exported",
    "Case": "writing",
    "chances": "sizing",
    "Broken": "seen",
    "in_pages": "seen",
    "gate_shown": "page",
    "goal": "page",
    "plan": "page",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
