"""What lesson 05 shows: tokens of each part, rules kept, spread of wordings, the winner's curse, temperature, JSON.

tuned = steering.simulate(prompts=16, cases=40, runs=300, seed=5)      # choose the best on the cases it was tuned on
real = steering.halves(passed, pages, runs=300, seed=5)                # the same with real replies, split by page
steering.swing(passed, pages, runs=500, seed=5)                        # range of the wordings, and by chance alone
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "Tuned": "optimism",
    "simulate": "optimism",
    "halves": "optimism",
    "optimism_figure": "optimism",
    "Swing": "wording",
    "swing": "wording",
    "alike": "wording",
    "strip_figure": "wording",
    "grid_figure": "grids",
    "parts_figure": "grids",
    "outcome_figure": "grids",
    "Heat": "temperatures",
    "heat": "temperatures",
    "heat_figure": "temperatures",
    "LENGTHS": "knobs",
    "STOPS": "knobs",
    "TOP_P": "knobs",
    "knob": "knobs",
    "the_question": "knobs",
    "tokens": "budget",
    "question_shares": "budget",
    "per_thousand": "budget",
    "priced_on": "budget",
    "cached_share": "budget",
    "samples": "budget",
    "ALL": "desk",
    "Step": "changes",
    "steps_figure": "changes",
    "wordings": "desk",
    "kept": "desk",
    "contest": "desk",
    "steps": "changes",
    "sweep": "desk",
    "formats": "desk",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
