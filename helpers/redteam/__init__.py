"""Lab 09: Meadow's assistant under attack, guards priced both ways, redaction, audit and the safety case.

lab = redteam.begin()                       # what the exercises of lab 09 and their checks refer to
lab.shots("none", "dev")                    # what came of each attack of the dev families without a defence
redteam.seen(lab, "test")                   # every guard: attacks missed, harmless requests turned away, euros
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("DEFENCES", "CANARY", "messages", "ask"), "asking"),
    **dict.fromkeys(("Lab", "Shot", "begin", "current", "attacks", "rate", "twins"), "running"),
    **dict.fromkeys(("GUARDS", "Seen", "seen", "cheapest", "pays_from", "flagged_by", "adapted"), "guarding"),
    **dict.fromkeys(("CHOICES", "final", "reference_chain", "reference_case", "reference_choice"), "finishing"),
    **dict.fromkeys(("as_cases", "keep", "kept"), "suite_file"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
